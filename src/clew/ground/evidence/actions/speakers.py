"""Who speaks in a transcript, and what exactly they said: each change is a new version, in which marks and times stay with their words."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from clew.ground.customers.api import Person
from clew.ground.evidence.actions.excerpts import person_of_speaker
from clew.ground.evidence.actions.sources import Stays, current_version, get_source, new_version
from clew.ground.evidence.formats import is_speaker_name
from clew.ground.evidence.formats.cleaning import tidy_line, tidy_text
from clew.ground.evidence.models import Excerpt, Source, SourceVersion, Speaker
from clew.ground.evidence.queries.withheld import refuse_withheld
from clew.ground.evidence.turns import TurnRow, times_of, words_from
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, act
from clew.science.timing import carry

Edit = tuple[int, int, str]
TURN_LIMIT = 200_000


@act("rename a speaker")
def rename_speaker(access: Access, *, source_id: int, speaker: str, name: str) -> Source:
    """Another name for everything this speaker says, in the text as well."""
    source = get_source(source_id, lock=True)
    refuse_withheld(access, source_id, partly=True)
    before = current_version(source)
    wanted = _checked(name)
    _check_there(before, [speaker])
    if wanted == speaker:
        raise Refused("That is their name now.", field="name", remedy="Type another.")
    if wanted in _speakers(before):
        raise Refused(f"“{wanted}” speaks here as well.", field="name", remedy="Merge the two speakers instead.")
    _call(access, source, before, {speaker: wanted})
    Speaker.objects.filter(source=source, name=speaker).update(name=wanted)
    return source


@act("merge speakers")
def merge_speakers(access: Access, *, source_id: int, speakers: Sequence[str], into: str) -> Source:
    """Several names were one person: all they say becomes what `into` says, who is one of the speakers."""
    source = get_source(source_id, lock=True)
    refuse_withheld(access, source_id, partly=True)
    before = current_version(source)
    others = [name for name in dict.fromkeys(speakers) if name != into]
    if not others:
        raise Refused("Only one speaker was chosen.", field="speakers", remedy="Choose those who are the same.")
    _check_there(before, [*others, into])
    _call(access, source, before, dict.fromkeys(others, into))
    Speaker.objects.filter(source=source, name__in=others).delete()
    _ascribe(source, into)
    return source


@act("say who a speaker is")
def bind_speaker(access: Access, *, source_id: int, speaker: str, person_id: int | None = None) -> Source:
    """The person behind a speaker; what was quoted from them becomes theirs. Without a person it is the one of that name, if any."""
    source = get_source(source_id, lock=True)
    refuse_withheld(access, source_id, partly=True)
    _check_there(current_version(source), [speaker])
    if person_id is None:
        Speaker.objects.filter(source=source, name=speaker).delete()
    else:
        if not Person.objects.filter(pk=person_id).exists():
            raise Refused("This person is not here.", field="person_id", remedy="Choose one of the list.")
        Speaker.objects.update_or_create(
            workspace_id=access.workspace_id, source=source, name=speaker, defaults={"person_id": person_id}
        )
    _ascribe(source, speaker)
    return source


@act("correct a turn")
def correct_turn(access: Access, *, source_id: int, turn: int, before: str, text: str) -> Source:
    """Other words for one turn, counted from 0. `before`, its words until now, proves that the reader saw the newest version."""
    source = get_source(source_id, lock=True)
    refuse_withheld(access, source_id, partly=True)
    version = current_version(source)
    words = tidy_text(text)
    start, end = _place(version, turn, before)
    if not words:
        raise Refused("The turn would be empty.", field="text", remedy="Take it out under “Correct the text”.")
    if len(words) > TURN_LIMIT:
        raise Refused(f"A turn has at most {TURN_LIMIT:,} characters.", field="text", remedy="Correct the whole text.")
    if words == version.text[start:end]:
        raise Refused("Nothing was changed.", field="text", remedy="Change the words first.")
    after, moved, stays = _edited(version, [(start, end, words)])
    moved[turn] = _corrected(version, turn, words, moved[turn])
    new_version(access, source, version, after, moved, stays)
    return source


def _place(version: SourceVersion, turn: int, before: str) -> tuple[int, int]:
    if not 0 <= turn < len(version.turns):
        raise NotFound("No such turn.")
    row = version.turns[turn]
    start, end = words_from(version.text, row), row["end"]
    if tidy_text(before) != tidy_text(version.text[start:end]):
        raise Refused(
            "Somebody changed this turn since you opened it.", field="text", remedy="Read the new words, then correct."
        )
    return start, end


def _corrected(version: SourceVersion, turn: int, words: str, moved: TurnRow) -> TurnRow:
    """The turn with the times of its words carried over."""
    row = version.turns[turn]
    if not row.get("words"):
        return moved
    start = words_from(version.text, row)
    shift = start - row["start"]
    old = [timed._replace(start=timed.start - start, end=timed.end - start) for timed in times_of(version.text, row)]
    found = carry(version.text[start : row["end"]], [timed for timed in old if timed.start >= 0], words)
    return {**moved, "words": [[t.start + shift, t.end + shift, t.start_ms, t.end_ms] for t in found]}


def _call(access: Access, source: Source, before: SourceVersion, names: dict[str, str]) -> None:
    edits = [
        (turn["start"], turn["start"] + len(turn["speaker"]), names[turn["speaker"]])
        for turn in before.turns
        if turn.get("speaker") in names and before.text.startswith(f"{turn['speaker']}:", turn["start"])
    ]
    after, moved, stays = _edited(before, edits)
    for old, turn in zip(before.turns, moved, strict=True):
        if old.get("speaker") in names:
            turn["speaker"] = names[old["speaker"]]
    new_version(access, source, before, after, moved, stays)
    for old_name, name in names.items():
        Excerpt.objects.filter(source=source, speaker=old_name).update(speaker=name[:120])


def _edited(version: SourceVersion, edits: Sequence[Edit]) -> tuple[str, list[TurnRow], Stays]:
    """The text with these places replaced, in order and apart; its turns; and where an untouched place stands then."""
    parts, at = [], 0
    for start, end, words in edits:
        parts += [version.text[at:start], words]
        at = end
    moves = _moves(edits)
    turns = [_moved(turn, moves) for turn in version.turns]
    return "".join([*parts, version.text[at:]]), turns, _stays(edits, moves)


def _moves(edits: Sequence[Edit]) -> Callable[[int], int]:
    """Where a place that no edit touches stands afterwards."""
    ends = [end for _start, end, _words in edits]
    grown = [0, *accumulate(len(words) - (end - start) for start, end, words in edits)]

    def moved(place: int) -> int:
        return place + grown[bisect_right(ends, place)]

    return moved


def _stays(edits: Sequence[Edit], moves: Callable[[int], int]) -> Stays:
    starts, ends = [edit[0] for edit in edits], [edit[1] for edit in edits]

    def stays(start: int, end: int) -> tuple[int, int] | None:
        following = bisect_right(ends, start)
        if following < len(edits) and starts[following] < end:
            return None
        return moves(start), moves(start) + end - start

    return stays


def _moved(turn: TurnRow, moves: Callable[[int], int]) -> TurnRow:
    """Its words move with what stands before them: the name may have another length."""
    start, moved = turn["start"], moves(turn["start"])
    row = {**turn, "start": moved, "end": moves(turn["end"])}
    if turn.get("words"):
        row["words"] = [[moves(start + a) - moved, moves(start + b) - moved, *ms] for a, b, *ms in turn["words"]]
    return row


def _checked(name: str) -> str:
    wanted = tidy_line(name)
    if not is_speaker_name(wanted):
        raise Refused(
            "This is no name that a transcript can carry.",
            field="name",
            remedy="At most 60 characters, without colons, brackets and quotation marks.",
        )
    return wanted


def _check_there(version: SourceVersion, names: Sequence[str]) -> None:
    here = _speakers(version)
    if any(name not in here for name in names):
        raise Refused("Nobody of that name speaks here.", field="speaker", remedy="Choose one of the speakers.")


def _speakers(version: SourceVersion) -> set[str]:
    return {str(turn.get("speaker") or "") for turn in version.turns} - {""}


def _ascribe(source: Source, speaker: str) -> None:
    """What was quoted from this speaker is by the person they are."""
    person_id = person_of_speaker(source, speaker)
    Excerpt.objects.filter(source=source, speaker=speaker[:120]).update(person_id=person_id)
