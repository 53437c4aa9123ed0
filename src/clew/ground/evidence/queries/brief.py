"""The brief: what matters most on a day, with the customers' own words for and against it, and what waits for a choice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clew.ground.evidence.kinds import ADDRESSED, CONTRADICTS, SUPPORTS
from clew.ground.evidence.queries.needs import Said, needs, said_of_each
from clew.ground.evidence.queries.tree import Named
from clew.ground.evidence.queries.weights import Weight
from clew.ground.evidence.queries.withheld import QUOTED, SHARED
from clew.ground.thread.api import DecisionRow, Link, PredictionRow, decisions, predictions_due
from clew.ground.workspaces.api import Access, read, workspace

QUOTES_EACH = 2  # with five needs it stays one page


@dataclass(frozen=True, slots=True)
class BriefNeed:
    id: int
    title: str
    weight: Weight
    supporting: tuple[Said, ...]
    contradicting: tuple[Said, ...]
    ideas: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    workspace: str
    on: date
    needs: tuple[BriefNeed, ...]
    decisions: tuple[DecisionRow, ...]
    predictions: tuple[PredictionRow, ...]


@read
def brief(access: Access, *, on: date, limit: int = 5, is_outside: bool = False) -> Brief:
    """The needs with most weight that somebody spoke about, open decisions, predictions whose day has come.

    `is_outside`: for people who are no members, or another machine; words that may not be shared are withheld.
    """
    top = [row for row in needs(access, on=on, limit=min(limit, 50)) if row.weight.excerpts]
    ids = [row.id for row in top]
    stances, ideas = said_of_each(access, ids, needed=SHARED if is_outside else QUOTED), _ideas(ids)
    return Brief(
        workspace=workspace(access).name,
        on=on,
        needs=tuple(
            BriefNeed(
                row.id,
                row.title,
                row.weight,
                tuple(s for s in stances[row.id] if s.stance == SUPPORTS)[:QUOTES_EACH],
                tuple(s for s in stances[row.id] if s.stance == CONTRADICTS)[:QUOTES_EACH],
                ideas.get(row.id, ()),
            )
            for row in top
        ),
        decisions=tuple(decisions(access, state="open", limit=20)),
        predictions=tuple(predictions_due(access, on=on, limit=20)),
    )


def _ideas(need_ids: Sequence[int]) -> dict[int, tuple[Named, ...]]:
    rows = Link.objects.filter(
        upstream_id__in=need_ids, verb=ADDRESSED, withdrawn_at__isnull=True, downstream__archived_at__isnull=True
    ).order_by("pk")
    columns = ("upstream_id", "downstream_id", "downstream__kind", "downstream__title", "downstream__state")
    found: dict[int, list[Named]] = defaultdict(list)
    for need_id, *card in rows.values_list(*columns):
        found[need_id].append(Named(*card))
    return {k: tuple(v) for k, v in found.items()}


def brief_markdown(brief: Brief) -> str:
    """The brief as Markdown, to paste into a document."""
    lines = [f"# {plain_line(brief.workspace)}: what matters on {_day(brief.on)}", ""]
    lines += ["## Needs", ""] + ([] if brief.needs else ["Nobody has spoken about a need yet.", ""])
    for place, need in enumerate(brief.needs, 1):
        lines += _need_lines(place, need)
    if brief.decisions:
        lines += ["## Open decisions", ""]
        lines += [f"- {plain_line(d.title)} ({d.options} options)" for d in brief.decisions] + [""]
    if brief.predictions:
        lines += ["## Predictions whose day has come", ""]
        lines += [
            f"- {plain_line(p.question)} ({plain_line(p.made_by)}, by {_day(p.resolve_by)})" for p in brief.predictions
        ] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _need_lines(place: int, need: BriefNeed) -> list[str]:
    its = need.weight
    behind = (
        f"{_count(its.accounts, 'account')}, {_count(its.people, 'person', 'people')},"
        f" {its.currency} {its.revenue_minor / 100:,.0f} a year; "
    )
    counts = f"{behind if its.accounts or its.people else ''}{its.supports} for, {its.contradicts} against"
    lines = [f"### {place}. {plain_line(need.title)}", "", counts, ""]
    lines += [_quote_line("For", s) for s in need.supporting] or ["- For: nothing."]
    lines += [_quote_line("Against", s) for s in need.contradicting] or ["- Against: nobody looked."]
    if need.ideas:
        lines.append("- Ideas: " + "; ".join(plain_line(card.title) for card in need.ideas))
    return [*lines, ""]


def _quote_line(side: str, said: Said) -> str:
    quote = said.quote
    if quote.withheld:
        return f"- {side}: {plain_line(quote.exact)}"
    if quote.is_observed:
        return f"- {side}: {plain_line(quote.who)}, observed without words"
    who = ", ".join(plain_line(part) for part in (quote.who, quote.account) if part)
    when = f", {_day(quote.said_on)}" if quote.said_on else ""
    lost = " (its place in the source is lost)" if quote.status == "broken" else ""
    return f"- {side}: “{plain_line(quote.exact)}” — {who}{when}{lost}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def plain_line(text: str) -> str:
    """One line; what Markdown or a browser would take for a command loses its power."""
    flat = " ".join(text.split())
    return "".join("\\" + c if c in "\\`*_[]<>#|" else c for c in flat)
