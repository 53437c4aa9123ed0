"""Decisions in the browser: reasons that are kept, grounds with their weight, what was known then beside now."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.front.flows import decide_with_evidence
from clew.ground.customers.api import add_account, set_fact
from clew.ground.evidence.api import add_idea, add_need, add_source, mark
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import add_option, archive, decision, open_decision, register_prediction, rename, rest_on
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db
WORDS = "The count is gone when I leave the cold room."


@pytest.fixture
def need(access: Access) -> int:
    return int(add_need(access, title="Counts survive the cold room").pk)


@pytest.fixture
def opened(access: Access, need: int) -> int:
    pk = open_decision(access, title="What first?", flips="If nobody lost a count.").pk
    add_option(access, decision_id=pk, title="Keep it on the phone")
    add_option(access, decision_id=pk, title="Do nothing")
    rest_on(access, decision_id=pk, node_id=need)
    soon = timezone.localdate() + timedelta(days=40)
    register_prediction(access, decision_id=pk, question="Will it ship?", probability=0.7, resolve_by=soon)
    return int(pk)


def heard(access: Access, need: int, account: str) -> None:
    its = add_account(access, name=account).pk
    today = timezone.localdate()
    set_fact(
        access, account_id=its, kind="arr", amount=120_000, text="", starts_on=today - timedelta(days=9), ends_on=None
    )
    source = add_source(access, text=f"{WORDS} Says {account}.", kind="feedback", account_id=its).pk
    mark(access, source_id=source, start=0, end=len(WORDS), exact=WORDS, need_id=need, stance="supports", codes=())


def decided(access: Access, pk: int) -> None:
    first, second = (o.id for o in decision(access, pk).options)
    decide_with_evidence(access, decision_id=pk, chosen=first, reasons={first: "Lost.", second: "They leave."})


def test_reasons_are_kept_for_later(editor: Access, opened: int) -> None:
    browser = SignedIn(editor)
    first, second = (o.id for o in decision(editor, opened).options)
    data = {"flips": "If one in ten did.", f"reason_{first}": "For: fewer lost.", f"reason_{second}": ""}
    assert browser.post(browser.path(f"decisions/{opened}/edit"), data).status_code == 303
    assert [o.reason for o in decision(editor, opened).options] == ["For: fewer lost.", ""]
    assert decision(editor, opened).flips == "If one in ten did."
    assert "For: fewer lost." in browser.get(browser.path(f"n/{opened}")).content.decode()
    refused = browser.post(
        browser.path(f"decisions/{opened}/decide"), {"chosen": first, f"reason_{first}": "Typed anew."}
    )
    assert refused.status_code == 422
    assert "Typed anew." in refused.content.decode()


def test_a_refused_decision_keeps_what_was_typed_on_the_page_and_nothing_in_the_house(
    editor: Access, opened: int
) -> None:
    browser = SignedIn(editor)
    first = decision(editor, opened).options[0].id
    data = {"flips": "If one in ten did.", "chosen": first, f"reason_{first}": "Fewer lost."}
    refused = browser.post(browser.path(f"decisions/{opened}/decide"), data)
    assert refused.status_code == 422
    assert "If one in ten did." in refused.content.decode()
    assert "Fewer lost." in refused.content.decode()
    assert decision(editor, opened).flips == "If nobody lost a count."


def test_too_many_words_are_refused_and_stay_on_the_page(editor: Access, opened: int) -> None:
    browser = SignedIn(editor)
    first = decision(editor, opened).options[0].id
    for field, most in ((f"reason_{first}", 4000), ("flips", 4000)):
        typed = "Fewer lost. " * 400
        answer = browser.post(browser.path(f"decisions/{opened}/edit"), {"flips": "Few.", field: typed})
        assert answer.status_code == 422
        assert f"This is longer than {most:,} characters." in answer.content.decode()
        assert typed.strip() in answer.content.decode()
    assert decision(editor, opened).flips == "If nobody lost a count."


def test_what_would_change_it_is_typed_and_decided_in_one_go(editor: Access, opened: int) -> None:
    browser = SignedIn(editor)
    first, second = (o.id for o in decision(editor, opened).options)
    reasons = {f"reason_{first}": "Fewer lost.", f"reason_{second}": "They leave."}
    data = {"flips": "If one in ten did.", "chosen": first, **reasons}
    assert browser.post(browser.path(f"decisions/{opened}/decide"), data).status_code == 303
    taken = decision(editor, opened)
    assert (taken.is_open, taken.flips) == (False, "If one in ten did.")


def test_a_decision_about_an_idea_has_it_as_an_option(editor: Access, need: int) -> None:
    browser = SignedIn(editor)
    idea, titles = add_idea(editor, title="Keep it on the phone").pk, {}
    for about in (idea, need):
        answer = browser.post(browser.path("decisions/new"), {"title": "What first?", "about": about})
        made = decision(editor, int(answer["Location"].rsplit("/", 1)[1]))
        titles[about] = [o.title for o in made.options]
        assert [g.node_id for g in made.grounds] == [about]
    assert titles == {idea: ["Keep it on the phone"], need: []}


def test_an_idea_that_is_an_option_is_not_offered_again(editor: Access, opened: int) -> None:
    ideas = [add_idea(editor, title=title).pk for title in ("Warn at two", "Count by eye")]
    add_option(editor, decision_id=opened, title="Under another name", idea_id=ideas[0])
    shown = SignedIn(editor).get(f"/w/{editor.slug}/n/{opened}").content.decode()
    assert [f'<option value="{idea}"' in shown for idea in ideas] == [False, True]
    with pytest.raises(Refused, match="an option already"):
        add_option(editor, decision_id=opened, idea_id=ideas[0])


def test_the_picker_says_how_much_is_behind_each(editor: Access, need: int) -> None:
    heard(editor, need, "Kettle")
    browser = SignedIn(editor)
    for asked in ("", "cold room"):
        items = browser.get(browser.path("decisions/grounds"), {"q": asked}).json()["items"]
        hints = {item["id"]: item["hint"] for item in items}
        assert hints[need] == "Need: 1 account, 1 for, 0 against"


def test_then_and_now_stand_side_by_side(editor: Access, opened: int, need: int) -> None:
    heard(editor, need, "Kettle")
    decided(editor, opened)
    heard(editor, need, "Crumb")
    rename(editor, node_id=need, title="Counts survive without signal")
    browser = SignedIn(editor)
    page = browser.get(browser.path(f"decisions/{opened}/then"))
    (ground,) = page.context["grounds"]
    readings = {r.name: (r.then, r.now, r.change) for r in ground.readings}
    assert readings["Accounts"] == (1, 2, 1)
    assert readings["Quotations for"] == (1, 2, 1)
    assert readings["Revenue a year"] == (120_000, 240_000, 120_000)
    assert (ground.title, ground.title_now) == ("Counts survive the cold room", "Counts survive without signal")
    assert "The frozen page is as it was on that day" in page.content.decode()
    archive(editor, node_ids=[need])
    assert "archived since" in browser.get(browser.path(f"decisions/{opened}/then")).content.decode()


def test_the_frozen_page_has_the_fingerprint_shown(viewer: Access, editor: Access, opened: int) -> None:
    decided(editor, opened)
    browser = SignedIn(viewer)
    frozen = browser.get(browser.path(f"decisions/{opened}/then.json")).content
    assert hashlib.sha256(frozen).hexdigest() in browser.get(browser.path(f"decisions/{opened}/then")).content.decode()


def test_an_open_decision_has_nothing_frozen(editor: Access, opened: int) -> None:
    browser = SignedIn(editor)
    for path in ("then", "then.json"):
        assert browser.get(browser.path(f"decisions/{opened}/{path}")).status_code == 404


@pytest.mark.parametrize(("page", "act"), [("decisions", "decisions/new"), ("predictions", "predictions/new")])
def test_who_only_reads_is_offered_nothing_that_would_be_refused(
    viewer: Access, editor: Access, page: str, act: str
) -> None:
    """On the empty list, which offers to begin, as well as at its head."""
    assert act in SignedIn(editor).get(f"/w/{editor.slug}/{page}").content.decode()
    assert act not in SignedIn(viewer).get(f"/w/{viewer.slug}/{page}").content.decode()
