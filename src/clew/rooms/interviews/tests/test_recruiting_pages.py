"""Recruiting through its doors: the screener is built and posted, people answer without an account, mails go out."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.people import SignedIn

from clew.ground.ledger.api import LedgerEntry
from clew.ground.runs.api import Run
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.invitations import make_link
from clew.rooms.interviews.actions.recruiting import set_quota, stop_asking
from clew.rooms.interviews.actions.screeners import close_screener, open_screener
from clew.rooms.interviews.models import Candidate, InvitationMail, NoContact, Screener, ScreenerAnswer
from clew.rooms.interviews.queries.screeners import screener
from clew.rooms.interviews.tests.recruits import account, begin, candidate, person, screened, segment

FORM = {
    "title": "Counting", "intro": "Two minutes.", "key": ["q1", "q2"], "text": ["Who counts?", "How many?"],
    "kind": ["single", "number"], "options": ["I do\r\nOthers", ""], "required": ["q1"],
    "rule_question": ["q1"], "rule_test": ["is"], "rule_value": ["Others"], "rule_then": ["reject"],
}  # fmt: skip


@pytest.fixture
def study_id(access: Access) -> int:
    return begin(access)


@pytest.fixture
def alice_there(access: Access) -> SignedIn:
    return SignedIn(access)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def build(client: SignedIn, study_id: int, do: str, **other: Any) -> Any:
    return client.post(client.path(f"interviews/{study_id}/screener"), {**FORM, "do": do, **other})


def test_a_screener_is_built_by_buttons_and_nothing_typed_is_lost(
    alice_there: SignedIn, access: Access, study_id: int
) -> None:
    shown = text_of(build(alice_there, study_id, "add-question"))
    assert shown.count('name="text"') == 3
    assert 'value="q3"' in shown
    assert shown.count("autofocus") == 1
    shown = text_of(build(alice_there, study_id, "up-question:1"))
    assert shown.index("How many?") < shown.index("Who counts?")
    shown = text_of(build(alice_there, study_id, "remove-question:0"))
    assert shown.count('name="text"') == 1
    shown = text_of(build(alice_there, study_id, "add-rule"))
    assert shown.count('name="rule_value"') == 2
    assert not Screener._base_manager.exists()
    refused = build(alice_there, study_id, "save", rule_value=["Somebody"])
    assert refused.status_code == 422
    assert "Rule 1: “Somebody” is none of the answers." in text_of(refused)
    assert "Two minutes." in text_of(refused)
    assert build(alice_there, study_id, "save").status_code == 303
    found = screener(access, study_id)
    assert found is not None
    assert [(q.key, q.is_required, q.options) for q in found.questions] == [
        ("q1", True, ("I do", "Others")),
        ("q2", False, ()),
    ]
    assert [rule.then for rule in found.rules] == ["reject"]


def test_a_key_of_an_older_version_is_not_given_again(alice_there: SignedIn, study_id: int) -> None:
    build(alice_there, study_id, "save")
    cut = {"key": ["q1"], "text": ["Who counts?"], "kind": ["single"], "options": ["I do\nOthers"]}
    build(alice_there, study_id, "save", **cut)
    assert 'name="key" value="q3"' in text_of(build(alice_there, study_id, "add-question", **cut))


def test_rules_are_tried_while_they_are_typed(alice_there: SignedIn, access: Access, study_id: int) -> None:
    version = screened(access, study_id)
    secret = make_link(access, candidate_id=candidate(access, study_id, person(access, "Anna"))).secret
    Client().post(f"/asked/{secret}", {"version": version.id, "a-q1": "Others"})
    asked = {"rule_question": "q1", "rule_test": "is", "rule_value": "Others", "rule_then": "accept"}
    answer = alice_there.get(alice_there.path(f"interviews/{study_id}/screener/try"), asked)
    assert answer.json() == {"text": "Of the 1 answer so far: 1 accepted, 0 queued, 0 rejected."}


def test_a_candidate_answers_without_an_account(access: Access, study_id: int) -> None:
    version = screened(access, study_id, intro="It takes two minutes.")
    chosen = candidate(access, study_id, person(access, "Anna"))
    page = f"/asked/{make_link(access, candidate_id=chosen).secret}"
    client = Client(enforce_csrf_checks=True)
    shown = client.get(page)
    assert "It takes two minutes." in text_of(shown)
    assert "<script" not in text_of(shown)
    assert len(shown.content) < 20_000
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text_of(shown))
    assert token is not None
    answers = {
        "version": version.id,
        "a-q2": "many",
        "a-q4": "Kept words",
        "csrfmiddlewaretoken": token[1],
    }
    refused = client.post(page, answers)
    assert (refused.status_code, "Kept words" in text_of(refused), "This needs an answer" in text_of(refused)) == (
        422,
        True,
        True,
    )
    assert client.post(page, {**answers, "a-q1": "Nobody", "a-q2": "3"}).status_code == 303
    after = text_of(client.get(page))
    assert "Thank you" in after
    assert "reject" not in after.lower()
    assert "fitting" not in after
    assert Candidate._base_manager.get().state == "rejected"


def test_whoever_is_accepted_goes_on_to_an_hour(access: Access, study_id: int) -> None:
    page = f"/asked/{make_link(access, candidate_id=candidate(access, study_id, person(access, 'Anna'))).secret}"
    shown = text_of(Client().post(page, {}, follow=True))
    assert f'href="{page}/book"' in shown
    assert Client().get(f"{page}/book").status_code == 200


def test_a_no_takes_a_press_of_a_button(access: Access, study_id: int) -> None:
    chosen = candidate(access, study_id, person(access, "Anna"))
    page = f"/asked/{make_link(access, candidate_id=chosen).secret}"
    assert "rather not" in text_of(Client().get(f"{page}/decline"))
    assert Candidate._base_manager.get().state == "invited"
    assert "ask you again" in text_of(Client().post(f"{page}/decline", {"never": "1"}))
    assert (Candidate._base_manager.get().state, NoContact._base_manager.get().by_person) == ("declined", True)


def test_one_press_in_a_mail_program_says_no_for_good(access: Access, study_id: int) -> None:
    """RFC 8058: a POST without a cookie; whoever follows the address sees a page, since programs follow links too."""
    chosen = candidate(access, study_id, person(access, "Anna"))
    page = f"/asked/{make_link(access, candidate_id=chosen).secret}"
    client, pressed = Client(enforce_csrf_checks=True), {"List-Unsubscribe": "One-Click"}
    assert client.get(f"{page}/unsubscribe")["Location"] == f"{page}/decline"
    assert client.post(f"{page}/unsubscribe").status_code == 422
    assert client.post(f"{page}/decline", pressed).status_code == 403  # nowhere else without a cookie
    assert Candidate._base_manager.get().state == "invited"
    archive(access, node_ids=[study_id])
    assert client.get(page).status_code == 404  # saying no stays possible
    assert client.post(f"{page}/unsubscribe", pressed).status_code == 200
    assert client.post(f"{page}/unsubscribe", pressed).status_code == 200
    assert (Candidate._base_manager.get().state, NoContact._base_manager.get().by_person) == ("declined", True)
    assert client.post("/asked/nobody/unsubscribe", pressed).status_code == 404
    told = LedgerEntry._base_manager.filter(act_name="say no to a study")
    assert told.exists()
    assert not told.exclude(actor_id=None).exists()


def test_the_posted_form_says_the_same_to_everybody(access: Access, study_id: int) -> None:
    """Known, unknown, fitting or not, asked not to be asked, or a machine: one answer, one page."""
    version = screened(access, study_id)
    person(access, "Anna")
    stop_asking(access, person_id=person(access, "Ben"))
    page = f"/screen/{open_screener(access, study_id=study_id).secret}"
    shown = text_of(Client().get(page))
    assert "<script" not in shown
    answers = {"version": version.id, "a-q1": "I do", "name": "Nora"}
    people = [
        {"email": "anna@shop.example"},
        {"email": "ben@shop.example"},
        {"email": "nora@new.example"},
        {"email": "nora@new.example"},
        {"email": "olaf@new.example", "a-q1": "Nobody"},
        {"email": "spam@new.example", "website": "https://spam.example"},
    ]
    said = {(r.status_code, r["Location"]) for one in people for r in [Client().post(page, {**answers, **one})]}
    assert said == {(303, f"{page}/thanks")}
    assert "write to you" in text_of(Client().get(f"{page}/thanks"))
    states = dict(Candidate._base_manager.values_list("person__email", "state"))
    assert states == {"anna@shop.example": "queued", "nora@new.example": "queued", "olaf@new.example": "rejected"}
    wrong = [
        Client().post(page, {**answers, "email": one, "a-q1": "x"}) for one in ("anna@shop.example", "x@y.example")
    ]
    assert {(r.status_code, re.sub(r"value=\"[^\"]*\"", "", text_of(r))) for r in wrong} == {
        (422, re.sub(r"value=\"[^\"]*\"", "", text_of(wrong[0])))
    }


def test_a_closed_form_says_so(access: Access, study_id: int) -> None:
    version = screened(access, study_id)
    page = f"/screen/{open_screener(access, study_id=study_id).secret}"
    close_screener(access, study_id=study_id)
    for answer in (
        Client().get(page),
        Client().post(page, {"version": version.id, "a-q1": "I do", "name": "Nora", "email": "n@new.example"}),
    ):
        assert (answer.status_code, "closed" in text_of(answer)) == (410, True)
    assert not ScreenerAnswer._base_manager.exists()


def test_the_posted_link_is_shown_once(alice_there: SignedIn, access: Access, study_id: int) -> None:
    screened(access, study_id)
    answer = alice_there.post(alice_there.path(f"interviews/{study_id}/screener/open"))
    assert "data-live" not in answer.content.decode()  # a page that is drawn anew by itself would lose the link
    shown = text_of(answer)
    found = re.search(r"http://testserver/screen/([\w-]+)", shown)
    assert found is not None
    assert Client().get(f"/screen/{found[1]}").status_code == 200
    assert found[1] not in text_of(alice_there.get(alice_there.path(f"interviews/{study_id}/screener")))


def test_many_are_chosen_invited_and_sent_by_a_run(alice_there: SignedIn, access: Access, study_id: int) -> None:
    people = [person(access, "Anna"), person(access, "Ben", email="")]
    shown = alice_there.post(alice_there.path(f"interviews/{study_id}/panel/choose"), {"ids": people}, follow=True)
    assert "2 candidates more." in text_of(shown)
    ids = list(Candidate._base_manager.order_by("pk").values_list("pk", flat=True))
    page = text_of(alice_there.post(alice_there.path(f"interviews/{study_id}/invite"), {"ids": ids, "kind": "invite"}))
    assert "1 will get it" in page
    assert "no e-mail address" in page
    assert "Hello Anna," in page
    words = {"subject": "Stock?", "message": "{name}: {link}", "reminder": "{link}", "ids": ids, "kind": "invite"}
    page = text_of(alice_there.post(alice_there.path(f"interviews/{study_id}/invite/write"), words))
    assert "Anna: https://…/asked/…" in page
    refused = alice_there.post(alice_there.path(f"interviews/{study_id}/invite/write"), {**words, "message": "No link"})
    assert (refused.status_code, "No link" in text_of(refused), "1 will get it" in text_of(refused)) == (
        422,
        True,
        True,
    )
    alice_there.post(alice_there.path(f"interviews/{study_id}/invite/send"), {"ids": ids[:1], "kind": "invite"})
    assert Run._base_manager.get(job="invite candidates").arguments["site"] == "http://testserver"
    assert InvitationMail._base_manager.count() == 1


def test_beyond_a_quota_is_said(alice_there: SignedIn, access: Access, study_id: int) -> None:
    large, shop = segment(access, "Large", arr_from=1), account(access, "Shop", 10)
    set_quota(access, study_id=study_id, segment_id=large, wanted=1)
    ids = [candidate(access, study_id, person(access, name, shop)) for name in ("Anna", "Ben")]
    to = alice_there.path(f"interviews/{study_id}/candidates/settle")
    assert "More than wanted: Large: 2 of 1." in text_of(
        alice_there.post(to, {"ids": ids, "state": "accepted"}, follow=True)
    )


def test_pages_show_what_there_is(alice_there: SignedIn, access: Access, study_id: int) -> None:
    version = screened(access, study_id)
    segment(access, "Large", arr_from=1)
    chosen = candidate(access, study_id, person(access, "Anna", account(access, "Shop", 10)))
    secret = make_link(access, candidate_id=chosen).secret
    Client().post(f"/asked/{secret}", {"version": version.id, "a-q1": "Others"})
    one = f"interviews/{study_id}/candidates/{chosen}"
    alice_there.post(alice_there.path(f"{one}/gift"), {"amount": "50", "currency": "EUR", "what": "Voucher"})
    alice_there.post(alice_there.path(f"{one}/note"), {"note": "Call in the morning"})
    for path, words in (
        ("", "1 answer to look at: Counting"),
        (f"n/{study_id}", "to be looked at"),
        (one, "No rule decided"),
        (one, "Call in the morning"),
        (f"interviews/{study_id}/candidates?state=queued", "50 EUR"),
        (f"interviews/{study_id}/panel?q=shop", "Anna"),
        ("interviews/heard", "silent"),
    ):
        assert words in text_of(alice_there.get(alice_there.path(path))), path
    link = alice_there.post(alice_there.path(f"{one}/link"))
    assert re.search(r"http://testserver/asked/[\w-]+", text_of(link))
    assert "data-live" not in link.content.decode()
