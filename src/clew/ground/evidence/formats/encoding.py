"""Which encoding a text file is in, from its bytes: the quick, certain tests first."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .problems import NotTextError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# What Western text puts above ASCII: letters with accents, curly quotes, dashes, the euro, the ellipsis.
_WESTERN = set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽž‘’“”„–—…•€£§©®°´·«»¿¡½¼¾²³º™‚\xa0")
_UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    encoding: str
    warnings: tuple[str, ...] = ()


def open_text(path: Path, encoding: str) -> TextIO:
    """Bytes that do not decode become U+FFFD, so that one bad byte does not cost the file."""
    return path.open(encoding=encoding, errors="replace", newline="")


def detect_encoding(path: Path) -> EncodingGuess:
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return EncodingGuess(name)
    wide = _wide_without_bom(head)
    if wide:
        return EncodingGuess(wide, (f"The file has no mark for its encoding; it was read as {wide.upper()}.",))
    _refuse_binary(head)
    return _utf8_or_legacy(path)


def _wide_without_bom(head: bytes) -> str | None:
    """ASCII written as UTF-16 has a NUL in every other byte."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd > pairs * 0.6 and even < pairs * 0.1:
        return "utf-16-le"
    if even > pairs * 0.6 and odd < pairs * 0.1:
        return "utf-16-be"
    return None


def _refuse_binary(head: bytes) -> None:
    controls = sum(head.count(code) for code in range(9)) + sum(head.count(code) for code in range(14, 27))
    if head and controls > len(head) * 0.05:
        raise NotTextError


def _utf8_or_legacy(path: Path) -> EncodingGuess:
    """The whole file is checked, for a bad byte may come late; good UTF-8 passes at memory speed."""
    bad, good, sample = _count_utf8(path)
    if not bad:
        return EncodingGuess("utf-8")
    if good >= 4 * bad:
        return EncodingGuess("utf-8", (f"{bad} bytes are not valid UTF-8 and are shown as \ufffd.",))
    name = _legacy(sample)
    return EncodingGuess(name, (f"The file is not UTF-8; it was read as {name}. Check the accents in the preview.",))


def _count_utf8(path: Path) -> tuple[int, int, bytes]:
    """(bytes that are not UTF-8, valid sequences beyond ASCII, a sample that starts where the trouble starts)."""
    bad = good = 0
    sample = tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            data = tail + chunk
            tail = _unfinished(data)
            whole = data[: len(data) - len(tail)]
            if whole.isascii():
                continue
            sequences = _MULTIBYTE.findall(whole)
            good += len(sequences)
            missed = len(_HIGH.findall(whole)) - sum(map(len, sequences))
            bad += missed
            if missed and len(sample) < _SAMPLE:
                sample += _from_first_high(whole)
    if tail:
        bad += len(tail)
        sample = sample or tail
    return bad, good, sample[:_SAMPLE]


def _unfinished(data: bytes) -> bytes:
    """The start of a multibyte sequence that the chunk border cut."""
    for size in range(1, min(4, len(data) + 1)):
        first = data[-size]
        if first < 0x80:
            return b""
        if first >= 0xC0:
            needed = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
            return data[-size:] if needed > size else b""
    return b""


def _from_first_high(data: bytes) -> bytes:
    found = _HIGH.search(data)
    start = max(0, found.start() - 200) if found else 0
    return data[start : start + _SAMPLE]


def _legacy(sample: bytes) -> str:
    if _UNDEFINED_1252.search(sample):
        return _by_statistics(sample, "latin-1")
    decoded = sample.decode("cp1252", errors="replace")
    high = [character for character in decoded if character > "\x7f"]
    letters = sum(character.isalpha() for character in decoded) or 1
    if len(high) <= letters * 0.25 and sum(character in _WESTERN for character in high) >= len(high) * 0.95:
        return "cp1252"
    return _by_statistics(sample, "cp1252")


def _by_statistics(sample: bytes, otherwise: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, steps=5, chunk_size=512).best()
    if best is None or best.encoding in {"ascii", "utf_8"} or best.encoding.startswith(("utf_16", "utf_32", "utf_7")):
        return otherwise
    return best.encoding
