"""Coded sources on their way out: as a project that other programs for qualitative analysis read, as a codebook, as plain rows.

What leaves holds only words that consent lets be shared; sources and excerpts it does not cover are left out, and are counted.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db.models import F

from clew.ground.evidence.formats.refi_qda import guid_for, text_path_for, write_qdc, write_qdpx
from clew.ground.evidence.formats.refi_qda.model import (
    BookCode,
    Codebook,
    Coding,
    Project,
    TextSelection,
    TextSource,
    User,
)
from clew.ground.evidence.formats.refi_qda.model import Code as CodeOut
from clew.ground.evidence.models import Code, Excerpt, Exchanged, Source, SourceVersion
from clew.ground.evidence.queries.quotes import CodeTag, Quote, codes_of, quotes, ties_of
from clew.ground.evidence.queries.withheld import SHARED, covers
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, names_of, read, shown_titles, workspace

ORIGIN = "Clew"
MOST_SOURCES, MOST_MARKS, MOST_CODES, AT_ONCE, NAME = 1_000, 50_000, 10_000, 500, 80


@dataclass(frozen=True, slots=True)
class CodedMark:
    """One excerpt as a row: its words, where they stand, who said them, which codes they have, and who marked them when."""

    excerpt_id: int
    source_id: int
    source: str
    said_on: date | None
    start: int | None
    end: int | None
    words: str
    who: str
    codes: tuple[str, ...]
    needs: tuple[str, ...]
    marked_by: str
    marked_at: str


@dataclass(frozen=True, slots=True)
class Known:
    """What another program calls a record: its GUID there, and what was kept of it; of ours, a GUID that stays the same."""

    guid: str
    by: str
    created: str | None
    kept: Mapping[str, Any]


@read
def coded_marks(access: Access, *, source_ids: Sequence[int]) -> tuple[CodedMark, ...]:
    """Every excerpt of these sources that may be shared, with its codes and needs, in the order of the texts."""
    found = list(_quotes(access, source_ids))
    ids = [quote.id for quote in found]
    known = _known(access, "excerpt", ids)
    codes: dict[int, tuple[CodeTag, ...]] = {}
    needs: dict[int, tuple[str, ...]] = {}
    for part in _parts(ids):
        codes |= codes_of(part)
        needs |= {pk: tuple(f"{tie.stance}: {tie.need}" for tie in ties) for pk, ties in ties_of(part).items()}
    return tuple(
        CodedMark(
            q.id, q.source_id, q.source, q.said_on, q.start, q.end, q.exact, q.who,
            tuple(tag.title for tag in codes.get(q.id, ())), needs.get(q.id, ()), known[q.id].by, known[q.id].created or "",
        )
        for q in found
    )  # fmt: skip


@read
def write_project(access: Access, out: Path, *, source_ids: Sequence[int], title: str) -> tuple[str, ...]:
    """These sources with their excerpts and codes as a .qdpx; tells in sentences what was left out."""
    if len(source_ids) > MOST_SOURCES:
        raise Refused(f"These are more than {MOST_SOURCES:,} sources.", remedy="Export them in parts.")
    texts = _texts(access, source_ids)
    marks = [quote for quote in _quotes(access, list(texts)) if quote.start is not None]
    people: set[str] = set()
    tree = _tree(access)
    project = Project(
        name=title,
        origin=ORIGIN,
        codes=tuple(_outgoing(tree, None)),
        sources=tuple(_sources(access, texts, marks, tree, people)),
        users=tuple(User(guid=_user(name), name=name) for name in sorted(people)),
    )
    write_qdpx(project, out)
    left = len(set(source_ids)) - len(texts)
    return (f"{left} sources were left out: their words may not be shared.",) if left else ()


@read
def codebook_file(access: Access) -> bytes:
    """All codes as a .qdc."""
    codes = tuple(_book(_outgoing(_tree(access), None)))
    if not codes:
        raise Refused("There are no codes yet.", remedy="Add one first.")
    return write_qdc(Codebook(origin=ORIGIN, codes=codes))


@dataclass(frozen=True, slots=True)
class _Codes:
    below: Mapping[int | None, Sequence[Code]]
    known: Mapping[int, Known]


def _tree(access: Access) -> _Codes:
    standing = Code.objects.filter(node__archived_at__isnull=True).select_related("node")
    rows = sorted(standing.order_by("pk")[:MOST_CODES], key=lambda code: (code.node.title.casefold(), code.pk))
    here = {code.pk for code in rows}
    below: dict[int | None, list[Code]] = defaultdict(list)
    for code in rows:
        below[code.parent_id if code.parent_id in here else None].append(code)
    return _Codes(below, _known(access, "code", list(here)))


def _outgoing(tree: _Codes, parent: int | None) -> Iterator[CodeOut]:
    for code in tree.below.get(parent, ()):
        known = tree.known[code.pk]
        yield CodeOut(
            guid=known.guid, name=code.node.title, is_codable=bool(known.kept.get("is_codable", True)),
            color=known.kept.get("color") or None, description=code.definition or None, codes=tuple(_outgoing(tree, code.pk)),
        )  # fmt: skip


def _book(codes: Sequence[CodeOut] | Iterator[CodeOut]) -> Iterator[BookCode]:
    for code in codes:
        yield BookCode(
            guid=code.guid, name=code.name, is_codable=code.is_codable, color=code.color, description=code.description,
            codes=tuple(_book(code.codes)),
        )  # fmt: skip


def _sources(
    access: Access, texts: Mapping[int, str], marks: Sequence[Quote], tree: _Codes, people: set[str]
) -> Iterator[TextSource]:
    titles = shown_titles(
        access, dict(Node.objects.filter(pk__in=list(texts)).values_list("pk", "title")), outside=True
    )
    known, of_marks = _known(access, "source", list(texts)), _known(access, "excerpt", [mark.id for mark in marks])
    coded: dict[int, list[int]] = {}
    for part in _parts([mark.id for mark in marks]):
        coded |= {pk: [tag.id for tag in tags] for pk, tags in codes_of(part).items()}
    of_source: dict[int, list[TextSelection]] = defaultdict(list)
    for mark in marks:
        guids = [tree.known[code].guid for code in coded.get(mark.id, ()) if code in tree.known]
        of_source[mark.source_id].append(_selection(mark, of_marks[mark.id], guids))
    people |= {one.by for one in (*known.values(), *of_marks.values()) if one.by}
    for pk, text in texts.items():
        one = known[pk]
        yield TextSource(
            guid=one.guid, name=titles[pk], text=text, text_path=text_path_for(one.guid), created=one.created,
            creating_user=_user(one.by) if one.by else None, selections=tuple(of_source[pk]),
        )  # fmt: skip


def _selection(mark: Quote, known: Known, codes: Sequence[str]) -> TextSelection:
    flat = " ".join(mark.exact.split())
    who = _user(known.by) if known.by else None
    return TextSelection(
        guid=known.guid, name=flat if len(flat) <= NAME else f"{flat[:NAME]}…", start=mark.start or 0, end=mark.end or 0,
        creating_user=who, created=known.created,
        codings=tuple(
            Coding(guid=guid_for("coding", known.guid, code), code=code, creating_user=who) for code in sorted(codes)
        ),
    )  # fmt: skip


def _texts(access: Access, source_ids: Sequence[int]) -> dict[int, str]:
    """The newest words of those that may be shared, by number; parts that may not are covered."""
    wanted = Source.objects.filter(pk__in=list(source_ids), put_away=False, node__archived_at__isnull=True)
    rows = SourceVersion.objects.filter(source__in=wanted, number=F("source__version")).order_by("source")
    texts = dict(rows.values_list("source_id", "text"))
    shown = covers(access, [(pk, 0, text) for pk, text in texts.items()], SHARED)
    both = zip(texts.items(), shown, strict=True)
    return {pk: words for (pk, text), words in both if len(words) == len(text)}  # as a whole: a sentence instead


def _quotes(access: Access, source_ids: Sequence[int]) -> Iterator[Quote]:
    standing = Excerpt.objects.filter(
        source__in=list(source_ids), node__archived_at__isnull=True, source__put_away=False
    )
    ordered = standing.order_by("source", F("now_start").asc(nulls_last=True), "now_end", "pk")
    for part in _parts(list(ordered.values_list("pk", flat=True)[:MOST_MARKS])):
        found = quotes(access, part, needed=SHARED)
        yield from (found[pk] for pk in part if pk in found and not found[pk].withheld)


def _known(access: Access, kind: str, ids: Sequence[int]) -> dict[int, Known]:
    here = workspace(access)
    told: dict[int, Known] = {}
    for part in _parts(ids):
        nodes = list(Node.objects.filter(pk__in=part).values_list("pk", "created_at", "created_by_id"))
        names = names_of({by for _, _, by in nodes if by})
        for pk, at, by in nodes:
            guid = guid_for(here.created_at.isoformat(), here.slug, kind, pk)
            told[pk] = Known(guid, names.get(by or 0, ""), _moment(at), {})
        rows = Exchanged.objects.filter(node__in=part).order_by("-pk").values_list("node_id", "guid", "kept")
        told.update({pk: Known(guid, kept.get("by", ""), kept.get("created"), kept) for pk, guid, kept in rows})
    return told


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _user(name: str) -> str:
    return guid_for("user", name)


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield list(ids[start : start + AT_ONCE])
