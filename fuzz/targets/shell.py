"""Shell recognition: a script → commands whose places lie in it, in each shell that tplint knows."""

from __future__ import annotations

from targets import samples
from tplint.documents.source import Place, Source
from tplint.model import Known, Unknown
from tplint.shell import read_script

_POWERSHELL = """\
$env:TWINE_PASSWORD = '${{ secrets.A }}'
if ($IsLinux) { & python -m twine upload "dist/*" } else { uv publish --token `
  $token }
foreach ($f in Get-ChildItem dist) { twine upload $f }
@"
text
"@ | Out-File x
"""
_SHELLS = ("bash", "", "pwsh", "bash -l {0}", "python")


def seeds() -> list[bytes]:
    """A script for each shell; an input's first character chooses which."""
    return [
        f"0{samples.SCRIPT}".encode(),
        f"1{samples.SCRIPT}".encode(),
        f"2{_POWERSHELL}".encode(),
        b"3case $x in a|b) twine upload *;; esac; trap 'uv publish' EXIT",
        b"0time ! uvx --from 'twine==5' twine upload <(echo a) >&2 2>/dev/null && false || :",
    ]


def check(data: bytes) -> None:
    """Read the commands, and what they mean."""
    text = data.decode("utf-8", "replace")
    choice, text = text[:1], text[1:]
    source = Source("script", text)
    shell = _SHELLS[ord(choice) % len(_SHELLS)] if choice else ""
    script = read_script(
        text,
        place=lambda start, end: Place(source, start, end),
        env={},
        hole=lambda inside: Unknown(inside) if inside.startswith(" secrets") else Known(inside),
        folder=Known(""),
        shell=shell,
    )
    for command in script.commands:
        assert 0 <= command.at.start <= command.at.end <= len(text)
