"""Ideas that stand in a tracker too: which they are, and what a file would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from clew.ground.evidence.api import Idea
from clew.ground.files.api import StoredFile, path_of
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, read
from clew.rooms.roadmap import trackers
from clew.rooms.roadmap.models import TrackedIdea
from clew.rooms.roadmap.queries.tracker_known import CHANGED, NEW, SAME, Known, known_issues
from clew.rooms.roadmap.queries.tracker_states import SHOWN_WORDS, TrackerWord, becomes, meanings, moved_ideas
from clew.rooms.roadmap.trackers import (
    FIELDS,
    LARGEST_FILE,
    SHAPES,
    Issue,
    TrackerError,
    guessed,
    headings,
    read_file,
)
from clew.rooms.roadmap.trackers.words import word_of

EXAMPLES, PLACE_LIMIT = 20, 100


@dataclass(frozen=True, slots=True)
class ImportExample:
    """`becomes`: the state that its idea gets, "" where it is left as it is."""

    key: str
    title: str
    state: str
    labels: tuple[str, ...]
    said: str
    becomes: str


@dataclass(frozen=True, slots=True)
class IdeaImport:
    """What a file would bring. `headings`: of a CSV, from which a person chooses. `gone`: known from there, and not in this file.

    `words`: what the file says of how far its issues are, and what each word means here; `more_words`: how many others there are. `moved`: ideas that
    are here already and get another state.
    """

    file_id: int
    file: str
    shape: str
    place: str
    headings: tuple[str, ...]
    mapped: Mapping[str, str]
    new: int
    changed: int
    same: int
    gone: int
    examples: tuple[ImportExample, ...]
    words: tuple[TrackerWord, ...]
    more_words: int
    moved: int


@dataclass(frozen=True, slots=True)
class TrackedRow:
    shape: str
    place: str
    key: str
    state: str
    url: str
    votes: int

    @property
    def label(self) -> str:
        """The tracker's name, without that of its file."""
        return SHAPES[self.shape].removesuffix(" CSV").removesuffix(" issues JSON").removesuffix(" board JSON")

    @property
    def is_link(self) -> bool:
        """Files may say anything; only what opens a page is made a link."""
        return self.url.startswith(("https://", "http://"))


@read
def preview_idea_import(
    access: Access, file_id: int, *, shape: str = "", place: str = "", mapped: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
) -> IdeaImport:  # fmt: skip
    """Nothing is written. Without a shape, the file's own headings tell it; `mapped`: a heading for each field, where they do not.

    `states`: by a word of the file what it means here, "" to leave such ideas as they are; other words mean what was said before, else what is likely.
    """
    file, text = text_of(access, file_id)
    shape, chosen, place = _shape(text, shape), _mapped(mapped), place.strip()
    issues = issues_in(text, shape, chosen)
    meant, known = meanings(shape, issues, states), known_issues(shape, place, issues)
    said, words, moved = [one.said for one in known], meant.table(issues), moved_ideas(known, meant)
    return IdeaImport(
        file_id, file.name, shape, place, headings(text) if "csv" in SHAPES[shape].lower() else (), chosen,
        said.count(NEW), said.count(CHANGED), said.count(SAME), _gone(shape, place, known),
        tuple(
            ImportExample(
                one.issue.key, one.issue.title, word_of(shape, one.issue), one.issue.labels, one.said, becomes(one, meant, moved)
            )
            for one in sorted(known, key=lambda one: (NEW, CHANGED, SAME).index(one.said))[:EXAMPLES]
        ),
        words[:SHOWN_WORDS], len(words[SHOWN_WORDS:]), len(moved),
    )  # fmt: skip


def _gone(shape: str, place: str, known: Sequence[Known]) -> int:
    before = TrackedIdea.objects.filter(shape=shape, place=place).count()
    return before - sum(bool(one.row and one.row.pk and one.row.place == place) for one in known)


@read
def import_headings(access: Access, file_id: int) -> tuple[str, ...]:
    """The headings of a CSV, from which a person says what is what; none of JSON."""
    text = text_of(access, file_id)[1]
    try:
        return () if text.lstrip()[:1] in ("{", "[") else headings(text)
    except TrackerError as error:
        raise refusal(error) from error


@read
def tracked(access: Access, idea_id: int) -> tuple[TrackedRow, ...]:
    """Where an idea stands in trackers."""
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")
    rows = TrackedIdea.objects.filter(idea=idea_id).order_by("pk")[:EXAMPLES]
    return tuple(TrackedRow(row.shape, row.place, row.key, row.state, row.url, row.votes) for row in rows)


@read
def tracked_places(access: Access) -> tuple[tuple[str, str, int], ...]:
    """From which files ideas came: shape, place, how many."""
    rows = TrackedIdea.objects.values_list("shape", "place").annotate(n=Count("pk")).order_by("shape", "place")
    return tuple(rows[:200])


def text_of(access: Access, file_id: int) -> tuple[StoredFile, str]:
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound("No such file.")
    path = path_of(access, file_id=file_id)
    if path.stat().st_size > LARGEST_FILE:
        raise Refused(f"A file of ideas has at most {LARGEST_FILE // 10**6} MB.", field="file", remedy="Export fewer.")
    try:
        return file, read_file(path)
    except TrackerError as error:
        raise refusal(error) from error


def issues_in(text: str, shape: str, mapped: Mapping[str, str]) -> list[Issue]:
    try:
        return trackers.read(text, shape, mapped)
    except TrackerError as error:
        raise refusal(error) from error


def refusal(error: TrackerError) -> Refused:
    return Refused(str(error), field=error.field or "file", remedy=error.remedy)


def _shape(text: str, shape: str) -> str:
    if not shape:
        try:
            return guessed(text)
        except TrackerError as error:
            raise refusal(error) from error
    if shape not in SHAPES:
        raise Refused("There is no such shape.", field="shape", remedy=f"One of: {', '.join(SHAPES)}.")
    return shape


def _mapped(mapped: Mapping[str, str] | None) -> dict[str, str]:
    unknown = set(mapped or ()) - set(FIELDS)
    if unknown:
        raise Refused("There is no such field.", field="mapped", remedy=f"Of: {', '.join(FIELDS)}.")
    return {field: str(name)[:200] for field, name in (mapped or {}).items() if name}
