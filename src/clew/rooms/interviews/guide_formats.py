"""Guides in Markdown and Word documents, in and out. Whatever is read is kept: what is no question and no probe becomes a note.

Ours is written so that it reads as a document and comes back as it was: `#` title, `##` sections with their minutes, `-` questions, indented
`-` probes, paragraphs of notes. Where the words alone would be taken for another kind, **Ask:**, **Probe:** or **Note:** stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from clew.science.questions import split_questions

from .guide_docx import docx_lines
from .guide_draft import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_ITEMS,
    MAX_LINES,
    MAX_MINUTES,
    MAX_SECTIONS,
    MAX_TEXT,
    MAX_TITLE,
    GuideDraft,
    Item,
    ItemKind,
    Line,
    Section,
    UnreadableGuide,
)  # fmt: skip

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_POINT = re.compile(r"([ \t]*)(?:([-*+•]|\d{1,3}[.)])[ \t]+|\*(?=[A-Z][^*]*$))(.*)$")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,80})(?<=\S)\1:?$")
_RULE = re.compile(r" {0,3}(?:[-*_][ \t]*){3,}$")
_MINUTES = re.compile(
    r"[\s–—:,-]*[(\[]?\s*(?:(?:about|approx\.?|ca\.?|~)\s*)?(?:\d{1,3}\s*[-–]\s*)?(\d{1,3})\s*(?:min(?:ute)?s?\.?|')\s*[)\]]?\s*$",
    re.I,
)
_ONLY = f"Only the first {MAX_SECTIONS} sections and {MAX_ITEMS:,} lines were read."
_LONGEST_MINUTES = 40
_GUIDE = re.compile(
    r"\b(?:interview|discussion|conversation|moderator'?s?|topic|session)\s+(?:guide|script|protocol)\b", re.I
)
_PROBES = re.compile(r"\b(?:probes?|follow[- ]?ups?(?: questions?)?|prompts?)\b[^?.]{0,60}:?\s*$", re.I)
_NAMES: dict[ItemKind, str] = {"question": "Ask", "probe": "Probe", "note": "Note"}
_DEPTHS: dict[ItemKind, int] = {"question": 1, "probe": 2, "note": 0}
_SIGNS = ("", "- ", "  - ")
_KINDS: dict[str, ItemKind] = {"ask": "question", "probe": "probe", "note": "note"}
_NAMED = re.compile(r"\*\*(Ask|Probe|Note):\*\*\s+(.+)$", re.S)
# What Markdown or this module would take for a sign at the beginning of a line.
_SIGN = re.compile(r"(?:[#>\\*+•_-]|\d{1,3}[.)](?:\s|$)|`{3})")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a section a line stands: how deep the question above it is (0: none), whether probes were announced, in which list they come."""

    asked: int = 0
    probing: bool = False
    numbered: bool | None = None


def read_guide(path: Path, *, name: str = "") -> GuideDraft:
    """A .docx by what it is, everything else as Markdown or plain text. Raises UnreadableGuide when it is neither or too large."""
    data = _bytes_of(path)
    if data[:4] == b"PK\x03\x04":
        return _draft(docx_lines(data), name)
    try:
        return read_markdown(data.decode("utf-8-sig"), name=name)
    except UnicodeDecodeError as error:
        raise UnreadableGuide(
            "This file is neither a Word document nor text in UTF-8.", "Save it as .docx or .md."
        ) from error


def read_markdown(text: str, *, name: str = "") -> GuideDraft:
    """`name` titles a guide whose document has no title of its own."""
    if len(text) > MAX_CHARACTERS:
        raise UnreadableGuide(f"A guide has at most {MAX_CHARACTERS:,} characters.", "Split it.")
    if "\x00" in text:
        raise UnreadableGuide("This file is not text.", "Save it as .docx or .md.")
    return _draft(_markdown_lines(text), name)


def to_markdown(draft: GuideDraft) -> str:
    """The guide as a document that `read_markdown` gives back as it was."""
    text, listed = f"# {_headed(draft.title)}" if draft.title else "", False
    for section in draft.sections:
        for line, is_point in _section_lines(section):
            text += ("\n" if listed and is_point else "\n\n") + line
            listed = is_point
    return text.lstrip("\n") + "\n"


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableGuide(f"A guide has at most {MAX_BYTES // 1024 // 1024} MB.", "Take out its pictures.")
    return data


def _markdown_lines(text: str) -> Iterator[Line]:
    """Paragraphs; a line goes on where nothing says that it ends (two spaces, a mark at its end and a capital after it, a new sign)."""
    held: Line | None = None
    ended = True
    for raw in text.splitlines():
        fresh = _fresh(raw, held)
        if fresh is None and held is not None and raw.strip() and not (ended or _ends(held.text, raw)):
            held = replace(held, text=f"{held.text} {raw.strip()}")
        else:
            if held is not None:
                yield held
            held = fresh or (Line(raw.strip(), depth=_hanging(raw, held)) if raw.strip() else None)
        ended = held is None or not held.text or held.heading > 0 or raw.endswith(("  ", "\\"))
    if held is not None:
        yield held


def _fresh(raw: str, before: Line | None) -> Line | None:
    if _RULE.match(raw):
        return Line("")
    if heading := _HEADING.match(raw):
        return Line(_unclosed(heading[2].strip()), heading=len(heading[1]))
    if point := _POINT.match(raw):
        depth = 1 + min(len(point[1].expandtabs(4)) // 2, 8)
        return Line(point[3].strip(), depth=depth, numbered=(point[2] or "-")[0].isdigit())
    bold = _BOLD_LINE.match(raw.strip())
    if bold and not raw.startswith(" ") and "?" not in raw and (before is None or before.depth == 0):
        return Line(bold[2].rstrip(":"), heading=6)
    return Line(raw.strip().lstrip("> ")) if raw.startswith(">") and raw.strip("> ") else None


def _unclosed(title: str) -> str:
    bare = title.rstrip("#")
    return bare.rstrip() if bare != title and bare[-1:] in {"", " ", "\t"} else title


def _hanging(raw: str, before: Line | None) -> int:
    """A new line under a point of a list stays beside it when it is indented."""
    return before.depth if before is not None and raw[:1] == " " else 0


def _ends(text: str, following: str) -> bool:
    last = text.rsplit(None, 1)[-1]
    return len(text) > MAX_TEXT or (
        (last[-1:] in {".", "?", "!", ":"} or "://" in last) and following.lstrip()[:1].isupper()
    )


def _draft(lines: Iterable[Line], name: str) -> GuideDraft:
    kept = [replace(line, text=" ".join(line.text.split())) for line in islice(lines, MAX_LINES)]
    kept = [line for line in kept if line.text.strip("\\")]
    warnings: list[str] = [_ONLY] if len(kept) == MAX_LINES else []
    at = _title_at(kept)
    title = _fit(_plain(kept[at].text), MAX_TITLE, warnings) if at is not None else ""
    body = [line for place, line in enumerate(kept) if place != at]
    sections = tuple(_sections(body, warnings))
    if not any(item.kind == "question" for section in sections for item in section.items):
        warnings.append("No question was found.")
    return GuideDraft(title or " ".join(name.split())[:MAX_TITLE], sections, tuple(dict.fromkeys(warnings)))


def _title_at(lines: list[Line]) -> int | None:
    """The only heading of the highest level when it comes first; else the heading that calls itself a guide."""
    headings = [(place, line) for place, line in enumerate(lines) if line.heading]
    if headings and headings[0][0] == 0 and lines[0].heading == 1 and sum(h.heading == 1 for _p, h in headings) == 1:
        return 0
    return next((place for place, line in headings if _GUIDE.search(line.text)), None)


def _sections(lines: list[Line], warnings: list[str]) -> Iterator[Section]:
    title, minutes, held, items, count = "", None, list[Line](), 0, 0
    for line in [*lines, Line("", heading=1)]:
        if not line.heading:
            held.append(line)
            continue
        if held or title:
            room = max(0, MAX_ITEMS - items)
            if len(held) > room or count >= MAX_SECTIONS:
                warnings.append(_ONLY)
            if count >= MAX_SECTIONS:
                return
            found = tuple(_items(title, held[:room], warnings))
            items, count = items + len(found), count + 1
            yield Section(title, minutes, found)
        title, minutes = _timed(_plain(line.text))
        title, held = _fit(title, MAX_TITLE, warnings), []


def _timed(title: str) -> tuple[str, int | None]:
    """A title and the minutes that stand behind it; of a span the longer."""
    title = title.rstrip(": ")
    match = _MINUTES.search(title, max(0, len(title) - _LONGEST_MINUTES))
    if match is None or not 0 < int(match[1]) <= MAX_MINUTES or not title[: match.start()].strip():
        return title, None
    return title[: match.start()].rstrip(": "), int(match[1])


def _items(section: str, lines: list[Line], warnings: list[str]) -> Iterator[Item]:
    place = _Place(probing=_is_about_probes(section))
    for line in lines:
        item, place = _step(place, replace(line, text=_fit(line.text, MAX_TEXT, warnings)))
        yield item


def _step(place: _Place, line: Line) -> tuple[Item, _Place]:
    """What a line is, coming after others of its section."""
    named = _NAMED.match(line.text)
    text = _plain(named[2] if named else line.text)
    if line.depth and place.probing and place.numbered not in {None, line.numbered}:
        place = replace(place, probing=False)  # another list begins
    kind = _KINDS[named[1].casefold()] if named else _kind(text, line.depth, place)
    asked = {"question": line.depth or 1, "probe": place.asked, "note": 0}[kind]
    if not named and _is_about_probes(text):
        return Item(kind, text), _Place(asked, True)
    if line.depth:
        return Item(kind, text), _Place(asked, place.probing, line.numbered)
    return Item(kind, text), _Place(asked, place.probing and bool(named), place.numbered)


def _kind(text: str, depth: int, place: _Place) -> ItemKind:
    if _is_about_probes(text) or (depth == 0 and text.endswith(":")):
        return "note"
    if depth > place.asked > 0 or (place.probing and depth > 0):
        return "probe"
    return "question" if split_questions(text) else "note"


def _is_about_probes(text: str) -> bool:
    return len(text) <= 100 and "?" not in text and bool(_PROBES.search(text))


def _plain(text: str) -> str:
    """Without the backslash that keeps a sign from being one."""
    return text[1:] if text[:1] == "\\" and _SIGN.match(text[1:]) else text


def _guarded(text: str) -> str:
    return f"\\{text}" if _SIGN.match(text) else text


def _fit(text: str, most: int, warnings: list[str]) -> str:
    if len(text) <= most:
        return text
    warnings.append(f"A line of more than {most:,} characters was cut.")
    return text[:most].rstrip()


def _section_lines(section: Section) -> Iterator[tuple[str, bool]]:
    """Lines of a section, and whether each is a point of a list."""
    minutes = f" ({section.minutes} min)" if section.minutes else ""
    if section.title:
        yield f"## {_headed(section.title)}{minutes}", False
    place = _Place(probing=_is_about_probes(section.title))
    for item in section.items:
        depth = _DEPTHS[item.kind]
        plain, named = _guarded(item.text), f"**{_NAMES[item.kind]}:** {_guarded(item.text)}"
        text = plain if _step(place, Line(plain, depth=depth))[0] == item else named
        place = _step(place, Line(text, depth=depth))[1]
        yield f"{_SIGNS[depth]}{text}", depth > 0


def _headed(title: str) -> str:
    """A hash at the end would be taken for the closing of a heading."""
    return _guarded(title) + (" #" if title.endswith(" #") else "")
