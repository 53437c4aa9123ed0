"""Ideas brought in from a tracker's file: once each, however often the file comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clew.ground.evidence.api import add_ideas, describe_idea
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import rename
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.models import TrackedIdea
from clew.rooms.roadmap.queries.trackers import (
    CHANGED,
    NEW,
    PLACE_LIMIT,
    issues_in,
    known_issues,
    preview_idea_import,
    said_of,
    text_of,
)
from clew.rooms.roadmap.trackers import Issue

FOLLOWED = ("title", "body", "state", "labels", "owner", "url", "votes", "raw")


@dataclass(frozen=True, slots=True)
class IdeasImported:
    """`kept`: ideas that were renamed or described here, and in the tracker too; they keep the words of here."""

    new: int
    changed: int
    same: int
    kept: int
    first_idea: int | None


@act("import ideas")
def import_ideas(
    access: Access, *, file_id: int, shape: str = "", place: str = "", mapped: Mapping[str, str] | None = None
) -> IdeasImported:
    """What is new becomes an idea, what changed in the tracker changes here, what is the same is left. See the preview first."""
    if len(place.strip()) > PLACE_LIMIT:
        raise Refused(f"This is longer than {PLACE_LIMIT} characters.", field="place", remedy="Shorten it.")
    look = preview_idea_import(access, file_id, shape=shape, place=place, mapped=mapped)
    issues = issues_in(text_of(access, file_id)[1], look.shape, look.mapped)
    known = known_issues(look.shape, look.place, [one.key for one in issues])
    fresh = [one for one in issues if said_of(one, known.get(one.key)) == NEW]
    changed = [(one, known[one.key]) for one in issues if said_of(one, known.get(one.key)) == CHANGED]
    made = add_tracked(access, look.shape, look.place, fresh)
    kept = sum([follow(access, issue, row) for issue, row in changed])
    TrackedIdea.objects.bulk_update([row for _, row in changed], FOLLOWED, batch_size=200)
    return IdeasImported(len(fresh), len(changed), look.same, kept, made[0] if made else None)


def add_tracked(access: Access, shape: str, place: str, issues: Sequence[Issue]) -> list[int]:
    """New ideas of these issues. Called inside an act, as `follow` is."""
    ideas = add_ideas(access, [(one.title, one.body) for one in issues])
    TrackedIdea.objects.bulk_create(
        [
            TrackedIdea(
                workspace_id=access.workspace_id, idea_id=idea, shape=shape, place=place, key=one.key, **told_of(one)
            )
            for idea, one in zip(ideas, issues, strict=True)
        ],
        batch_size=500,
    )
    return ideas


def follow(access: Access, issue: Issue, row: TrackedIdea) -> bool:
    """Whether the words of here were kept, since somebody changed them here."""
    idea, kept = row.idea, False
    if issue.title != row.title:
        kept = idea.node.title != row.title
        if not kept:
            rename(access, node_id=idea.pk, title=issue.title)
    if issue.body != row.body:
        is_ours = idea.detail != row.body
        kept = kept or is_ours
        if not is_ours:
            describe_idea(access, idea_id=idea.pk, detail=issue.body)
    for name, value in told_of(issue).items():
        setattr(row, name, value)
    return kept


def told_of(issue: Issue) -> dict[str, object]:
    return {
        "title": issue.title, "body": issue.body, "state": issue.state, "labels": list(issue.labels),
        "owner": issue.owner, "url": issue.url, "votes": issue.votes, "raw": [list(pair) for pair in issue.raw],
    }  # fmt: skip
