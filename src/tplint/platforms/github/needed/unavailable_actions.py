"""Actions → those whose version GitHub does not find, or refuses to run (as of November 2026)."""

from __future__ import annotations

import re

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Action

_CACHE = "actions/cache"
# All their tags begin with a `v`, but for two of the first ones, and their branches are called `releases/…`.
_TAGGED = frozenset({
    *("actions/checkout", "actions/setup-python", "actions/upload-artifact", "actions/download-artifact", _CACHE),
    *("astral-sh/setup-uv", "sigstore/gh-action-sigstore-python"),
})  # fmt: skip
_WITHOUT_V = r"(?!1\.0\.0|2\.1\.0)\d{1,2}(?:\.\d{1,3}){0,2}|release/v\d{1,2}"
# The first major version of which only whole releases have tags:
# https://github.com/astral-sh/setup-uv/releases/tag/v8.0.0, https://github.com/sigstore/gh-action-sigstore-python/tags
_WHOLE_SINCE = {"astral-sh/setup-uv": 8, "sigstore/gh-action-sigstore-python": 0}
_PART = r"v(\d{1,2})(?:\.\d{1,3})?"
# https://github.com/actions/cache/discussions/1510: v1, v2, and what is older than v3.4.0 and v4.2.0
_OLD_CACHE = r"v[12](?:\.\d+\.\d+)?|v3\.[0-3]\.\d+|v4\.[01]\.\d+"
_OLD_CACHES = frozenset(
    {
        "9d8c7b4041799ff4995821122f3c4ce8934a36b7",  # 1.0.0
        "86dff562ab522d4b40945cd4cd51c5d4b4b40cbc",  # 1.0.1
        "44543250bd1b1d68b70b6e9949c2a11f5b11d990",  # 1.0.2
        "cffae9552bb9f84b9812c1ee9ea2e3c0a70a797e",  # 1.0.3
        "a505c2e7a6652a1d5727baf1c2dc5a5b2d1ecc60",  # 1.1.0
        "fe1055e9d167ff6b0247ec54ca5851b2701fe95c",  # 1.1.1
        "70655ec8323daeeaa7ef06d7c56e1b9191396cbe",  # 1.1.2
        "d9747005de0f7240e5d35a68dca96b3f41b8b340",  # 1.2.0
        "f5ce41475b483ad7581884324a6eca9f48f8dcc7",  # 1.2.1
        "b8204782bbb5f872091ecc5eb9cb7d004e35b1fa",  # 2.0.0
        "d29c1df198dd38ac88e0ae23a2881b99c2d20e68",  # 2.1.0
        "5ca27f25cb3a0babe750cad7e4fddd3e55f29e9a",  # 2.1.1
        "d1255ad9362389eac595a9ae406b8e8cb3331f16",  # 2.1.2
        "0781355a23dac32fd3bac414512f4b903437991a",  # 2.1.3
        "26968a09c0ea4f3e233fdddbafd1166051a095f6",  # 2.1.4
        "1a9e2138d905efd099035b49d8b7a3888c653ca8",  # 2.1.5
        "c64c572235d810460d0d6876e9c705ad5002b353",  # 2.1.6
        "937d24475381cd9c75ae6db12cb4e79714b926ed",  # 2.1.7
        "2b250bc32ad02700b996b496c14ac8c2840a2991",  # 2.1.8
        "4b0cf6cc4619e737324ddfcec08fff2413359514",  # 3.0.0
        "136d96b4aee02b1f0de3ba493b1d47135042d9c0",  # 3.0.1
        "48af2dc4a9e8278b89d7fa154b955c30c6aaab09",  # 3.0.2
        "30f413bfed0a2bc738fdfd409e5a9e96b24545fd",  # 3.0.3
        "c3f1317a9e7b1ef106c153ac8c0f00fed3ddbc0d",  # 3.0.4
        "0865c47f36e68161719c5b124609996bb5c40129",  # 3.0.5
        "f4278025ab0f432ce369118909e46deec636f50c",  # 3.0.6
        "a7c34adf76222e77931dedbf4a45b2e4648ced19",  # 3.0.7
        "fd5de65bc895cf536527842281bea11763fefd77",  # 3.0.8
        "ac8075791e805656e71b4ba23325ace9e3421120",  # 3.0.9
        "56461b9eb0f8438fd15c7a9968e3c9ebb18ceff1",  # 3.0.10
        "9b0c1fce7a93df8e3bb8926b0d6e9d89e92f20a7",  # 3.0.11
        "c17f4bf4666a8001b1a45c09eb7a485c41aa64c3",  # 3.2.0
        "c1a5de879eb890d062a85ee0252d6036480b1fe2",  # 3.2.1
        "4723a57e26efda3a62cbde1812113b730952852d",  # 3.2.2
        "58c146cc91c5b9e778e71775dfe9bf1442ad9a12",  # 3.2.3
        "627f0f41f6904a5b1efbaed9f96d9eb58e92e920",  # 3.2.4
        "6998d139ddd3e68c71e9e398d8e40b71a2f39812",  # 3.2.5
        "69d9d449aced6a2ede0bc19182fadc3a0a42d2b0",  # 3.2.6
        "940f3d7cf195ba83374c77632d1e2cbb2f24ae68",  # 3.3.0
        "88522ab9f39a2ea568f7027eddc7d8d8bc9d59c8",  # 3.3.1
        "704facf57e6136b1bc63b828d79edcd491f0ee84",  # 3.3.2
        "e12d46a63a90f2fae62d114769bbf2a179198b5c",  # 3.3.3
        "13aacd865c20de90d75de3b17ebe84f7a17d57d2",  # 4.0.0
        "ab5e6d0c87105b4c9c2047343972218f562e4319",  # 4.0.1
        "0c45773b623bea8c8e75f6c82b208c3cf94ea4f9",  # 4.0.2
        "2cdf405574d6ef1f33a1d12acccd3ae82f47b3f2",  # 4.1.0
        "3624ceb22c1c5a301c8db4169662070a689d9ea8",  # 4.1.1
        "6849a6489940f00c2f30c0fb92c6274307ccb58a",  # 4.1.2
    }
)


class Lack(NamedTuple):
    """Why a version cannot be had: ``what`` ends the sentence, ``words`` are GitHub's."""

    what: str
    why: str
    words: str
    remedy: str


def lack(action: Action) -> Lack | None:
    """Why GitHub does not run an action in the version that is asked for; None where it may."""
    name, ref = "/".join(action.name.split("/")[:2]), action.ref
    if name == _CACHE and (ref in _OLD_CACHES or re.fullmatch(_OLD_CACHE, ref)):
        return Lack(
            "which GitHub refuses to run",
            "switched off on github.com since March 2025",
            f"This request has been automatically failed because it uses a deprecated version of `{_CACHE}: {ref}`",
            "use a newer major version of it, or drop the step",
        )
    words = f"Unable to resolve action `{name}@{ref}`, unable to find version `{ref}`"
    if name in _TAGGED and re.fullmatch(_WITHOUT_V, ref):
        return Lack("which does not exist", "its tags begin with `v`", words, f"use `v{ref.removeprefix('release/v')}`")
    part = re.fullmatch(_PART, ref) if name in _WHOLE_SINCE else None
    if part is not None and int(part[1]) >= _WHOLE_SINCE[name]:
        why = "it has tags of whole releases only" + (f" since v{since}" if (since := _WHOLE_SINCE[name]) else "")
        return Lack(
            "which does not exist", why, words, f"name a whole release, such as `v{part[1]}.0.0`, or its commit"
        )
    return None
