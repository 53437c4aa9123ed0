"""A house in which somebody took part in everything of the room, and what is left of her in it; started by test_leaving.py."""

import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

NAME, EMAIL = "Ottoline Marrow", "ottoline@marrow.example"
SAID = "Every Thursday I weigh the plums again, since the old scale lies to me."
NOTED, REMARKED = "She weighs her plums every single week", "Found her at the orchard fair"
ANSWERED = "The scale told me that I had nine hundred plums"
SOUND = b"RIFF" + bytes(range(256)) * 400
WORDS = (NAME, "Marrow", EMAIL, SAID, "old scale lies", NOTED, REMARKED, ANSWERED)
CALL = f"{NAME}: {SAID}\nGuest: And then?\n{NAME}: Then I begin again.\n"
ASKED = {"key": "q1", "text": "What went wrong?", "kind": "text"}


def fill() -> None:
    """She was found, asked, screened, heard, recorded, noted, coded, and stands behind a need."""
    from tests.live.child import way_in

    from clew.ground.customers.api import add_person
    from clew.ground.evidence.api import mark, read_spoken
    from clew.rooms.interviews.actions import answering, coding, conduct, invitations, recruiting, screeners, studies
    from clew.rooms.interviews.models import Candidate
    from clew.rooms.interviews.queries.invited import enter_by_invitation

    access = way_in()
    her = add_person(access, name=NAME, email=EMAIL).pk
    study = studies.add_study(access, title="Weighing", wanted=3).pk
    screener = screeners.publish_screener(access, study_id=study, title="Plums", questions=[ASKED], rules=[])
    invitations.add_candidates(access, study_id=study, person_ids=[her])
    candidate = Candidate._base_manager.get(study=study).pk
    recruiting.note_candidate(access, candidate_id=candidate, note=REMARKED)
    link = invitations.make_link(access, candidate_id=candidate)
    answering.answer_screener(enter_by_invitation(link.secret), version_id=screener.id, given={"q1": [ANSWERED]})
    talk = conduct.add_interview(access, study_id=study, person_id=her).pk
    conduct.start_interview(access, interview_id=talk)
    conduct.note(access, interview_id=talk, client_id="00000000-0000-4000-8000-000000000001", at_ms=5, text=NOTED)
    _recorded(access, talk)
    text, turns = read_spoken(CALL)
    source = _transcript(access, (talk, her), text, turns)
    start = text.index("Every Thursday")
    mark(access, source_id=source, start=start, end=start + 20, exact=text[start : start + 20], new_need="Trust the scale",
         codes=["Scales"])  # fmt: skip
    round_ = coding.begin_round(access, study_id=study, title="Blind", source_ids=[source], coder_ids=_coders(access))
    coding.mark_blind(
        access, round_id=round_.pk, source_id=source, start=start, end=start + 5, exact="Every", codes=["Scales"]
    )
    conduct.finish_interview(access, interview_id=talk)
    print(json.dumps({"person": her, "study": study, "interview": talk}))


def _recorded(access: Any, talk: int) -> None:
    from clew.ground.files.api import receive, store
    from clew.rooms.interviews.actions.recordings import attach_recording, begin_recording

    kept = store(access, name="ottoline marrow.wav", chunks=iter([SOUND]))
    attach_recording(access, interview_id=talk, file_id=kept.pk, type="audio/wav")
    coming = begin_recording(access, interview_id=talk, name="more.webm", type="audio/webm")
    receive(access, upload_id=coming.pk, offset=0, part=SOUND[::-1])


def _transcript(access: Any, whose: tuple[int, int], text: str, turns: Any) -> int:
    from clew.ground.evidence.api import add_source
    from clew.ground.evidence.models import Embedding, SourceVersion
    from clew.ground.workspaces.api import within
    from clew.rooms.interviews.actions.transcribing import use_transcript

    talk, her = whose
    made = add_source(access, text=text, turns=turns, title=f"Talk with {NAME}", kind="interview", person_id=her,
                      said_on=date(2026, 3, 2))  # fmt: skip
    use_transcript(access, interview_id=talk, source_id=made.pk)
    with within(access):  # as if the model had read it
        text_hash = SourceVersion.objects.get(source=made).text_hash
        Embedding.objects.create(workspace_id=access.workspace_id, text_hash=text_hash, model="tried", vector=b"plums")
    return int(made.pk)


def _coders(access: Any) -> list[int]:
    from clew.ground.workspaces.api import Role, create_user, join, workspace

    other = create_user(email="cora@example.org", name="Cora")
    join(workspace(access), other, Role.EDITOR)
    return [access.user_id or 0, other.pk]


def look() -> None:
    """Where any of it still stands, in every table and every file below the data folder; and what is left to count."""
    from django.conf import settings
    from django_scopes import scopes_disabled
    from tests.live.child import way_in

    from clew.ground.customers.models import Person
    from clew.ground.evidence.models import Embedding
    from clew.ground.search.api import find
    from clew.rooms.interviews.models import BlindMark, Candidate, Interview, Note, ScreenerAnswer

    access = way_in()
    with scopes_disabled():
        models = (Interview, Candidate, Note, ScreenerAnswer, BlindMark, Embedding)
        counts = {one.__name__: one._base_manager.count() for one in models}
        states = sorted(set(Person._base_manager.values_list("node__state", flat=True)))
    hits = [hit.title for word in ("plums", "Marrow", "Ottoline") for hit in find(access, f'"{word}"').hits]
    hashes = {hashlib.sha256(sound).hexdigest() for sound in (SOUND, SOUND[::-1])}
    files = [place for place in Path(settings.CLEW_DATA).rglob("*") if place.is_file() and ".sqlite3" not in place.name]
    heard = [place.name for place in files if hashlib.sha256(place.read_bytes()).hexdigest() in hashes]
    told = {"rows": _rows(), "files": [str(p) for p in files if _holds(p)], "heard": heard, "found": hits}
    print(json.dumps({**told, "counts": counts, "states": states}))


def _rows() -> list[str]:
    """Search tables too: what is found by words stands there."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            found += [name for row in cursor.fetchall() if any(word in str(row) for word in WORDS)]
    return sorted(set(found))


def _holds(place: Path) -> bool:
    data = place.read_bytes()
    return any(word.encode() in data for word in WORDS)


if __name__ == "__main__":
    from clew.ground.doors.commands import start_django

    start_django()
    {"fill": fill, "look": look}[sys.argv[1]]()
