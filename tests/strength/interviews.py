"""What stands in the room for interviews of each of the two workspaces: something of every kind, said to be that workspace's in its words."""

from dataclasses import dataclass
from uuid import uuid4

from clew.ground.files.api import store
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.bookings import book
from clew.rooms.interviews.actions.coding import begin_round, mark_blind
from clew.rooms.interviews.actions.conduct import add_interview, note, start_interview
from clew.rooms.interviews.actions.guides import write_guide
from clew.rooms.interviews.actions.recordings import attach_recording, begin_recording, take_recording_away
from clew.rooms.interviews.actions.recruiting import note_candidate, set_incentive, set_quota
from clew.rooms.interviews.actions.screeners import publish_screener
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.tests.ready import candidate, ready

WHO = {"key": "q1", "text": "Who counts?", "kind": "single", "is_required": True, "options": ["I do", "Others"]}


@dataclass(frozen=True)
class Room:
    """`nodes`: records that can be archived, `more`: other rows by kind, `gone`: what was taken away, `note`: a note's own key."""

    nodes: dict[str, list[int]]
    more: dict[str, int]
    gone: dict[str, int]
    note: str


def room_of(access: Access, name: str, made: dict[str, list[int]], colleague: Access) -> Room:
    """`made`: what is there already; the last source of it stays free of studies."""
    study = _study(access, name, made)
    talk = add_interview(access, study_id=study, title=f"A talk of {name}").pk
    start_interview(access, interview_id=talk)
    key = str(uuid4())
    note(access, interview_id=talk, client_id=key, at_ms=5, text=f"A note of {name}")
    heard = [_recording(access, talk, f"{word} of {name}") for word in ("sound", "sound taken away")]
    take_recording_away(access, recording_id=heard[1])
    upload = begin_recording(access, interview_id=talk, name=f"{name}.webm", type="audio/webm").pk
    guides = [write_guide(access, title=f"Guide {n} of {name}", text=f"## One\n\n- Why {name}?").pk for n in (1, 2)]
    bookable = ready(access)
    booked = book(access, candidate_id=bookable.candidate_id, starts_at=bookable.hours()[8]).pk
    coding, blind = _coded(access, name, (study, made["source"][0]), colleague)
    nodes = {"study": [study, bookable.study_id], "interview": [talk, booked], "guide": guides}
    asked = candidate(access, study, f"Candidate of {name}", f"candidate@{name}.example")
    note_candidate(access, candidate_id=asked, note=f"Noted by {name}")
    set_incentive(access, candidate_id=asked, amount_minor=5000, what=f"A voucher of {name}")
    more = {
        "candidate": asked,
        "recording": heard[0],
        "upload": upload,
        "round": coding,
        "mark": blind,
        "booked": booked,
    }
    return Room(nodes, more, {"recording": heard[1]}, key)


def _study(access: Access, name: str, made: dict[str, list[int]]) -> int:
    study = add_study(access, title=f"Study of {name}", question=f"What of {name}?").pk
    take_in(access, study_id=study, source_ids=made["source"][:2])
    set_quota(access, study_id=study, segment_id=made["segment"][0], wanted=3)
    publish_screener(access, study_id=study, title=f"Screener of {name}", questions=[WHO], rules=[])
    return int(study)


def _recording(access: Access, interview: int, words: str) -> int:
    file = store(access, name=f"{words}.wav", chunks=iter([words.encode()]))
    made = attach_recording(access, interview_id=interview, file_id=file.pk, type="audio/wav")
    return int(made.pk)


def _coded(access: Access, name: str, where: tuple[int, int], colleague: Access) -> tuple[int, int]:
    study, source = where
    coders = [access.user_id or 0, colleague.user_id or 0]
    made = begin_round(access, study_id=study, title=f"Round of {name}", source_ids=[source], coder_ids=coders)
    words = {"start": 0, "end": 10, "exact": "The export"}
    (blind,) = mark_blind(access, round_id=made.pk, source_id=source, codes=[f"Code 0 of {name}"], **words)
    return int(made.pk), int(blind.pk)
