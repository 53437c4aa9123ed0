"""A transcript becomes an interview."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from clew.ground.customers.api import Mentioned, gather_people
from clew.ground.evidence.actions.sources import add_source
from clew.ground.evidence.formats import Transcript
from clew.ground.evidence.models import Source, SourceVersion
from clew.ground.evidence.turns import kept_turns
from clew.ground.workspaces.api import Access, act


@act("import an interview")
def add_interview(
    access: Access,
    *,
    batch_id: int,
    file_id: int,
    transcript: Transcript,
    title: str,
    people: dict[str, str],
    said_on: date | None,
) -> Source | None:
    """The transcript's words with their turns; None when they are here already. A speaker who is known is called by name."""
    named = Transcript(tuple(replace(t, speaker=people.get(t.speaker, t.speaker)) for t in transcript.turns))
    text, turns = kept_turns(named)
    same = SourceVersion.objects.filter(text_hash=sha256(text.encode()).hexdigest(), number=1)
    if same.filter(source__put_away=False).exists():
        return None
    here = set(transcript.speakers)
    persons = gather_people(access, [Mentioned(name) for speaker, name in people.items() if speaker in here])
    source = add_source(
        access, text=text, title=title, kind="interview", said_on=said_on, channel="Interview", turns=turns,
        person_id=next(iter(persons.values())) if len(persons) == 1 else None,
    )  # fmt: skip
    source.batch_id, source.file_id = batch_id, file_id
    source.save(update_fields=["batch", "file"])
    return source
