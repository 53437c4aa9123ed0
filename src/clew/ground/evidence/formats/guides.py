"""Whether a text is a guide for interviews: headings, and many questions that nobody answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .docx import read_docx
from .sniff import FileShape

_SUFFIXES = (".md", ".markdown", ".txt", ".docx")
_READ = 200_000
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_TURN = re.compile(r"[^:?]{1,40}:\s+\S")
LEAST_HEADINGS, LEAST_QUESTIONS, LEAST_SHARE = 2, 5, 0.08


def questions_of_guide(path: Path, shape: FileShape, name: str) -> tuple[str, ...]:
    """Its questions, if the file reads like a guide; none if it does not."""
    if not name.casefold().endswith(_SUFFIXES) or shape.kind not in ("csv", "docx", "transcript"):
        return ()
    lines, headings = _document(path) if shape.kind == "docx" else _text(path)
    asked = tuple(line.lstrip("-*•0123456789.) \t") for line in lines if line.rstrip(" *_").endswith("?"))
    many = len(asked) >= LEAST_QUESTIONS and len(asked) >= LEAST_SHARE * len(lines)
    turns = sum(bool(_TURN.match(line)) for line in lines)
    return asked if headings >= LEAST_HEADINGS and many and turns * 2 < len(lines) else ()


def _document(path: Path) -> tuple[Sequence[str], int]:
    paragraphs = read_docx(path)
    return [p.text.strip() for p in paragraphs if p.text.strip()], sum(p.heading > 0 or p.is_bold for p in paragraphs)


def _text(path: Path) -> tuple[Sequence[str], int]:
    with path.open("rb") as file:
        text = file.read(_READ).decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines, sum(bool(_HEADING.match(line)) for line in lines)
