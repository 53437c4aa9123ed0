"""How often the guide coach is right, on questions of real guides and interviews labelled by hand, and how fast it looks at them.

The labels are in the repository, the texts in the reference data. One half of the questions was used while the rules were made, the other was
held out; the same question is always in the same half. The peer is the plainest rule one could write.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time

from bench.table import Row
from clew.ground.doors.commands import start_django
from clew.rooms.interviews.guide_formats import read_guide
from clew.science.questions import FAULTS, Context, Record, key_of, look_at, precision_of, split_questions

ROOT = Path(__file__).parents[1]
REFERENCE = Path(os.environ.get("CLEW_REFERENCE_DATA", ROOT.parent / "shared" / "data")) / "interviews"
LABELS = ROOT / "src" / "clew" / "science" / "tests" / "labels" / "questions.csv"
RULES = (*FAULTS, "story")
ASKER = "Interviewer: "
COUNT, SMALL, PROMISE = 10_000, 1_000, 1.0
PLAINEST = {
    "closed": re.compile(r"\W*(?:is|are|was|were|do|does|did|have|has|can|could|will|would|should)\b", re.I),
    "leading": re.compile(r"\b(?:useful|easy|helpful|right\?)", re.I),
    "double_barrelled": re.compile(r"\band\b", re.I),
    "hypothetical": re.compile(r"\bwould\b", re.I),
    "story": re.compile(r"\b(?:last time|example)\b", re.I),
}


def rows(*, small: bool = False) -> list[Row]:
    start_django()  # what reads Word documents lives beside what has tables
    texts = {key_of(text): text for _name, _place, text in asked()}
    if not texts:
        return [Row("guide coach", "not measured", "the interviews are not here (CLEW_REFERENCE_DATA)")]
    held = [
        _row(ours, plain)
        for ours, plain in zip(records(held_out=True), records(held_out=True, plainest=True), strict=True)
    ]
    return [*held, _speed(list(texts.values()), SMALL if small else COUNT)]


def asked() -> Iterator[tuple[str, int, str]]:
    """Every question of the guides and of those who interview: file, place in it, words."""
    guides = sorted((REFERENCE / "onrr").glob("*_guide.*"))
    for path in [*guides, *sorted((REFERENCE / "transcripts").glob("*.txt"))]:
        questions = (question.text for text in _texts(path) for question in split_questions(text))
        yield from ((f"{path.parent.name}/{path.name}", place, text) for place, text in enumerate(questions, 1))


def labels() -> dict[str, frozenset[str]]:
    """What holds for each question, by its key."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {
            line["question"]: frozenset(rule for rule in RULES if line[rule] == "1") for line in csv.DictReader(file)
        }


def is_held_out(key: str) -> bool:
    return int(key[0], 16) % 2 == 1


def records(*, held_out: bool, plainest: bool = False) -> tuple[Record, ...]:
    texts = {key_of(text): text for _name, _place, text in asked()}
    right = {key: rules for key, rules in labels().items() if is_held_out(key) == held_out}
    look = _plainest if plainest else raised
    return precision_of(right, {key: look(texts[key]) for key in right}, RULES)


def raised(text: str) -> frozenset[str]:
    every = Context(rules=frozenset((*FAULTS, "story")))
    return frozenset(flag.rule for flag in look_at(text, context=every))


def shown(record: Record) -> str:
    return ", ".join(
        f"{name} {share.value:.2f} ({share.low:.2f}-{share.high:.2f})" if share else f"{name} -"
        for name, share in (("precision", record.precision), ("recall", record.recall))
    )


def _texts(path: Path) -> list[str]:
    if path.suffix == ".txt":
        lines = path.read_text(encoding="utf-8").splitlines()
        return [line.removeprefix(ASKER) for line in lines if line.startswith(ASKER)]
    return [item.text for section in read_guide(path).sections for item in section.items]


def _plainest(text: str) -> frozenset[str]:
    return frozenset(
        rule for rule, pattern in PLAINEST.items() if (pattern.match if rule == "closed" else pattern.search)(text)
    )


def _row(ours: Record, plain: Record) -> Row:
    work = f"guide coach, {ours.rule.replace('_', '-')}: {ours.found + ours.missed} of the held-out questions"
    values: Mapping[str, str] = {
        name: f"{share.value:.2f}" if share else "-" for name, share in (("p", plain.precision), ("r", plain.recall))
    }
    return Row(work, shown(ours), f"plainest {values['p']}, {values['r']}")


def _speed(texts: list[str], count: int) -> Row:
    many = (texts * (count // len(texts) + 1))[:count]
    began = process_time()
    for text in many:
        look_at(text)
    taken = process_time() - began
    return Row(
        f"guide coach, {count:,} questions looked at",
        f"{taken:.2f} s",
        "",
        None,
        f"{PROMISE:.0f} CPU-s",
        taken <= PROMISE,
    )
