"""What an assistant asks for waits; a person says yes or no, once."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.people import SignedIn

from clew.front.proposing import accept, ask_for, refuse
from clew.ground.evidence.api import add_outcome, needs
from clew.ground.ledger.api import Forbidden, NotFound, Refused, asked_by, who_asked
from clew.ground.proposals import actions
from clew.ground.proposals.api import ProposalRow, count_waiting, proposal, proposals, settle
from clew.ground.proposals.models import Proposal
from clew.ground.thread.api import archive, record_history
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db


def asked(access: Access, title: str = "Count quickly", **more: Any) -> ProposalRow:
    arguments = {"title": title, **more}
    return ask_for(access, call="add_need", arguments=arguments, words=f"New need: {title}", assistant="helper 1.0")


def titles(access: Access) -> list[str]:
    return [row.title for row in needs(access, on=timezone.localdate())]


def test_nothing_is_done_before_somebody_says_yes(access: Access, editor: Access) -> None:
    waiting = asked(editor)
    assert titles(access) == []
    made = accept(access, proposal_id=waiting.id)
    assert titles(access) == ["Count quickly"]
    entry = record_history(access, made.pk).entries[-1]
    assert (entry.who, entry.act_name) == ("Alice", "add a need (asked by helper 1.0)")
    assert entry.asked_by == "helper 1.0"
    page = SignedIn(access)
    assert "asked by helper 1.0" in page.get(page.path(f"n/{made.pk}")).content.decode()
    settled = proposal(access, waiting.id)
    assert (settled.accepted, settled.settled_by, settled.asked_by) == (True, "Alice", "Bob")


@pytest.mark.parametrize(("act", "assistant"), [("add a need", "x" * 80), ("y" * 80, "Scribe"), ("y" * 80, "x y" * 40)])
def test_names_fit_into_an_entry_however_long_they_are(act: str, assistant: str) -> None:
    name = asked_by(act, assistant)
    assert len(name) <= 80
    assert who_asked(name)[1]
    assert who_asked(act) == (act, "")


def test_a_no_changes_nothing(access: Access) -> None:
    waiting = asked(access)
    refuse(access, proposal_id=waiting.id, reason="Not ours.")
    assert titles(access) == []
    assert [(p.accepted, p.reason) for p in proposals(access, waiting=False)] == [(False, "Not ours.")]
    assert count_waiting(access) == 0


def test_it_is_settled_once(access: Access) -> None:
    waiting = asked(access)
    accept(access, proposal_id=waiting.id)
    for again in (lambda: accept(access, proposal_id=waiting.id), lambda: refuse(access, proposal_id=waiting.id)):
        with pytest.raises(Refused, match="settled already"):
            again()
    assert titles(access) == ["Count quickly"]


def test_what_cannot_be_done_any_more_stays_unsettled(access: Access) -> None:
    outcome = add_outcome(access, title="Fewer leave")
    waiting = asked(access, under=outcome.pk)
    archive(access, node_ids=[outcome.pk])
    with pytest.raises((Refused, NotFound)):
        accept(access, proposal_id=waiting.id)
    assert proposal(access, waiting.id).accepted is None


@pytest.mark.parametrize(
    "arguments", [{}, {"title": ""}, {"title": 7}, {"title": "x", "colour": "red"}, {"title": "x", "under": 99}]
)
def test_what_could_not_be_done_is_refused_at_once(access: Access, arguments: Any) -> None:
    with pytest.raises((Refused, NotFound)):
        ask_for(access, call="add_need", arguments=arguments, words="", assistant="helper")
    assert count_waiting(access) == 0


@pytest.mark.parametrize("call", ["set_role", "archive", "undo", "nothing"])
def test_not_everything_can_be_asked_for(access: Access, call: str) -> None:
    with pytest.raises(NotFound):
        ask_for(access, call=call, arguments={}, words="", assistant="helper")


def test_asking_twice_is_asking_once(access: Access) -> None:
    assert asked(access).id == asked(access).id


def test_they_are_bounded(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_WAITING", 1)
    asked(access)
    with pytest.raises(Refused, match="wait already"):
        asked(access, "Another")


def test_a_viewer_neither_asks_nor_settles(access: Access, viewer: Access) -> None:
    with pytest.raises(Forbidden):
        asked(viewer)
    waiting = asked(access)
    with pytest.raises(Forbidden):
        accept(viewer, proposal_id=waiting.id)
    with pytest.raises(Forbidden):
        refuse(viewer, proposal_id=waiting.id)


def test_workspaces_do_not_meet(access: Access, elsewhere: Access) -> None:
    waiting = asked(access)
    with pytest.raises(NotFound):
        accept(elsewhere, proposal_id=waiting.id)
    assert proposals(elsewhere) == []


def test_the_database_keeps_what_was_asked_and_answered(access: Access) -> None:
    waiting = asked(access)
    with within(access):
        rows = Proposal.objects.filter(pk=waiting.id)
        changes: tuple[dict[str, Any], ...] = ({"words": "something else"}, {"arguments": {}}, {"accepted": True})
        for change in changes:
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)
        settle(access, proposal_id=waiting.id, accepted=False)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(accepted=True)


def test_the_page_shows_and_settles(access: Access) -> None:
    waiting, page = asked(access), SignedIn(access)
    assert "New need: Count quickly" in page.get(page.path("proposals")).content.decode()
    assert page.post(page.path(f"proposals/{waiting.id}/accept")).status_code == 303
    assert titles(access) == ["Count quickly"]
    assert "Nothing waits" in page.get(page.path("proposals")).content.decode()
    assert "done" in page.get(page.path("proposals?view=all")).content.decode()
