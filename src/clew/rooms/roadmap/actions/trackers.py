"""Ideas brought in from a tracker's file: once each, however often the file comes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clew.ground.evidence.api import add_ideas, describe_idea
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Node, rename
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.ideas import tag_new
from clew.rooms.roadmap.models import TrackedFile, TrackedIdea, TrackedWords
from clew.rooms.roadmap.queries.sought import AS_NEW
from clew.rooms.roadmap.queries.tracker_known import CHANGED, NEW, Known, known_issues
from clew.rooms.roadmap.queries.tracker_states import Meanings, meanings, moved_ideas
from clew.rooms.roadmap.queries.trackers import PLACE_LIMIT, issues_in, preview_idea_import, text_of
from clew.rooms.roadmap.trackers import Issue

WITH_MORE = ("trello",)  # files in which more stands than ideas: they go out whole
FOLLOWED = ("title", "body", "state", "labels", "owner", "url", "votes", "raw", "stood")


@dataclass(frozen=True, slots=True)
class IdeasImported:
    """`kept`: ideas that were renamed or described here, and in the tracker too; they keep the words of here. `moved`: those that were here and got another state."""

    new: int
    changed: int
    same: int
    kept: int
    first_idea: int | None
    moved: int = 0


@act("import ideas")
def import_ideas(
    access: Access, *, file_id: int, shape: str = "", place: str = "", mapped: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
) -> IdeasImported:  # fmt: skip
    """What is new becomes an idea, what changed in the tracker changes here, what is the same is left. See the preview first.

    `states`: by a word of the file what it means here, "" to leave such ideas as they are. It is kept for when such a file comes again, and holds for ideas that
    are here already and stay where the file put them.
    """
    if len(place.strip()) > PLACE_LIMIT:
        raise Refused(f"This is longer than {PLACE_LIMIT} characters.", field="place", remedy="Shorten it.")
    look = preview_idea_import(access, file_id, shape=shape, place=place, mapped=mapped, states=states)
    issues = issues_in(text_of(access, file_id)[1], look.shape, look.mapped)
    meant, known = meanings(look.shape, issues, states), known_issues(look.shape, look.place, issues)
    new = [one.issue for one in known if one.said == NEW]
    made = add_tracked(access, look.shape, look.place, new)
    moved = moved_ideas(known, meant)
    kept = _take_changed(access, known)
    _take_states(look.shape, {idea: meant.of(issue) for idea, issue in zip(made, new, strict=True)} | moved)
    _keep_words(access, meant)
    if look.shape in WITH_MORE:
        TrackedFile.objects.update_or_create(
            workspace_id=access.workspace_id, shape=look.shape, place=look.place, defaults={"file_id": file_id}
        )
    return IdeasImported(look.new, look.changed, look.same, kept, made[0] if made else None, len(moved))


def _keep_words(access: Access, meant: Meanings) -> None:
    words, known = meant.to_keep(), TrackedWords.objects.filter(shape=meant.shape).first()
    if known is None and words:
        TrackedWords.objects.create(workspace_id=access.workspace_id, shape=meant.shape, meant=words)
    elif known is not None and dict(known.meant) != dict(words):
        known.meant = words
        known.save(update_fields=["meant"])


def _take_states(shape: str, told: Mapping[int, str]) -> None:
    """How far these ideas are, where what the tracker says means a state of here."""
    ideas: dict[str, list[int]] = defaultdict(list)
    for idea, state in told.items():
        ideas[state].append(idea)
    ideas.pop("", None)
    for state, some in ideas.items():
        now = Node.objects.filter(pk__in=some)
        (now.exclude(state__in=AS_NEW) if state in AS_NEW else now.exclude(state=state)).update(state=state)
        TrackedIdea.objects.filter(idea__in=some, shape=shape).update(stood=state)


def _take_changed(access: Access, known: Sequence[Known]) -> int:
    """In how many the words of here were kept. What began here is tied to the tracker from now on."""
    changed = [(one.issue, one.row) for one in known if one.said == CHANGED and one.row is not None]
    kept = sum([follow(access, issue, row) for issue, row in changed])
    TrackedIdea.objects.bulk_create([row for _, row in changed if not row.pk], batch_size=500)
    TrackedIdea.objects.bulk_update([row for _, row in changed if row.pk], FOLLOWED, batch_size=200)
    return kept


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
    tag_new(access, {idea: one.labels for idea, one in zip(ideas, issues, strict=True)})
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
    if issue.state != row.state:
        row.stood = idea.node.state
    for name, value in told_of(issue).items():
        setattr(row, name, value)
    return kept


def told_of(issue: Issue) -> dict[str, object]:
    return {
        "title": issue.title, "body": issue.body, "state": issue.state, "labels": list(issue.labels),
        "owner": issue.owner, "url": issue.url, "votes": issue.votes, "raw": [list(pair) for pair in issue.raw],
    }  # fmt: skip
