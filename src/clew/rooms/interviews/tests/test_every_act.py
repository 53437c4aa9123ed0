"""Acts of the room that leave their name in the ledger, and refuse what is not there: those of which no test of their own looks at it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from clew.ground.evidence.api import add_code, add_source, mark
from clew.ground.files.api import store
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused
from clew.ground.thread.api import open_decision
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions import (
    bookings,
    coding,
    conduct,
    findings,
    gathering,
    guides,
    hours,
    invitations,
    mailings,
    reconciling,
    recordings,
    recruiting,
    redacting,
    reels,
    screeners,
    snapshots,
    studies,
    transcribing,
)
from clew.rooms.interviews.models import Candidate, Interview
from clew.rooms.interviews.queries.snapshots import Moment
from clew.rooms.interviews.tests.ready import ready
from clew.rooms.interviews.tests.recruits import begin, person, segment
from clew.rooms.interviews.tests.talks import GUIDE, held

NOBODY, KEY = 987_654_321, str(uuid4())
Act = Callable[[Access], object]


def of_bookings(access: Access, editor: Access) -> set[str]:
    there = ready(access)
    one, two, three = (
        bookings.book(access, candidate_id=there.another(name), starts_at=there.hours()[60 + 10 * at])
        for at, name in enumerate(("Ben Oak", "Cara Elm", "Dan Ash"))
    )
    bookings.move_booking(access, interview_id=one.pk, starts_at=there.hours()[90])
    bookings.call_off(access, interview_id=one.pk)
    Interview._base_manager.filter(pk__in=[two.pk, three.pk]).update(starts_at=timezone.now() - timedelta(hours=2))
    bookings.note_held(access, interview_id=two.pk)
    bookings.note_missed(access, interview_id=three.pk)
    day = timezone.localdate() + timedelta(days=9)
    hours.set_day(access, day=day, hours="9-12")
    hours.clear_day(access, day=day)
    invitations.make_link(access, candidate_id=there.candidate_id)
    return {
        "move an interview", "call an interview off", "note that an interview was held", "note that nobody came",
        "say when one interviews", "say that a day differs", "say that a day is as usual", "say who interviews for a study",
        "add candidates to a study", "make a personal link",
    }  # fmt: skip


def of_recruiting(access: Access, editor: Access) -> set[str]:
    study = begin(access)
    anna = person(access, "Anna Keller")
    invitations.add_candidates(access, study_id=study, person_ids=[anna])
    one = int(Candidate._base_manager.get().pk)
    recruiting.limit_contact(access, study_id=study, days=60)
    recruiting.set_quota(access, study_id=study, segment_id=segment(access, "Shops", plans=["Team"]), wanted=3)
    recruiting.note_candidate(access, candidate_id=one, note="Calls back")
    recruiting.settle_candidates(access, candidate_ids=[one], state="accepted")
    recruiting.set_incentive(access, candidate_id=one, amount_minor=5_000, currency="EUR", what="Voucher")
    recruiting.remove_incentive(access, candidate_id=one)
    recruiting.stop_asking(access, person_id=anna)
    recruiting.ask_again(access, person_id=anna)
    written = {"subject": "Talk with us", "message": "Hello {name}: {link}", "reminder": "Again: {link}"}
    mailings.write_invitation(access, study_id=study, **written)
    screeners.publish_screener(access, study_id=study, title="Who counts?")
    screeners.open_screener(access, study_id=study)
    screeners.close_screener(access, study_id=study)
    return {
        "say for how long nobody is asked twice", "want a number of a segment", "note something about a candidate",
        "say which candidates fit", "record an incentive", "take an incentive away", "stop asking a person",
        "let a person be asked again", "write an invitation", "open a screener to everybody", "close a screener to everybody",
    }  # fmt: skip


def of_studies(access: Access, editor: Access) -> set[str]:
    study = begin(access)
    studies.plan_study(access, study_id=study, question="Who counts?", wanted=5)
    studies.serve_decision(access, study_id=study, decision_id=open_decision(access, title="What first?").pk)
    talk = held(access, study)
    studies.move_study(access, study_id=study, state="making sense")
    snapshots.write_snapshot(access, interview_id=talk, facts="Two shops.", moments=[Moment("Counts", 1)])
    guide = guides.write_guide(access, title="Counting", text=GUIDE)
    guides.tie_guide(access, guide_id=guide.pk, study_id=study)
    guides.copy_guide(access, guide_id=guide.pk, title="Counting again")
    return {
        "plan a study", "say which decision a study informs", "take interviews into a study", "move a study on",
        "write a snapshot", "say for which study a guide is", "copy a guide",
    }  # fmt: skip


def of_notes_and_findings(access: Access, editor: Access) -> set[str]:
    study = begin(access)
    talk = conduct.add_interview(access, study_id=study, person_id=person(access, "Anna Keller")).pk
    of = {"interview_id": talk, "client_id": KEY}
    conduct.note(access, **of, at_ms=0, text="Counts by hand")
    conduct.change_note(access, **of, text="Counts shelves by hand")
    gathering.gather_notes(access, study_id=study)
    conduct.take_note_back(access, **of)
    conduct.bring_note_back(access, **of)
    sound = store(access, name="talk.wav", chunks=[b"RIFF"]).pk
    kept = recordings.attach_recording(access, interview_id=talk, file_id=sound, type="audio/wav")
    recordings.take_recording_away(access, recording_id=kept.pk)
    words = add_source(access, text="It takes an hour.", kind="interview").pk
    excerpt = mark(access, source_id=words, start=0, end=17, exact="It takes an hour.").pk
    finding = findings.add_finding(access, study_id=study, title="Counting takes an hour").pk
    findings.describe_finding(access, finding_id=finding, detail="Each Friday.")
    findings.tie_finding(access, finding_id=finding, excerpt_id=excerpt)
    findings.untie_finding(access, finding_id=finding, excerpt_id=excerpt)
    findings.move_finding(access, finding_id=finding, state="done")
    return {
        "change a note", "take a note back", "bring a note back", "gather the notes of a study", "attach a recording", "take a recording away", "describe a finding", "move a finding on", "tie words to a finding",
        "withdraw words from a finding",
    }  # fmt: skip


def of_coding(access: Access, editor: Access) -> set[str]:
    """What was marked blind is told by no history; that somebody finished, or was taken out, is."""
    study = begin(access)
    talk = add_source(access, text="I count by hand.", kind="interview").pk
    studies.take_in(access, study_id=study, source_ids=[talk])
    add_code(access, title="Effort")
    people = [access.user_id or 0, editor.user_id or 0]
    made = coding.begin_round(access, study_id=study, title="First", source_ids=[talk], coder_ids=people).pk
    for who in (access, editor):
        coding.mark_blind(
            who, round_id=made, source_id=talk, start=0, end=16, exact="I count by hand.", codes=["Effort"]
        )
        coding.finish_coding(who, round_id=made)
    reconciling.settle_agreed(access, round_id=made, source_id=talk)
    return {"begin a coding round", "finish coding", "keep what all agreed on"}


SCENES = [of_bookings, of_recruiting, of_studies, of_notes_and_findings, of_coding]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_leaves_its_name(access: Access, editor: Access, scene: Callable[[Access, Access], set[str]]) -> None:
    told = scene(access, editor)
    with within(access):
        rows = LedgerEntry.objects.filter(act_name__in=told).values_list("act_name", "actor_id")
        assert told - {name for name, _ in rows} == set()
        assert {actor for _, actor in rows} <= {access.user_id, editor.user_id}


UNKNOWN: list[Act] = [
    lambda who: conduct.change_note(who, interview_id=NOBODY, client_id=KEY, text="x"),
    lambda who: conduct.take_note_back(who, interview_id=NOBODY, client_id=KEY),
    lambda who: conduct.bring_note_back(who, interview_id=NOBODY, client_id=KEY),
    lambda who: findings.describe_finding(who, finding_id=NOBODY),
    lambda who: findings.untie_finding(who, finding_id=NOBODY, excerpt_id=NOBODY),
    lambda who: guides.copy_guide(who, guide_id=NOBODY),
    lambda who: hours.clear_day(who, day=timezone.localdate()),
    lambda who: recruiting.remove_incentive(who, candidate_id=NOBODY),
    lambda who: reels.choose_cards(who, reel_id=NOBODY, has_cards=True),
    lambda who: reels.remove_clip(who, clip_id=NOBODY),
    lambda who: reels.keep_piece(who, clip_id=NOBODY, file_id=NOBODY),
    lambda who: reels.keep_film(who, reel_id=NOBODY, file_id=NOBODY, clip_ids=[]),
    lambda who: redacting.keep_silenced(who, recording_id=NOBODY, file_id=NOBODY, made="", spans=[]),
    lambda who: snapshots.write_snapshot(who, interview_id=NOBODY),
    lambda who: screeners.publish_screener(who, study_id=NOBODY, title="Who?"),
    lambda who: transcribing.add_heard(who, interview_id=NOBODY, channels=[]),
    lambda who: mailings.begin_mail(who, mail_id=NOBODY, site="https://clew.example"),
    lambda who: mailings.end_mail(who, mail_id=NOBODY, is_sent=True),
]


def test_what_is_not_there_is_refused_and_a_reader_may_not(access: Access, viewer: Access) -> None:
    for act in UNKNOWN:
        with pytest.raises((NotFound, Refused)):
            act(access)
        with pytest.raises(Forbidden):
            act(viewer)
    with pytest.raises(Forbidden):
        reels.drop_silenced(viewer)
