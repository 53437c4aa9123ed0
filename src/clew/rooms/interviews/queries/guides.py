"""Guides as they are listed, read and asked from."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, names_of, read
from clew.rooms.interviews.guide_coach import Looked, look
from clew.rooms.interviews.guide_content import draft_of, sections_of
from clew.rooms.interviews.guide_draft import Item, Section
from clew.rooms.interviews.guide_formats import to_markdown
from clew.rooms.interviews.models import Guide, GuideVersion
from clew.rooms.interviews.queries.coach import coach
from clew.rooms.interviews.queries.there import of_study

MOST, MOST_VERSIONS = 200, 50


@dataclass(frozen=True, slots=True)
class GuideRow:
    id: int
    title: str
    study_id: int | None
    study: str
    version: int
    questions: int
    minutes: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    text: str
    probes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideSection:
    """`notes`: what whoever asks should know or say; the questions come in their order."""

    title: str
    minutes: int | None
    questions: tuple[GuideQuestion, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideView:
    """A guide as one asks from it."""

    id: int
    title: str
    version: int
    sections: tuple[GuideSection, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GuideDetail:
    """A guide to be read or edited; `shown` is the version that `sections` are of."""

    id: int
    title: str
    study_id: int | None
    study: str
    minutes: int
    version: int
    shown: int
    sections: tuple[Section, ...]
    versions: tuple[VersionRow, ...]
    looked: Looked
    markdown: str


@kept
@read
def guides(access: Access, *, search: str = "", limit: int = 50, offset: int = 0) -> tuple[GuideRow, ...]:
    """Newest first; `search` looks at their names."""
    found = Guide.objects.filter(node__archived_at__isnull=True)
    if search:
        found = found.filter(node__title__icontains=search)
    return _rows(found.order_by("-pk").select_related("node", "study__node")[offset : offset + min(limit, MOST)])


@kept
@read
@of_study
def guides_of_study(access: Access, study_id: int) -> tuple[GuideRow, ...]:
    """The guides of a study, the newest first."""
    found = Guide.objects.filter(study=study_id, node__archived_at__isnull=True).order_by("-pk")
    return _rows(found.select_related("node", "study__node")[:MOST])


@kept
@read
def guide_view(access: Access, guide_id: int) -> GuideView:
    """The newest version, each question with its probes."""
    return _view(*_found(guide_id, None))


def newest_guides(study_ids: Collection[int]) -> dict[int, GuideView]:
    """What is asked from in each of these studies. Called inside a query; two statements."""
    found = Guide.objects.filter(study__in=study_ids, node__archived_at__isnull=True).order_by("-pk")
    newest: dict[int, Guide] = {}
    for row in found.select_related("node")[:MOST]:
        newest.setdefault(row.study_id or 0, row)
    versions = GuideVersion.objects.filter(guide__in=list(newest.values()), number=F("guide__version"))
    saved = {version.guide_id: version for version in versions}
    return {study_id: _view(row, saved[row.pk]) for study_id, row in newest.items()}


@read
def guide(access: Access, guide_id: int, *, version: int | None = None) -> GuideDetail:
    """One guide with what the coach says of it; of an older version when that is asked for."""
    found, saved = _found(guide_id, version)
    sections = sections_of(saved.content)
    return GuideDetail(
        id=found.pk,
        title=found.node.title,
        study_id=found.study_id,
        study=found.study.node.title if found.study else "",
        minutes=found.minutes,
        version=found.version,
        shown=saved.number,
        sections=sections,
        versions=_versions(found.pk),
        looked=look(sections, coach(access), planned=found.minutes),
        markdown=to_markdown(draft_of(found.node.title, saved.content)),
    )


def _view(guide: Guide, saved: GuideVersion) -> GuideView:
    sections = tuple(
        GuideSection(s.title, s.minutes, tuple(_questions(s.items)), tuple(i.text for i in s.items if i.kind == "note"))
        for s in sections_of(saved.content)
    )
    return GuideView(guide.pk, guide.node.title, saved.number, sections)


def _found(guide_id: int, version: int | None) -> tuple[Guide, GuideVersion]:
    guide = Guide.objects.select_related("node", "study__node").filter(pk=guide_id).first()
    if guide is None:
        raise NotFound("No such guide.")
    saved = GuideVersion.objects.filter(guide=guide_id, number=version or guide.version).first()
    if saved is None:
        raise NotFound("There is no such version.")
    return guide, saved


def _versions(guide_id: int) -> tuple[VersionRow, ...]:
    columns = ("number", "created_by_id", "created_at")
    rows = list(GuideVersion.objects.filter(guide=guide_id).order_by("-number").values_list(*columns)[:MOST_VERSIONS])
    names = names_of({by for _number, by, _at in rows if by})
    return tuple(VersionRow(number, names.get(by or 0, ""), at) for number, by, at in rows)


def _rows(found: Iterable[Guide]) -> tuple[GuideRow, ...]:
    """Two questions, however many guides."""
    rows = list(found)
    newest = GuideVersion.objects.filter(guide__in=rows, number=F("guide__version"))
    saved = {version.guide_id: version for version in newest}
    return tuple(_row(row, saved[row.pk]) for row in rows)


def _row(row: Guide, saved: GuideVersion) -> GuideRow:
    items = [item for section in sections_of(saved.content) for item in section.items]
    return GuideRow(
        id=row.pk,
        title=row.node.title,
        study_id=row.study_id,
        study=row.study.node.title if row.study else "",
        version=row.version,
        questions=sum(item.kind == "question" for item in items),
        minutes=row.minutes,
        saved_at=saved.created_at,
    )


def _questions(items: tuple[Item, ...]) -> Iterator[GuideQuestion]:
    """A probe before any question is a question of its own."""
    asked: list[tuple[str, list[str]]] = []
    for item in items:
        if item.kind == "question" or (item.kind == "probe" and not asked):
            asked.append((item.text, []))
        elif item.kind == "probe":
            asked[-1][1].append(item.text)
    return (GuideQuestion(text, tuple(probes)) for text, probes in asked)
