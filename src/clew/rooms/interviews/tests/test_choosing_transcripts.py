"""Which transcript stands for an interview: chosen on its page, changed, and the one before is free again."""

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_code, add_source, mark
from clew.ground.ledger.api import Refused, last_act_id
from clew.ground.thread.api import Link, record_history, undo
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.coding import begin_round
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.talk import say_who_asked
from clew.rooms.interviews.actions.transcribing import use_transcript
from clew.rooms.interviews.models import Asking
from clew.rooms.interviews.queries.studies import free_interviews, study_of_interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(access: Access) -> int:
    return int(add_person(access, name="Anna Keller").pk)


@pytest.fixture
def talk(access: Access, anna: int) -> int:
    return int(add_interview(access, study_id=add_study(access, title="Counting").pk, person_id=anna).pk)


def said(access: Access, words: str, person_id: int | None = None) -> int:
    turns = [{"start": 0, "end": 9, "speaker": "Me"}, {"start": 9, "end": len(words), "speaker": "Anna"}]
    return int(add_source(access, text=words, turns=turns, title=words[:10], kind="interview", person_id=person_id).pk)


def test_it_is_chosen_on_the_page(access: Access, talk: int, anna: int) -> None:
    mine, free = said(access, "Me: Why? I count by hand.", anna), said(access, "Me: How? By weight then.")
    others = said(access, "Me: Who? Nobody does that.", int(add_person(access, name="Ben Oak").pk))
    place, client = f"/w/{access.slug}/interviews/{talk}/transcript", SignedIn(access)
    page = client.get(place).content.decode()
    assert [f'value="{one}"' in page for one in (mine, free, others)] == [True, True, False]
    assert place in client.get(f"/w/{access.slug}/n/{talk}").content.decode()
    assert client.post(place, {}).status_code == 422
    assert client.post(place, {"source_id": free}).status_code in (302, 303)
    assert study_of_interview(access, talk)[1] == free
    assert "Now it is" in client.get(place).content.decode()


def test_another_takes_its_place_and_the_one_before_is_free_with_its_marks(access: Access, talk: int) -> None:
    first, second = said(access, "Me: Why? I count by hand."), said(access, "Me: How? By weight then.")
    use_transcript(access, interview_id=talk, source_id=first)
    mark(access, source_id=first, start=9, end=16, exact="I count")
    say_who_asked(access, interview_id=talk, speakers=["Me"])
    with pytest.raises(Refused, match="stand already"):
        use_transcript(access, interview_id=talk, source_id=first, replace=True)
    with pytest.raises(Refused, match="has its transcript"):
        use_transcript(access, interview_id=talk, source_id=second)
    use_transcript(access, interview_id=talk, source_id=second, replace=True)
    changed = last_act_id()
    assert study_of_interview(access, talk)[1] == second
    assert [row.id for row in free_interviews(access)] == [first]
    with within(access):
        standing = Link.objects.filter(downstream=talk, verb="heard_in", withdrawn_at=None)
        assert [row.upstream_id for row in standing] == [second]
        assert not Asking.objects.filter(interview=talk).exists()
    assert "transcript" in str(record_history(access, talk).entries)
    undo(access, act=changed)
    assert study_of_interview(access, talk)[1] == first
    with within(access):
        assert Asking.objects.filter(interview=talk).exists()


def test_words_in_a_coding_round_stay(access: Access, editor: Access, talk: int) -> None:
    first, second = said(access, "Me: Why? I count by hand."), said(access, "Me: How? By weight then.")
    use_transcript(access, interview_id=talk, source_id=first)
    code = add_code(access, title="Counting").pk
    study_id, _ = study_of_interview(access, talk)
    begin_round(
        access,
        study_id=study_id,
        title="Round",
        source_ids=[first],
        code_ids=[code],
        coder_ids=[access.user_id or 0, editor.user_id or 0],
    )
    with pytest.raises(Refused, match="coding round"):
        use_transcript(access, interview_id=talk, source_id=second, replace=True)
    assert study_of_interview(access, talk)[1] == first
