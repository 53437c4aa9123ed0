"""Jira's REST interface, in the cloud and on one's own server: issues of one project.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/ (`nextPageToken`) and
https://docs.atlassian.com/software/jira/docs/api/REST/9.12.0/#api/2/search (`startAt`).
"""

import base64
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from clew.rooms.roadmap.trackers.github import list_of
from clew.rooms.roadmap.trackers.issues import TrackerError, one
from clew.rooms.roadmap.trackers.json_issues import word
from clew.rooms.roadmap.trackers.remote import Cursor, Page, Remote, Trouble, without_mark
from clew.rooms.roadmap.trackers.times import is_later, minutes_since, moment, written
from clew.rooms.roadmap.trackers.wire import Wire

STATES = {
    "new": ["To Do", "Backlog", "Open", "New"], "considered": ["To Do", "Backlog", "Open"],
    "planned": ["Selected for Development", "To Do", "Open"], "in work": ["In Progress", "In Review", "Reopened"],
    "released": ["Done", "Closed", "Resolved"], "declined": ["Won't Do", "Declined", "Rejected", "Cancelled"],
}  # fmt: skip
PER_PAGE, DEEPEST, MOST_WORDS = 100, 40, 10_000
FIELDS = ["summary", "description", "status", "labels", "assignee", "votes", "updated"]
KINDS_OF_ISSUE = ("idea", "story", "task")
KEY = re.compile(r"[A-Z][A-Z0-9_]{0,20}-[0-9]{1,12}", re.ASCII)


def headers(account: str, token: str) -> dict[str, str]:
    """An account of the cloud with its token, or a personal token of one's own server."""
    if not account:
        return {"authorization": f"Bearer {token}", "accept": "application/json"}
    both = base64.b64encode(f"{account}:{token}".encode()).decode()
    return {"authorization": f"Basic {both}", "accept": "application/json"}


@dataclass(slots=True)
class Jira:
    """`project`: its key. Which of the two interfaces it speaks is asked once."""

    wire: Wire
    project: str
    _is_cloud: bool | None = field(default=None)

    def check(self) -> str:
        found = self._project()
        rights = self.wire.ask(
            "GET", f"/rest/api/2/mypermissions?projectKey={self.project}&permissions=TRANSITION_ISSUES"
        )
        told = rights.body.get("permissions") if isinstance(rights.body, dict) else None
        may = told.get("TRANSITION_ISSUES") if isinstance(told, dict) else None
        if isinstance(may, dict) and may.get("havePermission") is False:
            raise Trouble(
                "The token may read issues there, but not move them.",
                "Give its account the right to transition issues.",
            )
        return word(found.get("name"))[:200] or self.project

    def changed(self, cursor: Cursor) -> Page:
        since = str(cursor.get("since", ""))
        jql = f'project = "{self.project}"'
        if since:
            jql += f' AND updated >= "-{minutes_since(since, datetime.now(UTC))}m"'
        asked = {"jql": f"{jql} ORDER BY updated ASC", "maxResults": PER_PAGE, "fields": FIELDS}
        return self._cloud_page(asked, cursor) if self._cloud() else self._server_page(asked, cursor)

    def one(self, key: str) -> Remote:
        path = f"/rest/api/{3 if self._cloud() else 2}/issue/{_key(key)}?fields={','.join(FIELDS)}"
        found = self._remote(self.wire.ask("GET", path).body)
        if found is None:
            raise _odd()
        return found

    def move(self, remote: Remote, options: Sequence[str], labels: Collection[str]) -> Remote:
        """By the first transition that leads to one of these statuses, in the order of the statuses."""
        path = f"/rest/api/2/issue/{_key(remote.issue.key)}/transitions"
        found = self.wire.ask("GET", path).body
        ways: dict[str, str] = {}
        for way in list_of(found.get("transitions") if isinstance(found, dict) else None)[:500]:
            to = way.get("to") if isinstance(way, dict) else None
            if isinstance(to, dict):
                ways.setdefault(word(to.get("name")).strip().casefold(), word(way.get("id")))
        way_id = next((ways[name] for name in (o.strip().casefold() for o in options) if ways.get(name)), None)
        if way_id is None:
            raise Trouble(
                f"No transition leads from “{remote.stands[:60]}” to {' or '.join(f'“{o}”' for o in options[:3])}.",
                "Change it there, or say on the connection's page what it is called there.",
                of_one=True,
            )
        self.wire.ask("POST", path, {"transition": {"id": way_id}})
        return self.one(remote.issue.key)

    def open(self, title: str, body: str, mark: str) -> Remote:
        kinds = [
            kind
            for kind in list_of(self._project().get("issueTypes"))
            if isinstance(kind, dict) and not kind.get("subtask")
        ]
        names = {word(kind.get("name")).casefold(): word(kind.get("id")) for kind in kinds[:100]}
        kind = next((names[name] for name in KINDS_OF_ISSUE if name in names), next(iter(names.values()), ""))
        told = {
            "project": {"key": self.project}, "summary": title[:255], "issuetype": {"id": kind},
            "description": f"{body}\n\n(clew-idea-{mark})".lstrip(),
        }  # fmt: skip
        made = self.wire.ask("POST", "/rest/api/2/issue", {"fields": told}).body
        key = word(made.get("key")) if isinstance(made, dict) else ""
        if not KEY.fullmatch(key):
            raise _odd()
        try:
            return self.one(key)
        except Trouble:  # it is there, whether it is shown or not
            issue = one(key, title[:255], 0, body=body, url=f"{self.wire.base}/browse/{key}")
            return Remote(issue, "", datetime.now(UTC), mark)

    def _project(self) -> Mapping[str, Any]:
        found = self.wire.ask("GET", f"/rest/api/2/project/{self.project}").body
        if not isinstance(found, dict):
            raise _odd()
        return found

    def _cloud(self) -> bool:
        if self._is_cloud is None:
            found = self.wire.ask("GET", "/rest/api/2/serverInfo").body
            if not isinstance(found, dict):
                raise _odd()
            self._is_cloud = found.get("deploymentType") == "Cloud"
        return self._is_cloud

    def _cloud_page(self, asked: dict[str, Any], cursor: Cursor) -> Page:
        """Its token goes on in the same question, which is therefore asked in the same words until it ends."""
        token, jql = str(cursor.get("token", "")), str(cursor.get("jql", "")) or asked["jql"]
        told = {**asked, "jql": jql, **({"nextPageToken": token} if token else {})}
        found, rows = self._asked("/rest/api/3/search/jql", told)
        following = word(found.get("nextPageToken"))[:2000]
        remotes, last = self._remotes(rows, cursor)
        if following and found.get("isLast") is not True and following != token:
            return Page(
                remotes, {"since": cursor.get("since", ""), "seen": last, "token": following, "jql": jql}, more=True
            )
        return Page(remotes, {"since": last}, more=False)

    def _server_page(self, asked: dict[str, Any], cursor: Cursor) -> Page:
        """Asked again from the last change on, and by places only where some minutes hold more than a page: half a page is then asked for
        once more, since what changes meanwhile goes to the end and all behind it moves forward."""
        since, skip = str(cursor.get("since", "")), int(cursor.get("skip", 0))
        found, rows = self._asked("/rest/api/2/search", {**asked, "startAt": skip})
        total = found.get("total")
        more = bool(rows) and isinstance(total, int) and skip + len(rows) < total
        remotes, last = self._remotes(rows, cursor)
        if more and not is_later(last, since):
            return Page(remotes, {"since": since, "skip": skip + len(rows) - len(rows) // 2}, more=True)
        return Page(remotes, {"since": last}, more)

    def _asked(self, path: str, told: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[Any]]:
        found = self.wire.ask("POST", path, told).body
        rows = found.get("issues") if isinstance(found, dict) else None
        if not isinstance(found, dict) or not isinstance(rows, list):
            raise _odd()
        return found, rows[:PER_PAGE]

    def _remotes(self, rows: Sequence[Any], cursor: Cursor) -> tuple[tuple[Remote, ...], str]:
        """And the last change of all that were seen in this question."""
        found = [remote for remote in map(self._remote, rows) if remote is not None]
        seen = [str(cursor.get("seen") or cursor.get("since") or "")]
        seen += [written(remote.updated_at) for remote in found]
        return tuple(found), max(seen)

    def _remote(self, row: Any) -> Remote | None:
        fields = row.get("fields") if isinstance(row, dict) else None
        if not isinstance(fields, dict) or not KEY.fullmatch(word(row.get("key"))):
            return None
        at, status = moment(fields.get("updated")), fields.get("status")
        stands = " ".join(word(status.get("name")).split())[:60] if isinstance(status, dict) else ""
        body, mark = without_mark(words_of(fields.get("description")))
        labels = tuple(dict.fromkeys(word(one)[:60] for one in list_of(fields.get("labels"))[:100] if word(one)))
        try:
            issue = one(
                word(row.get("key")), word(fields.get("summary")), 0, body=body, state=stands, labels=labels,
                owner=_name(fields.get("assignee")), url=f"{self.wire.base}/browse/{row['key']}", votes=_votes(fields),
            )  # fmt: skip
        except TrackerError:
            return None
        return Remote(issue, stands, at, mark) if at is not None and stands else None


def words_of(described: Any) -> str:
    """Text as it is; of a document as the cloud tells it, its words."""
    if isinstance(described, dict):
        return re.sub(r"\n{3,}", "\n\n", "".join(_words(described, 0)))[: MOST_WORDS * 2].strip()
    return word(described)


def _words(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, dict) or depth > DEEPEST:
        return
    if node.get("type") == "hardBreak":
        yield "\n"
    yield word(node.get("text"))
    for part in list_of(node.get("content"))[:2000]:
        yield from _words(part, depth + 1)
    if node.get("type") in ("paragraph", "heading", "listItem", "codeBlock", "blockquote", "tableRow"):
        yield "\n\n"


def _name(person: Any) -> str:
    return word(person.get("displayName")) if isinstance(person, dict) else ""


def _votes(fields: Mapping[str, Any]) -> int:
    votes = fields.get("votes")
    found = votes.get("votes") if isinstance(votes, dict) else 0
    return found if isinstance(found, int) and 0 <= found < 10**9 else 0


def _key(key: str) -> str:
    if not KEY.fullmatch(key):
        raise Trouble("This is no key of an issue.", "Bring the issue in again.", of_one=True)
    return key


def _odd() -> Trouble:
    return Trouble("It answers otherwise than Jira does.", "Look whether the address is that of its interface.")
