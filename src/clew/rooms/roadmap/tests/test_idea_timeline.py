"""Ideas along time: on the days of what delivers them, in lanes, beside those without days; and an idea put into a quarter."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea, add_outcome
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.ideas import place_idea
from clew.rooms.roadmap.actions.plan import add_item, set_item_state
from clew.rooms.roadmap.actions.plan_ideas import plan_idea
from clew.rooms.roadmap.queries.idea_timeline import idea_timeline
from clew.rooms.roadmap.queries.plan import items_of_idea, planned_items
from clew.rooms.roadmap.timeline import quarters_from

DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def ideas(access: Access, count: int) -> list[int]:
    return [int(add_idea(access, title=f"Idea {n}").pk) for n in range(count)]


def test_an_idea_stands_on_the_days_of_all_that_delivers_it(access: Access, today: date) -> None:
    one, two, bare = ideas(access, 3)
    goal = add_outcome(access, title="Fewer wrong counts").pk
    add_item(access, title="First", idea_ids=[one, two], starts_on=today, earliest=today + DAY, latest=today + 9 * DAY)
    add_item(access, title="Second", idea_ids=[one], earliest=today + 4 * DAY, latest=today + 5 * DAY, outcome_id=goal)
    add_item(access, title="Some day", idea_ids=[bare])
    dropped = add_item(access, title="Dropped", idea_ids=[bare], earliest=today, latest=today)
    set_item_state(access, item_id=dropped.pk, state="dropped")
    told = idea_timeline(access)
    assert [(row.idea.title, row.starts_on, row.earliest, row.latest) for row in told.ideas] == [
        ("Idea 1", today, today + DAY, today + 9 * DAY), ("Idea 0", today, today + 4 * DAY, today + 9 * DAY),
    ]  # fmt: skip
    assert [[item.title for item in row.items] for row in told.ideas] == [["First"], ["First", "Second"]]
    assert [goal.title for goal in told.ideas[1].goals] == ["Fewer wrong counts"]
    assert [row.title for row in told.without_days] == ["Idea 2"]


def test_it_answers_the_same_filters_in_the_same_order(access: Access, today: date) -> None:
    made = ideas(access, 4)
    for pk in made[:2]:
        add_item(access, title=f"Item {pk}", idea_ids=[pk], earliest=today, latest=today)
    for pk in made[1:3]:
        place_idea(access, idea_id=pk, state="planned", tags=["counting"])
    asked: list[dict[str, Any]] = [{"state": "planned"}, {"tag": "Counting"}, {"sort": "votes", "state": "planned"}]
    for one in asked:
        told = idea_timeline(access, **one)
        assert ([row.idea.id for row in told.ideas], [row.id for row in told.without_days]) == ([made[1]], [made[2]])
    by_name = idea_timeline(access, sort="name")
    assert [row.idea.title for row in by_name.ideas] == ["Idea 0", "Idea 1"]
    assert {row.id for row in idea_timeline(access, sort="votes").without_days} == set(made[2:])


def test_it_is_bounded_and_asks_no_more_for_more(access: Access, today: date) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            idea_timeline(access)
        return len(found)

    add_item(access, title="One", idea_ids=ideas(access, 2)[:1], earliest=today, latest=today)
    few = asked()
    for _ in range(3):
        add_item(access, title="Many", idea_ids=ideas(access, 35), earliest=today, latest=today)
    ideas(access, 30)
    told = idea_timeline(access)
    assert (len(told.ideas), told.is_cut, len(told.without_days), told.has_more) == (30, True, 10, True)
    assert asked() <= few


def test_an_idea_goes_into_a_quarter(access: Access, editor: Access, today: date) -> None:
    one, two = ideas(access, 2)
    (_, _), (first, _), (after, _) = quarters_from(today, 3)
    made = plan_idea(editor, idea_id=one, day=first + 10 * DAY)
    assert (made.node.title, made.horizon, made.earliest, made.latest) == ("Idea 0", "next", first, after - DAY)
    assert "put an idea on the plan" in {entry.act_name for entry in record_history(access, made.pk).entries}
    waits = add_item(access, title="Waits for days", idea_ids=[two])
    assert plan_idea(editor, idea_id=two, day=today).pk == waits.pk
    assert [(row.earliest, row.horizon) for row in planned_items(access) if row.id == waits.pk] == [(today, "now")]
    with pytest.raises(Refused, match="on the plan already"):
        plan_idea(editor, idea_id=two, day=first)
    undo(editor, act=str(last_act_id()))
    assert [row.id for row in idea_timeline(access).without_days] == [two]


def test_who_may_and_when(access: Access, viewer: Access, elsewhere: Access, today: date) -> None:
    (one,) = ideas(access, 1)
    with pytest.raises(Forbidden):
        plan_idea(viewer, idea_id=one, day=today)
    with pytest.raises(NotFound):
        plan_idea(elsewhere, idea_id=one, day=today)
    for day in (date.min, today - timedelta(days=100), today + timedelta(days=2000), date.max):
        with pytest.raises(Refused, match="over, or too far"):
            plan_idea(access, idea_id=one, day=day)
    assert (items_of_idea(access, one), idea_timeline(elsewhere).without_days) == ((), ())


def test_the_page(access: Access, viewer: Access, today: date) -> None:
    one, two = ideas(access, 2)
    add_item(access, title="Item", idea_ids=[one], earliest=today, latest=today + 30 * DAY)
    place_idea(access, idea_id=one, state="planned", tags=["counting"], owner_id=access.user_id)
    alice = SignedIn(access)
    for lanes, name in (("state", "Planned"), ("owner", "Alice"), ("tag", "counting"), ("goal", "No goal")):
        page = alice.get(alice.path(f"roadmap/ideas?view=timeline&lanes={lanes}")).content.decode()
        assert re.findall(r'tl-lane-name"[^>]*>([^<]*)<', page) == [name], lanes
        assert (page.count('class="tl-bar"'), "As a table" in page) == (1, True)
    place = alice.path("roadmap/ideas/plan?view=timeline&lanes=tag")
    wrong = alice.post(place, {"idea": two, "quarter": "2001-01-01"})
    assert (wrong.status_code, "too far off" in wrong.content.decode()) == (422, True)
    gone = alice.post(place, {"idea": two, "quarter": today.isoformat()})
    assert (gone.status_code, "view=timeline&lanes=tag" in gone["Location"]) == (303, True)
    vera = SignedIn(viewer)
    seen = vera.get(vera.path("roadmap/ideas?view=timeline")).content.decode()
    assert (seen.count('class="tl-bar"'), 'name="quarter"' in seen) == (2, False)
