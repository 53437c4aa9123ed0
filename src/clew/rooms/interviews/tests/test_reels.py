"""A highlight reel: whose words may become clips, in which order, and which scopes of consent that needs."""

import shutil
import wave
from io import BytesIO

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import ask_for_consent, give_consent
from clew.ground.evidence.api import Turn
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions import reels as acts
from clew.rooms.interviews.actions.recordings import take_recording_away
from clew.rooms.interviews.demo.reels import NAME, TITLE, tones
from clew.rooms.interviews.queries.reels import clip_choices, reel, reels
from clew.rooms.interviews.tests.reeled import ALL, SAID, Spoken, spoken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(access: Access) -> Spoken:
    return spoken_in(access)


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
