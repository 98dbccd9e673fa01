"""Seeds → more inputs: a seeded loop of plain mutations, for machines that have no coverage-guided fuzzer."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_LENGTH = 16_384
# What the languages here are made of, and what readers of text stumble over.
WORDS = (
    *(sign.encode() for sign in "{}[]()<>'\"`:,&*!|#%@?-=~$\\/\n\r\t \0"),
    b"\r\n", b"\xef\xbb\xbf", b"\xff", b"\xe2\x80\xa8", b"\xc2\x85", "\u202e".encode(), "\U0001f600".encode(),
    b"${{", b"}}", b"$[[", b"]]", b"---\n", b"...\n", b"<<: ", b"&a ", b"*a", b"!!str ", b"!reference ", b"? ", b"- ",
    b"|+\n", b">-\n", b"&&", b"||", b"$(", b"<<EOF\n", b"EOF\n", b"0", b"-1", b"9" * 40, b"null", b"true", b"  ",
)  # fmt: skip


def inputs(seeds: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """The seeds, then mutations of them and of earlier ones, without end; the same for the same ``seed``."""
    chance = random.Random(seed)  # noqa: S311 - to repeat a run, not to guard anything
    known = list(seeds)
    yield from known
    while True:
        data = chance.choice(known)
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            data = _mutated(data, known, chance)[:MAX_LENGTH]
        if chance.random() < 0.02:  # noqa: PLR2004 - so that what was mutated is mutated further
            known.append(data)
            if len(known) > 500:  # noqa: PLR2004 - enough to choose from
                known.pop(chance.randrange(len(seeds), len(known)))
        yield data


def _mutated(data: bytes, known: Sequence[bytes], chance: random.Random) -> bytes:
    """One change: of a byte, a word, a piece, or lines."""
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((0, 1, 1, 2, 4, 16, 64)))
    match chance.randrange(8):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:start] + chance.choice(WORDS) + data[end:]
        case 2:
            return data[:start] + chance.choice(WORDS) + data[start:]
        case 3:
            return data[:start] + data[start:end] * chance.choice((2, 3, 50)) + data[end:]
        case 4:
            other = chance.choice(known)
            cut = chance.randint(0, len(other))
            return data[:start] + other[cut : cut + chance.choice((8, 64, 512))] + data[start:]
        case 5:
            lines = data.splitlines(keepends=True)
            chance.shuffle(lines)
            return b"".join(lines[: chance.randint(0, len(lines))])
        case 6:
            words = re.split(rb"(\W+)", data)
            words[chance.randrange(len(words))] = chance.choice(re.split(rb"(\W+)", chance.choice(known)))
            return b"".join(words)
        case _:
            return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]
