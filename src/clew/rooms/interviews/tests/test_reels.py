"""A highlight reel: whose words may become clips, in which order, cut and joined by ffmpeg, and gone with consent and with the person."""

import math
import shutil
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.customers.api import (
    add_person,
    ask_for_consent,
    give_consent,
    withdraw_consent,
    write_consent_text,
)
from clew.ground.evidence.api import Turn, Word, mark, source
from clew.ground.exchange.api import erase_person
from clew.ground.files.api import StoredFile, path_of, place_of, store
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.runs.api import Run, cancel, perform, run
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews import film
from clew.rooms.interviews.actions import reels as acts
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.recordings import attach_recording, take_recording_away
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.transcribing import add_heard
from clew.rooms.interviews.clearing import clear
from clew.rooms.interviews.demo.reels import NAME, TITLE, tones
from clew.rooms.interviews.jobs import reels as jobs
from clew.rooms.interviews.models import Clip, Recording, Reel
from clew.rooms.interviews.queries.reels import clip_choices, clip_media, reel, reel_media, reels

pytestmark = pytest.mark.django_db
ALL = ("record", "quote", "clip", "share")
SAID = ("I count by hand.", "It takes an hour.", "Ask Anna Keller.")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Anna said two things and Ben one, each in an interview of their own that was recorded."""

    access: Access
    study: int
    people: dict[str, int]
    consents: dict[str, int]
    recordings: list[int]
    excerpts: list[int]

    def made(self, excerpts: Sequence[int] = ()) -> int:
        chosen = excerpts or self.excerpts
        return int(acts.add_reel(self.access, study_id=self.study, title="Counting", excerpt_ids=chosen).pk)

    def words(self, reel_id: int) -> list[str]:
        return [clip.words for clip in reel(self.access, reel_id).clips]


def tone(seconds: int) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", round(8000 * math.sin(at / 5))) for at in range(8000 * seconds)))
    return out.getvalue()


@pytest.fixture
def spoken(access: Access) -> Spoken:
    study = add_study(access, title="Counting")
    write_consent_text(access, title="Interviews", body="We record, quote, cut and share.")
    people, consents, recordings, excerpts = {}, {}, [], []
    for number, (name, said) in enumerate((("Anna Keller", SAID[:2]), ("Ben Holm", SAID[2:]))):
        people[name] = person = int(add_person(access, name=name).pk)
        asked = ask_for_consent(access, person_id=person, scopes=ALL)
        give_consent(access, consent_id=asked.pk, scopes=ALL, how="written")
        consents[name] = int(asked.pk)
        talk = add_interview(access, study_id=study.pk, title=f"Talk {number}", person_id=person)
        file = store(access, name="talk.wav", chunks=[tone(5 + number)])
        made = attach_recording(
            access, interview_id=talk.pk, file_id=file.pk, type="audio/wav", duration_ms=5000 + number * 1000
        )
        recordings.append(int(made.pk))
        words = [Word(w, 500 + 400 * at, 800 + 400 * at) for at, w in enumerate(" ".join(said).split())]
        pk = add_heard(access, interview_id=talk.pk, channels=[words, []])
        text = source(access, pk).text
        for one in said:
            start = text.index(one)
            mark_here = mark(access, source_id=pk, start=start, end=start + len(one), exact=one)
            excerpts.append(int(mark_here.pk))
    return Spoken(access, int(study.pk), people, consents, recordings, excerpts)


def test_clips_stand_where_the_words_were_said(spoken: Spoken) -> None:
    made = spoken.made()
    found = reel(spoken.access, made)
    assert [(c.words, c.who, c.start_ms, c.end_ms) for c in found.clips] == [
        (SAID[0], "P1", 300, 2400),
        (SAID[1], "P1", 1900, 4000),
        (SAID[2], "P2", 300, 2000),
    ]
    assert found.clips[2].card == "Ask [P1]."
    assert [(row.title, row.clips) for row in reels(spoken.access, spoken.study)] == [("Counting", 3)]
    assert clip_choices(spoken.access, spoken.study, reel_id=made) == ()
    assert len(clip_choices(spoken.access, spoken.study)) == 3
    acts.remove_clip(spoken.access, clip_id=found.clips[0].id)
    history = {entry.act_name for entry in record_history(spoken.access, made).entries}
    assert history == {"begin a highlight reel", "take a clip out of a reel"}


def test_they_are_put_in_order_changed_and_taken_out(spoken: Spoken) -> None:
    made = spoken.made()
    ids = [clip.id for clip in reel(spoken.access, made).clips]
    acts.order_clips(spoken.access, reel_id=made, clip_ids=[ids[2], ids[0], ids[1]])
    assert spoken.words(made) == [SAID[2], SAID[0], SAID[1]]
    acts.change_clip(spoken.access, clip_id=ids[2], caption="  Who  knows ", start_ms=0, end_ms=900)
    first = reel(spoken.access, made).clips[0]
    assert (first.caption, first.start_ms, first.end_ms) == ("Who knows", 0, 900)
    acts.remove_clip(spoken.access, clip_id=ids[2])
    assert spoken.words(made) == [SAID[0], SAID[1]]
    acts.add_clips(spoken.access, reel_id=made, excerpt_ids=[spoken.excerpts[2], spoken.excerpts[0]])
    assert spoken.words(made) == list(SAID)
    acts.choose_cards(spoken.access, reel_id=made, has_cards=False)
    assert not reel(spoken.access, made).has_cards


def test_bad_input_is_refused_and_changes_nothing(spoken: Spoken) -> None:
    made = spoken.made(spoken.excerpts[:1])
    clip = reel(spoken.access, made).clips[0].id
    with pytest.raises(Refused, match="No words"):
        acts.add_clips(spoken.access, reel_id=made, excerpt_ids=[])
    with pytest.raises(NotFound):
        acts.add_clips(spoken.access, reel_id=made, excerpt_ids=[spoken.excerpts[1], 10**9])
    with pytest.raises(Refused, match="not all clips"):
        acts.order_clips(spoken.access, reel_id=made, clip_ids=[clip, clip])
    for start, end in ((5, 5), (-1, 5), (0, 700_000)):
        with pytest.raises(Refused, match="ten minutes"):
            acts.change_clip(spoken.access, clip_id=clip, start_ms=start, end_ms=end)
    with pytest.raises(Refused, match="200 characters"):
        acts.change_clip(spoken.access, clip_id=clip, caption="x" * 201, start_ms=0, end_ms=9)
    assert spoken.words(made) == [SAID[0]]


def test_words_without_recording_or_times_are_no_clips(spoken: Spoken) -> None:
    take_recording_away(spoken.access, recording_id=spoken.recordings[1])
    with pytest.raises(Refused, match="not recorded"):
        spoken.made([spoken.excerpts[2]])
    assert [one.words for one in clip_choices(spoken.access, spoken.study)] == list(SAID[:2])


def test_each_scope_is_needed(spoken: Spoken, viewer: Access) -> None:
    made = spoken.made()
    for left_out in ALL:
        given = [scope for scope in ALL if scope != left_out]
        asked = ask_for_consent(spoken.access, person_id=spoken.people["Anna Keller"], scopes=given)
        give_consent(spoken.access, consent_id=asked.pk, scopes=given, how="written")
        found = reel(spoken.access, made)
        assert [clip.words for clip in found.clips] == ["", "", SAID[2]], left_out
        assert left_out in found.clips[0].why_not
        with pytest.raises(Refused, match=left_out):
            acts.add_reel(spoken.access, study_id=spoken.study, title="x", excerpt_ids=spoken.excerpts[:1])
    shown = SignedIn(viewer).get(SignedIn(viewer).path(f"n/{made}")).content.decode()
    assert "Left out. Words withheld: no consent to share." in shown


def test_others_may_not(spoken: Spoken, viewer: Access, elsewhere: Access) -> None:
    made = spoken.made()
    clip = reel(spoken.access, made).clips[0].id
    for by, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for act in (
            lambda by: acts.add_reel(by, study_id=spoken.study, title="Mine"),
            lambda by: acts.add_clips(by, reel_id=made, excerpt_ids=spoken.excerpts),
            lambda by: acts.order_clips(by, reel_id=made, clip_ids=[]),
            lambda by: acts.change_clip(by, clip_id=clip, start_ms=0, end_ms=1),
            lambda by: acts.remove_clip(by, clip_id=clip),
            lambda by: acts.choose_cards(by, reel_id=made, has_cards=True),
            lambda by: acts.make_reel(by, reel_id=made),
        ):
            with pytest.raises(error):
                act(by)
    for query in (lambda: reel(elsewhere, made), lambda: reels(elsewhere, spoken.study)):
        with pytest.raises(NotFound):
            query()


def test_without_ffmpeg_the_page_says_how_to_get_it(spoken: Spoken, monkeypatch: pytest.MonkeyPatch) -> None:
    made = spoken.made()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="apt install ffmpeg"):
        acts.make_reel(spoken.access, reel_id=made)
    page = SignedIn(spoken.access)
    shown = page.get(page.path(f"n/{made}")).content.decode()
    assert "apt install ffmpeg" in shown
    assert "#t=0.30,2.40" in shown


@pytest.fixture
def cutter(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands for ffmpeg: a piece is its words, a film its pieces."""
    told: list[str] = []

    def piece(place: Path, cut: film.Cut, out: Path, *, is_film: bool) -> None:
        told.append(cut.words)
        out.write_bytes(f"{cut.who}: {cut.words}\n".encode())

    def card(cut: film.Cut, out: Path) -> None:
        out.write_bytes(f"[{cut.caption}]\n".encode())

    def joined(pieces: Sequence[Path], out: Path) -> None:
        out.write_bytes(b"".join(one.read_bytes() for one in pieces))

    monkeypatch.setattr(acts, "why_no_film", lambda: "")
    monkeypatch.setattr(jobs, "cut_piece", piece)
    monkeypatch.setattr(jobs, "card_piece", card)
    monkeypatch.setattr(jobs, "join", joined)
    return told


def filmed(spoken: Spoken, made: int) -> str:
    perform(acts.make_reel(spoken.access, reel_id=made).key)
    return reel_media(spoken.access, made).place.read_text()


def test_a_film_is_made_of_its_clips_and_what_is_cut_is_not_cut_again(spoken: Spoken, cutter: list[str]) -> None:
    made = spoken.made()
    ids = [clip.id for clip in reel(spoken.access, made).clips]
    acts.change_clip(spoken.access, clip_id=ids[1], caption="An hour", start_ms=1900, end_ms=4000)
    assert filmed(spoken, made) == f"P1: {SAID[0]}\n[An hour]\nP1: {SAID[1]}\nP2: Ask [P1].\n"
    found = reel(spoken.access, made)
    assert (found.has_film, found.is_current, found.made_at is not None) == (True, True, True)
    assert found.run is not None
    assert (found.run.state, found.run.done, found.run.total) == ("done", 4, 4)
    assert clip_media(spoken.access, ids[0]).place.read_text() == f"P1: {SAID[0]}\n"
    acts.order_clips(spoken.access, reel_id=made, clip_ids=ids[::-1])
    acts.choose_cards(spoken.access, reel_id=made, has_cards=False)
    assert not reel(spoken.access, made).is_current
    before = reel_media(spoken.access, made)
    assert filmed(spoken, made) == f"P2: Ask [P1].\nP1: {SAID[1]}\nP1: {SAID[0]}\n"
    assert len(cutter) == 3
    assert not before.place.exists()  # the film before it


def test_a_clip_that_moved_is_cut_again_and_its_old_piece_goes(spoken: Spoken, cutter: list[str]) -> None:
    made = spoken.made(spoken.excerpts[:1])
    filmed(spoken, made)
    clip = reel(spoken.access, made).clips[0].id
    acts.change_clip(spoken.access, clip_id=clip, start_ms=0, end_ms=900)
    with pytest.raises(NotFound):
        clip_media(spoken.access, clip)
    filmed(spoken, made)
    assert len(cutter) == 2


def test_consent_withdrawn_takes_clip_and_film_at_once_and_the_reel_is_made_without(
    spoken: Spoken, cutter: list[str], viewer: Access
) -> None:
    made = spoken.made()
    filmed(spoken, made)
    films = [
        reel_media(spoken.access, made).place,
        clip_media(spoken.access, reel(spoken.access, made).clips[2].id).place,
    ]
    theirs = reel(spoken.access, made).clips[2].id
    withdraw_consent(spoken.access, consent_id=spoken.consents["Ben Holm"])
    vera = SignedIn(viewer)
    for path in (f"reels/{made}/film", f"reels/clips/{theirs}/film"):
        assert vera.get(vera.path(path)).status_code == 404
    assert not reel(spoken.access, made).has_film
    assert clear() == 1
    assert [place.exists() for place in films] == [False, False]
    again = reel(spoken.access, made).run
    assert again is not None
    assert again.state == "queued"
    with within(spoken.access):
        key = Run.objects.get(pk=again.id).key
    perform(key)
    assert reel_media(spoken.access, made).place.read_text() == f"P1: {SAID[0]}\nP1: {SAID[1]}\n"


def test_a_film_from_another_house_is_not_shown_since_its_numbers_mean_others(
    spoken: Spoken, cutter: list[str]
) -> None:
    made = spoken.made()
    filmed(spoken, made)
    with within(spoken.access):
        there = Reel.objects.get(pk=made)
        Reel.objects.filter(pk=made).update(made_of=[*there.made_of[:-1], [0, made + 1, there.film_id, 1]])
    assert not reel(spoken.access, made).has_film
    with pytest.raises(NotFound):
        reel_media(spoken.access, made)


def test_consent_withdrawn_while_it_is_made_stops_the_film(
    spoken: Spoken, cutter: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = spoken.made()
    join = vars(jobs)["join"]

    def withdrawn(pieces: Sequence[Path], out: Path) -> None:
        join(pieces, out)
        withdraw_consent(spoken.access, consent_id=spoken.consents["Ben Holm"])

    monkeypatch.setattr(jobs, "join", withdrawn)
    begun = acts.make_reel(spoken.access, reel_id=made)
    perform(begun.key)
    assert run(spoken.access, begun.pk).state == "failed"
    assert not reel(spoken.access, made).has_film


def test_it_can_be_stopped_and_a_second_one_is_not_begun(spoken: Spoken, cutter: list[str]) -> None:
    made = spoken.made()
    begun = acts.make_reel(spoken.access, reel_id=made)
    assert acts.make_reel(spoken.access, reel_id=made).pk == begun.pk
    cancel(spoken.access, run_id=begun.pk)
    assert run(spoken.access, begun.pk).state == "cancelled"
    assert filmed(spoken, made)


def test_a_recording_taken_away_takes_its_clips(spoken: Spoken, cutter: list[str]) -> None:
    made = spoken.made()
    filmed(spoken, made)
    take_recording_away(spoken.access, recording_id=spoken.recordings[0])
    found = reel(spoken.access, made)
    assert (found.has_film, [bool(clip.why_not) for clip in found.clips]) == (False, [True, True, False])


def test_erasing_a_person_takes_clips_and_films_from_the_disk(spoken: Spoken, cutter: list[str]) -> None:
    made = spoken.made()
    filmed(spoken, made)
    clips = reel(spoken.access, made).clips
    acts.change_clip(
        spoken.access, clip_id=clips[0].id, caption="Anna counts", start_ms=clips[0].start_ms, end_ms=clips[0].end_ms
    )
    acts.remove_clip(spoken.access, clip_id=clips[1].id)
    places = [reel_media(spoken.access, made).place, *(clip_media(spoken.access, clips[n].id).place for n in (0, 2))]
    with within(spoken.access):
        taken_out = Clip.objects.select_related("piece").get(pk=clips[1].id).piece
    assert taken_out is not None
    places.insert(1, place_of(spoken.access.workspace_id, taken_out.sha256))
    erase_person(spoken.access, person_id=spoken.people["Anna Keller"], typed_name="Anna Keller")
    assert [place.exists() for place in places] == [False, False, False, True]
    kept = Clip._base_manager.filter(pk__in=[clips[0].id, clips[1].id])
    assert [(clip.caption, clip.piece) for clip in kept] == [("", None), ("", None)]
    assert Reel._base_manager.get(pk=made).film_id is None


def test_pages_from_a_reel_to_its_film(spoken: Spoken, cutter: list[str], viewer: Access) -> None:
    alice, vera = SignedIn(spoken.access), SignedIn(viewer)
    here = alice.path(f"interviews/{spoken.study}/reels")
    assert SAID[1] in alice.get(here).content.decode()
    assert alice.post(here, {"title": "", "excerpt": spoken.excerpts}).status_code == 422
    assert alice.post(here, {"title": "Counting", "excerpt": spoken.excerpts[:2]}).status_code == 303
    made = reels(spoken.access, spoken.study)[0].id
    ids = [clip.id for clip in reel(spoken.access, made).clips]
    for path, data in (
        ("clips", {"excerpt": spoken.excerpts[2:]}),
        (f"clips/{ids[0]}", {"caption": "By hand", "start": "0.5", "end": "1.5"}),
        ("cards", {"has_cards": "1"}),
        ("make", {}),
    ):
        assert alice.post(alice.path(f"reels/{made}/{path}"), data).status_code == 303, path
        assert vera.post(vera.path(f"reels/{made}/{path}"), data).status_code == 403, path
    assert "clew-progress" in alice.get(alice.path(f"n/{made}")).content.decode()
    assert alice.post(alice.path(f"reels/{made}/stop")).status_code == 303
    filmed(spoken, made)
    order = [clip.id for clip in reel(spoken.access, made).clips]
    assert alice.post(alice.path(f"reels/{made}/order"), {"order": order, "do": f"down {ids[0]}"}).status_code == 303
    assert [clip.id for clip in reel(spoken.access, made).clips] == [ids[1], ids[0], order[2]]
    assert alice.post(alice.path(f"reels/{made}/clips/{ids[0]}"), {"start": "", "end": "1"}).status_code == 422
    assert alice.post(alice.path(f"reels/{made}/clips/{ids[1]}/remove")).status_code == 303
    played = vera.get(vera.path(f"reels/{made}/film"))
    assert (played.status_code, played["Content-Type"]) == (200, "video/mp4")
    saved = vera.get(vera.path(f"reels/{made}/film?save=1"))
    assert saved["Content-Disposition"].startswith('attachment; filename="Counting.mp4"')
    assert vera.get(vera.path(f"n/{made}")).status_code == 200


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_ffmpeg_cuts_what_is_heard_and_what_is_seen(spoken: Spoken, tmp_path: Path) -> None:
    made = spoken.made(spoken.excerpts[1:])
    clips = reel(spoken.access, made).clips
    acts.change_clip(spoken.access, clip_id=clips[0].id, caption="How long", start_ms=1000, end_ms=3000)
    shown = tmp_path / "seen.mp4"
    film.card_piece(film.Cut(0, 0, "", "", "A film of three seconds"), shown)
    with within(spoken.access):
        seen = store(spoken.access, name="seen.mp4", chunks=[shown.read_bytes()])
        Recording.objects.filter(pk=spoken.recordings[1]).update(kind="video", file=seen, added_at=timezone.now())
    perform(acts.make_reel(spoken.access, reel_id=made).key)
    found = reel(spoken.access, made)
    assert found.has_film, found.run
    place = reel_media(spoken.access, made).place
    assert seconds_of(place) == pytest.approx(3 + 2 + 1.7, abs=0.3)
    with within(spoken.access):
        kept = StoredFile.objects.get(sha256=place.name)
    assert path_of(spoken.access, file_id=kept.pk) == place


def seconds_of(place: Path) -> float:
    import subprocess

    told = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(place)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(told.stdout)


def test_the_demos_sound_is_small_and_the_same_each_time() -> None:
    turns = tuple(
        Turn(speaker=who, start=at, end=at + 1, start_ms=ms, end_ms=None)
        for at, (who, ms) in enumerate((("Ada", 0), ("Ben", 9000)))
    )
    made = tones(turns)
    assert made == tones(turns)
    assert len(made) < 300_000
    with wave.open(BytesIO(made)) as sound:
        assert (sound.getnframes() / sound.getframerate(), sound.getsampwidth()) == (35, 1)
        first, quiet = sound.readframes(8 * 8000), sound.readframes(8000)[-400:]
    assert (min(first), max(first), set(quiet)) == (112, 140, {128})
    assert "synthetic" in NAME
    assert "synthetic" in TITLE
