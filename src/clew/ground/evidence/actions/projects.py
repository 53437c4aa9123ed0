"""A project of another program comes in: its codes, its texts as sources, its selections as excerpts with codes. Each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from clew.ground.evidence.actions.codes import DEFINITION_LIMIT, add_code, apply_code
from clew.ground.evidence.actions.excerpts import QUOTE_LIMIT, mark
from clew.ground.evidence.actions.sources import add_source, current_version
from clew.ground.evidence.formats import parse_transcript
from clew.ground.evidence.formats.cleaning import tidy_text
from clew.ground.evidence.formats.projects import ForeignCode, ForeignMark, ForeignText
from clew.ground.evidence.formats.turn_marks import looks_like_transcript
from clew.ground.evidence.models import Code, Excerpt, Exchanged, ImportBatch, ImportRowError, Source, SourceVersion
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import clean_title
from clew.ground.workspaces.api import Access, act
from clew.science import anchors

MOST_TOLD = 10_000


@dataclass(slots=True)
class Brought:
    """What one chunk did. `problems`: what could not be placed, in words."""

    added: int = 0
    here: int = 0
    problems: list[str] = field(default_factory=list)


@act("import codes")
def bring_codes(access: Access, *, codes: Sequence[ForeignCode]) -> Brought:
    """The tree of codes, parents first. A code that is here, by its GUID or by its name, is the same code and stays as it is."""
    done = Brought()
    known = nodes_of([code.guid for code in codes])
    names = {code.guid: code.name for code in codes}
    for code in codes:
        if code.guid in known:
            done.here += 1
            continue
        name, parent = clean_title(code.name.strip() or "Code without a name"), known.get(code.parent)
        there = _named(name)
        if (
            there is not None and there.pk in known.values()
        ):  # two codes of the file have one name: Clew's are told apart by it
            name = clean_title(f"{name} ({names.get(code.parent) or code.guid[:8]})")
            there = _named(name)
        if there is None:
            there = add_code(access, title=name, definition=code.description[:DEFINITION_LIMIT], under=parent)
            done.added += 1
        else:
            done.here += 1
        if len(code.description) > DEFINITION_LIMIT:
            done.problems.append(f"The definition of “{name}” was cut to {DEFINITION_LIMIT:,} characters.")
        known[code.guid] = there.pk
        _remember(access, code.guid, there.pk, {"color": code.color, "is_codable": code.is_codable})
    return done


@act("import a coded source")
def bring_text(access: Access, *, batch_id: int, text: ForeignText, kind: str) -> Brought:
    """A text with what was selected in it. Words that are here already are the same source; selections that are here are not made twice."""
    done = Brought()
    source = _source(access, batch_id, text, kind, done)
    if source is None:
        return done
    now = current_version(source).text
    marks = [m.guid for m in text.marks]
    here, codes = nodes_of(marks), nodes_of([code for m in text.marks for code in m.codes])
    for one in text.marks:
        if one.guid in here:
            done.here += 1
        else:
            _bring_mark(access, source, text.text, now, one, codes, done)
    return done


@act("import a project")
def note_left_out(access: Access, *, batch_id: int, left_out: Sequence[str]) -> None:
    """What of the project has no place here stays to be read on the import's page."""
    if left_out:
        batch = ImportBatch.objects.get(pk=batch_id)
        batch.shape = {**batch.shape, "left_out": list(left_out)}
        batch.save(update_fields=["shape"])


def note_problems(access: Access, *, batch_id: int, problems: Sequence[str], after: int) -> None:
    """Called inside an act's chunk: what was not placed is listed on the import's page."""
    rows = [
        ImportRowError(workspace_id=access.workspace_id, batch_id=batch_id, row=after + at, message=problem[:500])
        for at, problem in enumerate(problems, 1)
    ]
    ImportRowError.objects.bulk_create(rows[: max(0, MOST_TOLD - after)])


def nodes_of(guids: Sequence[str]) -> dict[str, int]:
    """The records that these GUIDs are here; those of an import that was undone are not."""
    found: dict[str, int] = {}
    wanted = list(dict.fromkeys(guids))
    for start in range(0, len(wanted), 500):
        rows = Exchanged.objects.filter(guid__in=wanted[start : start + 500], node__archived_at__isnull=True)
        found.update(rows.values_list("guid", "node_id"))
    return found


def _source(access: Access, batch_id: int, text: ForeignText, kind: str, done: Brought) -> Source | None:
    known = nodes_of([text.guid]).get(text.guid)
    there = Source.objects.filter(pk=known).first() if known else _same_words(text.text)
    if there is not None:
        done.here += 1
        if not known:
            _remember(access, text.guid, there.pk, {"by": text.by, "created": text.created})
        return there
    whole = tidy_text(text.text)
    try:
        made = add_source(access, text=whole, title=text.name, kind=kind, turns=_turns(whole))
    except Refused as refused:
        done.problems.append(f"{text.name or 'A text'}: {refused.message}")
        return None
    made.batch_id = batch_id
    made.save(update_fields=["batch"])
    _remember(access, text.guid, made.pk, {"by": text.by, "created": text.created})
    done.added += 1
    return made


def _turns(text: str) -> list[dict[str, Any]]:
    """Who speaks where, if it is a transcript with names before the words. The text stays as it is, for places are counted in it."""
    if not looks_like_transcript(text):
        return []
    found: list[dict[str, Any]] = []
    at = 0
    for turn in parse_transcript(text, "transcript").turns:
        start = text.find(f"{turn.speaker}:", at) if turn.speaker else -1
        if start >= 0:
            found.append({"start": start, "end": len(text), "speaker": turn.speaker, "start_ms": turn.start_ms})
            at = start + 1
    for one, following in pairwise(found):
        one["end"] = one["start"] + len(text[one["start"] : following["start"]].rstrip())
    return found


def _same_words(text: str) -> Source | None:
    same = SourceVersion.objects.filter(text_hash=anchors.text_hash(tidy_text(text)), source__put_away=False)
    found = (
        same.filter(source__node__archived_at__isnull=True).order_by("pk").values_list("source_id", flat=True).first()
    )
    return Source.objects.filter(pk=found).first() if found else None


def _bring_mark(
    access: Access, source: Source, theirs: str, now: str, one: ForeignMark, codes: Mapping[str, int], done: Brought
) -> None:
    place = _place(theirs, now, one)
    if place is None:
        done.problems.append(
            f"{source.node.title}: a selection at {one.start:,} to {one.end:,} has no place in the text."
        )
        return
    start, end = place
    if end - start > QUOTE_LIMIT:
        done.problems.append(
            f"{source.node.title}: the selection at {start:,} is longer than {QUOTE_LIMIT:,} characters."
        )
        return
    stands = Excerpt.objects.filter(
        source=source, now_start=start, now_end=end, node__archived_at__isnull=True
    ).exists()
    try:
        made = mark(access, source_id=source.pk, start=start, end=end, exact=now[start:end])
    except Refused as refused:
        done.problems.append(f"{source.node.title}: {refused.message}")
        return
    for guid in one.codes:
        if guid in codes:
            apply_code(access, excerpt_id=made.pk, code_id=codes[guid])
    if not one.is_sure:
        done.problems.append(f"{source.node.title}: look at the selection at {start:,}; its name says other words.")
    _remember(access, one.guid, made.pk, {"by": one.by, "created": one.created})
    done.here += stands
    done.added += not stands


def _place(theirs: str, now: str, one: ForeignMark) -> tuple[int, int] | None:
    if not 0 <= one.start < one.end <= len(theirs) or not theirs[one.start : one.end].strip():
        return None
    if theirs == now:
        return one.start, one.end
    found = anchors.resolve(anchors.make_anchor(theirs, one.start, one.end), now)
    return None if found.start is None or found.end is None else (found.start, found.end)


def _named(name: str) -> Code | None:
    return Code.objects.filter(node__title__iexact=name, node__archived_at__isnull=True).first()


def _remember(access: Access, guid: str, node_id: int, kept: dict[str, object]) -> None:
    told = {name: value for name, value in kept.items() if value not in ("", None, True)}
    Exchanged.objects.update_or_create(
        workspace_id=access.workspace_id, guid=guid, defaults={"node_id": node_id, "kept": told}
    )
