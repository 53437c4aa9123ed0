import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.science.questions import (
    FAULTS,
    MERITS,
    Context,
    Flag,
    key_of,
    kind_of,
    look_at,
    precision_of,
    split_questions,
    with_dismissals,
)
from clew.science.questions.words import past

WORDS = """
    do you would how easy or difficult was it and what why is the data useful useless right last time tell me about
    if we could , ? . both swatch agree to whether imagine when 3 é ’ ( [ :
""".split()  # noqa: SIM905
made = st.lists(st.sampled_from([*WORDS, "\n"]), max_size=60).map(" ".join) | st.text(max_size=300)


def faults(question: str) -> set[str]:
    return {flag.rule for flag in look_at(question) if not flag.praises}


def texts(text: str) -> list[str]:
    return [question.text for question in split_questions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("There are no right or wrong answers.", []),
        ("What we want is honesty. Have a great night.", []),
        ("Task: How would you view the map?", ["How would you view the map?"]),
        ("[Show the chart] Is it clear?", ["Is it clear?"]),
        ("Is it easy to use? Quick?", ["Is it easy to use? Quick?"]),
        ("What did you do? Why did you?", ["What did you do?", "Why did you?"]),
        ("1. Why? 2. Tell us a story.", ["Why?", "Tell us a story."]),
        ("How is the U.S. Treasury doing? Fine.", ["How is the U.S. Treasury doing?"]),
        ("Okay. So then how do you decide", ["So then how do you decide"]),
        ("We met at 5 p.m. and left. And beyond that, do you look at it.", ["And beyond that, do you look at it."]),
        ("Take a look and tell me what you see.", ["Take a look and tell me what you see."]),
        ("Before that, tell me about the last time. I see, show me.", ["Before that, tell me about the last time."]),
        ("- What do you use,\n  and when?\n- Nothing", ["What do you use,\n  and when?"]),
    ],
)
def test_where_questions_are(text: str, found: list[str]) -> None:
    assert texts(text) == found


@pytest.mark.parametrize(
    ("question", "rules"),
    [
        ("Do you use it?", {"closed"}),
        ("So my question is if you use it?", {"closed"}),
        ("So you add them up?", {"closed"}),
        ("Can you tell me whether you use it?", {"closed"}),
        ("Can you tell me what you use?", set()),
        ("Could you walk me through it?", set()),
        ("Do you remember which one it was?", set()),
        ("How easy or difficult was it?", set()),
        ("Was that easy or hard to find?", set()),
        ("Did you like or dislike it?", set()),
        ("Did it help or did it not?", set()),
        ("How easy was it?", {"leading"}),
        ("Is the page useful?", {"closed", "leading"}),
        ("Is there anything confusing?", {"closed"}),
        ("Don't you think so?", {"closed", "leading"}),
        ("You liked it, right?", {"closed", "leading"}),
        ("Why don't you use it?", set()),
        ("What do you do and how do you do it?", {"double_barrelled"}),
        ("Do you use both maps and tables?", {"closed", "double_barrelled"}),
        ("Tell me what you did and why.", set()),
        ("Would you use it?", {"closed", "hypothetical"}),
        ("What if it were free?", {"hypothetical"}),
        ("How would you find the map?", {"hypothetical"}),
        ("What would you say is hard about it?", set()),
        ("How would you describe your work?", set()),
        ("What do you make of the sticky header?", {"jargon"}),
        ("Tell me about the last time you sent an invoice.", set()),
        ("", set()),
        ("?!", set()),
    ],
)
def test_what_speaks_against_a_question(question: str, rules: set[str]) -> None:
    assert faults(question) == rules


@pytest.mark.parametrize(
    ("question", "rule", "instead"),
    [
        ("Do you use pricing information?", "closed", "Tell me about the last time you used pricing information."),
        ("Have you ever seen this page before?", "closed", "Tell me about the last time you saw this page."),
        ("Would you buy it again?", "hypothetical", "Tell me about the last time you bought it."),
        (
            "If you wanted to know the price, how would you do that?",
            "hypothetical",
            "Tell me about the last time you wanted to know the price. What did you do?",
        ),
        (
            "How would you download the data?",
            "hypothetical",
            "Show me how you download the data, or tell me about the last time you did.",
        ),
        ("How well did it work?", "leading", "How well or badly did it work?"),
        (
            "Is this page easy to use?",
            "leading",
            "Tell me about the last time you used this page. How easy or difficult was that?",
        ),
        (
            "What is your role and how do you use it?",
            "double_barrelled",
            "Ask one at a time: “What is your role?” Then: “How do you use it?”",
        ),
        ("Who are the stakeholders?", "jargon", "Who are the people concerned?"),
        ("Is the answer where you expected it to be?", "closed", "Tell me what you expected to find here."),
        ("Are 4 cards a good amount?", "closed", "Tell me what you make of 4 cards."),
        (
            "Is natural gas important to you?",
            "leading",
            "Tell me about the last time you used natural gas. How important or unimportant was that?",
        ),
        (
            "Would you like the ability to download it?",
            "closed",
            "Tell me about the last time you needed to download it. What did you do?",
        ),
        ("Are you interested in comparing months?", "closed", "Tell me about the last time you compared months."),
        ("Are you interested in seeing months?", "closed", "Tell me about the last time you saw months."),
        ("Is there anyone else we should speak with?", "closed", "Tell me who else has to do with this."),
        (
            "Is there anything you would add?",
            "closed",
            "Tell me about the last time something was missing here. What did you do instead?",
        ),
        ("Are you ready?", "closed", "Tell me about the last time this came up. What did you do?"),
    ],
)
def test_what_to_ask_instead(question: str, rule: str, instead: str) -> None:
    assert [flag.rewrite for flag in look_at(question) if flag.rule == rule] == [instead]


def test_what_can_stand_in_its_place_is_said_apart_from_advice() -> None:
    (double,) = [f for f in look_at("What is your role and how do you use it?") if f.rule == "double_barrelled"]
    assert double.instead == ("What is your role?", "How do you use it?")
    (advice,) = [f for f in look_at("Do you use both maps and tables?") if f.rule == "double_barrelled"]
    assert (advice.instead, advice.rewrite) == ((), "Ask about one at a time, and wait for the answer before the next.")
    (closed,) = [f for f in look_at("Do you use it?") if f.rule == "closed"]
    assert closed.instead == (closed.rewrite,)


def test_a_story_is_praised_and_not_called_closed() -> None:
    flags = look_at("Can you give an example?")
    assert [flag.rule for flag in flags] == ["story"]
    assert flags[0].praises
    assert [flag.rule for flag in look_at("What are your goals?")] == ["open"]


def test_rules_are_switched_and_words_are_known() -> None:
    assert look_at("Do you use it?", context=Context(rules=frozenset({"leading"}))) == ()
    assert faults("How is the roadmap made?") == {"jargon"}
    (praise,) = look_at("How is the roadmap made?", context=Context(known=frozenset({"Roadmap"})))
    assert praise.rule == "open"
    (flag,) = look_at(
        "How did the flux run go?", context=Context(rules=frozenset({"jargon"}), team=frozenset({"flux run"}))
    )
    assert (flag.rule, flag.span) == ("jargon", (12, 20))
    assert "flux run" in flag.rewrite


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Would you tell me about the last time you flew?", "story"),
        ("Would you use it?", "hypothetical"),
        ("Is it easy?", "leading"),
        ("Who are you and what do you do?", "double_barrelled"),
        ("Did you use it?", "closed"),
        ("What happened here is a mystery: why?", "story"),
        ("Why?", "open"),
    ],
)
def test_kinds(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("verb", "form"),
    [("use", "used"), ("try", "tried"), ("play", "played"), ("go", "went"), ("plan", "planned"), ("put", "put")],
)
def test_past_tense(verb: str, form: str) -> None:
    assert past(verb) == form


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made)
def test_places_hold(text: str) -> None:
    found = split_questions(text)
    assert all(text[q.start : q.end] == q.text and q.text.strip() == q.text != "" for q in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made)
def test_flags_are_whole(text: str) -> None:
    flags = look_at(text)
    assert flags == look_at(text)
    for flag in flags:
        assert 0 <= flag.span[0] <= flag.span[1] <= len(text)
        assert flag.reason.endswith(".")
        assert bool(flag.rewrite) != flag.praises
    rules = [flag.rule for flag in flags]
    assert len(set(rules)) == len(rules)
    assert not {"open", *FAULTS} <= set(rules)
    assert "open" not in rules or len(rules) == 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made)
def test_what_is_offered_is_not_closed_itself(text: str) -> None:
    for flag in look_at(text):
        if flag.rule in {"closed", "hypothetical"}:
            assert flag.rewrite.startswith(("Tell me", "Show me"))
            assert "closed" not in faults(flag.rewrite.split(". ")[0])


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "when ",
        "and ",
        '"(',
        "so, ",
        "would you ",
        "is ",
        "[",
        "((",
        "what ",
        ": ",
        "a: ",
        ". ",
        "1. ",
        "? ",
        ", do you",
        "A",
        "\n",
    ],
)
def test_long_texts_take_no_longer_than_they_are_long(piece: str) -> None:
    text = piece * (300_000 // len(piece)) + "?"
    began = time.process_time()
    split_questions(text)
    look_at(text)
    assert time.process_time() - began < 3


def test_only_so_much_is_read() -> None:
    assert look_at("Why " * 1000 + "would you?")[0].span[1] <= 600
    assert split_questions(" " * 400_000 + "Why?") == ()


def test_records_count_what_was_found_missed_and_wrong() -> None:
    labels = {"a": {"closed"}, "b": {"closed"}, "c": set[str](), "d": {"closed"}}
    flags = {"a": {"closed"}, "b": {"closed"}, "c": {"closed"}, "other": {"closed"}}
    closed, leading = precision_of(labels, flags, ("closed", "leading"))
    assert (closed.found, closed.wrong, closed.missed) == (2, 1, 1)
    assert closed.precision is not None
    assert closed.recall is not None
    assert closed.precision.value == pytest.approx(2 / 3)
    assert closed.precision.method == "Wilson"
    assert closed.recall.n == 3
    assert leading.precision is None
    assert leading.recall is None


def _closed(question: str) -> tuple[str, Flag]:
    return question, next(flag for flag in look_at(question) if flag.rule == "closed")


def test_what_was_dismissed_is_not_raised_again_on_the_same_question() -> None:
    flags = [_closed("Do you fly?"), _closed("Do you walk?")]
    heeded = with_dismissals(flags, {(key_of("do you  FLY"), "closed")})
    assert [question for question, _flag in heeded.flags] == ["Do you walk?"]
    (state,) = [state for state in heeded.states if state.rule == "closed"]
    assert (state.raised, state.dismissed, state.quiet) == (2, 1, False)
    assert {state.rule for state in heeded.states} == {*FAULTS, *MERITS}


def test_a_rule_that_is_mostly_dismissed_falls_quiet() -> None:
    dismissed = {(key_of(f"Do you {n}?"), "closed") for n in range(8)}
    fresh = [_closed("Do you fly?")]
    assert with_dismissals(fresh, dismissed).flags == ()
    kept = with_dismissals(fresh, dismissed, raised={"closed": 40})
    assert list(kept.flags) == fresh
    assert not any(state.quiet for state in kept.states)
    assert with_dismissals(fresh, set(list(dismissed)[:1])).flags == tuple(fresh)
