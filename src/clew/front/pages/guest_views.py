"""What a guest is shown of a record: its own words and what speaks for and against it. No names of customers, no way on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from clew.front.templatetags.look import day, percent, tidy
from clew.ground.evidence.api import CONTRADICTS, SUPPORTS, Said, idea, need, said_about, source
from clew.ground.thread.api import Card, decision, kind, prediction
from clew.ground.workspaces.api import Access, shown_titles

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a decision. `said`: chosen or rejected, once it is taken."""

    title: str
    reason: str
    said: str


@dataclass(frozen=True, slots=True)
class Words:
    exact: str
    stance: str
    said_on: date | None
    is_observed: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    supporting: tuple[Words, ...]
    contradicting: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class GuestView:
    """`words`: customers' own, in full. `said`: None where nothing can speak for or against a record of this kind."""

    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    grounds: tuple[tuple[str, str], ...] = ()
    words: str = ""
    said: Sides | None = None


def view_of(access: Access, record: Card, on: date) -> GuestView:
    return VIEWS[record.kind](access, record, on)


def _need(access: Access, record: Card, on: date) -> GuestView:
    said = said_about(access, [record.id], limit=SHOWN, is_outside=True)
    detail = need(access, record.id, on=on).detail
    return GuestView(texts=_texts(("", detail)), said=_sides(said))


def _idea(access: Access, record: Card, on: date) -> GuestView:
    said = said_about(access, [record.id], limit=SHOWN, is_outside=True)
    detail = idea(access, record.id, on=on).detail
    return GuestView(texts=_texts(("", detail)), said=_sides(said))


def _decision(access: Access, record: Card, on: date) -> GuestView:
    found = decision(access, record.id)
    told = {True: "chosen", False: "rejected"} if found.decided_on else {True: "", False: ""}
    grounds = [g for g in found.grounds if kind(g.kind).shared]  # an account or a person may be a ground too: a name
    titles = shown_titles(access, {g.node_id: g.title for g in grounds}, outside=True)
    said = said_about(access, [g.node_id for g in grounds], limit=SHOWN, is_outside=True)
    return GuestView(
        facts=(("Decided", day(found.decided_on)),) if found.decided_on else (),
        texts=_texts(("", found.question), ("What would change it", found.flips)),
        choices=tuple(Choice(o.title, o.reason, told[o.chosen]) for o in found.options),
        grounds=tuple((kind(g.kind).label, titles[g.node_id]) for g in grounds),
        said=_sides(said),
    )


def _prediction(access: Access, record: Card, on: date) -> GuestView:
    p = prediction(access, record.id)
    level = f"{percent(p.level)} sure of {tidy(p.low)} to {tidy(p.high)} {p.unit}, best guess {tidy(p.best)}"
    facts = [
        ("Said", percent(p.probability) if p.kind == "probability" else level),
        ("Registered", day(p.registered_on)),
        ("Known by", day(p.resolve_by)),
    ]
    if p.resolved_on:
        came = f"{tidy(p.value)} {p.unit}" if p.outcome is None else ("yes" if p.outcome else "no")
        facts.append(("Came", f"{came}, {day(p.resolved_on)}"))
    return GuestView(facts=tuple(facts))


def _source(access: Access, record: Card, on: date) -> GuestView:
    found = source(access, record.id, is_outside=True)
    return GuestView(facts=(("Said", day(found.said_on)),) if found.said_on else (), words=found.text)


def _texts(*texts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((heading, text) for heading, text in texts if text)


def _sides(said: tuple[Said, ...]) -> Sides:
    once = {(s.quote.id, s.stance): s for s in said}.values()  # the same words may be tied to several needs
    words = [Words(s.quote.exact, s.stance, s.quote.said_on, s.quote.is_observed) for s in once]
    return Sides(tuple(w for w in words if w.stance == SUPPORTS), tuple(w for w in words if w.stance == CONTRADICTS))


VIEWS: dict[str, Callable[[Access, Card, date], GuestView]] = {
    "need": _need,
    "idea": _idea,
    "decision": _decision,
    "prediction": _prediction,
    "source": _source,
}
