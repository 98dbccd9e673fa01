"""``NamedTuple`` as all modules import it: typing's for the type checker, and a cheaper one when the program runs.

typing compiles every annotation for its run-time checks: 0.15 ms for each of the hundred records of a run, a sixth of
its budget. ``collections.namedtuple``, which both are made of, takes a third of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _Record(type):
        """Makes a named tuple of a class body's annotations, with the body's methods, properties and constants."""

        def __new__(cls, name: str, _: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024 - see above
            for key, value in body.items():
                if key not in fields:
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_Record, "NamedTuple", (), {})
