"""How far along a study is follows what is done in it: asking makes it recruit, an interview makes it interview; it never goes back by itself."""

import pytest

from clew.ground.customers.api import add_person
from clew.ground.ledger.api import last_act_id
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.conduct import add_interview, finish_interview, start_interview
from clew.rooms.interviews.actions.invitations import add_candidates, make_link
from clew.rooms.interviews.actions.studies import add_study, move_study, take_in
from clew.rooms.interviews.actions.transcribing import use_transcript
from clew.rooms.interviews.models import Candidate, Interview
from clew.rooms.interviews.queries.studies import study
from clew.rooms.interviews.tests.test_studies import talk


@pytest.fixture
def counting(access: Access) -> int:
    return int(add_study(access, title="Counting").pk)


def state(access: Access, study_id: int) -> str:
    return study(access, study_id).row.state


def test_a_personal_link_is_recruiting(access: Access, counting: int) -> None:
    add_candidates(access, study_id=counting, person_ids=[add_person(access, name="Ada").pk])
    assert state(access, counting) == "planned"
    make_link(access, candidate_id=Candidate._base_manager.get().pk)
    assert state(access, counting) == "recruiting"


def test_the_first_interview_that_begins_moves_it_on(access: Access, counting: int) -> None:
    first = add_interview(access, study_id=counting).pk
    assert state(access, counting) == "planned"
    start_interview(access, interview_id=first)
    assert state(access, counting) == "interviewing"
    assert "start an interview" in {entry.act_name for entry in record_history(access, counting).entries}
    finish_interview(access, interview_id=first)
    assert state(access, counting) == "interviewing"


def test_interviews_that_are_taken_in_move_it_on_and_undoing_takes_it_back(access: Access, counting: int) -> None:
    take_in(access, study_id=counting, source_ids=[talk(access)])
    act = last_act_id()
    assert state(access, counting) == "interviewing"
    assert act is not None
    undo(access, act=act)
    assert state(access, counting) == "planned"


@pytest.mark.parametrize("far", ["making sense", "finished"])
def test_it_never_goes_back_by_itself(access: Access, counting: int, far: str) -> None:
    move_study(access, study_id=counting, state=far)
    take_in(access, study_id=counting, source_ids=[talk(access)])
    add_candidates(access, study_id=counting, person_ids=[add_person(access, name="Ada").pk])
    make_link(access, candidate_id=Candidate._base_manager.get().pk)
    assert state(access, counting) == far


def test_an_interview_whose_words_are_here_was_held(access: Access, counting: int) -> None:
    planned = add_interview(access, study_id=counting).pk
    use_transcript(access, interview_id=planned, source_id=talk(access))
    with within(access):
        found = Interview.objects.select_related("node").get(pk=planned)
    assert (found.node.state, str(found.held_on)) == ("held", "2026-03-02")
    assert (state(access, counting), study(access, counting).row.progress.held) == ("interviewing", 1)


def test_one_that_runs_goes_on_running(access: Access, counting: int) -> None:
    running = add_interview(access, study_id=counting).pk
    start_interview(access, interview_id=running)
    use_transcript(access, interview_id=running, source_id=talk(access))
    assert finish_interview(access, interview_id=running).held_on
