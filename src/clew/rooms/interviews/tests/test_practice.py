"""How we interview: over time and by interviewer, with what changed and what to try next."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_source
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.studies import take_in
from clew.rooms.interviews.queries.practice import practice
from clew.rooms.interviews.tests.recruits import begin
from clew.rooms.interviews.tests.talks import TALK, held
from clew.science.intervals import clustered_share, mean_change, mean_interval

ANSWER = "Ben: I count the shelves by hand and then I write it all down."
OPEN = ("What takes longest?", "How do you begin?", "Who helps you?", "Where is the list?")
CLOSED = ("Do you count?", "Is it hard?", "Are you alone?", "Did you finish?")


@pytest.fixture
def study(access: Access) -> int:
    return begin(access)


def convert(access: Access, study: int, number: int, asked: tuple[str, ...], who: str = "Alice") -> int:
    """An interview on the day of its number, each a little different."""
    words = "\n".join(f"{who}: {question}\n{ANSWER}" for question in asked) + f"\n{who}: Bye {'now ' * number}."
    return held(access, study, words, day=date(2026, 3, 1) + timedelta(days=number), title=f"Talk {number}")


def test_what_changed_is_told_from_chance(access: Access, study: int) -> None:
    for number in range(5):
        convert(access, study, number, CLOSED)
    assert practice(access).changes == ()
    assert practice(access).needed == 1
    for number in range(5, 10):
        convert(access, study, number, OPEN)
    found = practice(access)
    assert [row.title for row in found.rows][:2] == ["Talk 9", "Talk 8"]
    assert (found.latest, found.needed, found.left_out) == (5, 0, ())
    words, stories, sound = found.changes
    shares = [row.figures.word_share or 0 for row in found.rows]
    assert (words.before, words.now) == (mean_interval(shares[5:]), mean_interval(shares[:5]))
    assert words.change == mean_change(shares[5:], shares[:5])
    assert (stories.before.value, stories.verdict) == (0, "unclear")
    assert (sound.before.value, sound.now.value, sound.verdict) == (0, 1, "better")
    assert sound.words.startswith("+100 points, likely +7")


def test_by_interviewer(access: Access, editor: Access, study: int) -> None:
    convert(access, study, 1, OPEN)
    convert(access, study, 2, CLOSED)
    convert(access, study, 3, CLOSED, who="Bob")
    convert(access, study, 4, OPEN, who="Somebody")
    found = practice(access)
    alice, bob = found.interviewers
    assert (alice.name, alice.interviews, bob.name, bob.interviews) == ("Alice", 2, "Bob", 1)
    assert alice.sound_share == clustered_share([(0, 4), (4, 4)])
    assert alice.word_share is not None
    assert bob.word_share is None
    assert bob.words == found.rows[0].figures.word_share
    (left,) = found.left_out
    assert (left.title, left.why) == ("Talk 4", "sides")
    mine = practice(access, interviewer_id=editor.user_id)
    assert ([row.title for row in mine.rows], len(mine.interviewers)) == (["Talk 3"], 2)
    other = begin(access, "Other")
    assert practice(access, study_id=other).rows == ()
    with pytest.raises(NotFound):
        practice(access, study_id=study + 1000)


def test_what_to_try_is_of_the_latest_three(access: Access, study: int) -> None:
    convert(access, study, 1, CLOSED)
    for number in range(2, 5):
        convert(access, study, number, ("Tell me about the last time you counted.", *OPEN))
    assert practice(access).advice == ()
    convert(access, study, 5, CLOSED)
    convert(access, study, 6, CLOSED)
    assert [one.title for one in practice(access).advice] == ["Ask fewer closed questions"]


def test_what_was_counted_once_is_right_after_a_change(access: Access, study: int) -> None:
    """Figures are kept by what went in: a name that comes to ask changes them."""
    from clew.rooms.interviews.actions.talk import say_who_asked

    interview = held(access, study, TALK)
    before = practice(access).rows[0].figures
    assert practice(access).rows[0].figures is before
    say_who_asked(access, interview_id=interview, speakers=["Anna Keller"])
    after = practice(access).rows[0].figures
    assert after.word_share == pytest.approx(1 - (before.word_share or 0))


def test_statements_do_not_grow(access: Access, study: int, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        convert(access, begin(access, f"Study {number}"), number, OPEN)
    with django_assert_max_num_queries(13):
        assert len(practice(access).rows) == 8


def test_page(access: Access, viewer: Access, elsewhere: Access, study: int) -> None:
    assert "Nothing to look at yet" in page(access)
    source = add_source(access, text="Only words.", title="Silent", kind="interview").pk
    take_in(access, study_id=study, source_ids=[source])
    assert "none has a transcript" in page(access)
    for number in range(6):
        convert(access, study, number, CLOSED if number < 3 else OPEN)
    shown = page(viewer)
    assert "too few to tell" in shown
    assert re.search(r'aria-label="Words spoken by the interviewer, by interview: Talk 0 on 1 Mar 2026: \d+ %;', shown)
    assert "1 interview left out" in shown
    assert "Nothing to look at yet" in page(access, "?who=999")
    assert "Talk 0" not in page(elsewhere)


def page(who: Access, query: str = "") -> str:
    browser = SignedIn(who)
    response = browser.get(browser.path(f"interviews/practice{query}"))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())
