"""Invitations and reminders: who is written to, with what, each once, and what the database holds to."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused
from clew.ground.runs.api import Run, cancel, perform
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.invitations import make_link
from clew.rooms.interviews.actions.mailings import (
    begin_mail,
    end_mail,
    end_mailing,
    invite_candidates,
    write_invitation,
)
from clew.rooms.interviews.actions.recruiting import settle_candidates, stop_asking
from clew.rooms.interviews.models import Candidate, Invitation, InvitationMail
from clew.rooms.interviews.queries.candidates import candidates, recruiting
from clew.rooms.interviews.queries.invited import enter_by_invitation
from clew.rooms.interviews.queries.waiting import mails_not_sent
from clew.rooms.interviews.tests.recruits import begin, candidate, person

SITE = "https://clew.example"


@pytest.fixture
def study_id(access: Access) -> int:
    return begin(access)


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    yield
    mail.outbox = []


def some(access: Access, study_id: int, *names: str) -> list[int]:
    return [candidate(access, study_id, person(access, name)) for name in names]


def send(access: Access, study_id: int, chosen: list[int], **other: Any) -> Run:
    run = invite_candidates(access, study_id=study_id, candidate_ids=chosen, site=SITE, **other)
    perform(run.key)
    return Run._base_manager.get(pk=run.pk)


def secret_in(text: str) -> str:
    found = re.search(r"/asked/([\w-]+)", text)
    assert found is not None
    return found[1]


def states(access: Access, study_id: int) -> dict[str, str]:
    return {row.name: row.state for row in candidates(access, study_id)}


def test_each_gets_a_mail_of_their_own_once(access: Access, study_id: int) -> None:
    chosen = some(access, study_id, "Anna Keller", "Ben Ito")
    run = send(access, study_id, chosen)
    assert (run.state, run.result, run.title) == ("done", {"sent": 2, "not_sent": 0}, "2 invitations")
    assert [m.to for m in mail.outbox] == [["anna@shop.example"], ["ben@shop.example"]]
    letter = mail.outbox[0]
    text = str(letter.body)
    invited = enter_by_invitation(secret_in(text))
    assert (invited.candidate_id, text.startswith("Hello Anna,"), "Alice" in text) == (chosen[0], True, True)
    assert letter.extra_headers["List-Unsubscribe"] == f"<{SITE}/asked/{secret_in(text)}/unsubscribe>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert set(states(access, study_id).values()) == {"invited"}
    assert Invitation._base_manager.filter(sent_at__isnull=False).count() == 2
    perform(run.key)
    with pytest.raises(Refused, match="None of these"):
        send(access, study_id, chosen)
    assert len(mail.outbox) == 2


def test_no_secret_is_kept_or_told(access: Access, study_id: int) -> None:
    run = send(access, study_id, some(access, study_id, "Anna"))
    secret = secret_in(str(mail.outbox[0].body))
    told = " ".join(f"{e.before} {e.after}" for e in LedgerEntry.objects.all())
    assert secret not in f"{told} {run.arguments} {run.cursor} {run.result}"


def test_who_cannot_be_written_to_is_left_out(access: Access, editor: Access, study_id: int) -> None:
    anna, ben, cleo, dora = some(access, study_id, "Anna", "Ben", "Cleo", "Dora")
    emma = candidate(access, study_id, person(access, "Emma", email=""))
    stop_asking(access, person_id=Candidate._base_manager.get(pk=ben).person_id)
    settle_candidates(access, candidate_ids=[cleo], state="rejected")
    other = candidate(access, begin(access, "Other"), Candidate._base_manager.get(pk=dora).person_id)
    make_link(access, candidate_id=other)
    everybody = [anna, ben, cleo, dora, emma]
    send(editor, study_id, everybody)
    assert [m.to for m in mail.outbox] == [["anna@shop.example"]]
    with pytest.raises(Forbidden):
        send(editor, study_id, everybody, despite=True)
    send(access, study_id, everybody, despite=True)
    assert [m.to for m in mail.outbox] == [["anna@shop.example"], ["dora@shop.example"]]


def test_whoever_says_no_meanwhile_gets_none(access: Access, study_id: int) -> None:
    (anna,) = some(access, study_id, "Anna")
    run = invite_candidates(access, study_id=study_id, candidate_ids=[anna], site=SITE)
    stop_asking(access, person_id=Candidate._base_manager.get(pk=anna).person_id)
    perform(run.key)
    assert mail.outbox == []
    assert candidates(access, study_id)[0].mails[0].state == "not sent"


def test_one_reminder_and_both_links_open(access: Access, study_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = some(access, study_id, "Anna")
    send(access, study_id, chosen)
    with pytest.raises(Refused, match="None of these"):
        send(access, study_id, chosen, kind="remind")
    moment = timezone.now() + timedelta(days=3)
    monkeypatch.setattr("clew.rooms.interviews.actions.mailings.timezone.now", lambda: moment)
    send(access, study_id, chosen, kind="remind")
    assert len({enter_by_invitation(secret_in(str(m.body))).invitation_id for m in mail.outbox}) == 2
    with pytest.raises(Refused, match="None of these"):
        send(access, study_id, chosen, kind="remind")
    assert "only reminder" in str(mail.outbox[1].body)


def test_a_mail_that_was_on_its_way_is_not_sent_again(access: Access, study_id: int) -> None:
    """As after a kill between the hand-over and the note of it."""
    chosen = some(access, study_id, "Anna", "Ben")
    run = invite_candidates(access, study_id=study_id, candidate_ids=chosen, site=SITE)
    first = InvitationMail._base_manager.order_by("pk").first()
    assert first is not None
    assert begin_mail(access, mail_id=first.pk, site=SITE) is not None
    perform(run.key)
    assert [m.to for m in mail.outbox] == [["ben@shop.example"]]
    by_name = {row.name: row for row in candidates(access, study_id)}
    assert (by_name["Anna"].mails[0].state, by_name["Anna"].state) == ("perhaps not sent", "found")
    assert [(w.study_id, w.answers) for w in mails_not_sent(access)] == [(study_id, 1)]
    send(access, study_id, [chosen[0]])
    assert len(mail.outbox) == 2
    assert mails_not_sent(access) == ()


def test_a_mail_server_that_refuses_is_said(access: Access, study_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, *args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("clew.rooms.interviews.jobs.mailing.EmailMessage.send", refuse)
    run = send(access, study_id, some(access, study_id, "Anna"))
    assert run.result == {"sent": 0, "not_sent": 1}
    assert states(access, study_id) == {"Anna": "found"}
    assert not Invitation._base_manager.filter(withdrawn_at__isnull=True).exists()


def test_cancelled_before_it_began_all_can_be_invited_anew(access: Access, study_id: int) -> None:
    chosen = some(access, study_id, "Anna", "Ben")
    run = invite_candidates(access, study_id=study_id, candidate_ids=chosen, site=SITE)
    with pytest.raises(Refused):
        invite_candidates(access, study_id=study_id, candidate_ids=chosen, site=SITE)
    cancel(access, run_id=run.pk)
    assert {row.mails[0].state for row in candidates(access, study_id)} == {"not sent"}
    send(access, study_id, chosen)
    assert len(mail.outbox) == 2


def test_words_are_the_studys_own(access: Access, study_id: int) -> None:
    write_invitation(
        access,
        study_id=study_id,
        subject="Stock, {name}?",
        message="{name} of {workspace}: {link}",
        reminder="{link} again",
    )
    assert recruiting(access, study_id).subject == "Stock, {name}?"
    send(access, study_id, some(access, study_id, "Anna Keller"))
    assert mail.outbox[0].subject == "Stock, Anna?"
    assert str(mail.outbox[0].body).startswith("Anna of Larder: https://clew.example/asked/")


def test_a_name_cannot_write_headers_or_fill_in_more(access: Access, study_id: int) -> None:
    write_invitation(access, study_id=study_id, subject="For {name}", message="{name} {link}", reminder="{link}")
    send(access, study_id, some(access, study_id, "Eve{link}\tBcc:all@shop.example"))
    assert mail.outbox[0].subject.startswith("For Eve{link}")
    assert mail.outbox[0].recipients() == ["eve{link}@shop.example"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"subject": "{link}"}, "subject"),
        ({"message": "Come!"}, "message"),
        ({"message": "{link} {password}"}, "message"),
        ({"message": "{link}" + "x" * 4000}, "message"),
        ({"reminder": "Come!"}, "reminder"),
    ],
)
def test_bad_words_are_refused(access: Access, study_id: int, wrong: dict[str, str], field: str) -> None:
    words: dict[str, Any] = {"study_id": study_id, "subject": "Hi", "message": "{link}", "reminder": "{link}", **wrong}
    with pytest.raises(Refused) as refused:
        write_invitation(access, **words)
    assert refused.value.field == field
    assert recruiting(access, study_id).message == ""


def test_rates_are_bounded(access: Access, study_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.rooms.interviews.actions.mailings.MOST_A_DAY", 1)
    chosen = some(access, study_id, "Anna", "Ben")
    with pytest.raises(Refused, match="within a day"):
        send(access, study_id, chosen)
    send(access, study_id, chosen[:1])
    for wrong in ([], list(range(1, 202))):
        with pytest.raises(Refused) as refused:
            send(access, study_id, wrong)
        assert refused.value.field == "ids"
    with pytest.raises(Refused, match="no such mail"):
        send(access, study_id, chosen, kind="shout")


def test_the_database_lets_nobody_be_written_to_twice_or_unasked(access: Access, study_id: int) -> None:
    chosen = some(access, study_id, "Anna", "Ben")
    invite_candidates(access, study_id=study_id, candidate_ids=chosen, site=SITE)
    row = InvitationMail._base_manager.order_by("pk")[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationMail._base_manager.create(
            workspace_id=row.workspace_id, mailing_id=row.mailing_id, candidate_id=row.candidate_id, kind="invite"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationMail._base_manager.filter(pk=row.pk).update(sent_at=timezone.now())
    stop_asking(access, person_id=Candidate._base_manager.get(pk=row.candidate_id).person_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationMail._base_manager.filter(pk=row.pk).update(tried_at=timezone.now())


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access, study_id: int) -> None:
    (anna,) = some(access, study_id, "Anna")
    invite_candidates(access, study_id=study_id, candidate_ids=[anna], site=SITE)
    mail_id = InvitationMail._base_manager.get().pk
    asked: list[tuple[Any, dict[str, Any]]] = [
        (write_invitation, {"study_id": study_id, "subject": "Hi", "message": "{link}", "reminder": "{link}"}),
        (invite_candidates, {"study_id": study_id, "candidate_ids": [anna], "site": SITE}),
        (begin_mail, {"mail_id": mail_id, "site": SITE}),
        (end_mail, {"mail_id": mail_id, "is_sent": True}),
    ]
    for act, given in asked:
        for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
            with pytest.raises(error):
                act(who, **given)
    with pytest.raises(Forbidden):
        end_mailing(viewer, study_id=study_id)
    end_mailing(elsewhere, study_id=study_id)
    assert InvitationMail._base_manager.get().failed_at is None
