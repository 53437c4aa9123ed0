"""Issues of GitHub as JSON, as its REST API and `gh issue list --json` give them; pull requests are left out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clew.rooms.roadmap.trackers.issues import Issue, checked, one, tidy
from clew.rooms.roadmap.trackers.json_issues import as_raw, list_in, parsed, word

_API = re.compile(r"//api\.(github\.com|[\w-]+\.ghe\.com)/repos/|(?<=[^/])/api/v3/repos/")
_OF_ONE = re.compile(r"https?://(?:github\.com/)?(.+?)(?:/issues)?/\d+/?", re.IGNORECASE)
CLOSED = {"completed": "completed", "not planned": "not_planned"}


def read_github(text: str) -> list[Issue]:
    """Of several repositories, each issue is known by its repository's name too."""
    rows = list_in(parsed(text), "issues")
    issues = [issue_of(row, at) for at, row in enumerate(rows, 1) if not row.get("pull_request")]
    if len({home_of(issue.url) for issue in issues} - {""}) > 1:
        issues = [replace(issue, key=full_key(issue)) for issue in issues]
    return checked(issues)


def home_of(url: str) -> str:
    """Of an issue's address the repository: without the server where that is github.com."""
    found = _OF_ONE.fullmatch(_API.sub(lambda of: f"//{of[1]}/" if of[1] else "/", url))
    return found[1].lower() if found else ""


def full_key(issue: Issue) -> str:
    """Its number with its repository, as GitHub writes it; the number alone where no address says which."""
    home = home_of(issue.url)
    return tidy("key", f"{home}#{issue.key}") if home else issue.key


def write_github(issues: Sequence[Issue]) -> Iterator[str]:
    yield "[\n"
    for n, issue in enumerate(issues):
        yield json.dumps(told_of(issue), ensure_ascii=False, indent=1) + (",\n" if n + 1 < len(issues) else "\n")
    yield "]\n"


def told_of(issue: Issue) -> dict[str, Any]:
    if not issue.raw:
        labels = [{"name": label} for label in issue.labels]
        own = {"number": issue.key, "title": issue.title, "body": issue.body, "labels": labels}
        reason = CLOSED.get(issue.state, "")
        return {**own, **({"state": "closed", "state_reason": reason} if reason else {"state": issue.state})}
    found: dict[str, Any] = json.loads(issue.raw[0][1])
    came = issue_of(found, 0)
    words = {name: getattr(issue, name) for name in ("title", "body") if getattr(issue, name) != getattr(came, name)}
    return {**found, **words, **(_stands(issue, found) if issue.state != came.state else {})}


def _stands(issue: Issue, found: Mapping[str, Any]) -> dict[str, Any]:
    """Open or closed, and why, in the way this file writes it."""
    reason = CLOSED.get(issue.state, "")
    state = "closed" if reason else issue.state
    told: dict[str, Any] = {"state": state.upper() if word(found.get("state")).isupper() else state}
    if "state_reason" in found:
        told["state_reason"] = reason or None
    if "stateReason" in found:
        told["stateReason"] = reason.upper()
    return told


def issue_of(row: Mapping[str, Any], at: int) -> Issue:
    labels = [word(label.get("name") if isinstance(label, dict) else label) for label in list_of(row.get("labels"))]
    owners = [
        word(one.get("login")) for one in [row.get("assignee"), *list_of(row.get("assignees"))] if isinstance(one, dict)
    ]
    return one(
        word(row.get("number")), word(row.get("title")), at, body=word(row.get("body")), state=word(row.get("state")),
        labels=tuple(dict.fromkeys(label[:60] for label in labels if label)), owner=next(iter(owners), ""),
        url=word(row.get("html_url") or row.get("url")), votes=_votes(row), raw=as_raw(row),
    )  # fmt: skip


def _votes(row: Mapping[str, Any]) -> int:
    """Thumbs up."""
    reactions = row.get("reactions")
    found = reactions.get("+1") if isinstance(reactions, dict) else None
    for group in list_of(row.get("reactionGroups")):
        if isinstance(group, dict) and group.get("content") == "THUMBS_UP" and isinstance(group.get("users"), dict):
            found = group["users"].get("totalCount")
    return found if isinstance(found, int) and 0 <= found < 10**9 else 0


def list_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
