"""Words that are too old go from the whole room: notes, sound, films, snapshots, answers; also from the history. Younger ones stay."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_source, mark
from clew.ground.exchange.api import set_retention, start_retention
from clew.ground.exchange.tests.test_retention import decided
from clew.ground.files.api import StoredFile, path_of, store
from clew.ground.ledger.api import maintenance
from clew.ground.runs.api import Run, perform
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.conduct import add_interview, note
from clew.rooms.interviews.actions.gathering import gather_notes
from clew.rooms.interviews.actions.recordings import attach_recording
from clew.rooms.interviews.actions.reels import add_reel
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.transcribing import use_transcript
from clew.rooms.interviews.kinds import ASKED, TRANSCRIBE_JOB
from clew.rooms.interviews.models import (
    Asking,
    Candidate,
    Clip,
    Interview,
    Note,
    Recording,
    Reel,
    Screener,
    ScreenerAnswer,
    Snapshot,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=400)


class Talk:
    """An interview that was held on a day, with something of everything the room keeps of it; `word` stands in all of it."""

    def __init__(self, access: Access, word: str, day: date, *, has_transcript: bool = True) -> None:
        self.access, self.word = access, word
        who = add_person(access, name=f"Guest {uuid4().hex[:6]}").pk
        self.study = add_study(access, title="A study").pk
        self.pk = int(add_interview(access, study_id=self.study, person_id=who).pk)
        with within(access):
            Interview.objects.filter(pk=self.pk).update(held_on=day)
        note(access, interview_id=self.pk, client_id=str(uuid4()), at_ms=1, text=f"Noted {word}")
        note(access, interview_id=self.pk, client_id=str(uuid4()), at_ms=2, text="Question one", tag=ASKED)
        self.recording = self._recorded(word)
        if has_transcript:
            self._shared(who, day)
        self._written(who)

    def _recorded(self, word: str) -> int:
        file = store(self.access, name="talk.wav", chunks=BytesIO(f"Sound of {word}".encode()))
        return int(attach_recording(self.access, interview_id=self.pk, file_id=file.pk, type="audio/wav").pk)

    def _shared(self, who: int, day: date) -> None:
        text = f"I said {self.word} once."
        source = add_source(self.access, text=text, kind="interview", person_id=who, said_on=day)
        use_transcript(self.access, interview_id=self.pk, source_id=source.pk)
        excerpt = mark(self.access, source_id=source.pk, start=0, end=6, exact=text[:6])
        film = store(self.access, name="reel.mp4", chunks=BytesIO(f"Film of {self.word}".encode()))
        piece = store(self.access, name="piece.mp4", chunks=BytesIO(f"Piece of {self.word}".encode()))
        reel = add_reel(self.access, study_id=self.study, title="Reel")
        with within(self.access):
            Clip.objects.create(workspace_id=self.access.workspace_id, reel=reel, excerpt=excerpt, recording_id=self.recording, position=0,
                                start_ms=0, end_ms=5, caption=f"Caption {self.word}", piece=piece)  # fmt: skip
            Reel.objects.filter(pk=reel.pk).update(
                film=film, made_of=[[excerpt.pk, self.recording]], made_at=timezone.now()
            )

    def _written(self, who: int) -> None:
        here = {"workspace_id": self.access.workspace_id}
        with within(self.access):
            Snapshot.objects.create(
                **here, interview_id=self.pk, facts=f"Facts {self.word}", moments=[{"text": self.word}]
            )
            Asking.objects.create(**here, interview_id=self.pk, speakers=[self.word])
            Run.objects.create(**here, key=uuid4().hex, job=TRANSCRIBE_JOB, title="Transcribe", state="queued",
                               cursor={"words": [[0, self.word, 0, 1]]}, subject_id=self.pk)  # fmt: skip
            Run.objects.filter(subject_id=self.pk).update(state="cancelled", ended_at=timezone.now())


def keep(access: Access, days: int = 365) -> None:
    set_retention(access, days=days, spares_grounds=True)
    made = start_retention(access, today=TODAY)
    perform(made.key)


def everywhere() -> str:
    """All texts of the database, the history too, and all uploads."""
    parts = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if not name.startswith(("search_fts", "auth_", "django_")):
                cursor.execute(f'SELECT * FROM "{name}"')
                parts += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(parts)


def sounds(access: Access) -> bytes:
    with within(access):
        numbers = list(StoredFile.objects.values_list("pk", flat=True))
    return b"\n".join(path_of(access, file_id=pk).read_bytes() for pk in numbers)


@pytest.mark.parametrize("has_transcript", [True, False])
def test_what_was_said_too_long_ago_goes_from_the_whole_room(access: Access, has_transcript: bool) -> None:
    old = Talk(access, "marzipan", LONG_AGO, has_transcript=has_transcript)
    young = Talk(access, "nougat", TODAY, has_transcript=has_transcript)
    assert everywhere().count("marzipan") == everywhere().count("nougat") > 5
    before = everywhere().count("nougat")
    keep(access)
    assert "marzipan" not in everywhere()
    assert b"marzipan" not in sounds(access)
    assert everywhere().count("nougat") == before
    assert sounds(access).count(b"nougat") == (3 if has_transcript else 1)
    with within(access):
        assert Recording.objects.get(pk=old.recording).file_id is None
        assert Recording.objects.get(pk=young.recording).taken_away_at is None
        assert set(Note.objects.filter(interview=old.pk).values_list("text", flat=True)) == {"erased", "Question one"}
        assert Interview.objects.filter(pk=old.pk, held_on=LONG_AGO).exists()


def test_what_comes_to_an_old_talk_later_goes_the_next_time(access: Access) -> None:
    old = Talk(access, "marzipan", LONG_AGO)
    keep(access)
    note(access, interview_id=old.pk, client_id=str(uuid4()), at_ms=9, text="Again marzipan")
    keep(access, days=364)
    assert "marzipan" not in everywhere()


def test_what_belongs_to_words_a_decision_rests_on_stays_with_them(access: Access) -> None:
    old = Talk(access, "marzipan", LONG_AGO)
    with within(access):
        source = Interview.objects.values_list("source_id", flat=True).get(pk=old.pk)
    decided(access, source)
    before = everywhere().count("marzipan")
    keep(access)
    assert everywhere().count("marzipan") == before
    assert sounds(access).count(b"marzipan") == 3


def test_a_gathered_note_is_as_old_as_its_source(access: Access) -> None:
    old = Talk(access, "marzipan", LONG_AGO)
    gather_notes(access, study_id=old.study)
    keep(access)
    assert "marzipan" not in everywhere()


def test_sound_that_a_later_talk_has_as_well_stays(access: Access) -> None:
    Talk(access, "marzipan", LONG_AGO)
    later = Talk(access, "nougat", TODAY)
    later._recorded("marzipan")
    keep(access)
    assert b"Sound of marzipan" in sounds(access)


def test_answers_to_a_screener_are_as_old_as_the_day_they_were_given(access: Access) -> None:
    study = add_study(access, title="A study").pk
    who = [add_person(access, name=f"Guest {n}").pk for n in (1, 2)]
    here = {"workspace_id": access.workspace_id}
    with within(access):
        screener = Screener.objects.create(**here, study_id=study, number=1, title="Plums", questions=[], rules=[])
        for person, word in zip(who, ("marzipan", "nougat"), strict=True):
            candidate = Candidate.objects.create(**here, study_id=study, person_id=person)
            ScreenerAnswer.objects.create(
                **here, candidate=candidate, screener=screener, answers={"q": [word]}, verdict="accepted"
            )
    with within(access), maintenance(recorded=False):
        ScreenerAnswer.objects.filter(candidate__person=who[0]).update(given_at=timezone.now() - timedelta(days=400))
    keep(access)
    assert "marzipan" not in everywhere()
    assert "nougat" in everywhere()
    with within(access):
        assert ScreenerAnswer.objects.filter(verdict="accepted").count() == 2
