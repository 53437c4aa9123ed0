"""How GitHub and Jira are spoken with, against a server that speaks as they document it, and one that breaks off, lies and rambles."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from clew.rooms.roadmap.tests.tracker_server import TOKEN, Vendor, serving
from clew.rooms.roadmap.trackers import github_rest, jira_rest
from clew.rooms.roadmap.trackers.agreeing import what_to_do
from clew.rooms.roadmap.trackers.github_rest import GitHub
from clew.rooms.roadmap.trackers.jira_rest import Jira, words_of
from clew.rooms.roadmap.trackers.remote import Page, Remote, Tracker, Trouble, means, word_of
from clew.rooms.roadmap.trackers.wire import Wire

LABELLED = {"new": ["open"], "planned": ["open + Planned"], "in work": ["open + doing"], "released": ["completed"]}


@pytest.fixture
def vendor(settings: Settings) -> Iterator[Vendor]:
    settings.CLEW_HOOKS_LOOPBACK = True
    with serving() as found:
        yield found


def github(vendor: Vendor, token: str = TOKEN) -> GitHub:
    return GitHub(Wire(vendor.url, github_rest.headers(token)), "larder/shop")


def jira(vendor: Vendor, account: str = "ann@example.org") -> Jira:
    return Jira(Wire(vendor.url, jira_rest.headers(account, TOKEN)), "SHOP")


def all_of(tracker: Tracker, cursor: Any = None) -> tuple[list[str], Any]:
    keys: list[str] = []
    cursor = cursor or {}
    for _ in range(50):
        page: Page = tracker.changed(cursor)
        keys += [remote.issue.key for remote in page.remotes]
        cursor = page.cursor
        if not page.more:
            return keys, cursor
    raise AssertionError("It never ends.")


def test_github_tells_issues_and_no_pull_requests(vendor: Vendor) -> None:
    vendor.github("Count by phone", body="Words", labels=("Planned", "ui"))
    vendor.github("A pull request", pull_request={"url": "x"})
    (remote,) = github(vendor).changed({}).remotes
    issue = remote.issue
    assert (issue.key, issue.title, issue.body, issue.state, issue.labels, issue.votes) == (
        "1", "Count by phone", "Words", "open", ("Planned", "ui"), 3,
    )  # fmt: skip
    assert issue.url == "https://github.com/larder/shop/issues/1"
    assert "octocat" not in str(issue.raw)
    assert github(vendor).check() == "larder/shop"


def test_github_pages_pass_nothing_over_while_it_changes(vendor: Vendor) -> None:
    vendor.page_size = 3
    for n in range(10):
        vendor.github(f"Idea {n}")
    page = github(vendor).changed({})
    seen = {remote.issue.key for remote in page.remotes}
    vendor.change("1", title="Changed while it is read")
    keys, cursor = all_of(github(vendor), page.cursor)
    assert seen | set(keys) == {str(n) for n in range(1, 11)}
    assert keys[-1] == "1"
    before = len(vendor.got)
    assert (all_of(github(vendor), all_of(github(vendor), cursor)[1])[0], len(vendor.got) - before) == ([], 2)


def test_github_turns_pages_where_one_moment_holds_more_than_one(vendor: Vendor) -> None:
    vendor.page_size = 3
    for n in range(10):
        vendor.github(f"Idea {n}", updated_at="2026-11-03T09:00:00Z")
    keys, cursor = all_of(github(vendor))
    assert set(keys) == {str(n) for n in range(1, 11)}
    vendor.clock = datetime(2026, 11, 4, tzinfo=UTC)
    vendor.change("4", state="closed")
    assert "4" in all_of(github(vendor), cursor)[0]


def test_github_moves(vendor: Vendor) -> None:
    vendor.github("Count", labels=("ui", "doing"))
    tracker = github(vendor)
    assert tracker.move(tracker.one("1"), ["not planned"], ()).stands == "not planned"
    assert vendor.issues["1"]["state_reason"] == "not_planned"
    moved = tracker.move(tracker.one("1"), ["open + Planned"], {"planned", "doing"})
    assert (moved.stands, moved.issue.labels) == ("open", ("ui", "Planned"))
    assert tracker.move(moved, ["completed"], {"planned", "doing"}).issue.labels == ("ui",)


def test_github_opens_with_a_mark_that_is_no_word_of_it(vendor: Vendor) -> None:
    mark = "ab" * 16
    made = github(vendor).open("Count", "x" * 9_990, mark)
    assert (made.issue.title, made.issue.body, made.mark) == ("Count", "x" * 9_990, mark)
    assert github(vendor).open("x" * 300, "", mark).issue.title == "x" * 256


@pytest.mark.parametrize("is_inside", [False, True])
def test_no_connection_of_the_pool_is_held_while_it_is_asked(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch, is_inside: bool
) -> None:
    class Held:
        vendor, in_atomic_block, closed = "postgresql", is_inside, 0

        def close(self) -> None:
            self.closed += 1

    held = Held()
    monkeypatch.setattr("clew.rooms.roadmap.trackers.wire.connection", held)
    github(vendor).check()
    assert held.closed == (not is_inside)


def test_github_is_told_why_an_issue_is_closed_that_is_closed_already(vendor: Vendor) -> None:
    tracker = github(vendor)
    vendor.github("Count", state="closed", state_reason="completed")
    assert tracker.move(tracker.one("1"), ["not planned"], ()).stands == "not planned"
    assert len(vendor.asked("PATCH")) == 3


def test_what_no_database_holds_is_left_out(vendor: Vendor) -> None:
    vendor.github("Co\x00unt \ud800", body="a\x00b\r\nc", labels=("u\x00i",))
    issue = github(vendor).one("1").issue
    assert (issue.title, issue.body, issue.labels) == ("Count ?", "ab\nc", ("ui",))
    assert "\\u0000" not in str(issue.raw)
    vendor.jira("Scan", status="Q\x00A\udfff", labels=("u\x00i",))
    remote = jira(vendor).one("SHOP-2")
    assert (remote.stands, remote.issue.labels) == ("QA?", ("ui",))


@pytest.mark.parametrize("is_cloud", [True, False])
def test_jira_tells_and_moves(vendor: Vendor, is_cloud: bool) -> None:
    vendor.is_cloud, vendor.page_size = is_cloud, 2
    keys = [vendor.jira(f"Idea {n}", body="First line\nSecond", labels=("ui",)) for n in range(5)]
    tracker = jira(vendor, "ann@example.org" if is_cloud else "")
    found, cursor = all_of(tracker)
    assert set(found) == set(keys)
    remote = tracker.one(keys[0])
    assert (remote.stands, remote.issue.owner, remote.issue.votes) == ("To Do", "Ann", 2)
    assert remote.issue.body.split() == ["First", "line", "Second"]
    assert tracker.move(remote, ["Nowhere", "in progress"], ()).stands == "In Progress"
    assert keys[0] in all_of(tracker, cursor)[0]
    with pytest.raises(Trouble) as trouble:
        tracker.move(tracker.one(keys[1]), ["Done"], ())
    assert (trouble.value.of_one, "“To Do”" in trouble.value.message, "“Done”" in trouble.value.message) == (
        True,
        True,
        True,
    )
    mark = "cd" * 16
    made = tracker.open("New", "Words", mark)
    assert (made.issue.title, made.issue.body, made.mark, tracker.check()) == ("New", "Words", mark, "The shop")


def test_jira_pages_pass_nothing_over_while_it_changes(vendor: Vendor) -> None:
    """All within the minutes that are asked for once more, so that it is gone through by places."""
    vendor.is_cloud, vendor.page_size = False, 4
    for n in range(12):
        vendor.jira(f"Idea {n}")
    tracker, seen, cursor = jira(vendor, ""), set[str](), dict[str, Any]()
    for n in range(40):
        page = tracker.changed(cursor)
        seen |= {remote.issue.key for remote in page.remotes}
        cursor = dict(page.cursor)
        if n == 1:
            vendor.move("SHOP-1", "Done")
        if not page.more:
            break
    assert seen == {f"SHOP-{n}" for n in range(1, 13)}


def test_jira_says_an_issue_is_open_that_it_does_not_show(vendor: Vendor) -> None:
    vendor.instead = {"GET /rest/api/3/issue/SHOP-1": (404, {}, {})}
    made = jira(vendor).open("Count", "Words", "ab" * 16)
    assert (made.issue.key, made.issue.title, made.stands) == ("SHOP-1", "Count", "")
    vendor.instead = {"POST /rest/api/2/issue": (201, {"key": "?"}, {})}
    with pytest.raises(Trouble) as trouble:
        jira(vendor).open("Count", "Words", "ab" * 16)
    assert not trouble.value.of_one


def test_who_it_is_told_by(vendor: Vendor) -> None:
    assert jira_rest.headers("", "t")["authorization"] == "Bearer t"
    assert jira_rest.headers("a@b.c", "t")["authorization"] == "Basic YUBiLmM6dA=="
    assert TOKEN not in repr(github(vendor))
    with pytest.raises(Trouble, match="token"):
        github(vendor, "another").check()


@pytest.mark.parametrize(
    ("wrong", "said", "status"),
    [
        ((401, {}, {}), "token", 401), ((404, {}, {}), "does not show", 404), ((403, {}, {}), "does not show", 403),
        ((301, {}, {"location": "/elsewhere"}), "moved", 301), ((500, "<html>", {}), "failed", 500),
        ((422, {"message": "No\nlabel"}, {}), "No label", 422), ((400, {"errorMessages": ["Why"], "errors": {"a": "b"}}, {}), "Why b", 400),
        ("drop", "No answer", None), ("<html>", "no JSON", None), ('{"a":', "no JSON", None), ("[" * 200_000, "no JSON", None),
        ('{"issues": 3}', "otherwise", None), ("3", "otherwise", None),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said(vendor: Vendor, wrong: Any, said: str, status: int | None) -> None:
    for tracker in (github(vendor), jira(vendor)):
        vendor.next_answers = [wrong, wrong]
        with pytest.raises(Trouble) as trouble:
            tracker.changed({})
        assert said in trouble.value.message
        assert trouble.value.remedy
        assert trouble.value.status == status


def test_huge_answers_are_not_read_to_their_end(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.rooms.roadmap.trackers.wire.MOST_BYTES", 10_000)
    vendor.github("Long", body="x" * 20_000)
    with pytest.raises(Trouble, match="larger than is read"):
        github(vendor).changed({})


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "90"}, 90), ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "SOON"}, 600), ({"retry-after": "99999999"}, 86_400),
        ({}, 300), ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999"}, 86_400), ({"retry-after": "soon"}, 300),
    ],
)  # fmt: skip
def test_rate_limits_are_obeyed(vendor: Vendor, headers: dict[str, str], seconds: int) -> None:
    now = datetime.now(UTC)
    soon = {name: value.replace("SOON", str(int(now.timestamp()) + 600)) for name, value in headers.items()}
    vendor.next_answers = [(429, {"message": "API rate limit exceeded"}, soon)]
    with pytest.raises(Trouble) as trouble:
        github(vendor).changed({})
    assert trouble.value.again_at is not None
    assert abs(trouble.value.again_at - now - timedelta(seconds=seconds)) < timedelta(seconds=5)


def test_rubbish_among_issues_is_passed_over(vendor: Vendor) -> None:
    good = {"number": 7, "title": "Good", "state": "open", "updated_at": "2026-11-03T09:00:00Z"}
    rubbish: list[Any] = [
        None, 3, [], {}, {**good, "number": "../7"}, {**good, "title": ""}, {**good, "updated_at": "soon"}, {**good, "labels": 3},
        {**good, "number": 8, "title": "x" * 9_999, "body": ["a"], "labels": [None, {"name": {}}], "html_url": "javascript:alert(1)"},
    ]  # fmt: skip
    vendor.next_answers = [(200, rubbish, {})]
    found = github(vendor).changed({}).remotes
    assert [(remote.issue.key, len(remote.issue.title)) for remote in found] == [("7", 4), ("8", 300)]
    fields = {"summary": "Good", "status": {"name": "To Do"}, "updated": "2026-11-03T09:00:00.000+0000"}
    rows = [
        None,
        {"key": "SHOP-1"},
        {"key": "../1", "fields": fields},
        {"key": "SHOP-2", "fields": {**fields, "status": None}},
        {"key": "SHOP-3", "fields": fields},
    ]
    vendor.next_answers = [(200, {"deploymentType": "Cloud"}, {}), (200, {"issues": rows}, {})]
    assert [remote.issue.key for remote in jira(vendor).changed({}).remotes] == ["SHOP-3"]


def test_documents_have_bounds() -> None:
    deep: Any = {"type": "text", "text": "deep"}
    for _ in range(500):
        deep = {"type": "paragraph", "content": [deep]}
    wide = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "x" * 100}]}] * 5_000}
    assert ("deep" in words_of(deep), len(words_of(wide)) <= 20_000) == (False, True)


def test_what_a_state_means(vendor: Vendor) -> None:
    vendor.github("One", labels=("planned", "DOING", "ui"))
    vendor.github("Two")
    one, two = github(vendor).changed({}).remotes
    assert (means(one, LABELLED), word_of(one, LABELLED)) == (("in work", "planned"), "open + doing + planned")
    assert (means(two, LABELLED), word_of(two, LABELLED)) == (("new",), "open")
    assert means(two, github_rest.STATES) == ("new", "considered", "planned", "in work")
    lost = Remote(two.issue, "QA", two.updated_at)
    assert means(lost, jira_rest.STATES) == ()


@pytest.mark.parametrize(
    ("here", "meant", "there", "what"),
    [
        ("planned", ("new", "planned"), "Open", "alike"), ("new", ("new",), "Doing", "alike"), ("new", ("in work",), "Open", "leave"),
        ("new", ("in work",), "Doing", "take"), ("new", (), "QA", "unknown"), ("planned", ("new",), "Open", "tell"),
        ("planned", ("in work",), "Doing", "clash"), ("planned", (), "QA", "clash"),
    ],
)  # fmt: skip
def test_what_is_to_be_done(here: str, meant: tuple[str, ...], there: str, what: str) -> None:
    assert what_to_do(here, meant, there, agreed_here="new", agreed_there="Open") == what
