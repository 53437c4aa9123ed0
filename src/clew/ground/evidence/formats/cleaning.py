"""Text as it is stored: one Unicode form, no control characters, tidy spaces, paragraphs kept."""

from __future__ import annotations

import html
import re
import unicodedata

# C0 and C1 controls without tab and line feed, zero-width space and BOM, bidirectional overrides, lone surrogates, U+FFFE/F.
# Zero-width joiners stay: emoji and several scripts need them.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_REFERENCE = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANK_LINES = re.compile(r"\n{3,}")


def tidy_line(text: str) -> str:
    """One line: every run of white space becomes one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    elif not text.isprintable():
        text = _DROPPED.sub("", _BREAKS.sub("\n", text))
    return " ".join(text.split())


def tidy_text(text: str) -> str:
    """Several lines: spaces inside a line are tidied, line breaks and paragraphs (one blank line) are kept."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _DROPPED.sub("", _BREAKS.sub("\n", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\n" not in text:
        return " ".join(text.split())
    lines = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    return _BLANK_LINES.sub("\n\n", lines).strip()


def unescaped(text: str) -> str:
    """The characters that `&quot;`, `&amp;` or `&#34;` stand for, as programs write them that export from web pages.

    A text in which a bare `&` stands as well is spoken about, not escaped; but nobody types numbers of characters.
    """
    if "&" not in text:
        return text
    found = list(_REFERENCE.finditer(text))
    is_escaped = any(one.group(1) for one in found) or len(found) == text.count("&")
    return _REFERENCE.sub(lambda one: html.unescape(one.group()), text) if is_escaped else text
