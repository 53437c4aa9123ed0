import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_source
from clew.ground.exchange.api import retention
from clew.ground.runs.api import runs
from clew.ground.workspaces.api import Access, User

pytestmark = pytest.mark.django_db
Browser = Callable[[Access], SignedIn]


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


def test_only_owners(editor: Access, viewer: Access, elsewhere: Access, anna: int, browser_of: Browser) -> None:
    for who, status in ((editor, 403), (viewer, 403), (elsewhere, 404)):
        browser = browser_of(who)
        base = f"/w/{'larder'}/settings/leave"
        for path in ("", "/people", f"/erase/{anna}"):
            assert browser.get(base + path).status_code == status
        for path in ("/export", f"/erase/{anna}", "/keep", "/keep/all", "/keep/now"):
            assert browser.post(base + path, {"typed_name": "Anna Keller", "days": "1"}).status_code == status
