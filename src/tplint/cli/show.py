"""``tplint show``: every upload, what it would present to PyPI, PyPI's answer, and the values for PyPI's form."""

from __future__ import annotations

from tplint.cli import arguments, repositories, terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tplint.cli.arguments import Parser
    from tplint.model import Repository
    from tplint.registration.presentations import Presentation

_FORMATS = ("text", "json", "markdown", "mermaid")


def run(words: Sequence[str]) -> int:
    """Print the uploads of a repository; returns 0, raises ``UsageError`` for a path that is none."""
    options = arguments.parse(parser(), words)
    root = repositories.checked(options)
    from tplint.registration.presentations import presentations  # noqa: PLC0415 - the arguments may have been wrong

    repository, _, _ = repositories.read(root)
    _write(presentations(repository, options.repository), repository, options.format)
    return 0


def parser() -> Parser:
    """What the command takes."""
    made = arguments.parser("tplint show", "Show every upload, and what it would present to PyPI.")
    repositories.add_arguments(made)
    made.add_argument("--format", choices=_FORMATS, default="text", help="default: text")
    return made


def _write(uploads: tuple[Presentation, ...], repository: Repository, chosen: str) -> None:
    """Print in the chosen format; only its reporter is loaded."""
    undecided = repository.undecided
    match chosen:
        case "json":
            from tplint.reporters import show_json  # noqa: PLC0415 - one format of several

            terminal.write_document([show_json.render(uploads, undecided)])
        case "markdown":
            from tplint.reporters import show_markdown  # noqa: PLC0415 - one format of several

            terminal.write_document(show_markdown.render(uploads, undecided))
        case "mermaid":
            from tplint.reporters import show_mermaid  # noqa: PLC0415 - one format of several

            terminal.write_document(show_mermaid.render(uploads))
        case _:
            from tplint.reporters import show_text  # noqa: PLC0415 - one format of several
            from tplint.reporters.paint import painter  # noqa: PLC0415 - the same

            paint = painter(colour=terminal.colours_output("auto"))
            reached = {upload.at for upload in repository.alternatives}
            unreached = dict.fromkeys(upload.at for upload in repository.unreachable if upload.at not in reached)
            terminal.write(show_text.render(uploads, undecided, unreached, paint))
