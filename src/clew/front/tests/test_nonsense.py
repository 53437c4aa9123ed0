"""Every page is asked with nonsense behind its question mark: it answers, or says that there is no such thing."""

import pytest
from django.test import Client
from django.utils.http import urlencode

from clew.front.pages.table import ROUTES
from clew.ground.workspaces.api import Access, User

NONSENSE = ("9" * 30, "x", "-1", "²", "9e99", "sort;--", "\0")
NAMES = [
    "page",
    "sort",
    "need",
    "study",
    "decision",
    "under",
    "about",
    "batch",
    "account",
    "person",
    "segment",
    "candidate",
    "member",
    "who",
    "version",
    "on",
    "kind",
    "state",
    "theme",
]
FIRST = (
    "ideas/new",
    "needs/new",
    "decisions/new",
    "interviews/new",
    "interviews/guides/new",
    "interviews/tree",
    "sources",
)
LISTS = sorted({r.path for r in ROUTES if r.get is not None and "<" not in r.path})


@pytest.mark.parametrize("path", FIRST)
def test_nonsense_is_no_error(client: Client, access: Access, path: str) -> None:
    _ask(client, access, path, ("9" * 30, "²", "\0"))


@pytest.mark.slow
@pytest.mark.parametrize("path", LISTS)
def test_nonsense_is_an_error_nowhere(client: Client, access: Access, path: str) -> None:
    _ask(client, access, path, NONSENSE)


def _ask(client: Client, access: Access, path: str, nonsense: tuple[str, ...]) -> None:
    client.force_login(User.objects.get(pk=access.user_id or 0))
    for word in nonsense:
        answer = client.get(f"/w/{access.slug}/{path}?{urlencode(dict.fromkeys(NAMES, word))}")
        assert answer.status_code in (200, 204, 302, 400, 404, 422), (path, word)
