"""Issues of GitHub as JSON, as its REST API and `gh issue list --json` give them; pull requests are left out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clew.rooms.roadmap.trackers.issues import Issue, checked, one
from clew.rooms.roadmap.trackers.json_issues import as_raw, list_in, parsed, word


def read_github(text: str) -> list[Issue]:
    rows = list_in(parsed(text), "issues")
    issues = [(at, row) for at, row in enumerate(rows, 1) if not row.get("pull_request")]
    return checked([issue_of(row, at) for at, row in issues])


def write_github(issues: Sequence[Issue]) -> Iterator[str]:
    yield "[\n"
    for n, issue in enumerate(issues):
        yield json.dumps(told_of(issue), ensure_ascii=False, indent=1) + (",\n" if n + 1 < len(issues) else "\n")
    yield "]\n"


def told_of(issue: Issue) -> dict[str, Any]:
    if not issue.raw:
        labels = [{"name": label} for label in issue.labels]
        return {"number": issue.key, "title": issue.title, "body": issue.body, "state": issue.state, "labels": labels}
    found: dict[str, Any] = json.loads(issue.raw[0][1])
    return {**found, **issue.changed()}


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
