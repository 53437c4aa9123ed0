"""Coding rounds: how far they are, what a coder sees while they code, and everybody's marks once all have finished."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from clew.ground.evidence.api import Code, SourceVersion, Turn, source
from clew.ground.ledger.api import Forbidden, NotFound
from clew.ground.workspaces.api import Access, kept, names_of, read, shown_titles
from clew.rooms.interviews.models import BlindMark, CodingRound, RoundCode, RoundCoder, RoundSource, Settlement
from clew.rooms.interviews.queries.there import of_study

MOST = 200
MOST_MARKS = 20_000


@dataclass(frozen=True, slots=True)
class RoundRow:
    id: int
    title: str
    state: str
    coders: int
    finished: int
    sources: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Coder:
    """`left`: taken out of the round; their marks count for nothing."""

    user_id: int
    name: str
    finished: bool
    left: bool


@dataclass(frozen=True, slots=True)
class RoundPart:
    """A source of the round. `open_marks`: marks to be settled, once they are shown."""

    source_id: int
    title: str
    version: int
    marks: int
    open_marks: int


@dataclass(frozen=True, slots=True)
class CodeName:
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one coder's marks when the round was reconciled."""

    user_id: int
    name: str
    marks: int
    kept: int
    not_kept: int


@dataclass(frozen=True, slots=True)
class RoundDetail:
    """`codes`: what the round is about; none means the whole code book. `kept` is empty until marks are shown."""

    id: int
    title: str
    state: str
    study_id: int
    study: str
    coders: tuple[Coder, ...]
    parts: tuple[RoundPart, ...]
    codes: tuple[CodeName, ...]
    i_code: bool
    i_finished: bool
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class BlindMarkRow:
    id: int
    source_id: int
    coder_id: int
    code_id: int
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CodingSheet:
    """What a coder sees: the words as consent allows, and the marks that are theirs."""

    round_id: int
    title: str
    source_id: int
    source: str
    text: str
    turns: tuple[Turn, ...]
    marks: tuple[BlindMarkRow, ...]


@kept
@read
@of_study
def coding_rounds(access: Access, study_id: int, *, limit: int = 50, offset: int = 0) -> tuple[RoundRow, ...]:
    """The coding rounds of a study, the newest first."""
    here = CodingRound.objects.filter(study=study_id, node__archived_at__isnull=True).select_related("node")
    rows = list(here.order_by("-pk")[offset : offset + min(limit, MOST)])
    ids = [row.pk for row in rows]
    standing = RoundCoder.objects.filter(round__in=ids, left_at__isnull=True).order_by().values_list("round")
    finished = Count("pk", filter=Q(finished_at__isnull=False))
    coders = {pk: (n, over) for pk, n, over in standing.annotate(n=Count("pk"), over=finished)}
    counted = RoundSource.objects.filter(round__in=ids).order_by().values_list("round").annotate(n=Count("pk"))
    sources: dict[int, int] = dict(counted)
    return tuple(
        RoundRow(
            row.pk, row.node.title, row.node.state, *coders.get(row.pk, (0, 0)), sources.get(row.pk, 0), row.closed_at
        )
        for row in rows
    )


@read
def coding_round(access: Access, round_id: int) -> RoundDetail:
    """One round: who codes what, who has finished; how many marks there are only once all may be seen."""
    row = round_of(round_id)
    people = coders_of(round_id)
    mine = next((c for c in people if c.user_id == access.user_id and not c.left), None)
    codes = (
        RoundCode.objects.filter(round=round_id)
        .order_by("code__node__title")
        .values_list("code_id", "code__node__title")
    )
    return RoundDetail(
        round_id, row.node.title, row.node.state, row.study_id, row.study.node.title, people, _parts(access, row),
        tuple(CodeName(*code) for code in codes), mine is not None, mine is not None and mine.finished,
        _kept(row, people),
    )  # fmt: skip


@read
def blind_marks(
    access: Access, round_id: int, *, source_id: int | None = None, limit: int = 200, offset: int = 0
) -> tuple[BlindMarkRow, ...]:
    """Your own marks while the round is open; everybody's once all have finished."""
    row = round_of(round_id)
    found = standing_marks(round_id) if row.revealed_at else own_marks(access, round_id)
    if source_id is not None:
        found = found.filter(source=source_id)
    return _rows(found.order_by("source", "start", "pk")[offset : offset + min(limit, MOST)])


@read
def coding_sheet(access: Access, round_id: int, source_id: int) -> CodingSheet:
    """The words of one source as the round has them, with your own marks and nobody else's, nor any that were there before."""
    row, part = round_of(round_id), part_of(round_id, source_id)
    if not RoundCoder.objects.filter(round=round_id, user=access.user_id or 0, left_at__isnull=True).exists():
        raise Forbidden("You are not among the coders of this round.")
    found = source(access, source_id, version=part.version)
    marks = own_marks(access, round_id).filter(source=source_id, end__lte=len(found.text)).order_by("start", "pk")
    return CodingSheet(
        round_id, row.node.title, source_id, found.title, found.text, found.turns, _rows(marks[:MOST_MARKS])
    )  # fmt: skip


@read
def codes_in_scope(access: Access, round_id: int, *, search: str = "", limit: int = 20) -> list[tuple[int, str]]:
    """For the coders' picker: the round's codes whose name holds these words."""
    round_of(round_id)
    found = codes_of(round_id).filter(node__title__icontains=search.strip()[:200])
    return list(found.order_by("node__title").values_list("pk", "node__title")[: min(limit, 50)])


def round_of(round_id: int) -> CodingRound:
    """Called inside an act or a query."""
    found = CodingRound.objects.select_related("node", "study__node").filter(pk=round_id).first()
    if found is None:
        raise NotFound("No such coding round.")
    return found


def part_of(round_id: int, source_id: int) -> RoundSource:
    found = RoundSource.objects.select_related("source__node").filter(round=round_id, source=source_id).first()
    if found is None:
        raise NotFound("No such source in this round.")
    return found


def version_of(part: RoundSource) -> SourceVersion:
    return SourceVersion.objects.get(source=part.source_id, number=part.version)


def codes_of(round_id: int) -> QuerySet[Code]:
    """The codes that may be given: those in scope, else all that stand."""
    standing = Code.objects.filter(node__archived_at__isnull=True)
    scope = list(RoundCode.objects.filter(round=round_id).values_list("code_id", flat=True))
    return standing.filter(pk__in=scope) if scope else standing


def coders_of(round_id: int) -> tuple[Coder, ...]:
    rows = list(RoundCoder.objects.filter(round=round_id).order_by("pk"))
    names = names_of({row.user_id for row in rows})
    return tuple(
        Coder(row.user_id, names.get(row.user_id, "Somebody"), row.finished_at is not None, row.left_at is not None)
        for row in rows
    )


def own_marks(access: Access, round_id: int) -> QuerySet[BlindMark]:
    return BlindMark.objects.filter(round=round_id, coder=access.user_id or 0, withdrawn_at__isnull=True)


def standing_marks(round_id: int) -> QuerySet[BlindMark]:
    """Everybody's, but of those who left. For whoever has made sure that all may be seen."""
    left = RoundCoder.objects.filter(round=round_id, left_at__isnull=False).values("user_id")
    return BlindMark.objects.filter(round=round_id, withdrawn_at__isnull=True).exclude(coder__in=left)


def _rows(found: QuerySet[BlindMark]) -> tuple[BlindMarkRow, ...]:
    columns = ("pk", "source_id", "coder_id", "code_id", "code__node__title", "start", "end")
    return tuple(BlindMarkRow(*row) for row in found.values_list(*columns))


def _parts(access: Access, row: CodingRound) -> tuple[RoundPart, ...]:
    counts: dict[int, tuple[int, int]] = {}
    if row.revealed_at:
        found = standing_marks(row.pk).order_by().values_list("source_id")
        counted = found.annotate(n=Count("pk"), unsettled=Count("pk", filter=Q(settlement__isnull=True)))
        counts = {pk: (n, unsettled) for pk, n, unsettled in counted}
    parts = list(RoundSource.objects.filter(round=row.pk).select_related("source__node").order_by("pk"))
    titles = shown_titles(access, {part.source_id: part.source.node.title for part in parts})
    return tuple(
        RoundPart(part.source_id, titles[part.source_id], part.version, *counts.get(part.source_id, (0, 0)))
        for part in parts
    )


def _kept(row: CodingRound, people: Sequence[Coder]) -> tuple[Kept, ...]:
    if not row.revealed_at:
        return ()
    marks = dict(standing_marks(row.pk).order_by().values_list("coder_id").annotate(n=Count("pk")))
    settled: dict[tuple[int, bool], int] = defaultdict(int)
    found = Settlement.objects.filter(round=row.pk).order_by().values_list("mark__coder_id", "kept")
    for coder, was_kept, n in found.annotate(n=Count("pk")):
        settled[coder, was_kept] = n
    return tuple(
        Kept(c.user_id, c.name, marks.get(c.user_id, 0), settled[c.user_id, True], settled[c.user_id, False])
        for c in people
        if not c.left
    )
