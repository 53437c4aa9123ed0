"""The talk score by hand, and on real transcripts where they are present."""

import os
from pathlib import Path

import numpy as np
import pytest

from clew.science.talk import Said, Talk, likeness, score_talk, word_cosine

TURNS = [
    Said("Ida", "Thanks for coming. Tell me about the last time you paid an invoice.", 0.0, 5.0),
    Said("Sam", "Last Tuesday I sat down and, well, it took me an hour because the totals were wrong.", 7.5, 20.0),
    Said("Ida", "Did that happen before?", 20.5, 22.0),
    Said("Sam", "Yes.", 22.5, 23.0),
    Said("Ida", "And what would you pay for a fix? I ask because we plan one.", 23.0, 27.0),
    Said("Ida", "Would you pay?", 28.0, 29.0),
    Said("Sam", "Maybe.", 28.5, 30.0),
]


def kind(question: str) -> str:
    return "story" if "last time" in question else "hypothetical" if "would" in question.lower() else "closed"


def score(turns: list[Said] = TURNS, **more: object) -> Talk:
    return score_talk(turns, {"Ida"}, kind_of=kind, **more)  # type: ignore[arg-type]


def test_shares_are_counted() -> None:
    found = score()
    assert dict(found.words) == {"Ida": 34, "Sam": 19}
    assert found.word_share == pytest.approx(34 / 53)
    assert found.time_share == pytest.approx((5 + 1.5 + 4 + 1) / (5 + 12.5 + 1.5 + 0.5 + 4 + 1 + 1.5))
    assert dict(found.turns) == {"Ida": 4, "Sam": 3}


def test_questions_are_found_where_they_stand() -> None:
    found = score()
    assert [(one.turn, one.text, one.kind) for one in found.questions] == [
        (0, "Tell me about the last time you paid an invoice.", "story"),
        (2, "Did that happen before?", "closed"),
        (4, "And what would you pay for a fix?", "hypothetical"),
        (5, "Would you pay?", "hypothetical"),
    ]
    assert all(TURNS[one.turn].text[one.start : one.end] == one.text for one in found.questions)
    assert found.kinds == (("hypothetical", 2), ("story", 1), ("closed", 1))
    assert found.story_share is not None
    assert found.story_share.value == 0.25
    assert found.story_share.low < 0.1 < 0.6 < found.story_share.high
    assert "Only 4 questions" in found.warnings[0]


def test_a_story_is_asked_for_and_told() -> None:
    long, short = " ".join(["and then"] * 20), "It took an hour."
    turns = [
        Said("Ida", "Tell me about the last time you counted. The last time it went wrong, what did you do?"),
        Said("Sam", long),
        Said("Ida", "Uh-huh."),
        Said("Sam", long),
        Said("Ida", "Would you do so again?"),
        Said("Sam", long * 3),
        Said("Ida", "What was the last time before that?"),
        Said("Sam", short),
    ]
    (told,) = score(turns).stories
    assert (told.asked.turn, told.first, told.last, told.words) == (0, 1, 3, 80)
    assert told.asked.text.startswith("The last time it went wrong")
    followed = [Said("Ida", "Tell me about the last time you counted. Which day?"), Said("Sam", f"{long} {long}")]
    assert [one.words for one in score(followed).stories] == [80]
    assert score().stories == ()  # 17 words are no story


def test_the_longest_monologues() -> None:
    found = score()
    assert found.interviewer_monologue is not None
    assert found.participant_monologue is not None
    ours, theirs = found.interviewer_monologue, found.participant_monologue
    assert (ours.first, ours.last, ours.words, ours.seconds) == (4, 5, 17, 6.0)
    assert (theirs.first, theirs.last, theirs.words, theirs.seconds) == (1, 1, 17, 12.5)


def test_waits_follow_turns_that_end_in_a_question() -> None:
    waits = score().waits
    assert [(wait.turn, wait.seconds, wait.broken) for wait in waits] == [
        (0, 2.5, False),
        (2, 0.5, False),
        (5, -0.5, False),
    ]
    assert score().median_wait == 0.5
    impatient = score([Said("Ida", "Why?", 0, 1), Said("Ida", "I mean, when?", 1.4, 2), Said("Sam", "Now.", 2, 3)])
    assert impatient.waits[0].broken
    assert not impatient.waits[1].broken


def test_without_times_there_is_no_share_of_time() -> None:
    bare = score([Said(turn.speaker, turn.text) for turn in TURNS])
    assert (bare.time_share, bare.waits, bare.median_wait) == (None, (), None)
    assert bare.interviewer_monologue is not None
    assert bare.interviewer_monologue.seconds is None
    half = score([*TURNS[:-1], Said("Sam", "Maybe.")])
    assert half.time_share is None
    assert "Only 6 of 7 turns have times" in half.warnings[0]


def test_the_guide_is_covered_by_what_comes_nearest() -> None:
    found = score(guide=["When did you last pay an invoice? The last time.", "Did it happen before?", "Who decides?"])
    assert [one.asked.turn if one.asked else None for one in found.coverage] == [0, 2, None]
    assert all(0 <= one.similarity <= 1 for one in found.coverage)


def test_another_similarity_may_be_given() -> None:
    seen: list[tuple[list[str], list[str]]] = []

    def similarity(guide: object, asked: object) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        seen.append((list(guide), list(asked)))  # type: ignore[call-overload]
        return np.array([[0.1, 0.9, 0.2, 0.3]])

    found = score(guide=["Who decides?"], similarity=similarity)
    assert found.coverage[0].similarity == 0.9
    assert found.coverage[0].asked == found.questions[1]
    assert seen[0][0] == ["Who decides?"]
    assert score(guide=["Who decides?"], similarity=similarity, alike=0.95).coverage[0].asked is None


def test_likeness_of_words_is_that_of_the_reference_program() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    some, others = (
        ["Who decides what you buy?", "?", "you you you"],
        ["What do you buy?", "Who?", "What's DONE, what's done"],
    )
    theirs = TfidfVectorizer(token_pattern=r"\w+(?:['’]\w+)*", sublinear_tf=True).fit_transform([*some, *others])
    assert word_cosine(some, others) == pytest.approx((theirs[:3] @ theirs[3:].T).toarray())


def test_words_that_say_little_do_not_make_questions_alike() -> None:
    guide = ["What do you do with the delivery note?", "What did you do?"]
    asked = ["What did you do with this?", "And the delivery note, what do you do with it?"]
    assert word_cosine(guide, asked)[0, 0] > 0.4
    found = likeness(guide, asked)
    assert found[0, 0] == 0
    assert found[0, 1] > 0.4
    assert found[1, 0] == word_cosine(guide, asked)[1, 0]  # where none of them tells, all count


def test_nothing_said_is_scored_as_nothing() -> None:
    found = score([], guide=["Who?"])
    assert (found.word_share, found.story_share, found.interviewer_monologue) == (None, None, None)
    assert found.coverage[0].asked is None
    assert "No turn is an interviewer's" in found.warnings[0]
    assert "who answered" in score([Said("Ida", "Well?")]).warnings[0]
    assert score([Said("Ida", "…?")], guide=["?"]).coverage[0].asked is None


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        score([Said("Ida", "Why?", 2.0, 1.0)])
    with pytest.raises(ValueError, match="alike"):
        score(alike=0.0)


# What the interviewers of three interviews seem to have had before them, and who of the three was asked it aloud: told apart by hand.
GUIDE = {
    "Do you use both PDP and ICE plots?": "yes yes yes",
    "Do you look at both one way and two way plots?": "yes no yes",
    "What tasks do you use them for?": "yes yes yes",
    "How do you determine which plots to look at?": "yes yes yes",
    "How did PDPilot support or not support your model analysis?": "yes yes yes",
    "Were there any tasks you were unable to perform?": "yes yes yes",
    "What impact did the different rankings have on your model analysis?": "yes yes yes",
    "How did analyzing subsets or clusters of instances impact your analysis?": "yes yes yes",
    "Did you find the clustering and highlighting to be useful?": "yes yes yes",
    "Were the filtering capabilities useful for your analysis?": "yes yes yes",
    "How well did the tool enable you to analyze feature interactions?": "yes yes yes",
    "What are the tool's biggest weaknesses or limitations?": "yes yes yes",
    "What are the pain points in your approach?": "yes yes yes",
    "How many people work in your company?": "no no no",
    "Tell me about the last time you had to explain a model to a customer.": "no no no",
    "What would you pay for a tool like this?": "no no no",
    "Who else decides which tools you buy?": "no no no",
    "How long have you been a data scientist?": "no no no",
    "What did you do before you had this tool?": "no no no",
    "Which other tools did you try?": "no no no",
    "How often do you train a new model?": "no no no",
}


def test_three_real_interviews() -> None:
    root = next(parent for parent in Path(__file__).resolve().parents if (parent / "pyproject.toml").exists())
    data = Path(os.environ.get("CLEW_REFERENCE_DATA") or root.parent / "shared" / "data") / "interviews" / "transcripts"
    if not data.is_dir():
        pytest.skip(f"no reference data in {data} (set CLEW_REFERENCE_DATA)")
    shares, asked, found_asked, found_other = [], 0, 0, 0
    for place, path in enumerate(sorted(data.glob("*.txt"))):
        lines = [line.split(": ", 1) for line in path.read_text(encoding="utf-8").splitlines() if ": " in line]
        turns = [Said(speaker, text) for speaker, text in lines]
        found = score_talk(turns, {"Interviewer"}, guide=tuple(GUIDE))
        shares.append(found.word_share)
        for one, answers in zip(found.coverage, GUIDE.values(), strict=True):
            was = answers.split()[place] == "yes"
            asked += was
            found_asked += was and one.asked is not None
            found_other += not was and one.asked is not None
        assert len(found.questions) > 20
        assert found.story_share is not None
        assert found.story_share.value == 0
    assert shares == pytest.approx([0.296, 0.446, 0.366], abs=0.001)
    assert (asked, found_asked, found_other) == (38, 35, 0)
