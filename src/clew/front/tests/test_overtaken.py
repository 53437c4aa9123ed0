"""Two people edit one record: the second is shown both versions, whatever the form, and nothing typed is lost."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.customers import api as customers
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import Drawn
from clew.ground.thread import api as thread
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


@dataclass
class Form:
    """`page`: where it is drawn, with `{}` for the record; `theirs` is what somebody else does after that."""

    make: Callable[[Access], int]
    page: str
    post: str
    typed: dict[str, str]
    theirs: Callable[[Access, int], Any]
    shown: str
    read: Callable[[Access, int], Any]
    saved: Any
    more: dict[str, str] = field(default_factory=dict)


FORMS = {
    "rename": Form(
        lambda a: evidence.add_need(a, title="Count stock").pk,
        "n/{}?rename=1", "n/{}/rename", {"title": "Weigh flour"},
        lambda a, pk: thread.rename(a, node_id=pk, title="Weigh sugar"), "Weigh sugar",
        lambda a, pk: thread.card(a, pk).title, "Weigh flour",
    ),
    "need": Form(
        lambda a: evidence.add_need(a, title="Count stock", detail="Once.").pk,
        "n/{}", "needs/{}/describe", {"detail": "Every week."},
        lambda a, pk: evidence.describe_need(a, need_id=pk, detail="Every\nday."), "Every\nday.",
        lambda a, pk: evidence_row(a, "Need", pk).detail, "Every week.",
    ),
    "outcome": Form(
        lambda a: evidence.add_outcome(a, title="Less waste", metric="kg").pk,
        "n/{}", "outcomes/{}/describe", {"metric": "tonnes", "unit": "t", "baseline": "5", "target": "2"},
        lambda a, pk: evidence.describe_outcome(a, outcome_id=pk, metric="bags", baseline=7.0), "bags",
        lambda a, pk: evidence_row(a, "Outcome", pk).metric, "tonnes",
    ),
    "idea": Form(
        lambda a: evidence.add_idea(a, title="Scales", detail="Cheap.").pk,
        "n/{}", "ideas/{}/describe", {"detail": "Cheap and small."},
        lambda a, pk: evidence.describe_idea(a, idea_id=pk, detail="Cheap and red."), "Cheap and red.",
        lambda a, pk: evidence_row(a, "Idea", pk).detail, "Cheap and small.",
    ),
    "source": Form(
        lambda a: evidence.add_source(a, text="I count by hand.").pk,
        "n/{}", "sources/{}/describe", {"kind": "note", "channel": "mail"},
        lambda a, pk: evidence.describe_source(a, source_id=pk, kind="note", channel="phone"), "phone",
        lambda a, pk: evidence_row(a, "Source", pk).channel, "mail",
    ),
    "source's text": Form(
        lambda a: evidence.add_source(a, text="I count by hand.").pk,
        "sources/{}/correct", "sources/{}/correct", {"text": "I count by hand, mostly."},
        lambda a, pk: evidence.correct_source(a, source_id=pk, text="I count by head."), "I count by head.",
        lambda a, pk: evidence.source(a, pk).text, "I count by hand, mostly.",
    ),
    "decision": Form(
        lambda a: thread.open_decision(a, title="Scales", question="Buy scales?", flips="Price").pk,
        "n/{}", "decisions/{}/edit", {"question": "Buy scales?", "flips": "Price or place"},
        lambda a, pk: thread.edit_decision(a, decision_id=pk, question="Buy scales?", flips="Weight"), "Weight",
        lambda a, pk: thread.decision(a, pk).flips, "Price or place",
    ),
    "code": Form(
        lambda a: evidence.add_code(a, title="waste").pk,
        "n/{}", "codes/{}/change", {"title": "waste", "definition": "Thrown away."},
        lambda a, pk: evidence.define_code(a, code_id=pk, definition="Spoilt."), "Spoilt.",
        lambda a, pk: evidence_row(a, "Code", pk).definition, "Thrown away.",
    ),
    "person": Form(
        lambda a: customers.add_person(a, name="Ada", role="Baker").pk,
        "n/{}", "people/{}/edit", {"role": "Owner"},
        lambda a, pk: customers.edit_person(a, person_id=pk, email="", role="Cook", account_id=None), "Cook",
        lambda a, pk: customers.person(a, pk).role, "Owner",
    ),
    "segment": Form(
        lambda a: customers.add_segment(a, name="Large", rule={"size_from": 5}).pk,
        "n/{}", "segments/{}/rule", {"size_from": "10"},
        lambda a, pk: customers.set_rule(a, segment_id=pk, rule={"size_from": 20}), "size from 20",
        lambda a, pk: customers.segment(a, pk).row.rule_words, "size from 10",
    ),
}  # fmt: skip


def evidence_row(access: Access, model: str, pk: int) -> Any:
    from clew.ground.evidence import models
    from clew.ground.workspaces.api import within

    with within(access):
        return getattr(models, model).objects.get(pk=pk)


def description(access: Access, pk: int) -> str:
    return str(evidence_row(access, "Need", pk).detail)


def seen_on(client: SignedIn, page: str, post: str) -> str:
    """The version in the form that is sent to this address."""
    body = client.get(client.path(page)).content.decode()
    form = re.search(rf'action="{re.escape(client.path(post))}".*?name="seen" value="([^"]*)"', body, re.DOTALL)
    assert form is not None
    return form[1]


@pytest.mark.parametrize("name", FORMS)
def test_the_second_is_shown_both_versions(name: str, access: Access, editor: Access) -> None:
    form, alice = FORMS[name], SignedIn(access)
    pk = form.make(access)
    page, post = form.page.format(pk), form.post.format(pk)
    seen = seen_on(alice, page, post)
    form.theirs(editor, pk)
    before = form.read(access, pk)
    answer = alice.post(alice.path(post), {**form.typed, "seen": seen})
    body = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Bob changed this meanwhile" in body
    assert form.shown in body
    assert form.read(access, pk) == before, "nothing was written"
    again = {**dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body)), **form.typed}
    assert alice.post(alice.path(post), again).status_code == 303, "mine, now that I have seen theirs"
    assert form.read(access, pk) == form.saved


@pytest.mark.parametrize("name", FORMS)
def test_nobody_else_nothing_in_the_way(name: str, access: Access) -> None:
    form, alice = FORMS[name], SignedIn(access)
    pk = form.make(access)
    post = form.post.format(pk)
    for _ in range(2):
        seen = seen_on(alice, form.page.format(pk), post)
        assert alice.post(alice.path(post), {**form.typed, "seen": seen}).status_code in (303, 422)
    assert form.read(access, pk) == form.saved


def test_changes_of_something_else_are_no_conflict(access: Access, editor: Access) -> None:
    alice, need = SignedIn(access), evidence.add_need(access, title="Count stock", detail="Once.").pk
    seen = seen_on(alice, f"n/{need}", f"needs/{need}/describe")
    thread.rename(editor, node_id=need, title="Weigh flour")
    thread.comment(editor, node_id=need, text="Is this so?")
    answer = alice.post(alice.path(f"needs/{need}/describe"), {"detail": "Twice.", "seen": seen})
    assert answer.status_code == 303
    assert (description(access, need), thread.card(access, need).title) == ("Twice.", "Weigh flour")


def test_a_field_that_was_only_sent_along_is_not_set_back(access: Access, editor: Access) -> None:
    alice, person = SignedIn(access), customers.add_person(access, name="Ada", role="Baker").pk
    seen = seen_on(alice, f"n/{person}", f"people/{person}/edit")
    customers.edit_person(editor, person_id=person, email="ada@example.org", role="Baker", account_id=None)
    customers.edit_person(editor, person_id=person, email="ada@example.org", role="Cook", account_id=None)
    typed = {"role": "Owner", "email": "", "seen": seen}
    body = alice.post(alice.path(f"people/{person}/edit"), typed).content.decode()
    assert "ada@example.org" in body, "both of two later changes are shown"
    assert "Cook" in body


def test_ones_own_other_window_is_called_so(access: Access) -> None:
    alice, need = SignedIn(access), evidence.add_need(access, title="Count stock").pk
    seen = seen_on(alice, f"n/{need}?rename=1", f"n/{need}/rename")
    thread.rename(access, node_id=need, title="Weigh flour")
    answer = alice.post(alice.path(f"n/{need}/rename"), {"title": "Weigh sugar", "seen": seen})
    assert "You changed this meanwhile, in another window" in answer.content.decode()


def test_a_refusal_keeps_the_version_that_was_typed_on(access: Access, editor: Access) -> None:
    alice, need = SignedIn(access), evidence.add_need(access, title="Count stock", detail="Once.").pk
    seen = seen_on(alice, f"n/{need}", f"needs/{need}/describe")
    evidence.describe_need(editor, need_id=need, detail="Twice.")
    answer = alice.post(alice.path(f"needs/{need}/describe"), {"detail": "x" * 10_001, "seen": seen})
    assert answer.status_code == 422
    assert f'value="{seen}"' in answer.content.decode()


def test_deciding_does_not_set_back_what_would_change_it(access: Access, editor: Access) -> None:
    alice, decision = SignedIn(access), thread.open_decision(access, title="Scales", flips="Price").pk
    buy, wait = (thread.add_option(access, decision_id=decision, title=title).pk for title in ("Buy", "Wait"))
    soon = timezone.localdate() + timedelta(days=40)
    thread.register_prediction(access, decision_id=decision, question="Will it do?", probability=0.7, resolve_by=soon)
    seen = seen_on(alice, f"n/{decision}", f"decisions/{decision}/decide")
    thread.edit_decision(editor, decision_id=decision, question="", flips="Weight")
    typed = {"flips": "Price", "chosen": buy, f"reason_{buy}": "Cheap.", f"reason_{wait}": "Dear.", "seen": seen}
    assert alice.post(alice.path(f"decisions/{decision}/decide"), typed).status_code == 409
    assert thread.decision(access, decision).is_open


@pytest.mark.parametrize("seen", ["", "nonsense", "0", "1.thread_node-x", "9" * 40, "1.thread_node-5'--", "٣"])
def test_nonsense_is_as_no_version(seen: str, access: Access) -> None:
    alice, need = SignedIn(access), evidence.add_need(access, title="Count stock").pk
    assert alice.post(alice.path(f"n/{need}/rename"), {"title": "Weigh flour", "seen": seen}).status_code == 303


def test_a_version_is_read_back() -> None:
    drawn = Drawn(7, (("evidence_need", 12), ("thread_node", 9)))
    assert Drawn.read(str(drawn)) == drawn


def test_the_page_asks_for_the_version_once(access: Access, django_assert_max_num_queries: Any) -> None:
    alice, need = SignedIn(access), evidence.add_need(access, title="Count stock").pk
    with django_assert_max_num_queries(60) as captured:
        alice.get(alice.path(f"n/{need}"))
    assert sum("row_id = node_id" in q["sql"] for q in captured.captured_queries) == 1
