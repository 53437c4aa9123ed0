"""Votes: how many an idea has, from which accounts and segments, and what these pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import Lower
from django.utils import timezone

from clew.ground.customers.api import Segment, accounts_in, counted_by_segment
from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, names_of, read, shown_titles, workspace
from clew.rooms.roadmap.models import Tally, Vote, VoteEntry
from clew.rooms.roadmap.queries.tallies import sums_among, up_to_date

MOST, MOST_IDEAS, MOST_SEGMENTS = 200, 1000, 100
SORTS = ("votes", "revenue")


@dataclass(frozen=True, slots=True)
class Votes:
    """`accounts`: each once, whoever of it voted. `revenue_minor`: what these pay a year, in cents, as of today."""

    votes: int = 0
    accounts: int = 0
    revenue_minor: int = 0


@dataclass(frozen=True, slots=True)
class SegmentVotes:
    id: int
    name: str
    votes: int
    accounts: int
    revenue_minor: int


@dataclass(frozen=True, slots=True)
class IdeaVotes:
    """`by_segment`: an account may stand in several segments, and in none."""

    votes: Votes
    currency: str
    by_segment: tuple[SegmentVotes, ...]


@dataclass(frozen=True, slots=True)
class VotedIdea:
    id: int
    title: str
    state: str
    votes: Votes


@dataclass(frozen=True, slots=True)
class VoterRow:
    """`given_by`: the member who voted for them, if one did; `person`: nobody's once they were erased."""

    person_id: int | None
    person: str
    account: str
    cast_at: datetime
    given_by: str
    note: str


@read
def votes_of(access: Access, idea_ids: Sequence[int]) -> dict[int, Votes]:
    """Of each of these ideas; those without a vote too."""
    up_to_date(access)
    ids = list(dict.fromkeys(idea_ids))[:MOST_IDEAS]
    rows = Tally.objects.filter(pk__in=ids).values_list("pk", "votes", "accounts", "revenue")
    found = {row[0]: Votes(*row[1:]) for row in rows}
    return {pk: found.get(pk, Votes()) for pk in ids}


@read
def idea_votes(access: Access, idea_id: int) -> IdeaVotes:
    """How many votes an idea has, of how many accounts, what these pay, and the same by segment."""
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")
    counted = votes_of(access, [idea_id])[idea_id]
    return IdeaVotes(counted, workspace(access).currency, _by_segment(idea_id) if counted.accounts else ())


@read
def voted_ideas(
    access: Access, *, sort: str = "votes", segment_id: int | None = None, limit: int = 50, offset: int = 0
) -> tuple[VotedIdea, ...]:
    """Ideas that have votes, by their number or by what the accounts pay; `segment_id`: votes of these accounts alone."""
    page = slice(offset, offset + min(limit, MOST))
    up_to_date(access)
    if segment_id is not None:
        return _titled(access, _in_segment(access, segment_id, sort)[page])
    rows = Tally.objects.filter(idea__node__archived_at__isnull=True)
    order = ("-revenue", "-votes", "-idea") if sort == "revenue" else ("-votes", "-idea")
    found = rows.order_by(*order).values_list("pk", "votes", "accounts", "revenue")[page]
    return _titled(access, [(row[0], Votes(*row[1:])) for row in found if row[1]])  # those without votes stand last


@read
def voters(access: Access, idea_id: int, *, limit: int = 50, offset: int = 0) -> tuple[VoterRow, ...]:
    """Whose votes stand, the last first."""
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")
    standing = Vote.objects.filter(idea=idea_id, withdrawn_at__isnull=True).order_by("-pk")
    columns = ("pk", "person_id", "person__node__title", "person__account__node__title", "cast_at")
    rows = list(standing.values_list(*columns)[offset : offset + min(limit, MOST)])
    given = {
        vote: (by, note)
        for vote, by, note in VoteEntry.objects.filter(vote__in=[row[0] for row in rows], did="given").values_list(
            "vote_id", "made_by_id", "note"
        )
    }
    names = names_of({by for by, _ in given.values() if by})
    return tuple(
        VoterRow(person, name or "", account or "", at, names.get(given[pk][0] or 0, ""), given[pk][1])
        if pk in given
        else VoterRow(person, name or "", account or "", at, "", "")
        for pk, person, name, account, at in rows
    )


def _by_segment(idea_id: int) -> tuple[SegmentVotes, ...]:
    known = Segment.objects.filter(node__archived_at__isnull=True).order_by(Lower("node__title"), "pk")
    names = dict(known.values_list("pk", "node__title")[:MOST_SEGMENTS])
    standing = Vote.objects.filter(idea=idea_id, withdrawn_at__isnull=True, person__account__isnull=False)
    counted = standing.order_by().values_list("person__account").annotate(n=Count("pk"))
    sizes = counted_by_segment(counted, list(names), timezone.localdate()).sizes
    rows = [SegmentVotes(pk, name, sizes[pk][2], sizes[pk][0], sizes[pk][1]) for pk, name in names.items()]
    return tuple(sorted((row for row in rows if row.votes), key=lambda row: -row.votes))


def _in_segment(access: Access, segment_id: int, sort: str) -> list[tuple[int, Votes]]:
    sums = sums_among(access.workspace_id, accounts_in(segment_id, timezone.localdate()))
    standing = set(Idea.objects.filter(node__archived_at__isnull=True).values_list("pk", flat=True)) & set(sums)
    rows = [(pk, Votes(*sums[pk])) for pk in standing]
    return sorted(
        rows, key=lambda row: (row[1].revenue_minor if sort == "revenue" else 0, row[1].votes, row[0]), reverse=True
    )


def _titled(access: Access, rows: Sequence[tuple[int, Votes]]) -> tuple[VotedIdea, ...]:
    found = Idea.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "node__title", "node__state")
    states = {pk: state for pk, _, state in found}
    titles = shown_titles(access, {pk: title for pk, title, _ in found})
    return tuple(VotedIdea(pk, titles[pk], states[pk], votes) for pk, votes in rows)
