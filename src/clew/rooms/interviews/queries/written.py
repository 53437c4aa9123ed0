"""What was written about an interview beside its transcript: notes, and findings that its words are tied to."""

from collections.abc import Iterator
from dataclasses import dataclass

from clew.ground.evidence.api import STANCES, Excerpt
from clew.ground.exchange.api import Passage, Place
from clew.ground.thread.api import Link, Node
from clew.rooms.interviews.kinds import ASKED, FINDING
from clew.rooms.interviews.models import Finding, Note
from clew.rooms.interviews.queries.conduct import MOST_NOTES

MOST_TIED = 500
IN_A_FINDING = ("area", "detail", "recommendation", "ticket")


@dataclass(frozen=True, slots=True)
class Written:
    """`where`: "note 12" or "finding 31 detail". `node_id`: the record it is part of; `source_id`: the source a note was gathered as."""

    where: str
    name: str
    row: Note | Finding | Node
    column: str
    node_id: int
    source_id: int | None = None

    @property
    def text(self) -> str:
        return str(getattr(self.row, self.column))

    def passage(self, places: tuple[Place, ...]) -> Passage:
        return Passage(self.row, self.column, self.node_id, places)


def written_about(interview_id: int, source_id: int | None) -> list[Written]:
    """Also notes that were taken back, since these come back. Called inside an act or a query."""
    return [*_notes(interview_id), *_findings(source_id)]


def _notes(interview_id: int) -> Iterator[Written]:
    found = Note.objects.filter(interview=interview_id).exclude(tag=ASKED).order_by("at_ms", "pk")
    for note in found[:MOST_NOTES]:
        minutes, seconds = divmod(note.at_ms // 1000, 60)
        yield Written(f"note {note.pk}", f"Note at {minutes}:{seconds:02}", note, "text", interview_id, note.source_id)


def _findings(source_id: int | None) -> Iterator[Written]:
    excerpts = Excerpt.objects.filter(source=source_id or 0).values_list("node_id", flat=True)
    tied = Link.objects.filter(upstream__in=excerpts, verb__in=STANCES, withdrawn_at=None, downstream__kind=FINDING)
    found = Finding.objects.filter(pk__in=tied.values("downstream")).select_related("node").order_by("pk")
    for finding in found[:MOST_TIED]:
        yield Written(f"finding {finding.pk} title", "Finding", finding.node, "title", finding.pk)
        for column in IN_A_FINDING:
            if getattr(finding, column):
                yield Written(
                    f"finding {finding.pk} {column}", f"{column.capitalize()} of a finding", finding, column, finding.pk
                )
