import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient
from django.utils import timezone
from pytest_django import Settings
from tests.people import SignedIn

from clew.front.flows import decide_at_once
from clew.ground.customers.api import add_account, add_person, set_fact
from clew.ground.evidence.api import add_need, add_source, mark
from clew.ground.exchange.api import export, import_workspace, retention
from clew.ground.runs.api import runs
from clew.ground.thread.api import decisions
from clew.ground.workspaces.api import Access, User, enter

pytestmark = pytest.mark.django_db
Browser = Callable[[Access], SignedIn]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, settings: Settings) -> None:
    """An erasure searches all files, also those that other tests left."""
    settings.CLEW_DATA = tmp_path


@pytest.fixture
def anna(access: Access) -> int:
    anna = add_person(access, name="Anna Keller", email="anna@x.example").pk
    add_source(
        access,
        text="The cellar of my bakery has no signal.",
        person_id=anna,
        said_on=timezone.localdate().replace(year=2020),
    )
    return int(anna)


def test_the_settings_lead_there(access: Access, editor: Access, browser_of: Browser) -> None:
    owner, other = browser_of(access), browser_of(editor)
    assert owner.path("settings/leave") in owner.get(owner.path("settings")).content.decode()
    assert other.path("settings/leave") not in other.get(other.path("settings")).content.decode()
    assert "Words are kept without limit" in owner.get(owner.path("settings/leave")).content.decode()


def test_download(access: Access, anna: int, browser_of: Browser) -> None:
    browser = browser_of(access)
    answer: Any = browser.post(browser.path("settings/leave/export"))
    assert answer["Content-Disposition"].endswith('.clew.zip"')
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert b"no signal" in archive.read("tables/evidence_source_version.jsonl")


def test_download_from_the_server(access: Access, anna: int) -> None:
    """It is given out piece by piece there, not held in memory."""

    async def fetch() -> bytes:
        client = AsyncClient()
        alice = await User.objects.aget(email="alice@example.org")
        await client.aforce_login(alice, "django.contrib.auth.backends.ModelBackend")
        answer: Any = await client.post(f"/w/{access.slug}/settings/leave/export")
        assert answer.is_async
        return b"".join([block async for block in answer])

    with zipfile.ZipFile(io.BytesIO(async_to_sync(fetch)())) as archive:
        assert archive.testzip() is None


@pytest.mark.slow
def test_erase_and_see_the_proof(access: Access, anna: int, browser_of: Browser) -> None:
    browser = browser_of(access)
    found = browser.get(browser.path("settings/leave/people?q=keller")).json()
    assert found == {"items": [{"id": anna, "title": "Anna Keller · anna@x.example"}]}
    place = browser.path(f"settings/leave/erase/{anna}")
    assert place in browser.get(browser.path(f"n/{anna}")).content.decode()
    assert "Type the name to go on" in browser.get(place).content.decode()
    refused = browser.post(place, {"typed_name": "Anna"})
    assert refused.status_code == 422
    assert "not the name of this person" in refused.content.decode()
    page = browser.post(place, {"typed_name": "Anna Keller"}).content.decode()
    assert "nothing was found" in page
    assert "Keller" not in page
    assert "Erased person" in browser.get(browser.path(f"n/{anna}")).content.decode()


def test_how_long_words_are_kept(access: Access, anna: int, browser_of: Browser) -> None:
    browser = browser_of(access)
    tried = browser.get(browser.path("settings/leave?days=365&spares_grounds=1")).content.decode()
    assert "The cellar of my bakery" in tried
    assert "Erase them now" not in tried
    assert retention(access) is None
    assert browser.post(browser.path("settings/leave/keep"), {"days": "365", "spares_grounds": "1"}).status_code == 303
    assert "Erase them now" in browser.get(browser.path("settings/leave")).content.decode()
    assert browser.post(browser.path("settings/leave/keep/now")).status_code == 303
    assert runs(access)[0].title == "Erase what is older than 365 days"
    assert browser.post(browser.path("settings/leave/keep/all")).status_code == 303
    assert retention(access) is None
    assert browser.post(browser.path("settings/leave/keep/now")).status_code == 422


@pytest.mark.parametrize("days", ["", "0", "-1", "many", "99999999999", "1.5"])
def test_bad_days(access: Access, browser_of: Browser, days: str) -> None:
    browser = browser_of(access)
    answer = browser.post(browser.path("settings/leave/keep"), {"days": days})
    assert answer.status_code == 422
    assert "field" in answer.content.decode()
    assert browser.get(browser.path("settings/leave"), {"days": days}).status_code == 200
    assert retention(access) is None


def test_the_frozen_weights_are_shown_after_an_import(access: Access, browser_of: Browser, tmp_path: Path) -> None:
    """The snapshot keeps the numbers of the house it was taken in; the grounds have others here."""
    account = add_account(access, name="Bakery").pk
    set_fact(access, account_id=account, kind="arr", amount=120_000, starts_on=date(2020, 1, 1))
    source = add_source(access, text="The cellar has no signal.", account_id=account).pk
    need = add_need(access, title="Work offline").pk
    mark(access, source_id=source, start=4, end=10, exact="cellar", need_id=need)
    prediction = {"question": "Soon?", "probability": 0.5, "resolve_by": timezone.localdate() + timedelta(days=30)}
    options = [("Keep it on the phone", "Most lack signal."), ("Do nothing", "It costs too much.")]
    decide_at_once(
        access, title="Offline first", options=options, flips="Little.", grounds=[need], prediction=prediction
    )
    place = tmp_path / "out.zip"
    with export(access).file as file:
        place.write_bytes(file.read())
    user = User.objects.get(pk=access.user_id or 0)
    there = enter(user, import_workspace(place, owner=user).slug)
    taken = decisions(there)[0].id
    assert taken != decisions(access)[0].id
    for way_in, pk in ((access, decisions(access)[0].id), (there, taken)):
        browser = browser_of(way_in)
        assert "1 account" in browser.get(browser.path(f"n/{pk}")).content.decode()
        then = browser.get(browser.path(f"decisions/{pk}/then")).content.decode()
        assert "Work offline" in then
        assert "archived since" not in then
        assert "Soon?" in then


def test_only_owners(editor: Access, viewer: Access, elsewhere: Access, anna: int, browser_of: Browser) -> None:
    for who, status in ((editor, 403), (viewer, 403), (elsewhere, 404)):
        browser = browser_of(who)
        base = f"/w/{'larder'}/settings/leave"
        for path in ("", "/people", f"/erase/{anna}"):
            assert browser.get(base + path).status_code == status
        for path in ("/export", f"/erase/{anna}", "/keep", "/keep/all", "/keep/now"):
            assert browser.post(base + path, {"typed_name": "Anna Keller", "days": "1"}).status_code == status
