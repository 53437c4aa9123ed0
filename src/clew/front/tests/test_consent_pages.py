"""Consent on a person's page, and the texts beside the people."""

import re
from html import unescape

import pytest
from tests.people import SignedIn

from clew.front.pages.consent import difference
from clew.ground.customers.api import add_person, consents, withdraw_consent, write_consent_text
from clew.ground.evidence.api import add_source
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db
TEXT = {"title": "Interviews", "body": "We record what you say."}


@pytest.fixture
def anna(access: Access) -> int:
    return int(add_person(access, name="Anna Keller").pk)


def page(browser: SignedIn, path: str) -> str:
    return " ".join(unescape(browser.get(browser.path(path)).content.decode()).split())


def test_versions_show_what_they_changed(access: Access) -> None:
    browser = SignedIn(access)
    assert "No text yet" in page(browser, "people/consent-texts")
    for body in (TEXT["body"], "We record and quote what you say."):
        answer = browser.post(browser.path("people/consent-texts/write"), {**TEXT, "body": body})
        assert answer.status_code == 303
    shown = page(browser, "people/consent-texts")
    assert "We record<ins> and quote</ins> what you say." in shown
    assert shown.index("Version 2") < shown.index("Version 1")


def test_a_refused_text_is_kept_typed(access: Access) -> None:
    browser = SignedIn(access)
    answer = browser.post(browser.path("people/consent-texts/write"), {"title": "", "body": "We record you."})
    assert (answer.status_code, "We record you." in answer.content.decode()) == (422, True)


def test_asked_answered_and_withdrawn_on_the_page(access: Access, anna: int) -> None:
    browser, at = SignedIn(access), f"people/{anna}/consent"
    assert "Write the text" in page(browser, f"n/{anna}")
    browser.post(browser.path("people/consent-texts/write"), TEXT)
    assert browser.post(browser.path(at), {"form": "0", "scopes": ["record", "quote"]}).status_code == 303
    [asked] = consents(access, person_id=anna)
    told = {"form": str(asked.id), "scopes": ["record"], "how": "spoken", "expires_on": "2020-01-01"}
    refused = browser.post(browser.path(f"{at}/{asked.id}"), told)
    again = refused.content.decode()
    assert (refused.status_code, "Choose a day after" in again, 'value="2020-01-01"' in again) == (422, True, True)
    assert len(re.findall(r'name="scopes" value="\w+" checked', again.split(f'id="answer-{asked.id}"')[1])) == 1
    del told["expires_on"]
    assert browser.post(browser.path(f"{at}/{asked.id}"), told).status_code == 303
    assert "spoken on the recording" in page(browser, f"n/{anna}")
    assert browser.post(browser.path(f"{at}/{asked.id}/withdraw")).status_code == 303
    assert [row.state for row in consents(access, person_id=anna)] == ["withdrawn"]
    assert "withdrew a consent" in page(browser, f"n/{anna}")


def test_no_is_an_answer(access: Access, anna: int) -> None:
    browser, at = SignedIn(access), f"people/{anna}/consent"
    write_consent_text(access, **TEXT)
    browser.post(browser.path(at), {"scopes": ["quote"]})
    [asked] = consents(access, person_id=anna)
    browser.post(browser.path(f"{at}/{asked.id}"), {"refused": "1"})
    assert "Refused" in page(browser, f"n/{anna}")


def test_a_viewer_reads_and_asks_nobody(viewer: Access, access: Access, anna: int) -> None:
    write_consent_text(access, **TEXT)
    shown = page(SignedIn(viewer), f"n/{anna}")
    assert ("Never asked" in shown, "Ask for consent" in shown) == (True, False)


def test_nobody_corrects_what_is_withheld(access: Access, anna: int) -> None:
    browser = SignedIn(access)
    source = add_source(access, text="I count shelves.", person_id=anna).pk
    write_consent_text(access, **TEXT)
    browser.post(browser.path(f"people/{anna}/consent"), {"scopes": ["quote"]})
    [asked] = consents(access, person_id=anna)
    browser.post(browser.path(f"people/{anna}/consent/{asked.id}"), {"scopes": ["quote"], "how": "form"})
    withdraw_consent(access, consent_id=asked.id)
    assert browser.get(browser.path(f"sources/{source}/correct")).status_code == 302
    assert "Select words" not in page(browser, f"n/{source}")
    refused = browser.post(browser.path(f"sources/{source}/correct"), {"text": "Something else."})
    assert (refused.status_code, "I count" in refused.content.decode()) == (422, False)


def test_very_long_texts_are_compared_by_lines() -> None:
    before = "\n".join(f"line {n}" for n in range(4000))
    pieces = difference(before, before.replace("line 7\n", "line seven\n"))
    assert [(kind, text) for kind, text in pieces if kind != "same"] == [("gone", "line 7\n"), ("new", "line seven\n")]
