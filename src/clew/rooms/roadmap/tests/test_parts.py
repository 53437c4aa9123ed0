"""An idea that several items deliver goes out with the last of them: its state, its voters, and the question what came of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_idea
from clew.ground.ledger.api import NotFound, last_act_id
from clew.ground.thread.api import Node, archive, undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap import portal_mails
from clew.rooms.roadmap.actions.deciding import decide_from_ranking
from clew.rooms.roadmap.actions.ideas import set_idea_state
from clew.rooms.roadmap.actions.plan import add_item, deliver, describe_item, set_item_state
from clew.rooms.roadmap.actions.portal import publish_idea, set_public_status, set_up_portal
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.releases import add_release, release, ship, unship
from clew.rooms.roadmap.actions.votes import vote_for
from clew.rooms.roadmap.models import PublishedIdea
from clew.rooms.roadmap.queries.deciding import outcomes_wanted
from clew.rooms.roadmap.queries.parts import idea_parts, release_ideas
from clew.rooms.roadmap.queries.plan import planned_item
from clew.rooms.roadmap.tests.ready import BETTER, estimated, rice

TODAY = timezone.localdate()


@pytest.fixture
def idea(access: Access) -> int:
    """On the portal, with a vote."""
    set_up_portal(access, title="Ideas", slug="larder")
    made = int(add_idea(access, title="Count by phone").pk)
    publish_idea(access, idea_id=made, title="Count by phone")
    vote_for(access, idea_id=made, person_id=add_person(access, name="Anna", email="anna@example.org").pk)
    return made


@pytest.fixture
def two(access: Access, idea: int) -> tuple[int, int]:
    return part(access, idea), part(access, idea)


def part(access: Access, idea: int, audience: str = "public") -> int:
    return int(add_item(access, title="A part", audience=audience, idea_ids=[idea]).pk)


def out(access: Access, *items: int, days: int = 0) -> int:
    made = int(add_release(access, title="Spring", audience="public", item_ids=items).pk)
    release(access, release_id=made, released_on=TODAY - timedelta(days=days))
    return made


def stands(idea: int) -> tuple[str, str]:
    """How far the idea is, and what the portal says."""
    found = PublishedIdea._base_manager.select_related("idea__node").get(pk=idea)
    return found.idea.node.state, found.status


def test_it_is_out_with_the_last_part_and_not_before(access: Access, idea: int, two: tuple[int, int]) -> None:
    first = out(access, two[0])
    assert (stands(idea), idea_parts(access, idea).words) == (("", "open"), "1 of 2 parts released")
    assert portal_mails.send_due() == 0
    out(access, two[1])
    assert (stands(idea), idea_parts(access, idea).words) == (("released", "shipped"), "2 of 2 parts released")
    assert (portal_mails.send_due(), [one.to for one in mail.outbox]) == (1, [["anna@example.org"]])
    assert [(one.id, one.is_whole) for one in release_ideas(access, first)] == [(idea, True)]


def test_both_parts_in_one_release(access: Access, idea: int, two: tuple[int, int]) -> None:
    out(access, *two)
    assert stands(idea) == ("released", "shipped")


def test_undone_it_is_as_before(access: Access, idea: int, two: tuple[int, int]) -> None:
    set_idea_state(access, idea_id=idea, state="considered")
    out(access, two[0])
    out(access, two[1])
    undo(access, act=last_act_id())
    assert (stands(idea), idea_parts(access, idea).words) == (("considered", "open"), "1 of 2 parts released")
    assert portal_mails.send_due() == 0, "what was about to be sent is not"
    prepared = planned_item(access, two[1]).row.release
    assert prepared is not None
    release(access, release_id=prepared.id, released_on=TODAY)
    assert (stands(idea), portal_mails.send_due()) == (("released", "shipped"), 1)


def test_what_is_put_into_a_release_that_is_out_may_be_the_last_part(
    access: Access, idea: int, two: tuple[int, int]
) -> None:
    made = out(access, two[0])
    ship(access, release_id=made, item_id=two[1])
    assert stands(idea) == ("released", "shipped")
    unship(access, release_id=made, item_id=two[1])
    assert (stands(idea)[0], idea_parts(access, idea).out) == ("in work", 1)
    unship(access, release_id=made, item_id=two[0])
    assert idea_parts(access, idea).out == 0


def test_taken_back_as_the_only_part_it_is_planned(access: Access, idea: int) -> None:
    item = part(access, idea)
    made = out(access, item)
    assert stands(idea)[0] == "released"
    unship(access, release_id=made, item_id=item)
    assert stands(idea)[0] == "planned"
    set_item_state(access, item_id=item, state="released")
    assert stands(idea)[0] == "released"
    set_item_state(access, item_id=item, state="in work")
    assert stands(idea)[0] == "planned"


def test_a_part_that_is_dropped_or_was_archived_is_none(access: Access, idea: int, two: tuple[int, int]) -> None:
    third = part(access, idea)
    archive(access, node_ids=[third])
    out(access, two[0])
    assert (stands(idea), idea_parts(access, idea).parts) == (("", "open"), 2)
    set_item_state(access, item_id=two[1], state="dropped")
    assert (stands(idea), idea_parts(access, idea).words) == (("released", "shipped"), "1 of 1 part released")


def test_dropped_alone_nothing_is_out(access: Access, idea: int) -> None:
    set_item_state(access, item_id=part(access, idea), state="dropped")
    assert (stands(idea), idea_parts(access, idea).parts) == (("", "open"), 0)


def test_the_last_part_may_be_the_teams_alone(access: Access, idea: int) -> None:
    """What everybody may read of was out before: now there is nothing else to come. What is for the team alone is told to nobody."""
    out(access, part(access, idea, "public"))
    other = int(add_idea(access, title="Inside").pk)
    publish_idea(access, idea_id=other, title="Inside")
    out(access, part(access, other, "team"))
    assert (stands(idea), stands(other)) == (("released", "shipped"), ("released", "open"))
    set_public_status(access, idea_id=idea, status="started")
    last = part(access, idea, "team")
    describe_item(access, item_id=last, audience="company")
    assert stands(idea)[1] == "started"
    set_item_state(access, item_id=last, state="released")
    assert stands(idea)[1] == "shipped"


def test_an_idea_is_tied_later_to_what_went_out(access: Access, idea: int) -> None:
    item = int(add_item(access, title="A part", audience="public").pk)
    out(access, item)
    other = part(access, idea)
    deliver(access, item_id=item, idea_id=idea)
    assert (stands(idea), idea_parts(access, idea).words) == (("", "open"), "1 of 2 parts released")
    out(access, other)
    assert stands(idea) == ("released", "shipped")


def test_what_came_of_it_is_asked_with_the_last_part(access: Access) -> None:
    model = rice(access)
    chosen = estimated(access, "Count by phone", BETTER)
    estimated(access, "Night mode")
    ranking = rank_ideas(access, model_id=model, top=1).pk
    decide_from_ranking(
        access, ranking_id=ranking, prediction="Fewer calls", resolve_by=TODAY + timedelta(days=9), probability=0.7
    )
    parts = part(access, chosen), part(access, chosen)
    out(access, parts[0], days=3)
    assert outcomes_wanted(access) == ()
    out(access, parts[1], days=2)
    assert [one.released_on for one in outcomes_wanted(access)] == [TODAY - timedelta(days=2)]
    undo(access, act=last_act_id())
    assert outcomes_wanted(access) == ()


def test_pages_say_so(access: Access, viewer: Access, elsewhere: Access, idea: int, two: tuple[int, int]) -> None:
    made = out(access, two[0])
    vera = SignedIn(viewer)
    for node in (made, idea):
        assert "1 of 2 parts released" in vera.get(vera.path(f"n/{node}")).content.decode()
    for query in (lambda: idea_parts(elsewhere, idea), lambda: release_ideas(elsewhere, made)):
        with pytest.raises(NotFound):
            query()


def test_the_command_says_so(here: Access) -> None:
    idea = int(add_idea(here, title="Count by phone").pk)
    items = part(here, idea), part(here, idea)
    told = [Shell("roadmap")("release", "Spring", "--item", str(item), "--on", str(TODAY)) for item in items]
    assert ["“Count by phone” is not released yet: 1 of 2 parts released." in one.stdout for one in told] == [
        True,
        False,
    ]
    assert Node._base_manager.get(pk=idea).state == "released"
