"""GitHub's REST interface, of github.com and of one's own server: issues of one repository.

https://docs.github.com/en/rest/issues/issues
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from clew.rooms.roadmap.trackers.github import issue_of, list_of
from clew.rooms.roadmap.trackers.issues import Issue, TrackerError
from clew.rooms.roadmap.trackers.json_issues import as_raw, word
from clew.rooms.roadmap.trackers.remote import (
    Cursor,
    Page,
    Remote,
    Trouble,
    parted,
    without_mark,
)
from clew.rooms.roadmap.trackers.times import moment, next_cursor
from clew.rooms.roadmap.trackers.wire import Said, Wire

ADDRESS = "https://api.github.com"
OPEN, COMPLETED, NOT_PLANNED = WORDS = ("open", "completed", "not planned")
STATES = {
    "new": [OPEN], "considered": [OPEN], "planned": [OPEN], "in work": [OPEN], "released": [COMPLETED],
    "declined": [NOT_PLANNED],
}  # fmt: skip
PER_PAGE = 100
KEPT = ("number", "title", "body", "state", "state_reason", "html_url")


def headers(token: str) -> dict[str, str]:
    return {
        "authorization": f"Bearer {token}",
        "accept": "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
    }


@dataclass(frozen=True, slots=True)
class GitHub:
    """`project`: owner/repository."""

    wire: Wire
    project: str

    def check(self) -> str:
        found = self.wire.ask("GET", f"/repos/{self.project}").body
        if not isinstance(found, dict):
            raise _odd()
        rights = found.get("permissions")
        if isinstance(rights, dict) and not any(rights.get(one) for one in ("admin", "maintain", "push", "triage")):
            raise Trouble("The token may read issues there, but not change them.", "Give it the right to write issues.")
        if found.get("has_issues") is False:
            raise Trouble("This repository has no issues.", "Switch issues on there.")
        return word(found.get("full_name"))[:200] or self.project

    def changed(self, cursor: Cursor) -> Page:
        since, page = str(cursor.get("since", "")), int(cursor.get("page", 1))
        asked = {"state": "all", "sort": "updated", "direction": "asc", "per_page": PER_PAGE, "page": page}
        asked |= {"since": since} if since else {}
        tag = str(cursor.get("etag", ""))
        also = {"if-none-match": tag} if tag and page == 1 else {}
        said = self.wire.ask("GET", f"/repos/{self.project}/issues?{urlencode(asked)}", also=also)
        if said.status == 304:
            return Page((), cursor, more=False)
        rows = said.body
        if not isinstance(rows, list):
            raise _odd()
        moments = [at for at in (moment(row.get("updated_at")) for row in rows if isinstance(row, dict)) if at]
        remotes = [_remote(row) for row in rows[:PER_PAGE] if isinstance(row, dict) and not row.get("pull_request")]
        more = 'rel="next"' in said.headers.get("link", "")
        onward = next_cursor(since, page, max(moments, default=None), more=more)
        return Page(tuple(one for one in remotes if one), {**onward, **_tag(said, since, onward)}, more)

    def one(self, key: str) -> Remote:
        return self._read(self.wire.ask("GET", f"/repos/{self.project}/issues/{_number(key)}"))

    def move(self, remote: Remote, options: Sequence[str], labels: Collection[str]) -> Remote:
        """Any of the states can be reached, so the first is taken."""
        stands, label = parted(options[0])
        told: dict[str, Any] = {"state": "open"}
        if stands != OPEN:
            told = {"state": "closed", "state_reason": stands.replace(" ", "_")}
        if labels:
            others = [one for one in remote.issue.labels if one.casefold() not in labels]
            own = options[0].partition(" + ")[2].strip()
            told["labels"] = [*others, *([own] if label else [])]
        found = self._change(remote.issue.key, told)
        if found.stands != stands and OPEN not in (
            found.stands,
            stands,
        ):  # why it is closed is heard only while it closes
            self._change(remote.issue.key, {"state": "open"})
            found = self._change(remote.issue.key, told)
        return found

    def open(self, title: str, body: str, mark: str) -> Remote:
        told = {"title": title[:256], "body": f"{body}\n\n<!-- clew-idea-{mark} -->"}
        return self._read(self.wire.ask("POST", f"/repos/{self.project}/issues", told))

    def _change(self, key: str, told: Mapping[str, Any]) -> Remote:
        return self._read(self.wire.ask("PATCH", f"/repos/{self.project}/issues/{_number(key)}", told))

    def _read(self, said: Said) -> Remote:
        found = _remote(said.body) if isinstance(said.body, dict) else None
        if found is None:
            raise _odd()
        return found


def _tag(said: Said, since: str, onward: Cursor) -> dict[str, str]:
    """By which the very same question is known to have the same answer: it then costs nothing of the limit."""
    tag = said.headers.get("etag", "")[:200]
    return {"etag": tag} if tag and onward.get("since") == since and onward.get("page") == 1 else {}


def _remote(row: Mapping[str, Any]) -> Remote | None:
    """None where it is no issue that can be read."""
    at = moment(row.get("updated_at"))
    body, mark = without_mark(word(row.get("body")))
    try:
        issue = issue_of({**row, "body": body}, 0)
    except TrackerError:
        return None
    if at is None or not issue.key.isdecimal():
        return None
    return Remote(replace(issue, raw=_kept(row, issue)), _stands(row), at, mark)


def _kept(row: Mapping[str, Any], issue: Issue) -> tuple[tuple[str, str], ...]:
    """What the file of issues says, and nothing of the rest: pages about people and addresses of its own."""
    told = {name: word(row.get(name)) for name in KEPT} | {"number": int(issue.key), "body": issue.body}
    owners = [word(one.get("login")) for one in list_of(row.get("assignees")) if isinstance(one, dict)]
    told |= {
        "labels": [{"name": one} for one in issue.labels],
        "assignees": [{"login": one[:60]} for one in owners[:10]],
    }
    return as_raw(told)


def _stands(row: Mapping[str, Any]) -> str:
    if row.get("state") != "closed":
        return OPEN
    return NOT_PLANNED if row.get("state_reason") in ("not_planned", "duplicate") else COMPLETED


def _number(key: str) -> str:
    if not (key.isdecimal() and key.isascii() and len(key) < 19):
        raise Trouble("This is no number of an issue.", "Bring the issue in again.", of_one=True)
    return key


def _odd() -> Trouble:
    return Trouble("It answers otherwise than GitHub does.", "Look whether the address is that of its interface.")
