"""The roadmap: items deliver ideas between two days, wait for each other, move with a reason, and show what customers said."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea, add_need, add_outcome, add_source, address, mark, tie
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history, undo, why
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.plan import (
    add_item,
    aim,
    deliver,
    describe_item,
    move_item,
    place_item,
    set_item_state,
    shift_item,
    wait_for,
    wait_no_longer,
)
from clew.rooms.roadmap.actions.plan_ideas import plan_idea
from clew.rooms.roadmap.actions.views import take_baseline
from clew.rooms.roadmap.models import Item, Move
from clew.rooms.roadmap.queries.plan import items_of_idea, moves_of, planned_item, planned_items, teams
from clew.rooms.roadmap.tests.ready import estimated, rice

MARCH, MAY, JULY = date(2027, 3, 1), date(2027, 5, 1), date(2027, 7, 1)


@pytest.fixture
def idea(access: Access) -> int:
    return int(add_idea(access, title="Count by phone").pk)


def test_an_item_delivers_ideas_and_aims_at_an_outcome(access: Access, idea: int) -> None:
    outcome = add_outcome(access, title="Counts done").pk
    made = add_item(
        access, title="Phone counting", idea_ids=[idea, idea], horizon="next", detail="On any phone", team="Stock",
        starts_on=MARCH, earliest=MARCH, latest=MAY, audience="company", outcome_id=outcome,
    )  # fmt: skip
    found = planned_item(access, made.pk)
    row = found.row
    assert ([one.id for one in row.ideas], [one.id for one in row.goals]) == ([idea], [outcome])
    assert (row.horizon, row.team, row.earliest, row.latest, row.audience, row.state, found.detail) == (
        "next", "Stock", MARCH, MAY, "company", "planned", "On any phone",
    )  # fmt: skip
    assert {step.card.id for step in why(access, made.pk).steps} >= {idea, outcome}
    assert "plan an item" in {entry.act_name for entry in record_history(access, made.pk).entries}
    other = add_outcome(access, title="Fewer shelves empty").pk
    aim(access, item_id=made.pk, outcome_id=other)
    assert [one.id for one in planned_item(access, made.pk).row.goals] == [other]
    describe_item(access, item_id=made.pk, detail="Offline too", team="Phones", audience="public")
    assert (planned_item(access, made.pk).detail, teams(access)) == ("Offline too", ("Phones",))
    set_item_state(access, item_id=made.pk, state="in work")
    assert [row.id for row in planned_items(access, state="in work")] == [made.pk]


def test_what_moved_is_kept_with_its_reason(access: Access) -> None:
    made = add_item(access, title="Phone counting", earliest=MARCH, latest=MAY)
    planned = take_baseline(access, name="Planned").pk
    move_item(access, item_id=made.pk, horizon="later", earliest=MAY, latest=JULY, why="The scanner is late")
    move_item(access, item_id=made.pk, horizon="later", earliest=MAY, latest=JULY)
    move_item(access, item_id=made.pk, horizon="now", earliest=MAY, latest=JULY + timedelta(days=1))
    assert [(m.horizon, m.latest, m.why, m.moved_by) for m in moves_of(access, made.pk)] == [
        ("later", JULY, "", "Alice"), ("later", MAY, "The scanner is late", "Alice"),
    ]  # fmt: skip
    today = timezone.localdate()
    (row,) = planned_items(access, baseline_id=planned)
    assert (row.moved, row.moved_words) == (62, "was in “later”, later by 62 days")
    assert planned_items(access, since=today)[0].moved_words == "new"
    assert planned_items(access, since=today + timedelta(days=1))[0].moved is None


@pytest.mark.parametrize(("state", "said"), [("released", "It is out"), ("dropped", "It is dropped")])
def test_what_is_over_keeps_its_days(access: Access, browser_of: type[SignedIn], state: str, said: str) -> None:
    """Slips are counted from what was expected."""
    made = add_item(access, title="Phone counting", horizon="now", earliest=MARCH, latest=MAY).pk
    move_item(access, item_id=made, horizon="now", earliest=MARCH, latest=JULY)
    moved = record_history(access, made).entries[0].act
    page = browser_of(access)
    where = page.path("roadmap/plan")
    moving = ("move-item", "data-stays", "set it back to planned")
    assert [word in page.get(page.path(f"n/{made}")).content.decode() for word in moving] == [True, False, False]
    set_item_state(access, item_id=made, state=state)
    calls: tuple[Callable[[], Any], ...] = (
        lambda: move_item(access, item_id=made, horizon="now", earliest=MARCH, latest=MAY),
        lambda: shift_item(access, item_id=made, days=7),
        lambda: place_item(access, item_id=made, horizon="later"),
    )
    for call in calls:
        with pytest.raises(Refused, match=said) as refused:
            call()
        assert "back to “planned” first" in refused.value.remedy
    with pytest.raises(Refused, match="keeps its days until it is set back to planned"):
        undo(access, act=moved)
    told = {"horizon": "now", "earliest": "2027-04-01", "latest": "2027-05-01"}
    refusal = page.post(page.path(f"roadmap/plan/{made}/move"), told)
    assert (refusal.status_code, said in refusal.content.decode()) == (422, True)
    assert [word in page.get(page.path(f"n/{made}")).content.decode() for word in moving] == [False, False, True]
    assert "data-stays" in page.get(where).content.decode()
    place_item(access, item_id=made, horizon="now")
    row = planned_item(access, made).row
    assert (row.horizon, row.latest, len(moves_of(access, made))) == ("now", JULY, 1)
    set_item_state(access, item_id=made, state="planned")
    undo(access, act=moved)
    shift_item(access, item_id=made, days=7)
    assert planned_item(access, made).row.latest == MAY + timedelta(days=7)


def test_an_idea_whose_item_is_out_without_days_is_planned_anew(access: Access, idea: int) -> None:
    out = add_item(access, title="First half", idea_ids=[idea]).pk
    set_item_state(access, item_id=out, state="released")
    made = plan_idea(access, idea_id=idea, day=timezone.localdate()).pk
    assert (made == out, planned_item(access, out).row.latest) == (False, None)


def test_nothing_waits_for_itself_and_conflicts_are_named(access: Access) -> None:
    one, two, three = (
        add_item(access, title=title, starts_on=start, earliest=start, latest=end).pk
        for title, start, end in (("One", MARCH, MAY), ("Two", MAY, JULY), ("Three", MARCH, JULY))
    )
    wait_for(access, item_id=two, other_id=one)
    wait_for(access, item_id=three, other_id=two)
    rows = {row.id: row for row in planned_items(access)}
    assert (rows[one].conflict, rows[two].conflict) == ("", "")
    assert "begins before “Two”" in rows[three].conflict
    assert [other.id for other in planned_item(access, one).waited_for_by] == [two]
    for item, other in ((one, one), (one, two), (one, three)):
        with pytest.raises(Refused, match="wait for each other"):
            wait_for(access, item_id=item, other_id=other)
    set_item_state(access, item_id=two, state="dropped")
    assert "dropped" in planned_item(access, three).row.conflict
    wait_no_longer(access, item_id=three, other_id=two)
    assert planned_item(access, three).row.conflict == ""
    with pytest.raises(Refused):
        wait_no_longer(access, item_id=three, other_id=two)


def test_each_audience_sees_its_own(access: Access) -> None:
    for audience in ("team", "company", "public"):
        add_item(access, title=audience, audience=audience)
    seen = {
        who: {row.title for row in planned_items(access, audience=who)} for who in ("team", "company", "public", "x")
    }
    assert seen == {
        "team": {"team", "company", "public"},
        "company": {"company", "public"},
        "public": {"public"},
        "x": set(),
    }


def test_listing_asks_a_fixed_number_of_questions(
    access: Access, idea: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        add_item(access, title=f"Item {number}", idea_ids=[idea], earliest=MARCH, latest=MAY)
    with django_assert_max_num_queries(5):
        assert len(planned_items(access, since=MARCH)) == 8


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"horizon": "soon"}, "horizon"),
        ({"earliest": MARCH}, "latest"),
        ({"latest": MARCH}, "earliest"),
        ({"earliest": MAY, "latest": MARCH}, "latest"),
        ({"starts_on": JULY, "earliest": MARCH, "latest": MAY}, "starts_on"),
        ({"team": "x" * 61}, "team"),
        ({"detail": "x" * 10_001}, "detail"),
        ({"audience": "rivals"}, "audience"),
        ({"idea_ids": list(range(1, 60))}, "ideas"),
    ],
)
def test_bad_plans_are_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_item(access, title="Phone counting", **wrong)
    assert refused.value.field == field
    assert planned_items(access) == ()


def test_what_is_not_there_is_refused(access: Access, idea: int) -> None:
    made = add_item(access, title="Phone counting").pk
    for call in (
        lambda: add_item(access, title="Other", idea_ids=[made]),
        lambda: deliver(access, item_id=idea, idea_id=idea),
        lambda: wait_for(access, item_id=made, other_id=idea),
        lambda: aim(access, item_id=made, outcome_id=idea),
        lambda: planned_item(access, idea),
        lambda: moves_of(access, idea),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(Refused):
        set_item_state(access, item_id=made, state="forgotten")
    with pytest.raises(Refused):
        move_item(access, item_id=made, horizon="now", why="x" * 501)


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access, idea: int) -> None:
    made = add_item(access, title="Phone counting").pk
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for call in (
            lambda who=who: describe_item(who, item_id=made),
            lambda who=who: move_item(who, item_id=made, horizon="now"),
            lambda who=who: set_item_state(who, item_id=made, state="in work"),
            lambda who=who: deliver(who, item_id=made, idea_id=idea),
            lambda who=who: aim(who, item_id=made, outcome_id=idea),
            lambda who=who: wait_for(who, item_id=made, other_id=made),
        ):
            with pytest.raises(error):
                call()
    with pytest.raises(Forbidden):
        add_item(viewer, title="Other")
    with pytest.raises(Forbidden):
        wait_no_longer(viewer, item_id=made, other_id=made)
    with pytest.raises(NotFound):
        planned_item(elsewhere, made)
    assert (planned_items(elsewhere), teams(elsewhere)) == ((), ())


def test_the_database_guards_a_plan(access: Access) -> None:
    made = add_item(access, title="Phone counting", starts_on=MARCH, earliest=MARCH, latest=MAY)
    move_item(access, item_id=made.pk, horizon="now", earliest=MARCH, latest=JULY)
    for wrong in (
        {"earliest": None},
        {"latest": date(2027, 2, 1)},
        {"horizon": "soon"},
        {"starts_on": date(2028, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Item._base_manager.filter(pk=made.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Move._base_manager.filter(item=made).delete()


def test_the_page_of_an_idea_shows_estimates_and_plans(
    access: Access, viewer: Access, browser_of: type[SignedIn]
) -> None:
    rice(access)
    idea = estimated(access, "Count by phone")
    client = browser_of(access)
    assert "It is not planned" in client.get(client.path(f"n/{idea}")).content.decode()
    item = add_item(access, title="Phone counting", idea_ids=[idea]).pk
    assert [one.id for one in items_of_idea(access, idea)] == [item]
    for who in (access, viewer):
        shown = browser_of(who).get(client.path(f"n/{idea}")).content.decode()
        for words in ("Reach", "100 to 400", "Phone counting"):
            assert words in shown
        assert ("Plan it" in shown) is (who is access)
    with pytest.raises(NotFound):
        items_of_idea(access, item)


def test_a_long_plan_comes_in_pages(access: Access, browser_of: type[SignedIn], monkeypatch: Any) -> None:
    monkeypatch.setattr("clew.rooms.roadmap.pages.arranging.PAGE", 2)
    monkeypatch.setattr("clew.rooms.roadmap.pages.plan.PAGE", 2)
    for title in ("First", "Second", "Third"):
        add_item(access, title=title)
    page = browser_of(access)
    first = page.get(page.path("roadmap/plan")).content.decode()
    assert "First" in first
    assert "Second" in first
    assert "Third" not in first
    assert "?page=2" in first
    for view in ("", "timeline"):
        second = page.get(page.path(f"roadmap/plan?page=2&view={view}")).content.decode()
        assert "Third" in second
        assert "Second" not in second
        assert "page=3" not in second


def test_a_page_of_the_board_says_how_many_there_are_and_where_its_columns_go_on(
    access: Access, browser_of: type[SignedIn], monkeypatch: Any
) -> None:
    for place in ("arranging", "plan"):
        monkeypatch.setattr(f"clew.rooms.roadmap.pages.{place}.PAGE", 2)
    made = [add_item(access, title=f"Item {n}", team="Core").pk for n in range(5)]
    page, horizon = browser_of(access), planned_item(access, made[0]).row.horizon
    one, two, three = (page.get(page.path(f"roadmap/plan?page={n}")).content.decode() for n in (1, 2, 3))
    for shown, here, after in ((one, 2, made[2]), (two, 2, made[4]), (three, 1, None)):
        heads = [" ".join(head.split()) for head in re.findall(r'<span class="muted small">([^<]*)</span></h2>', shown)]
        assert f"{here} of 5" in heads
        assert re.findall(r'data-next="(\d+)"', shown) == ([str(after)] if after else [])
    assert "2 on this page" in " ".join(page.get(page.path("roadmap/plan?view=team")).content.decode().split())
    told = {"card": made[0], "column": horizon, "before": made[4], "asked": "page=2"}
    assert "page=2" in page.post(page.path("roadmap/plan/put"), told).json()["to"]
    assert [row.id for row in planned_items(access)] == [*made[1:4], made[0], made[4]]


def test_the_page_shows_the_customers_words(access: Access, browser_of: type[SignedIn], idea: int) -> None:
    client = browser_of(access)
    assert "Nothing is planned yet" in client.get(client.path("roadmap/plan")).content.decode()
    client.post(
        client.path("roadmap/plan/new"),
        {"title": "Phone counting", "idea": idea, "horizon": "now", "earliest": "2027-03-01", "latest": "2027-05-01"},
    )
    (row,) = planned_items(access)
    assert row.horizon == "now"
    need = add_need(access, title="Count faster").pk
    address(access, idea_id=idea, need_id=need)
    said = "I count the shelves by hand."
    source = add_source(access, text=said, title="Talk", kind="interview").pk
    excerpt = mark(access, source_id=source, start=0, end=len(said), exact=said).pk
    tie(access, excerpt_id=excerpt, need_id=need, stance="contradicts")
    page = client.path(f"n/{row.id}")
    shown = client.get(page).content.decode()
    assert said in shown
    for view in ("", "quarter", "goal", "team"):
        assert "Phone counting" in client.get(client.path(f"roadmap/plan?view={view}")).content.decode(), view
    other = add_item(access, title="Scanner").pk
    for path, sent in (
        (f"roadmap/plan/{row.id}/tie", {"other": other}),
        (f"roadmap/plan/{row.id}/state", {"state": "in work"}),
        (
            f"roadmap/plan/{row.id}/move",
            {"horizon": "next", "earliest": "2027-04-01", "latest": "2027-05-01", "why": "Late"},
        ),
        (f"roadmap/plan/{row.id}/describe", {"detail": "On any phone", "audience": "public"}),
    ):
        assert client.post(client.path(path), sent).status_code == 303, path
    shown = client.get(page).content.decode()
    for words in ("waits for Scanner", "Late", "On any phone", "In work"):
        assert words in shown, words
    client.post(client.path(f"roadmap/plan/{row.id}/untie"), {"other": other})
    assert "waits for Scanner" not in client.get(page).content.decode()
    assert client.post(client.path(f"roadmap/plan/{row.id}/tie"), {}).status_code == 422
