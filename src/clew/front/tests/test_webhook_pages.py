"""Webhooks on their pages: the secret shown once, what was typed kept, the deliveries listed and sent again."""

import json
import re
from typing import Any

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.evidence.api import add_need
from clew.ground.hooks.api import NewSecret, add_hook, deliveries, event_types, hook, hooks, send_test_event
from clew.ground.hooks.models import Delivery
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db

URL = "https://example.com/hook"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")
TYPED = {"url": URL, "description": "The sheet", "kinds": ["need", "decision"], "happenings": ["created"]}


@pytest.fixture
def browser(access: Access) -> SignedIn:
    return SignedIn(access)


@pytest.fixture
def made(access: Access) -> NewSecret:
    return add_hook(access, url=URL, events=["need.created"])


def page(browser: SignedIn, path: str) -> str:
    answer = browser.get(browser.path(path))
    assert answer.status_code == 200
    return answer.content.decode()


def test_making_one_shows_its_secret_once(access: Access, browser: SignedIn) -> None:
    answer = browser.post(browser.path("settings/webhooks/make"), TYPED)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "data-live" not in answer.content.decode()
    assert len(set(SECRET.findall(answer.content.decode()))) == 1
    (row,) = hooks(access)
    assert set(row.events) == {"need.created", "decision.created"}
    assert not SECRET.search(page(browser, f"settings/webhooks/{row.id}"))
    assert not SECRET.search(page(browser, "settings/webhooks"))


@pytest.mark.parametrize("wrong", [{"url": "http://example.com"}, {"kinds": []}, {"happenings": []}, {"kinds": ["x"]}])
def test_what_was_typed_is_kept(access: Access, browser: SignedIn, settings: object, wrong: dict[str, object]) -> None:
    settings.CLEW_HOOKS_LOOPBACK = False  # type: ignore[attr-defined]
    answer = browser.post(browser.path("settings/webhooks/make"), {**TYPED, **wrong})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'value="The sheet"' in html
    assert 'role="alert"' in html or 'class="error"' in html
    assert ('value="need" checked' in html) is (wrong.get("kinds") is None)
    assert 'value="idea" checked' not in html
    assert hooks(access) == []


def test_a_new_secret(access: Access, browser: SignedIn, made: NewSecret) -> None:
    answer = browser.post(browser.path(f"settings/webhooks/{made.id}/secret"))
    (shown,) = set(SECRET.findall(answer.content.decode()))
    assert shown != made.secret
    assert "signs until" in page(browser, f"settings/webhooks/{made.id}")


def test_edit_switch_and_remove(access: Access, browser: SignedIn, made: NewSecret) -> None:
    at = f"settings/webhooks/{made.id}"
    assert browser.post(browser.path(f"{at}/edit"), {**TYPED, "url": URL + "/2"}).status_code == 303
    assert hook(access, made.id).url == URL + "/2"
    browser.post(browser.path(f"{at}/switch"))
    assert "Switched off by hand." in page(browser, at)
    browser.post(browser.path(f"{at}/switch"))
    assert hook(access, made.id).is_on
    browser.post(browser.path(f"{at}/remove"))
    assert hooks(access) == []


def test_deliveries_are_listed_and_sent_again(access: Access, browser: SignedIn, made: NewSecret) -> None:
    at = f"settings/webhooks/{made.id}"
    browser.post(browser.path(f"{at}/test"))
    (row,) = deliveries(access, made.id)
    html = page(browser, at)
    assert "clew.test" in html
    assert row.message_id in html
    assert "None of these" in page(browser, f"{at}?state=failed")
    assert browser.post(browser.path(f"{at}/replay/{row.id}")).status_code == 303
    today = timezone.localdate().isoformat()
    assert browser.post(browser.path(f"{at}/replay"), {"since": today}).status_code == 303
    assert browser.post(browser.path(f"{at}/replay"), {"since": "never"}).status_code == 422
    told = {"since": today, "until": "2026-01-01", "which": "all"}
    refused = browser.post(browser.path(f"{at}/replay"), told)
    assert (refused.status_code, "ends before it begins" in refused.content.decode()) == (422, True)
    browser.post(browser.path(f"{at}/switch"))
    assert "Send again" not in page(browser, at)
    refused = browser.post(browser.path(f"{at}/replay/{row.id}"))
    assert (refused.status_code, "switched off" in refused.content.decode()) == (422, True)


def delivered(access: Access, made: NewSecret, **data: Any) -> None:
    """As the sender lays it down."""
    now = timezone.now()
    body = json.dumps({"type": "need.created", "timestamp": now.isoformat(), "data": data})
    Delivery.objects.create(
        workspace_id=access.workspace_id, hook_id=made.id, message_id=f"evt_{data}", type="need.created", body=body,
        due_at=now, created_at=now,
    )  # fmt: skip


def test_a_delivery_names_its_record_and_leads_there(
    access: Access, elsewhere: Access, browser: SignedIn, made: NewSecret
) -> None:
    """As it is called now; what is not of this workspace is not named."""
    need, other = add_need(access, title="Count <fast>").pk, add_need(elsewhere, title="Of others").pk
    with within(access):
        for told in ({"id": need}, {"id": other}, {"id": 10**12}, {"count": 150}):
            delivered(access, made, **told)
    html = page(browser, f"settings/webhooks/{made.id}")
    assert f'href="{browser.path(f"n/{need}")}"' in html
    assert ("Count &lt;fast&gt;" in html, "150 records" in html, "Of others" in html) == (True, True, False)
    assert [row.record and row.record.id for row in deliveries(access, made.id)] == [None, None, None, need]


def test_many_deliveries_come_in_pages(access: Access, browser: SignedIn, made: NewSecret) -> None:
    for _ in range(26):
        send_test_event(access, hook_id=made.id)
    assert page(browser, f"settings/webhooks/{made.id}").count("Send again</button>") <= 25
    assert "clew.test" in page(browser, f"settings/webhooks/{made.id}?page=2")


def test_only_owners_are_led_there(access: Access, editor: Access, browser: SignedIn) -> None:
    assert browser.path("settings/webhooks") in page(browser, "settings")
    assert browser.path("settings/webhooks") not in page(SignedIn(editor), "settings")


def test_all_kinds_in_words(access: Access, browser: SignedIn) -> None:
    add_hook(access, url=URL, events=event_types())
    assert "Every kind of record: created, changed, archived, restored" in page(browser, "settings/webhooks")
