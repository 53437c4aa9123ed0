"""What a screener is made of, and what its rules say of an answer. Pure: no database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clew.ground.ledger.api import Refused

KINDS = (("single", "One of several"), ("multi", "Any of several"), ("number", "A number"), ("text", "Words"))
TESTS = (
    ("is", "is"),
    ("is_not", "is not"),
    ("at_least", "is at least"),
    ("at_most", "is at most"),
    ("mentions", "mentions"),
)
FITTING = {
    "single": ("is", "is_not"),
    "multi": ("is", "is_not"),
    "number": ("at_least", "at_most"),
    "text": ("mentions",),
}
THEN = (("accept", "accept"), ("queue", "queue, to be looked at"), ("reject", "reject"))
VERDICTS = {"accept": "accepted", "queue": "queued", "reject": "rejected"}
MOST_QUESTIONS, MOST_OPTIONS, MOST_RULES = 20, 20, 40
QUESTION_LIMIT, OPTION_LIMIT, WORDS_LIMIT = 300, 120, 1000


@dataclass(frozen=True, slots=True)
class Question:
    """`key` stays the same from version to version, so that older answers are still answers to it."""

    key: str
    text: str
    kind: str
    is_required: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenerRule:
    """If the answer to `question` passes `test` against `value`, then accept, queue or reject."""

    question: str
    test: str
    value: str
    then: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rule`: which one decided, counted from 0; None when no rule fitted and somebody has to look."""

    state: str
    rule: int | None


def judge(rules: Sequence[ScreenerRule], answers: Mapping[str, Any]) -> Verdict:
    """The first rule that fits decides. What was left empty fits no rule; what fits no rule is queued."""
    for at, rule in enumerate(rules):
        if rule.question in answers and _fits(rule, answers[rule.question]):
            return Verdict(VERDICTS[rule.then], at)
    return Verdict("queued", None)


def _fits(rule: ScreenerRule, answer: Any) -> bool:
    if rule.test in ("at_least", "at_most"):
        bound = number_in(rule.value)
        if not isinstance(answer, int | float) or bound is None:
            return False
        return answer >= bound if rule.test == "at_least" else answer <= bound
    if rule.test == "mentions":
        return isinstance(answer, str) and rule.value.casefold() in answer.casefold()
    given = answer if isinstance(answer, list) else [answer]
    return (rule.value in given) == (rule.test == "is")


def number_in(text: str) -> float | None:
    """None while somebody is still typing it."""
    try:
        return float(text)
    except ValueError:
        return None


def questions_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    return tuple(Question(**{**one, "options": tuple(one.get("options", ()))}) for one in kept)


def rules_of(kept: Sequence[Mapping[str, Any]]) -> tuple[ScreenerRule, ...]:
    return tuple(ScreenerRule(**one) for one in kept)


def read_questions(given: Sequence[dict[str, Any]]) -> tuple[Question, ...]:
    return questions_of(
        [_known(one, "questions", ("key", "text", "kind"), ("is_required", "options")) for one in given]
    )


def read_rules(given: Sequence[dict[str, Any]]) -> tuple[ScreenerRule, ...]:
    return rules_of([_known(one, "rules", ("question", "test", "value", "then"), ()) for one in given])


def _known(one: dict[str, Any], field: str, needed: Sequence[str], more: Sequence[str]) -> dict[str, Any]:
    """Its parts and nothing else, each of its type."""
    types: dict[str, type] = {"is_required": bool, "options": list}
    if set(one) - {*needed, *more} or set(needed) - set(one):
        raise Refused(f"A part is missing or unknown in “{field}”.", field=field, remedy=f"Use {', '.join(needed)}.")
    for name, value in one.items():
        if not isinstance(value, types.get(name, str)):
            raise Refused(f"“{name}” is not of its kind.", field=field, remedy="See the reference.")
    tidy: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in one.items()}
    if not all(isinstance(option, str) for option in tidy.get("options", ())):
        raise Refused("An answer to choose is words.", field=field, remedy="See the reference.")
    if tidy.get("kind") not in ("single", "multi"):
        tidy.pop("options", None)
    return tidy


def plain(parts: Sequence[Question] | Sequence[ScreenerRule]) -> list[dict[str, Any]]:
    """As it is kept."""
    return [{k: list(v) if isinstance(v, tuple) else v for k, v in asdict(one).items()} for one in parts]


def check(questions: Sequence[Question], rules: Sequence[ScreenerRule]) -> None:
    """Refused when a part makes no sense; the field says which, counted from 1."""
    _bounded("questions", questions, MOST_QUESTIONS)
    _bounded("rules", rules, MOST_RULES)
    if len({q.key for q in questions}) < len(questions):
        raise Refused("Two questions have the same key.", field="questions", remedy="Give each a key of its own.")
    for at, question in enumerate(questions, 1):
        _check_question(f"question {at}", question)
    known = {q.key: q for q in questions}
    for at, rule in enumerate(rules, 1):
        _check_rule(f"rule {at}", rule, known.get(rule.question))


def _bounded(name: str, parts: Sequence[Any], most: int) -> None:
    if len(parts) > most:
        raise Refused(f"These are more than {most} {name}.", field=name, remedy="Leave some out.")


def _check_question(field: str, question: Question) -> None:
    if not question.text or len(question.text) > QUESTION_LIMIT:
        raise Refused(
            "A question has words." if not question.text else f"This is longer than {QUESTION_LIMIT} characters.",
            field=field,
            remedy="Type what you ask." if not question.text else "Shorten it.",
        )
    if question.kind not in FITTING or not question.key or len(question.key) > OPTION_LIMIT:
        raise Refused("There is no such kind of question.", field=field, remedy=f"One of: {', '.join(FITTING)}.")
    if question.kind not in ("single", "multi"):
        return
    if not 2 <= len(question.options) <= MOST_OPTIONS or len(set(question.options)) < len(question.options):
        raise Refused(
            f"A choice has 2 to {MOST_OPTIONS} different answers.", field=field, remedy="Write one answer a line."
        )
    if any(not 1 <= len(option) <= OPTION_LIMIT for option in question.options):
        raise Refused(f"An answer is longer than {OPTION_LIMIT} characters.", field=field, remedy="Shorten it.")


def _check_rule(field: str, rule: ScreenerRule, question: Question | None) -> None:
    if question is None:
        raise Refused("This rule is about no question.", field=field, remedy="Choose a question, or remove the rule.")
    if rule.test not in FITTING[question.kind]:
        fitting = " or ".join(f"“{dict(TESTS)[test]}”" for test in FITTING[question.kind])
        raise Refused(f"That cannot be asked of “{question.text}”.", field=field, remedy=f"Use {fitting}.")
    if rule.then not in VERDICTS:
        raise Refused("A rule accepts, queues or rejects.", field=field, remedy="Choose one of these.")
    if question.options and rule.value not in question.options:
        raise Refused(f"“{rule.value}” is none of the answers.", field=field, remedy="Choose one of the answers.")
    if question.kind == "number" and number_of(rule.value) is None:
        raise Refused("That is not a number.", field=field, remedy="Type digits, for example 12.5.")
    if not 1 <= len(rule.value) <= OPTION_LIMIT:
        raise Refused("What it looks for is missing or too long.", field=field, remedy="Type a word or two.")


def read_answers(questions: Sequence[Question], given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What was answered, by key; a question that was left empty is left out."""
    answers = {q.key: _read(q, [one for one in map(_tidy, given.get(q.key, ())) if one]) for q in questions}
    return {key: answer for key, answer in answers.items() if answer is not None}


def _tidy(text: str) -> str:
    return text.replace("\x00", "").strip()


def _read(question: Question, given: Sequence[str]) -> Any:
    if not given:
        if question.is_required:
            raise Refused("This needs an answer.", field=question.key, remedy="Please answer it.")
        return None
    if question.kind in ("single", "multi"):
        if any(one not in question.options for one in given) or (question.kind == "single" and len(given) > 1):
            raise Refused("That is none of the answers.", field=question.key, remedy="Choose from the list.")
        return given[0] if question.kind == "single" else [one for one in question.options if one in given]
    if question.kind == "number":
        number = number_of(given[0])
        if number is None:
            raise Refused("That is not a number.", field=question.key, remedy="Type digits, for example 12.5.")
        return number
    if len(given[0]) > WORDS_LIMIT:
        raise Refused(f"This is longer than {WORDS_LIMIT:,} characters.", field=question.key, remedy="Shorten it.")
    return given[0]


def number_of(text: str) -> float | None:
    """A number as people write it, with a point or a comma."""
    try:
        value = float(text.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 10**15 else None
