"""Words that are ready, in a transcript or a recording, come into no interview before its person agreed; each way in says so alike."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.customers.api import add_person, consents, give_consent, withdraw_consent, write_consent_text
from clew.ground.evidence.api import Source, Word, add_source, hear_for
from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, Scope, make_token
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.consent import plan_consent
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.actions.transcribing import add_heard, use_transcript
from clew.rooms.interviews.models import Interview
from clew.rooms.interviews.queries.consent import interview_consent
from clew.rooms.interviews.tests.test_studies import talk

VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada>We count every shelf twice.\n"
WHY = "No transcript: consent was asked for and is not given yet."
REMEDY = "write down on their page what they agreed to, aloud or on paper"


class Asked:
    """Ada is asked by the study, and has not answered."""

    def __init__(self, access: Access) -> None:
        self.access = access
        write_consent_text(access, title="Talks", body="We record what you say.")
        self.study = int(add_study(access, title="Counting").pk)
        plan_consent(access, study_id=self.study)
        self.ada = int(add_person(access, name="Ada").pk)
        self.talk = int(add_interview(access, study_id=self.study, person_id=self.ada).pk)

    def agrees(self, *scopes: str) -> int:
        (asked,) = [row.id for row in consents(self.access, person_id=self.ada, about=self.study) if row.is_open]
        give_consent(self.access, consent_id=asked, scopes=scopes, how="written")
        return asked

    def words(self) -> int | None:
        return Interview._base_manager.get(pk=self.talk).source_id


@pytest.fixture
def asked(access: Access) -> Asked:
    return Asked(access)


@pytest.fixture
def mine(here: Access) -> Asked:
    """The same in the workspace of the person of this machine."""
    return Asked(here)


clew = Shell("interviews")


def test_a_transcript_waits_for_the_yes(asked: Asked) -> None:
    source = talk(asked.access)
    with pytest.raises(Refused) as refused:
        use_transcript(asked.access, interview_id=asked.talk, source_id=source)
    assert refused.value.message == WHY
    assert REMEDY in refused.value.remedy
    consent = asked.agrees("quote")
    with pytest.raises(Refused, match="No transcript"):
        use_transcript(asked.access, interview_id=asked.talk, source_id=source)
    withdraw_consent(asked.access, consent_id=consent)
    with pytest.raises(Refused, match="withdrawn"):
        use_transcript(asked.access, interview_id=asked.talk, source_id=source)
    assert asked.words() is None


def test_consent_on_paper_lets_it_in(asked: Asked) -> None:
    source = talk(asked.access)
    asked.agrees("record")
    use_transcript(asked.access, interview_id=asked.talk, source_id=source)
    assert asked.words() == source


def test_nobody_named_brings_nothing_in(asked: Asked) -> None:
    nobody = add_interview(asked.access, study_id=asked.study, title="Somebody").pk
    with pytest.raises(Refused, match="whose interview") as refused:
        use_transcript(asked.access, interview_id=nobody, source_id=talk(asked.access))
    assert "whose it is" in refused.value.remedy


def test_interviews_that_are_here_are_taken_in_only_of_who_agreed(asked: Asked) -> None:
    access = asked.access
    free = [
        int(add_source(access, text=words, title=words[:6], kind="interview", person_id=who).pk)
        for words, who in (("Nobody is named here.", None), ("Ada counts.", asked.ada))
    ]
    for source, why in zip(free, ("whose interview", "not given yet"), strict=True):
        with pytest.raises(Refused, match=why) as refused:
            take_in(access, study_id=asked.study, source_ids=[source])
        assert "choose its transcript there" in refused.value.remedy
    asked.agrees("record")
    with pytest.raises(Refused, match="whose interview"):
        take_in(access, study_id=asked.study, source_ids=free)
    assert Interview._base_manager.filter(source__in=free).count() == 0
    (made,) = take_in(access, study_id=asked.study, source_ids=free[1:])
    assert made.source_id == free[1]


def test_a_source_is_not_tied_to_the_study_by_itself(asked: Asked) -> None:
    """As the API offers it; nor is a new one added for the study."""
    access, other = asked.access, add_study(asked.access, title="Asks nobody").pk
    free = add_source(access, text="Ada counts.", kind="interview", person_id=asked.ada).pk
    for source, why in ((free, "not given yet"), (talk(access), "whose interview")):
        with pytest.raises(Refused, match=why) as refused:
            hear_for(access, source_id=source, about=asked.study)
        assert "write down on the person's page" in refused.value.remedy
    with pytest.raises(Refused, match="not given yet"):
        add_source(access, text="Ada counts twice.", person_id=asked.ada, about=asked.study)
    assert not Source._base_manager.filter(about=asked.study).exists()
    hear_for(access, source_id=free, about=other)
    asked.agrees("record")
    assert hear_for(access, source_id=free, about=asked.study).about_id == asked.study


def test_words_of_an_interview_stay_with_its_study(asked: Asked) -> None:
    """Else consent that was refused for it would decide no more."""
    access, other = asked.access, add_study(asked.access, title="Asks nobody").pk
    asked.agrees("record")
    use_transcript(access, interview_id=asked.talk, source_id=(source := talk(access)))
    for about in (None, other):
        with pytest.raises(Refused, match="were said in “Talk with Ada”, for the study “Counting”"):
            hear_for(access, source_id=source, about=about)


def test_a_study_that_asks_nobody_takes_them_as_before(access: Access) -> None:
    study, ada = add_study(access, title="Counting").pk, add_person(access, name="Ada").pk
    planned = add_interview(access, study_id=study, person_id=ada).pk
    use_transcript(access, interview_id=planned, source_id=talk(access))


def test_what_the_machine_heard_is_dropped_when_it_was_withdrawn_meanwhile(asked: Asked) -> None:
    withdraw_consent(asked.access, consent_id=asked.agrees("record"))
    before = Source._base_manager.count()
    with pytest.raises(Refused, match="withdrawn"):
        add_heard(asked.access, interview_id=asked.talk, channels=[[Word("Count", 0, 900)]])
    assert Source._base_manager.count() == before


def test_the_page_says_so_and_offers_no_button(asked: Asked) -> None:
    source, client = talk(asked.access), SignedIn(asked.access)
    place = f"/w/{asked.access.slug}/interviews/{asked.talk}/transcript"
    page = client.get(place).content.decode()
    assert WHY.rstrip(".") in page
    assert REMEDY in page
    assert "Use this" not in page
    answer = client.post(place, {"source_id": source})
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    asked.agrees("record")
    assert "Use this" in client.get(place).content.decode()
    assert client.post(place, {"source_id": source}).status_code in (302, 303)


def test_no_recording_is_left_on_the_disk(asked: Asked) -> None:
    sent = SimpleUploadedFile("talk.wav", b"RIFF", "audio/wav")
    place = f"/w/{asked.access.slug}/interviews/{asked.talk}/transcribe"
    answer = SignedIn(asked.access).post(place, {"file": sent})
    assert answer.status_code == 422
    assert "No recording: consent was asked for" in answer.content.decode()
    assert not StoredFile._base_manager.exists()


def test_the_api_says_the_same(asked: Asked) -> None:
    source, secret = talk(asked.access), make_token(asked.access, name="a script", scope=Scope.WRITE).secret
    sent = json.dumps({"source_id": source})
    headers = {"Authorization": f"Bearer {secret}"}
    answer = Client().post(f"/api/v1/interviews/{asked.talk}/transcript", sent, "application/json", headers=headers)
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    assert REMEDY in answer.content.decode()


def test_the_command_line_says_the_same_and_leaves_nothing(mine: Asked, tmp_path: Path) -> None:
    file = tmp_path / "call.vtt"
    file.write_text(VTT)
    refused = clew("transcripts", "import", file, "--interview", mine.talk)
    assert refused.exit_code == 2
    assert WHY in refused.stderr
    assert REMEDY in refused.stderr
    into_study = clew("transcripts", "import", file, "--study", mine.study)
    assert into_study.exit_code == 2
    assert "whose interview" in into_study.stderr
    assert clew("transcribe", mine.talk, file).exit_code == 2
    assert (Source._base_manager.count(), StoredFile._base_manager.count()) == (0, 0)


def test_a_signed_sheet_is_written_down_on_the_command_line(mine: Asked) -> None:
    shown = clew("consent", "show", mine.talk)
    assert shown.stdout.startswith("Ada: asked\nNothing is kept: consent was asked for and is not given yet.")
    words = ["consent", "agreed", mine.talk, "--scope", "record", "--scope", "quote", "--on", "2026-03-02", "--json"]
    ended = clew(*words)
    assert ended.exit_code == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert (told["state"], told["given"], told["no_recording"]) == ("given", ["record", "quote"], "")
    assert "Agreed to record, quote" in clew("consent", "show", mine.talk).stdout
    again = clew(*words)
    assert (again.exit_code, "No question waits" in again.stderr) == (2, True)


def test_a_no_is_written_down_and_asked_again(mine: Asked) -> None:
    assert clew("consent", "refused", mine.talk).stdout.startswith("Ada: refused\nNothing is kept")
    assert clew("consent", "ask", mine.talk).stdout.startswith("Ada: asked")
    assert clew("consent", "agreed", mine.talk, "--scope", "sell").exit_code == 2
    assert interview_consent(mine.access, mine.talk).state == "asked"
    nobody = add_interview(mine.access, study_id=mine.study, title="Somebody").pk
    assert clew("consent", "refused", nobody).exit_code == 2
    assert clew("consent", "show", nobody).stdout.startswith("Nobody named: not asked")
