"""What Clew itself says of a source, what a model said of it, and what left this machine."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from clew.ground.assist.keys import key_for
from clew.ground.assist.models import BRIEF, SUGGESTIONS, SUMMARY, TASKS, TRY, Dismissal, Letter, ModelSetup
from clew.ground.assist.tasks import NEW_NEED, TRIED, Question, body_of, hash_of, payload
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import archived
from clew.ground.workspaces.api import Access, read, withheld, within

SENTENCES, OFFERED, PASSAGES, NAMES, LISTED = 4, 6, 200, 300, 15
PAGE_LIMIT = 200
WITHHELD = "Words withheld."


@dataclass(frozen=True, slots=True)
class Setup:
    """`has_key` says that a key is kept; nothing shows it."""

    address: str
    model: str
    summaries: bool
    suggestions: bool
    briefs: bool
    keep_days: int
    has_key: bool

    def may(self, task: str) -> bool:
        return {SUMMARY: self.summaries, SUGGESTIONS: self.suggestions, BRIEF: self.briefs, TRY: True}[task]


@dataclass(frozen=True, slots=True)
class Preview:
    """All that would leave this machine, and whereto. `sent_hash` is of the very bytes; `is_cut` says that the text goes on."""

    task: str
    what: str
    node_id: int | None
    address: str
    model: str
    request: dict[str, Any]
    words: str
    sent_hash: str
    sent_bytes: int
    ground_hash: str
    is_cut: bool

    @property
    def form(self) -> str:
        """All of the request beside its words, for people to read."""
        return json.dumps({k: v for k, v in self.request.items() if k != "messages"}, indent=2, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Central:
    """A sentence of the source, and where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Words of the source that may speak of a need or a code (`target_id`, of `kind`); without a number it is a new need of that name."""

    kind: str
    target_id: int | None
    name: str
    start: int
    end: int
    exact: str
    by_model: bool


@dataclass(frozen=True, slots=True)
class Aid:
    """What Clew itself says of a source: its central sentences, and needs and codes that are near to its passages."""

    summary: tuple[Central, ...]
    of: int
    offers: tuple[Offer, ...]
    methods: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """`words`: what was sent, for people to read; `dropped`: sentences of the answer that may not stand, each with the reason."""

    id: int
    task: str
    what: str
    node_id: int | None
    asked_by: str
    created_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    address: str
    model: str
    sent_bytes: int
    sent_hash: str
    ground_hash: str
    words: str
    answer: str
    kept: tuple[dict[str, Any], ...]
    dropped: tuple[dict[str, Any], ...]
    error: str
    milliseconds: int | None
    tokens_in: int | None
    tokens_out: int | None


@read
def model_setup(access: Access) -> Setup | None:
    """Which language model this workspace may ask; None where there is none, as at the beginning."""
    row = ModelSetup.objects.first()
    if row is None:
        return None
    has_key = bool(key_for(access.workspace_id, row.address))
    return Setup(row.address, row.model, row.summaries, row.suggestions, row.briefs, row.keep_days, has_key)


@read
def source_aid(access: Access, source_id: int) -> Aid:
    """Without any language model: the central sentences of a source, and the needs and codes nearest to what it says."""
    from clew.science.summarising import summarised

    found = evidence.source(access, source_id)
    if found.withheld:
        return Aid((), 0, (), (), (found.withheld,))
    places = _passages(found)
    told = summarised(found.text, most=SENTENCES, places=places)
    offers, method, warnings = _near(found, places)
    summary = tuple(Central(s.start, s.end, s.text) for s in told.sentences)
    return Aid(summary, told.of, offers, (told.method, method), (*told.warnings, *warnings))


def _passages(source: evidence.SourceDetail) -> list[tuple[int, int]]:
    """What was said in whole sentences; in a conversation without those who mostly ask."""
    from clew.science.summarising import passages

    speakers = {turn.speaker for turn in source.turns if turn.speaker}
    places = passages(source.text, skip=tuple(speakers))
    said: dict[str, list[tuple[int, int]]] = {speaker: [] for speaker in speakers}
    for turn in source.turns:
        if turn.speaker:
            said[turn.speaker] += [span for span in places if turn.start <= span[0] < turn.end]
    asked = {span for spans in said.values() if _mostly_asks(source.text, spans) for span in spans}
    return [span for span in places if span not in asked]


def _mostly_asks(text: str, places: list[tuple[int, int]]) -> bool:
    return 2 * sum(text[start:end].endswith("?") for start, end in places) >= len(places) > 0


def _near(
    source: evidence.SourceDetail, passages: list[tuple[int, int]]
) -> tuple[tuple[Offer, ...], str, tuple[str, ...]]:
    from clew.science.suggesting import suggested

    places, names = passages[:PASSAGES], _open_names(source)
    if not places or not names:
        return (), "", ()
    said = [source.text[start:end] for start, end in places]
    meaning = evidence.meaning_of_these([*said, *(name for _, _, name in names)])
    found = suggested(meaning.vectors[: len(said)], meaning.vectors[len(said) :], most=OFFERED)
    offers = tuple(Offer(*names[n.name], *places[n.passage], said[n.passage], by_model=False) for n in found)
    return offers, f"nearest by {meaning.model}", meaning.warnings


def _open_names(source: evidence.SourceDetail) -> list[tuple[str, int, str]]:
    """Needs and codes that no words of this source have yet, and that nobody dismissed for it."""
    taken = {tie.need_id for mark in source.marks for tie in mark.ties} | {c.id for m in source.marks for c in m.codes}
    taken |= set(Dismissal.objects.filter(source=source.id, target__isnull=False).values_list("target_id", flat=True))
    needs = evidence.Need.objects.exclude(pk__in=archived(evidence.NEED)).exclude(pk__in=taken).order_by("-pk")
    codes = evidence.Code.objects.exclude(pk__in=archived(evidence.CODE)).exclude(pk__in=taken).order_by("-pk")
    found = [(evidence.NEED, pk, name) for pk, name in needs.values_list("pk", "node__title")[:NAMES]]
    return found + [(evidence.CODE, pk, name) for pk, name in codes.values_list("pk", "node__title")[:NAMES]]


@read
def preview(access: Access, *, task: str, source_id: int | None = None, on: date | None = None) -> Preview:
    """What would be sent, to the last character. Refused where the workspace does not allow it."""
    setup = model_setup(access)
    if task not in dict(TASKS):
        raise NotFound("No such task.")
    if setup is None or not setup.may(task):
        raise Refused("This is not switched on here.", remedy="An owner can, under Members and settings.")
    question = _question(access, task, source_id, on)
    if not question.text.strip():
        raise Refused("There are no words to send.", remedy="Add some first.")
    request = payload(question, setup.model)
    body = body_of(request)
    return Preview(
        task, dict(TASKS)[task], source_id, setup.address, setup.model, request, _words_of(request), hash_of(body),
        len(body), ground_hash(question.text), question.is_cut,
    )  # fmt: skip


def _question(access: Access, task: str, source_id: int | None, on: date | None) -> Question:
    if task == TRY:
        return Question(task, TRIED)
    if task == BRIEF:
        if on is None:
            raise Refused("The day is missing.", field="on", remedy="Choose a day.")
        return Question(task, evidence.brief_markdown(evidence.brief(access, on=on, is_outside=True)))
    if source_id is None:
        raise NotFound("No such source.")
    source = evidence.source(access, source_id, is_outside=True)
    if source.withheld:
        raise Refused(
            "This person did not consent to have these words shared, so none of them leaves this machine.",
            remedy="Ask for the scope “share” on the person's page.",
        )
    return Question(task, source.text, _listed(source) if task == SUGGESTIONS else {})


def _listed(source: evidence.SourceDetail) -> Mapping[str, str]:
    """No more names leave than those that are nearest to what the source says."""
    from clew.science.suggesting import suggested

    names, places = _open_names(source), _passages(source)[:PASSAGES]
    if not names or not places:
        return {}
    meaning = evidence.meaning_of_these([*(source.text[a:b] for a, b in places), *(name for _, _, name in names)])
    near = suggested(meaning.vectors[: len(places)], meaning.vectors[len(places) :], most=LISTED, least=-1.0)
    return {f"{names[n.name][0]} {names[n.name][1]}": names[n.name][2] for n in near}


def ground_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _words_of(request: Mapping[str, Any]) -> str:
    """What it says; nothing where it was erased."""
    return "\n\n".join(f"{m['role']}:\n{m['content']}" for m in request.get("messages", ()))


@read
def letters(access: Access, *, node_id: int | None = None, limit: int = 50, offset: int = 0) -> list[LetterRow]:
    """What left this machine, or was to leave it, the newest first."""
    rows = Letter.objects.select_related("asked_by", "words").order_by("-pk")
    if node_id is not None:
        rows = rows.filter(node=node_id)
    return _rows(access, rows[offset : offset + min(limit, PAGE_LIMIT)])


@read
def letter(access: Access, letter_id: int) -> LetterRow:
    found = Letter.objects.select_related("asked_by", "words").filter(pk=letter_id).first()
    if found is None:
        raise NotFound("Nothing of this number was sent.")
    return _rows(access, [found])[0]


@read
def newest_letter(access: Access, *, task: str, node_id: int | None = None) -> LetterRow | None:
    """The last of its kind about this record, whatever became of it."""
    rows = Letter.objects.select_related("asked_by", "words").filter(task=task, node=node_id).order_by("-pk")
    found = rows.first()
    return None if found is None else _rows(access, [found])[0]


def model_offers(access: Access, source_id: int, letter: LetterRow) -> tuple[Offer, ...]:
    """What a model suggested and nobody took up or dismissed yet."""
    source = evidence.source(access, source_id)
    with within(access):
        open_now = {f"{kind} {pk}": (kind, pk, name) for kind, pk, name in _open_names(source)}
    dismissed = _dismissed_names(access, source_id)
    known = {name.casefold() for mark in source.marks for name in (tie.need for tie in mark.ties)} | dismissed
    return tuple(_offers(letter.kept, source.text, open_now, known))


@read
def _dismissed_names(access: Access, source_id: int) -> set[str]:
    rows = Dismissal.objects.filter(source=source_id, target__isnull=True)
    return {name.casefold() for name in rows.values_list("name", flat=True)}


def _offers(
    kept: Iterable[dict[str, Any]], text: str, open_now: Mapping[str, tuple[str, int, str]], known: set[str]
) -> Iterable[Offer]:
    """Only what still stands at its place, about what is still there."""
    for piece in kept:
        start, end, about = piece.get("start"), piece.get("end"), str(piece.get("about"))
        if not isinstance(start, int) or not isinstance(end, int) or text[start:end] != piece.get("quote"):
            continue
        if about in open_now:
            yield Offer(*open_now[about], start, end, text[start:end], by_model=True)
        elif about == NEW_NEED and str(piece["name"]).casefold() not in known:
            yield Offer(evidence.NEED, None, str(piece["name"]), start, end, text[start:end], by_model=True)


def _rows(access: Access, found: Iterable[Letter]) -> list[LetterRow]:
    """A letter about words that are withheld by now keeps its place and shows none of them; a brief may speak of anybody."""
    rows = list(found)
    hidden = withheld(access, {row.node_id for row in rows if row.node_id})
    is_any = evidence.is_anything_withheld(access)
    return [
        replace(_row(row), words=WITHHELD, answer=WITHHELD, kept=(), dropped=())
        if row.node_id in hidden or (row.task == BRIEF and is_any)
        else _row(row)
        for row in rows
    ]


def _row(row: Letter) -> LetterRow:
    return LetterRow(
        id=row.pk, task=row.task, what=dict(TASKS)[row.task], node_id=row.node_id,
        asked_by=str(row.asked_by or "Somebody"), created_at=row.created_at, sent_at=row.sent_at, ended_at=row.ended_at,
        address=row.address, model=row.model, sent_bytes=row.sent_bytes, sent_hash=row.sent_hash,
        ground_hash=row.ground_hash, words=_words_of(row.words.sent), answer=row.words.answer, kept=tuple(row.words.kept or ()),
        dropped=tuple(row.words.dropped or ()), error=row.error, milliseconds=row.milliseconds, tokens_in=row.tokens_in,
        tokens_out=row.tokens_out,
    )  # fmt: skip
