"""The demo on any day: the story ended lately, something is due, and every page has something real to show."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from clew.front.demo.load import load_demo
from clew.front.demo.story import LAST, Story
from clew.ground.evidence.api import broken_excerpts
from clew.ground.exchange.searching import index_workspace
from clew.ground.search.models import SearchDocument
from clew.ground.thread.api import count_kinds, decision, decisions, predictions, predictions_due
from clew.ground.workspaces.api import Access, create_user, enter

DAYS = (date(2026, 11, 25), date(2027, 11, 21), date(2028, 2, 29), date(2024, 6, 1), date(2031, 1, 1))


@pytest.mark.parametrize("today", DAYS)
def test_the_story_ended_within_the_last_twelve_months(today: date) -> None:
    story = Story(today)
    said = [story.day(row["said_on"]) for row in story.feedback()]
    assert today - timedelta(days=370) < max(said) <= story.moved(LAST) <= today
    year = 2026 + story.years
    told = story.read("thread.json")
    assert told["decisions"][0]["predictions"][0]["question"].endswith(f"31 March {year}?")
    assert {head["Date"][:2] for _, head, _ in story.interviews()} == {"20"}
    assert all(
        row["quote"] in next(words for key, _, words in story.interviews() if key == row["source"])
        for row in told["excerpts"][:20]
        if str(row["source"]).startswith("interviews/")
    )


def test_days_from_today_are_counted() -> None:
    assert Story(date(2027, 3, 1)).day("today-1") == date(2027, 2, 28)
    assert Story(date(2027, 3, 1)).day("today+26") == date(2027, 3, 27)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_has_something_of_everything() -> None:
    owner = create_user(email="alice@clew.example", name="Alice")
    told = load_demo(owner)
    assert load_demo(owner) == told
    access = enter(owner, told["slug"])
    counts = count_kinds(access)
    notes = 34  # of interviews, gathered to be themed
    wanted = {"source": 412 + notes, "account": 30, "need": 8, "decision": 4, "idea": 10}
    assert {kind: counts[kind] for kind in wanted} == wanted
    assert [d.state for d in decisions(access)] == ["open", "decided", "scored", "scored"]
    still_open = decision(access, decisions(access)[0].id)
    assert len(still_open.options) >= 2
    assert all(option.reason for option in still_open.options)
    assert still_open.grounds
    today = timezone.localdate()
    assert [p.resolve_by for p in predictions_due(access)] == [today - timedelta(days=1)]
    assert any(today < p.resolve_by <= today + timedelta(days=7) for p in predictions(access, state="open"))
    assert broken_excerpts(access).count == 1
    assert index_made_anew(access) == {}, "what is found after a move is what was found before"


def index_made_anew(access: Access) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Where the words that records are found by differ from those that their acts had put there: before and after."""
    before = found_by(access)
    SearchDocument._base_manager.filter(workspace=access.workspace_id).delete()
    index_workspace(access.workspace_id)
    after = found_by(access)
    return {pk: (before[pk], after[pk]) for pk in before if before[pk] != after.get(pk)}


def found_by(access: Access) -> dict[int, tuple[str, ...]]:
    rows = SearchDocument._base_manager.filter(workspace=access.workspace_id)
    return {
        pk: (kind, title, body, str(hidden))
        for pk, kind, title, body, hidden in rows.values_list("node_id", "kind", "title", "body", "hidden")
    }
