"""Quotations as they are shown: the words, who said them, when, for or against what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from clew.ground.evidence.formats import is_mark
from clew.ground.evidence.kinds import NEED, STANCES
from clew.ground.evidence.models import Excerpt, ExcerptCode
from clew.ground.evidence.queries.withheld import QUOTED, SHARED, Hushed, hushed, sentence
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import TITLE, Access, kept, read

LIMIT = 500
OBSERVED = "Observed; no words were noted"


@dataclass(frozen=True, slots=True)
class Quote:
    """`status`: how the anchor fares in the newest version of the source (exact, moved, healed, broken).

    `withheld`: consent does not cover these words today; then a sentence that says so stands in `exact`, and nothing of them is shown.
    `kind`: of the source; empty where the words are withheld. `is_observed`: a researcher noted that somebody has it, and no words; then `exact` is the mark in the sheet, and is not to be quoted.
    """

    id: int
    exact: str
    status: str
    source_id: int
    source: str
    said_on: date | None
    channel: str
    person_id: int | None
    person: str
    account_id: int | None
    account: str
    speaker: str
    start: int | None = None
    end: int | None = None
    withheld: bool = False
    is_observed: bool = False
    kind: str = ""

    @property
    def who(self) -> str:
        return self.person or self.speaker or "Somebody"

    @property
    def words(self) -> str:
        """To be shown without quotation marks."""
        return OBSERVED if self.is_observed else self.exact

    @property
    def source_name(self) -> str:
        """A title made of the very words quoted would say them twice."""
        return "" if self.withheld or self.source.rstrip("…") in " ".join(self.exact.split()) else self.source


@dataclass(frozen=True, slots=True)
class Tie:
    """An excerpt's stance on a need."""

    need_id: int
    need: str
    stance: str
    note: str


@dataclass(frozen=True, slots=True)
class CodeTag:
    id: int
    title: str


_COLUMNS = (
    "pk", "exact", "status", "source_id", "source__node__title", "source__said_on", "source__channel",
    "person_id", "person__node__title", "person__account_id", "person__account__node__title", "speaker",
    "source__person_id", "source__person__node__title", "source__person__account_id", "source__person__account__node__title",
    "source__account_id", "source__account__node__title", "now_start", "now_end", "source__about_id", "source__kind",
)  # fmt: skip


def quotations(
    access: Access, excerpt_ids: Sequence[int], *, is_outside: bool = False, scopes: tuple[str, ...] = ()
) -> Mapping[int, Quote]:
    """These excerpts' words, by number; archived ones are left out.

    `is_outside`: for people who are no members. `scopes`: what else consent has to cover, for whoever does more than quote.
    """
    needed = (SHARED if is_outside else QUOTED) + scopes
    return _quotations(access, tuple(excerpt_ids[:LIMIT]), needed) if excerpt_ids else {}


@kept
@read
def _quotations(access: Access, excerpt_ids: tuple[int, ...], needed: tuple[str, ...]) -> Mapping[int, Quote]:
    return MappingProxyType(quotes(access, excerpt_ids, needed=needed))


def quotes(access: Access, excerpt_ids: Sequence[int], *, needed: tuple[str, ...] = QUOTED) -> dict[int, Quote]:
    """Called inside a query; one statement. What consent does not cover for whoever needs these scopes is withheld."""
    rows = Excerpt.objects.filter(pk__in=excerpt_ids, node__archived_at__isnull=True).values_list(*_COLUMNS)
    found = hushed(access, needed)
    told = {row[0]: _quote(row, _why(found, row), needed) for row in rows}
    return {pk: replace(q, source=TITLE) if found.hides_title(q.source_id) else q for pk, q in told.items()}


def _why(found: Hushed, row: tuple) -> str:  # type: ignore[type-arg]  # as wide as _COLUMNS
    return found.why_words((row[3], row[12], row[20]), row[7], row[11], (row[18], row[19]))


def _quote(row: tuple, why: str, needed: tuple[str, ...]) -> Quote:  # type: ignore[type-arg]
    pk, exact, status, source_id, source, said_on, channel, person_id, person, account_id, account, speaker = row[:12]
    if person_id is None and not speaker:
        person_id, person, account_id, account = row[12:16]
    if account_id is None:
        account_id, account = row[16:18]
    if why:
        exact, source = sentence(why, needed), TITLE
    return Quote(
        pk, exact, status, source_id, source, said_on, channel, person_id, person or "", account_id, account or "",
        speaker, row[18], row[19], bool(why), not why and row[21] == "study" and bool(speaker) and is_mark(exact, speaker),
        "" if why else row[21],
    )  # fmt: skip


def ties_of(excerpt_ids: Sequence[int]) -> dict[int, tuple[Tie, ...]]:
    """Which needs these excerpts speak for or against; one statement."""
    rows = Link.objects.filter(
        upstream_id__in=excerpt_ids, verb__in=STANCES, withdrawn_at__isnull=True, downstream__kind=NEED
    ).order_by("pk")
    found: dict[int, list[Tie]] = defaultdict(list)
    for excerpt, need, title, stance, note in rows.values_list(
        "upstream_id", "downstream_id", "downstream__title", "verb", "note"
    ):
        found[excerpt].append(Tie(need, title, stance, note))
    return {k: tuple(v) for k, v in found.items()}


def codes_of(excerpt_ids: Sequence[int]) -> dict[int, tuple[CodeTag, ...]]:
    """The codes of these excerpts; one statement."""
    rows = ExcerptCode.objects.filter(excerpt_id__in=excerpt_ids, code__node__archived_at__isnull=True)
    found: dict[int, list[CodeTag]] = defaultdict(list)
    for excerpt, code, title in rows.order_by("code__node__title").values_list(
        "excerpt_id", "code_id", "code__node__title"
    ):
        found[excerpt].append(CodeTag(code, title))
    return {k: tuple(v) for k, v in found.items()}
