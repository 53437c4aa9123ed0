"""A name for an upload that is safe to show, to store and to send back."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

MAX_NAME = 120
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last part of the path, without control and direction characters, never hidden, never empty, at most 120 characters."""
    name = re.split(r"[\\/]", name)[-1]
    name = "".join(
        letter
        for letter in unicodedata.normalize("NFC", name)
        if unicodedata.category(letter) not in ("Cf", "Cc", "Cs", "Co", "Zl", "Zp")
    )
    name = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    suffix = PurePosixPath(name).suffix[:12]
    stem = name.removesuffix(suffix)[: MAX_NAME - len(suffix)].rstrip(". ")
    return f"{stem}{suffix}" if stem else "upload"
