"""A study's own time for words: set, seen before, and held by the daily round beside the workspace's rule."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.evidence.api import source as text_of_source
from clew.ground.exchange.api import set_retention, start_due_retention, start_retention
from clew.ground.exchange.tests.test_retention import decided
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.runs.api import Run, perform
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.keeping import drop_study_retention, keep_study_words
from clew.rooms.interviews.actions.studies import move_study, plan_study
from clew.rooms.interviews.models import Interview, Recording, StudyRetention
from clew.rooms.interviews.queries.keeping import StudyDue, study_due, study_retention
from clew.rooms.interviews.tests.test_keeping import Talk, everywhere, sounds

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YOUNG = TODAY - timedelta(days=3)


def ended(access: Access, talk: Talk, *, days_ago: int) -> None:
    plan_study(access, study_id=talk.study, ends_on=TODAY - timedelta(days=days_ago))


def due_day(access: Access, talk: Talk) -> date | None:
    found = study_retention(access, talk.study)
    assert found is not None
    return found.on


def go_round(access: Access) -> int:
    """What the house does every day."""
    queued = start_due_retention()
    with within(access):
        keys = list(Run.objects.filter(state="queued").exclude(key="").values_list("key", flat=True))
    for key in keys:
        perform(key)
    return queued


@pytest.mark.parametrize("has_transcript", [True, False])
def test_what_was_heard_goes_when_the_study_is_over_long_enough(access: Access, has_transcript: bool) -> None:
    over = Talk(access, "marzipan", YOUNG, has_transcript=has_transcript)
    other = Talk(access, "nougat", YOUNG, has_transcript=has_transcript)
    ended(access, over, days_ago=30)
    ended(access, other, days_ago=29)
    for talk in (over, other):
        keep_study_words(access, study_id=talk.study, days=30)
    before = everywhere().count("nougat")
    assert go_round(access) == 1
    assert "marzipan" not in everywhere()
    assert b"marzipan" not in sounds(access)
    assert everywhere().count("nougat") == before > 5
    with within(access):
        assert Recording.objects.get(pk=over.recording).file_id is None
        assert Recording.objects.get(pk=other.recording).file_id is not None


def test_without_an_end_nothing_goes_until_it_is_finished(access: Access) -> None:
    talk = Talk(access, "marzipan", YOUNG)
    keep_study_words(access, study_id=talk.study, days=1)
    assert due_day(access, talk) is None
    assert go_round(access) == 0
    move_study(access, study_id=talk.study, state="finished")
    found = study_retention(access, talk.study)
    assert found is not None
    assert (found.ended_on, found.on) == (TODAY, TODAY + timedelta(days=1))
    move_study(access, study_id=talk.study, state="interviewing")
    assert due_day(access, talk) is None


def test_the_earlier_of_last_day_and_finish_counts(access: Access) -> None:
    talk = Talk(access, "marzipan", YOUNG)
    move_study(access, study_id=talk.study, state="finished")
    plan_study(access, study_id=talk.study, ends_on=TODAY + timedelta(days=9))
    assert study_due(access, talk.study, days=5, spares_grounds=True).ended_on == TODAY
    ended(access, talk, days_ago=9)
    assert study_due(access, talk.study, days=5, spares_grounds=True).on == TODAY - timedelta(days=4)


def test_the_stricter_of_both_holds(access: Access) -> None:
    old = Talk(access, "marzipan", TODAY - timedelta(days=400))
    young = Talk(access, "nougat", YOUNG)
    for talk, days in ((old, 9999), (young, 10)):
        ended(access, talk, days_ago=11)
        keep_study_words(access, study_id=talk.study, days=days)
    set_retention(access, days=365, spares_grounds=True)
    assert go_round(access) == 1
    assert "marzipan" not in everywhere()
    assert "nougat" not in everywhere()


def test_a_rule_of_the_same_day_is_a_run_of_its_own(access: Access) -> None:
    talk = Talk(access, "marzipan", YOUNG)
    ended(access, talk, days_ago=30)
    set_retention(access, days=365, spares_grounds=True)
    first = start_retention(access, today=TODAY)
    keep_study_words(access, study_id=talk.study, days=30)
    second = start_retention(access, today=TODAY)
    assert first.pk != second.pk
    assert start_retention(access, today=TODAY).pk == second.pk


@pytest.mark.parametrize("spares", [True, False])
def test_what_a_decision_rests_on(access: Access, spares: bool) -> None:
    talk = Talk(access, "marzipan", YOUNG)
    with within(access):
        source = Interview.objects.values_list("source_id", flat=True).get(pk=talk.pk)
    decided(access, source)
    ended(access, talk, days_ago=30)
    due = study_due(access, talk.study, days=30, spares_grounds=spares)
    assert (due.sources, due.kept, due.recordings) == ((0, 1, 0) if spares else (1, 0, 1))
    keep_study_words(access, study_id=talk.study, days=30, spares_grounds=spares)
    go_round(access)
    assert ("marzipan" in text_of_source(access, source).text) is spares  # the decision's own snapshot is frozen
    assert (b"Sound of marzipan" in sounds(access)) is spares


def test_looking_before_changes_nothing(access: Access) -> None:
    talk = Talk(access, "marzipan", YOUNG)
    ended(access, talk, days_ago=1)
    before = everywhere()
    due = study_due(access, talk.study, days=30, spares_grounds=True)
    day = TODAY - timedelta(days=1)
    assert due == StudyDue(day, day + timedelta(days=30), sources=1, words=4, kept=0, recordings=1, notes=2)
    assert everywhere() == before


def test_set_changed_dropped_and_undone(access: Access) -> None:
    talk = Talk(access, "marzipan", YOUNG)
    assert study_retention(access, talk.study) is None
    keep_study_words(access, study_id=talk.study, days=30)
    keep_study_words(access, study_id=talk.study, days=60, spares_grounds=False)
    found = study_retention(access, talk.study)
    assert found is not None
    assert (found.days, found.spares_grounds) == (60, False)
    undo(access, act=last_act_id())
    assert (study_retention(access, talk.study) or found).days == 30
    drop_study_retention(access, study_id=talk.study)
    assert study_retention(access, talk.study) is None
    told = {entry.act_name for entry in record_history(access, talk.study).entries}
    assert {"set how long a study keeps words", "let a study keep words as the workspace does"} <= told


@pytest.mark.parametrize("days", [0, -1, 10**9])
def test_bad_days(access: Access, days: int) -> None:
    talk = Talk(access, "marzipan", YOUNG)
    with pytest.raises(Refused) as error:
        keep_study_words(access, study_id=talk.study, days=days)
    assert error.value.field == "days"
    keep_study_words(access, study_id=talk.study, days=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE interviews_retention SET days = %s", [min(days, 36_501)])
    with within(access):
        assert StudyRetention.objects.get().days == 1


def test_owners_only_and_not_from_elsewhere(access: Access, editor: Access, viewer: Access, elsewhere: Access) -> None:
    study = Talk(access, "marzipan", YOUNG).study
    acts: list[Callable[[Access], object]] = [
        lambda who: keep_study_words(who, study_id=study, days=1),
        lambda who: drop_study_retention(who, study_id=study),
    ]
    for act in acts:
        for who in (editor, viewer):
            with pytest.raises(Forbidden):
                act(who)
        with pytest.raises(NotFound):
            act(elsewhere)
    with pytest.raises(NotFound):
        study_due(elsewhere, study, days=1, spares_grounds=True)


def test_its_page_shows_what_would_go_and_sets_it(access: Access) -> None:
    alice = SignedIn(access)
    talk = Talk(access, "marzipan", YOUNG)
    ended(access, talk, days_ago=0)
    place = alice.path(f"interviews/{talk.study}/keep")
    shown = alice.get(f"{place}?days=30&spares_grounds=1").content.decode()
    assert "sources would lose their words" in shown
    assert "Days are a whole number" in alice.get(f"{place}?days=0").content.decode()
    assert alice.post(place, {"days": "0"}).status_code == 422
    assert alice.post(place, {"days": "30", "spares_grounds": "1"}).status_code == 303
    record = alice.get(alice.path(f"n/{talk.study}")).content.decode()
    assert "30 days after it ended" in record
    assert alice.post(f"{place}/drop").status_code == 303
    assert study_retention(access, talk.study) is None
