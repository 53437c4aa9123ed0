"""Summary and suggestions, with and without a model, as people use them."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.assist.api import letters, model_setup, set_up_model
from clew.ground.assist.tests.liar import Liar, lying
from clew.ground.evidence.api import add_code, add_need, add_source, mark, source
from clew.ground.runs import api as runs
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db
TEXT = (
    "We count the shelves by hand every Friday and it takes 2 hours. The export to the accountant fails each month."
    " Counting shelves by hand is the worst part of Friday."
)
QUOTE = "Counting shelves by hand is the worst part of Friday."


@pytest.fixture
def page(access: Access) -> SignedIn:
    return SignedIn(access)


@pytest.fixture
def interview(access: Access) -> int:
    return int(add_source(access, title="Interview", text=TEXT).pk)


@pytest.fixture
def need(access: Access) -> int:
    return int(add_need(access, title="Count the shelves quickly").pk)


@pytest.fixture
def model(access: Access) -> Iterator[Liar]:
    with lying() as liar:
        set_up_model(
            access,
            address=liar.address,
            model="liar-1",
            key="sk-secret-7",
            summaries=True,
            suggestions=True,
            briefs=True,
        )
        yield liar


def shown(page: SignedIn, path: str) -> str:
    answer = page.get(page.path(path))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def work(access: Access) -> None:
    with within(access):
        keys = list(runs.Run.objects.filter(state="queued").values_list("key", flat=True))
    for key in keys:
        runs.perform(key)


def send(page: SignedIn, access: Access, path: str) -> str:
    """Look, press Send, wait."""
    seen = re.search(r'name="seen" value="(\w+)"', shown(page, path))
    assert seen is not None
    sent = page.post(page.path(path), {"seen": seen[1]})
    assert sent.status_code == 303
    work(access)
    return html.unescape(page.get(sent["Location"]).content.decode())


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


def test_without_a_model_it_sums_up_and_suggests(access: Access, page: SignedIn, interview: int, need: int) -> None:
    add_code(access, title="Counting shelves by hand")
    assert f"sources/{interview}/aid" in shown(page, f"n/{interview}")
    text = shown(page, f"sources/{interview}/aid")
    for words in (QUOTE, "LexRank", "Count the shelves quickly", "Counting shelves by hand", "Code it"):
        assert words in text
    assert "Ask for a summary" not in text


def test_one_click_takes_a_suggestion_up(access: Access, page: SignedIn, interview: int, need: int) -> None:
    text = shown(page, f"sources/{interview}/aid")
    fields = hidden(text[text.index("suggestions/accept") :])
    taken = page.post(page.path(f"sources/{interview}/suggestions/accept"), {**fields, "stance": "supports"})
    assert taken.status_code == 303
    marks = source(access, interview).marks
    assert [(m.quote.exact in TEXT, m.stance, m.ties[0].need_id) for m in marks] == [(True, "supports", need)]
    assert "suggestions/accept" not in shown(page, f"sources/{interview}/aid")


@pytest.mark.parametrize(
    "wrong", [{}, {"start": "0", "end": "4", "exact": "Nope", "need": "1"}, {"start": "0", "end": "2", "exact": "We"}]
)
def test_nonsense_is_not_taken_up(
    access: Access, page: SignedIn, interview: int, need: int, wrong: dict[str, str]
) -> None:
    refused = page.post(page.path(f"sources/{interview}/suggestions/accept"), wrong)
    assert refused.status_code == 422
    assert source(access, interview).marks == ()


def test_what_is_dismissed_is_gone(access: Access, page: SignedIn, interview: int, need: int) -> None:
    assert page.post(page.path(f"sources/{interview}/suggestions/dismiss"), {"target": need}).status_code == 303
    assert "Count the shelves quickly" not in shown(page, f"sources/{interview}/aid")
    assert page.post(page.path(f"sources/{interview}/suggestions/dismiss"), {}).status_code == 422


def test_what_leaves_is_shown_sent_and_listed(access: Access, page: SignedIn, interview: int, model: Liar) -> None:
    before = shown(page, f"sources/{interview}/ask/summary")
    assert TEXT in before
    assert model.address in before
    assert model.asked == []
    rows = [{"text": "Counting takes 2 hours.", "quote": QUOTE}, {"text": "It takes 9 hours.", "quote": QUOTE}]
    model.says = lambda liar, request: liar.answer({"sentences": rows})
    after = send(page, access, f"sources/{interview}/ask/summary")
    assert "written by liar-1" in after
    assert "Counting takes 2 hours." in after
    assert "the number 9 is not in the source" in after
    assert "In its own words" in after
    listed = shown(page, "settings/letters")
    assert "1 kept, 1 left out" in listed
    letter = shown(page, f"settings/letters/{letters(access)[0].id}")
    assert TEXT in letter
    assert "sk-secret" not in before + after + listed + letter + shown(page, "settings/model")


def test_a_failure_says_why_and_the_own_version_stands(
    access: Access, page: SignedIn, interview: int, model: Liar
) -> None:
    model.says = lambda liar, request: liar.answer("I am only a parrot.")
    after = send(page, access, f"sources/{interview}/ask/summary")
    assert "not of the form" in after
    assert QUOTE in after
    assert "parrot" not in after


def test_what_a_model_says_is_never_markup(access: Access, page: SignedIn, model: Liar) -> None:
    evil = "<script>alert(1)</script> is what we said, and <img src=x onerror=alert(2)> too."
    made = add_source(access, text=evil).pk
    rows = [{"text": evil, "quote": evil}]
    model.says = lambda liar, request: liar.answer({"sentences": rows})
    send(page, access, f"sources/{made}/ask/summary")
    for path in (f"sources/{made}/aid", f"settings/letters/{letters(access)[0].id}", f"sources/{made}/ask/summary"):
        raw = page.get(page.path(path)).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw


def test_what_changed_meanwhile_is_not_sent(access: Access, page: SignedIn, interview: int, model: Liar) -> None:
    refused = page.post(page.path(f"sources/{interview}/ask/summary"), {"seen": "0" * 64})
    assert refused.status_code == 422
    assert "has changed since you saw it" in refused.content.decode()
    assert letters(access) == []


def test_suggestions_of_a_model_are_offered_and_dismissed(
    access: Access, page: SignedIn, interview: int, need: int, model: Liar
) -> None:
    fails = "The export to the accountant fails each month."
    rows = [
        {"about": f"need {need}", "name": "", "quote": QUOTE},
        {"about": "new need", "name": "Export to the accountant", "quote": fails},
    ]
    model.says = lambda liar, request: liar.answer({"suggestions": rows})
    after = send(page, access, f"sources/{interview}/ask/suggestions")
    assert "suggested by liar-1" in after
    assert "New need: Export to the accountant" in after
    name = {"name": "Export to the accountant"}
    assert page.post(page.path(f"sources/{interview}/suggestions/dismiss"), name).status_code == 303
    assert "New need:" not in shown(page, f"sources/{interview}/aid")


def test_the_brief_gets_an_opening(access: Access, page: SignedIn, interview: int, need: int, model: Liar) -> None:
    start = TEXT.index(QUOTE)
    mark(access, source_id=interview, start=start, end=start + len(QUOTE), exact=QUOTE, need_id=need)
    assert "Draft an opening" in shown(page, "brief")
    row = {"text": "Counting shelves is the worst part of Friday.", "quote": QUOTE}
    model.says = lambda liar, request: liar.answer({"sentences": [row]})
    after = send(page, access, f"brief/ask?on={timezone.localdate().isoformat()}")
    assert "Opening, written by liar-1" in after
    assert after.index(row["text"]) < after.index("Count the shelves quickly")


def test_owners_set_up_and_try(access: Access, editor: Access, page: SignedIn) -> None:
    assert "Off until you switch it on" in shown(page, "settings/model")
    with lying() as liar:
        typed: dict[str, Any] = {"address": liar.address, "model": "m", "key": "sk-1", "keep_days": "30", "briefs": "1"}
        refused = page.post(page.path("settings/model"), {**typed, "address": "http://8.8.8.8/v1"})
        assert refused.status_code == 422
        assert "sk-1" not in refused.content.decode()
        assert page.post(page.path("settings/model"), typed).status_code == 303
        found = model_setup(access)
        assert found is not None
        assert (found.briefs, found.summaries, found.keep_days, found.has_key) == (True, False, 30, True)
        said = {"text": "The connection works.", "quote": "The connection works."}
        liar.says = lambda it, request: it.answer({"sentences": [said]})
        assert "It answers" in page.post(page.path("settings/model/try")).content.decode()
        assert SignedIn(editor).get(page.path("settings/model")).status_code == 403
        assert page.post(page.path("settings/model/remove")).status_code == 303
    assert model_setup(access) is None
    assert "does not work" not in page.post(page.path("settings/model/try"), follow=True).content.decode()
