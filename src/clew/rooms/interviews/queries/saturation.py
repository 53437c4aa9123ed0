"""Has a study heard enough? What each further participant still brought, and what three more may bring."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from clew.ground.evidence.api import Findings, findings_by_person, findings_in
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, kept, read, shown_titles
from clew.rooms.interviews.models import Interview
from clew.rooms.interviews.queries.held import newest_held
from clew.rooms.interviews.queries.marks import sheets_of_study
from clew.rooms.interviews.queries.studies import study
from clew.science.estimates import Estimate

MOST_HELD, MORE, LEAST, ORDERS = 200, 3, 2, 400
OF = ("codes", "needs", "both")
Finding = tuple[str, int]
Heard = tuple[Interview, frozenset[Finding]]


@dataclass(frozen=True, slots=True)
class Told:
    """A participant, in the order they were heard: findings in what they said, and how many of these nobody before them had told."""

    interviews: tuple[int, ...]
    title: str
    on: date | None
    findings: int
    new: int


@dataclass(frozen=True, slots=True)
class Point:
    """Findings known after so many participants: in the order they were heard, and over all orders with a band (90 %)."""

    participants: int
    heard: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StudySaturation:
    """`held`: interviews held; `unmarked`: of these, held but nothing marked, so that they tell nothing yet. `reached_at`: Guest's rule, see the method.

    `more`: the findings that `MORE` further participants are expected to add, where there are enough participants to say so.
    """

    of: str
    held: int
    unmarked: tuple[int, ...]
    participants: tuple[Told, ...]
    findings: int
    points: tuple[Point, ...]
    more: Estimate | None
    reached_at: int | None
    base: int
    run: int
    threshold: float
    warnings: tuple[str, ...]

    @property
    def wanting(self) -> int:
        """Participants that are missing before anything can be said."""
        return max(0, LEAST - len(self.participants))

    @property
    def says(self) -> str:
        """In a sentence what three more people would bring."""
        if self.more is None:
            return ""
        noun = {"codes": "code", "needs": "need"}.get(self.of, "finding")
        few, low, high = round(self.more.value), round(self.more.low), round(self.more.high)
        about = "hardly anything new" if few == 0 else f"about {few} new {noun}{'' if few == 1 else 's'}"
        verb = "is" if self.findings == 1 else "are"
        spread = f"{low} to {high}" if low != high else f"{low}"
        return f"Three more people like these would tell {about} (likely {spread}); {self.findings} {verb} known."


@kept
@read
def study_saturation(access: Access, study_id: int, *, of: str = "both") -> StudySaturation:
    """By codes, by needs, or by both, of the interviews of a study that were held and marked, in the order they were held."""
    if of not in OF:
        raise Refused("There are no such findings.", field="of", remedy=f"One of: {', '.join(OF)}.")
    study(access, study_id)
    rows = list(reversed(newest_held(study_id, MOST_HELD)))
    found = _by_interview(access, study_id, rows)
    told = [(row, _findings(found[row.pk], of)) for row in rows if row.pk in found]
    unmarked = tuple(row.pk for row in rows if row.pk not in found)
    return _reckoned(access, of, len(rows), unmarked, told)


def _by_interview(access: Access, study_id: int, rows: Sequence[Interview]) -> dict[int, Findings]:
    """In its transcript; where an interview has none, in what the sheet of a finished study says of its person."""
    own = findings_in(access, [row.source_id for row in rows if row.source_id])
    without = any(row.source_id is None for row in rows)
    brought = findings_by_person(access, sheets_of_study(study_id)) if without else {}
    found = ((row, own.get(row.source_id) if row.source_id else brought.get(row.person_id or 0)) for row in rows)
    return {row.pk: one for row, one in found if one is not None}


def _findings(found: Findings, of: str) -> frozenset[Finding]:
    codes = {("code", pk) for pk in found.codes} if of != "needs" else set()
    needs = {("need", pk) for pk in found.needs} if of != "codes" else set()
    return frozenset(codes | needs)


def _participants(access: Access, told: Sequence[Heard]) -> list[tuple[Told, frozenset[Finding]]]:
    """Who was heard twice counts once, where they were heard first."""
    by_person: dict[object, list[Heard]] = defaultdict(list)
    for row, findings in told:
        by_person[("person", row.person_id) if row.person_id else row.pk].append((row, findings))
    titles = shown_titles(access, {row.pk: row.node.title for row, _ in told})
    known: set[Finding] = set()
    people = []
    for talks in by_person.values():
        first = talks[0][0]
        heard = frozenset().union(*(findings for _, findings in talks))
        name = first.person.node.title if first.person else titles[first.pk]
        on = first.held_on or (timezone.localdate(first.starts_at) if first.starts_at else None)
        ids = tuple(row.pk for row, _ in talks)
        people.append((Told(ids, name, on, len(heard), len(heard - known)), heard))
        known |= heard
    return people


def _reckoned(access: Access, of: str, held: int, unmarked: tuple[int, ...], told: Sequence[Heard]) -> StudySaturation:
    from clew.science.saturation import discovery_curve, saturation, what_more_would_buy  # heavy

    people = _participants(access, told)
    heard = [sorted(findings) for _, findings in people]  # in one order, so that the same draws come out again
    rule, curve = saturation(heard), discovery_curve(heard, orders=ORDERS)
    more = what_more_would_buy(heard, MORE) if len(heard) >= LEAST and any(heard) else None
    points = tuple(Point(one.participants, one.as_asked, one.mean, one.low, one.high) for one in curve.points)
    return StudySaturation(
        of=of,
        held=held,
        unmarked=unmarked,
        participants=tuple(one for one, _ in people),
        findings=points[-1].heard if points else 0,
        points=points,
        more=more,
        reached_at=rule.reached_at,
        base=rule.base,
        run=rule.run,
        threshold=rule.threshold,
        warnings=tuple(dict.fromkeys((*(more.warnings if more else ()), *rule.warnings))),
    )
