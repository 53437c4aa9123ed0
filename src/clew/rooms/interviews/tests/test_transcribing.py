"""A recording becomes the transcript of its interview, stretch by stretch; the model itself is tried in tests/endurance."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clew.ground.customers.api import add_person, ask_for_consent, give_consent, write_consent_text
from clew.ground.evidence.api import Word, add_source, source, word_times
from clew.ground.evidence.speech.hearing import Stretch
from clew.ground.files.api import store
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.runs.api import Run, cancel, perform, run
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions import transcribing as acts
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.jobs import transcribing as jobs
from clew.rooms.interviews.models import Interview
from clew.rooms.interviews.queries.transcribing import transcribing

HEARD = (
    (0, 0, "What slows you down?", 4000),
    (0, 4000, "", 60_000),
    (1, 0, "I count by hand.", 60_000),
)


class Quiet:
    """Sound of one minute on two channels."""

    channels, length_ms = 2, 60_000


class Listener:
    """Hears what it is told, from where it is asked; breaks off once where it is told to."""

    def __init__(self) -> None:
        self.heard = list(HEARD)
        self.asked: list[tuple[int, int]] = []
        self.breaks_after = 99
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self, sound: object, *, channel: int = 0, from_ms: int = 0, language: str = "") -> Iterator[Stretch]:
        self.asked.append((channel, from_ms))
        for number, start, text, until in self.heard:
            if (number, start) < (channel, from_ms):
                continue
            if self.breaks_after == 0:
                self.breaks_after = 99
                raise RuntimeError("the machine went down")
            self.breaks_after -= 1
            words = (
                Word(w, start + 500 * at + 10 * number, start + 500 * at + 400) for at, w in enumerate(text.split())
            )
            yield Stretch(number, tuple(words), until, "en")
            self.meanwhile()


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    made = Listener()

    @contextmanager
    def quiet(path: Path) -> Iterator[Quiet]:
        yield Quiet()

    monkeypatch.setattr(acts, "why_no_speech", lambda: "")
    monkeypatch.setattr(jobs, "sound_of", quiet)
    monkeypatch.setattr(jobs, "listen", made)
    return made


@pytest.fixture
def interview(access: Access) -> int:
    """One of a study, without a transcript."""
    study = add_study(access, title="Counting")
    words = add_source(access, text="to be taken away", title="Talk with Anna", kind="interview")
    made = take_in(access, study_id=study.pk, source_ids=[words.pk])[0]
    with within(access):
        Interview.objects.filter(pk=made.pk).update(source=None)
    return int(made.pk)


@pytest.fixture
def recording(access: Access) -> int:
    return int(store(access, name="talk.wav", chunks=[b"RIFF"]).pk)


def begun(access: Access, interview: int, recording: int) -> Run:
    made = acts.transcribe(access, interview_id=interview, file_id=recording)
    perform(made.key)
    return made


def test_it_becomes_the_source_of_the_interview(
    access: Access, interview: int, recording: int, listener: Listener
) -> None:
    made = run(access, begun(access, interview, recording).pk)
    found = transcribing(access, interview)
    assert (made.state, made.text) == ("done", "Done")
    assert found.source_id is not None
    said = source(access, found.source_id)
    assert (said.kind, said.title) == ("interview", "Talk with Anna")
    assert said.text == "Speaker 1: What slows you down?\n\nSpeaker 2: I count by hand."
    assert [(t.speaker, t.start_ms) for t in said.turns] == [("Speaker 1", 0), ("Speaker 2", 10)]
    first = word_times(access, found.source_id).times[0]
    assert (said.text[first[0] : first[1]], first[2:]) == ("What", (0, 400))
    assert set(made.cursor) == {"source"}  # the words are in the transcript alone
    entries = {entry.act_name for entry in record_history(access, interview).entries}
    assert "add what was heard" in entries


def test_it_goes_on_behind_what_was_heard(access: Access, interview: int, recording: int, listener: Listener) -> None:
    listener.breaks_after = 2
    first = begun(access, interview, recording)
    assert (run(access, first.pk).state, run(access, first.pk).done) == ("failed", 60)
    assert transcribing(access, interview).source_id is None
    again = begun(access, interview, recording)
    assert again.pk == first.pk
    assert listener.asked == [(0, 0), (0, 60_000)]
    found = transcribing(access, interview)
    assert found.source_id is not None
    assert source(access, found.source_id).text.count("What slows") == 1


def test_it_stops_and_goes_on(access: Access, interview: int, recording: int, listener: Listener) -> None:
    made = acts.transcribe(access, interview_id=interview, file_id=recording)
    listener.meanwhile = lambda: cancel(access, run_id=made.pk) if len(listener.asked) == 1 else None
    perform(made.key)
    assert run(access, made.pk).state == "cancelled"
    listener.meanwhile = lambda: None
    begun(access, interview, recording)
    assert transcribing(access, interview).source_id is not None


def test_silence_is_told(access: Access, interview: int, recording: int, listener: Listener) -> None:
    listener.heard = [(0, 0, "", 60_000)]
    made = run(access, begun(access, interview, recording).pk)
    assert made.state == "failed"
    assert "No words were heard" in made.error


def test_refusals(
    access: Access, interview: int, recording: int, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFound):
        acts.transcribe(access, interview_id=interview, file_id=recording + 99)
    monkeypatch.setattr(acts, "why_no_speech", lambda: "The speech model is not installed.")
    with pytest.raises(Refused, match="not installed") as caught:
        acts.transcribe(access, interview_id=interview, file_id=recording)
    assert "--speech" in (caught.value.remedy or "")
    monkeypatch.setattr(acts, "why_no_speech", lambda: "")
    begun(access, interview, recording)
    with pytest.raises(Refused, match="has its transcript"):
        acts.transcribe(access, interview_id=interview, file_id=recording)


def test_nobody_is_heard_who_did_not_agree_to_be_recorded(
    access: Access, interview: int, recording: int, listener: Listener
) -> None:
    anna = add_person(access, name="Anna Keller")
    with within(access):
        Interview.objects.filter(pk=interview).update(person=anna)
    write_consent_text(access, title="Interviews", body="We quote what you say.")
    asked = ask_for_consent(access, person_id=anna.pk, scopes=["quote"])
    give_consent(access, consent_id=asked.pk, scopes=["quote"], how="written")
    with pytest.raises(Refused, match="No recording"):
        acts.transcribe(access, interview_id=interview, file_id=recording)


def test_others_may_not(viewer: Access, elsewhere: Access, interview: int, recording: int, listener: Listener) -> None:
    with pytest.raises(Forbidden):
        acts.transcribe(viewer, interview_id=interview, file_id=recording)
    with pytest.raises(NotFound):
        acts.transcribe(elsewhere, interview_id=interview, file_id=recording)
    with pytest.raises(NotFound):
        transcribing(elsewhere, interview)
