"""What several people marked, side by side, once all have finished; and how far they agreed."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from clew.ground.evidence.api import Code, Excerpt, source
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, names_of, read
from clew.rooms.interviews.models import BlindMark, CodingRound, RoundAgreement, RoundSource, Settlement
from clew.rooms.interviews.queries.coding import coders_of, part_of, round_of, standing_marks, version_of

SEED, DRAWS, LEVEL = 0, 1000, 0.95
AROUND = 80
MOST_MARKS = 20_000
MOST_APART = 200


@dataclass(frozen=True, slots=True)
class Marking:
    """One code on the same words, by one coder or several. `kept` is None until it is settled."""

    mark_ids: tuple[int, ...]
    code_id: int
    code: str
    start: int
    end: int
    exact: str
    coder_ids: tuple[int, ...]
    coders: tuple[str, ...]
    kept: bool | None
    excerpt_id: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """Marks that overlap, with the words around them. `agreed`: every coder gave the same codes to the same words."""

    start: int
    end: int
    before: str
    text: str
    after: str
    markings: tuple[Marking, ...]
    agreed: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Figure:
    value: float
    low: float
    high: float
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Words that some gave the code and others did not."""

    source_id: int
    start: int
    end: int
    marked_by: tuple[str, ...]
    not_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeFigures:
    code_id: int
    code: str
    touched: Figure | None
    whole: Figure | None
    overlap: float
    apart: tuple[Apart, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`touched`: alpha on the text that anybody coded; `whole`: on all of it."""

    at: datetime
    seed: int
    draws: int
    inputs_hash: str
    method: str
    touched: Figure | None
    whole: Figure | None
    touched_share: float
    passages: int
    warnings: tuple[str, ...]
    codes: tuple[CodeFigures, ...]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The stored figures beside those of the marks as they are now."""

    is_same: bool
    stored_hash: str
    inputs_hash: str


@read
def passages(access: Access, round_id: int, *, source_id: int, limit: int = 50, offset: int = 0) -> tuple[Passage, ...]:
    """Where anybody marked, in the order of the text; refused while somebody still codes."""
    shown(round_id)
    part = part_of(round_id, source_id)
    text = source(access, source_id, version=part.version).text
    if len(text) != len(version_of(part).text):  # withheld as a whole: a sentence says so, and no place means anything
        return ()
    names = {c.user_id: c.name for c in coders_of(round_id) if not c.left}
    found = list(_passages(_markings(round_id, part, text, names), text, len(names)))
    return tuple(found[offset : offset + min(limit, 200)])


@read
def place_of_passage(access: Access, round_id: int, *, source_id: int, at: int) -> tuple[int, int]:
    """Which passage, counted from none, holds this place, and where it begins; the first where none does."""
    shown(round_id)
    part = part_of(round_id, source_id)
    text = version_of(part).text
    found = [(p.start, p.end) for p in _passages(_markings(round_id, part, text, {}), text, 0)]
    return next(((i, start) for i, (start, end) in enumerate(found) if start <= at < end), (0, 0))


@read
def coding_agreement(access: Access, round_id: int) -> Agreement:
    """How far the coders agreed before they talked, with its interval; refused while somebody still codes."""
    shown(round_id)
    stored = RoundAgreement.objects.filter(round=round_id).first()
    if stored is None:
        raise NotFound("Nothing was marked in this round.")
    told, inputs = stored.figures, inputs_of(round_id)
    known = {c.user_id: c.name for c in coders_of(round_id)}
    names = [known[coder] for coder in inputs.coder_ids]
    titles = dict(Code.objects.filter(pk__in=inputs.code_ids).values_list("pk", "node__title"))
    return Agreement(
        stored.at, stored.seed, stored.draws, stored.inputs_hash, told["method"], _figure(told["touched"]),
        _figure(told["whole"]), told["touched_share"], told["passages"], tuple(told["warnings"]),
        tuple(_code_figures(code, inputs, names, titles) for code in told["codes"] if code["code"] < len(titles)),
    )  # fmt: skip


@read
def recompute_agreement(access: Access, round_id: int) -> Recomputed:
    """Reckon a round's agreement again from its marks, and say whether the same comes out."""
    shown(round_id)
    stored = RoundAgreement.objects.filter(round=round_id).first()
    if stored is None:
        raise NotFound("Nothing was marked in this round.")
    inputs = inputs_of(round_id)
    again = figures_of(inputs, seed=stored.seed, draws=stored.draws) if inputs.hash == stored.inputs_hash else None
    return Recomputed(again == stored.figures, stored.inputs_hash, inputs.hash)


@read
def coders_of_excerpt(access: Access, excerpt_id: int) -> tuple[str, ...]:
    """Who had marked these words before they became an excerpt in a coding round."""
    if not Excerpt.objects.filter(pk=excerpt_id).exists():
        raise NotFound("No such excerpt.")
    found = Settlement.objects.filter(excerpt=excerpt_id, kept=True).values_list("mark__coder_id", flat=True)
    return tuple(sorted(names_of(set(found)).values()))


def shown(round_id: int) -> CodingRound:
    """The round, if everybody has finished. Nobody sees others' marks before."""
    row = round_of(round_id)
    if row.revealed_at is None:
        raise Refused("Not everybody has finished.", remedy="Others' marks are shown when the last coder has finished.")
    return row


@dataclass(frozen=True, slots=True)
class Inputs:
    """Texts laid end to end. `markings`: coder -> code -> spans.

    Coders, codes and sources are named by their place in a list, so that the same round elsewhere, under other numbers, is the same.
    """

    markings: Mapping[str, Mapping[str, list[tuple[int, int]]]]
    begins: tuple[int, ...]
    length: int
    coder_ids: tuple[int, ...]
    code_ids: tuple[int, ...]
    source_ids: tuple[int, ...]

    @property
    def hash(self) -> str:
        markings = {
            coder: {code: sorted(spans) for code, spans in codes.items()} for coder, codes in self.markings.items()
        }
        told = {"markings": markings, "begins": self.begins, "length": self.length}
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def inputs_of(round_id: int) -> Inputs:
    """Called inside an act or a query of somebody who may see all marks."""
    source_ids, begins, length = [], [], 0
    for part in RoundSource.objects.filter(round=round_id).order_by("pk"):
        source_ids.append(part.source_id)
        begins.append(length)
        length += len(version_of(part).text)
    coder_ids = tuple(c.user_id for c in coders_of(round_id) if not c.left)
    columns = ("source_id", "coder_id", "code_id", "start", "end")
    rows = list(standing_marks(round_id).order_by("pk").values_list(*columns)[:MOST_MARKS])
    code_ids = tuple(sorted({code for _, _, code, _, _ in rows}))
    markings: dict[str, dict[str, list[tuple[int, int]]]] = {str(at): {} for at in range(len(coder_ids))}
    ends = [*begins[1:], length]
    for heard, coder, code, start, end in rows:
        at = source_ids.index(heard)
        if begins[at] + end <= ends[at]:
            span = (begins[at] + start, begins[at] + end)
            markings[str(coder_ids.index(coder))].setdefault(str(code_ids.index(code)), []).append(span)
    return Inputs(markings, tuple(begins), length, coder_ids, code_ids, tuple(source_ids))


def figures_of(inputs: Inputs, *, seed: int = SEED, draws: int = DRAWS) -> dict[str, Any]:
    """As they are stored. Raises ValueError where nobody marked anything."""
    from clew.science.markings import alpha_of_markings

    found = alpha_of_markings(inputs.markings, inputs.length, level=LEVEL, draws=draws, seed=seed)
    return {
        "method": found.method,
        "touched": _told(found.touched),
        "whole": _told(found.whole),
        "touched_share": found.touched_share,
        "passages": found.passages,
        "warnings": list(found.warnings),
        "codes": [
            {
                "code": int(code.code), "touched": _told(code.touched), "whole": _told(code.whole), "overlap": code.overlap,
                "apart": [_where(inputs, apart) for apart in code.disagreements[:MOST_APART]],
            }
            for code in found.codes
        ],
    }  # fmt: skip


def _told(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high, "warnings": list(found.warnings)}


def _where(inputs: Inputs, apart: Any) -> dict[str, Any]:
    at = bisect_right(inputs.begins, apart.start) - 1
    return {
        "source": at, "start": apart.start - inputs.begins[at], "end": apart.end - inputs.begins[at],
        "marked_by": [int(who) for who in apart.marked_by], "not_by": [int(who) for who in apart.not_by],
    }  # fmt: skip


def _figure(told: Mapping[str, Any] | None) -> Figure | None:
    return None if told is None else Figure(told["value"], told["low"], told["high"], tuple(told["warnings"]))


def _code_figures(
    told: Mapping[str, Any], inputs: Inputs, names: Sequence[str], titles: Mapping[int, str]
) -> CodeFigures:
    apart = tuple(
        Apart(
            inputs.source_ids[one["source"]], one["start"], one["end"],
            tuple(names[who] for who in one["marked_by"]), tuple(names[who] for who in one["not_by"]),
        )
        for one in told["apart"]
    )  # fmt: skip
    code_id = inputs.code_ids[told["code"]]
    return CodeFigures(
        code_id, titles.get(code_id, ""), _figure(told["touched"]), _figure(told["whole"]), told["overlap"], apart
    )


def _markings(round_id: int, part: RoundSource, text: str, names: Mapping[int, str]) -> list[Marking]:
    """Marks of the same code on the same words are one."""
    rows = standing_marks(round_id).filter(source=part.source_id, end__lte=len(text))
    together: dict[tuple[int, int, int], list[BlindMark]] = {}
    for mark in rows.select_related("code__node", "settlement").order_by("start", "end", "code_id", "pk")[:MOST_MARKS]:
        together.setdefault((mark.start, mark.end, mark.code_id), []).append(mark)
    return [_marking(marks, text, names) for marks in together.values()]


def _marking(marks: Sequence[BlindMark], text: str, names: Mapping[int, str]) -> Marking:
    first = marks[0]
    settled = [mark.settlement for mark in marks if hasattr(mark, "settlement")]
    return Marking(
        tuple(mark.pk for mark in marks), first.code_id, first.code.node.title, first.start, first.end,
        text[first.start : first.end], tuple(mark.coder_id for mark in marks),
        tuple(names.get(mark.coder_id, "Somebody") for mark in marks),
        any(one.kept for one in settled) if len(settled) == len(marks) else None,
        next((one.excerpt_id for one in settled if one.excerpt_id), None),
    )  # fmt: skip


def _passages(markings: Sequence[Marking], text: str, coders: int) -> Iterator[Passage]:
    """`markings` in the order of their beginnings; a passage ends where the next begins behind all of it."""
    held: list[Marking] = []
    for marking in markings:
        if held and marking.start >= max(one.end for one in held):
            yield _passage(held, text, coders)
            held = []
        held.append(marking)
    if held:
        yield _passage(held, text, coders)


def _passage(held: Sequence[Marking], text: str, coders: int) -> Passage:
    start, end = held[0].start, max(one.end for one in held)
    return Passage(
        start, end, text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND], tuple(held),
        all(len(one.coder_ids) == coders for one in held), all(one.kept is not None for one in held),
    )  # fmt: skip
