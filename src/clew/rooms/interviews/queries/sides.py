"""For and against: each need that was heard in a study, with the words of both sides and how sure the balance is."""

from dataclasses import dataclass
from datetime import date

from clew.ground.evidence.api import NEED, Said, Weight, said_in, weight_in
from clew.ground.thread.api import cards
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.queries.marks import study_sources
from clew.science.estimates import Estimate

MOST = 50


@dataclass(frozen=True, slots=True)
class Sides:
    """A need by the words of a study alone. `balance`: of the people who take one side, the share that speaks for it."""

    id: int
    title: str
    weight: Weight
    supporting: tuple[Said, ...]
    contradicting: tuple[Said, ...]
    balance: Estimate | None

    @property
    def one_side(self) -> str:
        """Which side was heard alone."""
        if self.weight.supports and not self.weight.contradicts:
            return "for"
        return "against" if self.weight.contradicts and not self.weight.supports else ""

    @property
    def taking_side(self) -> int:
        return self.weight.people_for + self.weight.people_against - 2 * self.weight.people_both

    @property
    def only_for(self) -> int:
        return self.weight.people_for - self.weight.people_both


@dataclass(frozen=True, slots=True)
class StudySides:
    """`rows`: a page of the needs, the heaviest first. `needs`, `one_sided`: how many there are in all, and of one side alone."""

    rows: tuple[Sides, ...]
    needs: int
    one_sided: int


@kept
@read
def study_sides(
    access: Access, study_id: int, *, on: date, only_one_sided: bool = False, limit: int = 20, offset: int = 0
) -> StudySides:
    """Each need heard in a study with what was said for and against it there; needs that stand under it count along."""
    sources = study_sources(access, study_id)
    weights = weight_in(access, sources, on=on)
    known = cards(access, list(weights))
    needs = [pk for pk in weights if pk in known and known[pk].kind == NEED and not known[pk].archived]
    alone = [pk for pk in needs if bool(weights[pk].supports) != bool(weights[pk].contradicts)]
    page = (alone if only_one_sided else needs)[offset : offset + min(limit, MOST)]
    said = said_in(access, page, sources)
    rows = tuple(_sides(pk, known[pk].title, weights[pk], said.get(pk, [])) for pk in page)
    return StudySides(rows, len(needs), len(alone))


def _sides(pk: int, title: str, weight: Weight, said: list[Said]) -> Sides:
    once = {(s.stance, s.quote.id): s for s in said}.values()
    return Sides(
        id=pk,
        title=title,
        weight=weight,
        supporting=tuple(s for s in once if s.stance == "supports"),
        contradicting=tuple(s for s in once if s.stance == "contradicts"),
        balance=_balance(weight),
    )


def _balance(weight: Weight) -> Estimate | None:
    """Whoever says both takes no side, and people count once however much they say."""
    from clew.science.intervals import wilson  # heavy

    only_for, only_against = weight.people_for - weight.people_both, weight.people_against - weight.people_both
    n = only_for + only_against
    return wilson(only_for, n) if n else None
