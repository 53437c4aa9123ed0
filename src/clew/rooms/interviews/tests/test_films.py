"""Films of reels: made of their clips, made again without what consent takes away, and gone from the disk with whom they showed."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.customers.api import withdraw_consent
from clew.ground.exchange.api import erase_person
from clew.ground.files.api import StoredFile, path_of, place_of, store
from clew.ground.ledger.api import NotFound
from clew.ground.runs.api import Run, cancel, perform, run
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews import film
from clew.rooms.interviews.actions import reels as acts
from clew.rooms.interviews.actions.recordings import take_recording_away
from clew.rooms.interviews.clearing import clear
from clew.rooms.interviews.jobs import reels as jobs
from clew.rooms.interviews.models import Clip, Recording, Reel
from clew.rooms.interviews.queries.reels import clip_media, reel, reel_media, reels
from clew.rooms.interviews.tests.reeled import SAID, Spoken, spoken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(access: Access) -> Spoken:
    return spoken_in(access)


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
