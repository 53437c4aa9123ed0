"""Votes: one of a person on an idea, an account once, and what accounts pay as of today."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scope

from clew.ground.customers.api import add_account, add_person, add_segment, edit_person, pick, set_fact
from clew.ground.evidence.api import add_idea
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.casting import cast_vote
from clew.rooms.roadmap.actions.votes import take_back_vote_for, vote_for
from clew.rooms.roadmap.models import Tally, Vote
from clew.rooms.roadmap.queries import tallies
from clew.rooms.roadmap.queries.votes import Votes, idea_votes, voted_ideas, voters, votes_of

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def ideas(access: Access) -> list[int]:
    return [add_idea(access, title=title).pk for title in ("Count by phone", "Night view", "Labels")]


@pytest.fixture
def big(access: Access) -> int:
    return paying(access, "Big", 90_000)


@pytest.fixture
def small(access: Access) -> int:
    return paying(access, "Small", 1_000)


def paying(access: Access, name: str, amount: int) -> int:
    account = int(add_account(access, name=name).pk)
    set_fact(access, account_id=account, kind="arr", amount=amount, starts_on=LONG_AGO)
    return account


def person(access: Access, name: str, account: int | None = None) -> int:
    return int(add_person(access, name=name, account_id=account).pk)


def same_as_counted(access: Access) -> None:
    """The sums are what counting all votes anew gives."""
    with scope(workspace=access.workspace_id):
        kept = sorted(Tally.objects.values_list("pk", "votes", "accounts", "revenue"))
        tallies.count_again(access.workspace_id)
        assert sorted(Tally.objects.values_list("pk", "votes", "accounts", "revenue")) == kept


def test_an_account_counts_once_and_people_without_one_count_as_votes(
    access: Access, ideas: list[int], big: int, small: int
) -> None:
    for name, account in (("Anna", big), ("Ben", big), ("Cleo", small), ("Dan", None)):
        vote_for(access, idea_id=ideas[0], person_id=person(access, name, account), note="Said so in May")
    found = idea_votes(access, ideas[0])
    assert found.votes == Votes(4, 2, 91_000)
    assert votes_of(access, ideas)[ideas[1]] == Votes()
    rows = voters(access, ideas[0])
    assert [(row.person, row.account, row.given_by, row.note) for row in rows][:2] == [
        ("Dan", "", "Alice", "Said so in May"), ("Cleo", "Small", "Alice", "Said so in May"),
    ]  # fmt: skip
    same_as_counted(access)


def test_who_votes_twice_has_one_vote_and_who_takes_it_back_may_vote_again(
    access: Access, ideas: list[int], big: int
) -> None:
    anna, ben = person(access, "Anna", big), person(access, "Ben", big)
    first = vote_for(access, idea_id=ideas[0], person_id=anna)
    assert vote_for(access, idea_id=ideas[0], person_id=anna).pk == first.pk
    vote_for(access, idea_id=ideas[0], person_id=ben)
    take_back_vote_for(access, idea_id=ideas[0], person_id=anna)
    assert votes_of(access, ideas)[ideas[0]] == Votes(1, 1, 90_000)
    take_back_vote_for(access, idea_id=ideas[0], person_id=ben)
    assert votes_of(access, ideas)[ideas[0]] == Votes()
    with pytest.raises(Refused, match="no vote"):
        take_back_vote_for(access, idea_id=ideas[0], person_id=ben)
    assert vote_for(access, idea_id=ideas[0], person_id=anna).pk != first.pk
    assert votes_of(access, ideas)[ideas[0]] == Votes(1, 1, 90_000)
    same_as_counted(access)
    assert [entry.act_name for entry in record_history(access, ideas[0]).entries].count("vote for a person") == 3


def test_revenue_is_of_today_and_follows_accounts_people_and_the_day(
    access: Access, ideas: list[int], big: int, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, cleo = person(access, "Anna", big), person(access, "Cleo", small)
    vote_for(access, idea_id=ideas[0], person_id=anna)
    vote_for(access, idea_id=ideas[1], person_id=cleo)
    assert [row.id for row in voted_ideas(access, sort="revenue")] == ideas[:2]
    tomorrow = timezone.localdate() + timedelta(days=1)
    set_fact(access, account_id=small, kind="arr", amount=500_000, starts_on=tomorrow)
    assert [row.id for row in voted_ideas(access, sort="revenue")] == ideas[:2]
    with monkeypatch.context() as then:
        then.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)
        assert [(row.id, row.votes.revenue_minor) for row in voted_ideas(access, sort="revenue")] == [
            (ideas[1], 500_000), (ideas[0], 90_000),
        ]  # fmt: skip
    assert votes_of(access, ideas)[ideas[1]] == Votes(1, 1, 1_000)
    edit_person(access, person_id=cleo, email="", role="", account_id=big)
    assert votes_of(access, ideas)[ideas[1]] == Votes(1, 1, 90_000)
    edit_person(access, person_id=anna, email="", role="", account_id=None)
    assert votes_of(access, ideas)[ideas[0]] == Votes(1, 0, 0)
    same_as_counted(access)


def test_what_a_stale_voter_took_back_is_put_right(access: Access, ideas: list[int], big: int) -> None:
    """Anna was counted with the old revenue, Ben with the new one; he brings the idea, she is the last to leave."""
    anna, ben = person(access, "Anna", big), person(access, "Ben", big)
    vote_for(access, idea_id=ideas[1], person_id=anna)
    set_fact(access, account_id=big, kind="arr", amount=120_000, starts_on=date(2021, 1, 1))
    vote_for(access, idea_id=ideas[0], person_id=ben)
    vote_for(access, idea_id=ideas[0], person_id=anna)
    take_back_vote_for(access, idea_id=ideas[0], person_id=ben)
    take_back_vote_for(access, idea_id=ideas[0], person_id=anna)
    assert votes_of(access, ideas) == {ideas[0]: Votes(), ideas[1]: Votes(1, 1, 120_000), ideas[2]: Votes()}
    same_as_counted(access)


def test_by_segment(access: Access, ideas: list[int], big: int, small: int) -> None:
    large = add_segment(access, name="Large", rule={"arr_from": 50_000}).pk
    picked = add_segment(access, name="Friends").pk
    pick(access, segment_id=picked, account_ids=[small])
    for name, account in (("Anna", big), ("Ben", big), ("Cleo", small), ("Dan", None)):
        vote_for(access, idea_id=ideas[0], person_id=person(access, name, account))
    vote_for(access, idea_id=ideas[1], person_id=person(access, "Eve", small))
    assert [(one.name, one.votes, one.accounts, one.revenue_minor) for one in idea_votes(access, ideas[0]).by_segment] == [
        ("Large", 2, 1, 90_000), ("Friends", 1, 1, 1_000),
    ]  # fmt: skip
    assert [(row.id, row.votes) for row in voted_ideas(access, segment_id=large)] == [(ideas[0], Votes(2, 1, 90_000))]
    assert [row.votes for row in voted_ideas(access, segment_id=picked)] == [Votes(1, 1, 1_000)] * 2
    with pytest.raises(NotFound):
        voted_ideas(access, segment_id=ideas[0])


def test_strangers_viewers_and_bad_input(
    access: Access, viewer: Access, elsewhere: Access, ideas: list[int], big: int
) -> None:
    anna = person(access, "Anna", big)
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for act in (vote_for, take_back_vote_for):
            with pytest.raises(error):
                act(who, idea_id=ideas[0], person_id=anna)
    for query in (idea_votes, voters):
        with pytest.raises(NotFound):
            query(elsewhere, ideas[0])
    assert voted_ideas(elsewhere) == ()
    wrong: list[dict[str, Any]] = [{"idea_id": anna}, {"person_id": ideas[0]}]
    for told in wrong:
        with pytest.raises(NotFound):
            vote_for(access, **({"idea_id": ideas[0], "person_id": anna} | told))
    with pytest.raises(Refused, match="longer"):
        vote_for(access, idea_id=ideas[0], person_id=anna, note="x" * 301)
    assert votes_of(access, ideas)[ideas[0]] == Votes()


def test_voting_alone_does_not_make_the_ledger_grow(access: Access, ideas: list[int], big: int) -> None:
    anna = person(access, "Anna", big)
    before = LedgerEntry.objects.count()
    with scope(workspace=access.workspace_id):
        cast_vote(access, ideas[0], anna)
    assert LedgerEntry.objects.count() == before


def test_a_list_by_votes_asks_as_much_for_many_as_for_few(
    access: Access, ideas: list[int], big: int, django_assert_num_queries: Any
) -> None:
    anna = person(access, "Anna", big)
    vote_for(access, idea_id=ideas[0], person_id=anna)
    with django_assert_num_queries(4):
        voted_ideas(access)
    for idea in ideas:
        vote_for(access, idea_id=idea, person_id=anna)
    with django_assert_num_queries(4):
        assert len(voted_ideas(access)) == 3
    with scope(workspace=access.workspace_id):
        assert Vote.objects.count() == 3


@pytest.mark.slow
def test_an_erased_persons_votes_are_nobodys_and_stay_counted(access: Access, ideas: list[int], big: int) -> None:
    anna, ben = person(access, "Anna", big), person(access, "Ben")
    for one in (anna, ben):
        vote_for(access, idea_id=ideas[0], person_id=one, note="As Anna said")
    erase_person(access, person_id=anna, typed_name="Anna")
    assert votes_of(access, ideas)[ideas[0]] == Votes(2, 0, 0)
    assert [(row.person_id, row.note) for row in voters(access, ideas[0])] == [(ben, "As [erased] said"), (None, "")]
    same_as_counted(access)
