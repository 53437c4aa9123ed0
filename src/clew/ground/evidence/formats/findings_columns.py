"""What the columns of a findings sheet are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .vocabulary import plain_words

ROLES: dict[str, tuple[str, ...]] = {
    "statement": ("findings statement", "finding statement", "statement", "insight", "key finding", "finding summary", "observation", "issue found"),
    "detail": ("finding", "findings", "notes", "details", "detail", "description", "evidence", "observations", "what happened"),
    "quotes": ("quotes", "quote", "quotations", "quotation", "verbatim", "verbatims", "user quotes", "participant quotes"),
    "recommendation": ("recommendation", "recommendations", "next step", "next steps", "action", "proposed action", "proposed solution", "suggestion"),
    "severity": ("type severity", "severity", "severity type", "priority", "type", "rating", "impact", "severity rating"),
    "ticket": ("github issue", "issue", "ticket", "jira", "jira ticket", "issue link", "ticket link", "link", "github", "linear", "issues"),
    "status": ("status", "state", "progress"),
    "participants": ("participants", "participant", "participant s", "users", "who", "seen by", "participant ids", "reported by", "mentioned by"),
    "count": ("participant count", "count", "number of participants", "frequency", "n", "of participants", "how many"),
    "grouping": ("grouping", "group", "area", "page", "section", "feature", "screen", "task", "topic"),
    "category": ("category", "sub category", "subcategory", "theme", "tag", "tags", "component"),
}  # fmt: skip
_PARTICIPANT = re.compile(
    r"(?:p|u|user|participant|respondent|interviewee|interview|tester|teilnehmer(?:in)?)[ _#.-]{0,3}\d{1,3}\Z",
    re.IGNORECASE,
)


def is_participant(label: str) -> bool:
    return bool(_PARTICIPANT.match(label.strip()))


def role_of(heading: str) -> str | None:
    words = {plain_words(heading), plain_words(heading.casefold())}  # `GitHub` is one word, `userQuotes` two
    for role, known in ROLES.items():
        if words & set(known):
            return role
    return None


def column_roles(header: Sequence[str]) -> tuple[str, ...]:
    """One role a column: a role of ROLES, `participant`, or `other`. A role is given once; `finding` alone is the statement."""
    roles: list[str] = []
    for heading in header:
        role = "participant" if is_participant(heading) else role_of(heading) or "other"
        roles.append("other" if role != "participant" and role in roles else role)
    if "statement" not in roles and "detail" in roles:
        roles[roles.index("detail")] = "statement"
    return tuple(roles)


def is_findings_header(cells: Sequence[str]) -> bool:
    """A statement, and at least one thing that only a findings sheet has beside it."""
    roles = column_roles(cells)
    finding = any("finding" in plain_words(cell) or "insight" in plain_words(cell) for cell in cells)
    beside = {"recommendation", "severity", "quotes", "participants", "participant"} & set(roles)
    return "statement" in roles and ((finding and bool(beside)) or len(beside) >= 3 or roles.count("participant") >= 2)


def is_matrix_header(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Participants as rows: the first column says `participant`, or nothing, and holds P1, P2, …"""
    firsts = [row[0] for row in below if row and row[0].strip()]
    return (
        len(cells) > 1
        and len(firsts) >= 2
        and all(map(is_participant, firsts))
        and role_of(cells[0]) in (None, "participants")
    )


def looks_like_findings(rows: Sequence[Sequence[str]]) -> bool:
    return any(is_findings_header(row) for row in rows)
