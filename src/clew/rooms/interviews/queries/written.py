"""What was written about an interview beside its transcript: notes, its snapshot, captions of clips, findings and needs that its words are
tied to, and comments on any of these."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from clew.ground.evidence.api import NEED, STANCES, Excerpt, Need
from clew.ground.exchange.api import Passage, Place, text_in
from clew.ground.thread.api import Comment, Link
from clew.rooms.interviews.kinds import ASKED, FINDING
from clew.rooms.interviews.models import Clip, Finding, Note, Snapshot
from clew.rooms.interviews.queries.conduct import MOST_NOTES

MOST_TIED, MOST_COMMENTS, MOST_CLIPS = 500, 1_000, 500
IN_A_FINDING = ("area", "detail", "recommendation", "ticket")
IN_A_SNAPSHOT = ("facts", "insights")


@dataclass(frozen=True, slots=True)
class Written:
    """`where`: "note 12" or "finding 31 detail". `node_id`: the record it is part of; `source_id`: the source a note was gathered as.

    `moment`: which of a snapshot's moments, from 0.
    """

    where: str
    name: str
    row: Model
    column: str
    node_id: int
    source_id: int | None = None
    moment: int | None = None

    @property
    def text(self) -> str:
        held = getattr(self.row, self.column)
        return str(held if self.moment is None else held[self.moment]["text"])

    def passage(self, places: tuple[Place, ...]) -> Passage:
        if self.moment is not None:
            places = tuple(self._among_moments(place) for place in places)
        return Passage(self.row, self.column, self.node_id, places)

    def _among_moments(self, place: Place) -> Place:
        """The same place in the column as a whole, where all moments stand with their feelings."""
        held, at = getattr(self.row, self.column), self.moment or 0
        until = [*held[:at], {**held[at], "text": self.text[: place.start]}]
        start = len(text_in(Snapshot(moments=until), "moments")) - len('"}]')
        exact = json.dumps(place.exact, ensure_ascii=False)[1:-1]
        return Place(start, start + len(exact), exact)


def written_about(interview_id: int, source_id: int | None) -> list[Written]:
    """Also notes that were taken back, since these come back. Called inside an act or a query."""
    excerpts = list(Excerpt.objects.filter(source=source_id or 0).values_list("node_id", flat=True))
    tied = [*_findings(excerpts), *_needs(excerpts)]
    written = [*_notes(interview_id), *_snapshot(interview_id), *_captions(excerpts), *tied]
    records = [interview_id, source_id or 0, *excerpts, *(one.node_id for one in tied)]
    return [*written, *_comments(records)]


def _notes(interview_id: int) -> Iterator[Written]:
    found = Note.objects.filter(interview=interview_id).exclude(tag=ASKED).order_by("at_ms", "pk")
    for note in found[:MOST_NOTES]:
        minutes, seconds = divmod(note.at_ms // 1000, 60)
        yield Written(f"note {note.pk}", f"Note at {minutes}:{seconds:02}", note, "text", interview_id, note.source_id)


def _snapshot(interview_id: int) -> Iterator[Written]:
    for told in Snapshot.objects.filter(interview=interview_id):
        for column in IN_A_SNAPSHOT:
            yield Written(f"snapshot {column}", f"{column.capitalize()} of the snapshot", told, column, interview_id)
        for at in range(len(told.moments)):
            where, name = f"snapshot moment {at + 1}", f"Moment {at + 1} of the snapshot"
            yield Written(where, name, told, "moments", interview_id, moment=at)


def _captions(excerpts: Sequence[int]) -> Iterator[Written]:
    for clip in Clip.objects.filter(excerpt__in=excerpts).exclude(caption="").order_by("pk")[:MOST_CLIPS]:
        yield Written(f"clip {clip.pk} caption", "Caption of a clip", clip, "caption", clip.reel_id)


def _findings(excerpts: Sequence[int]) -> Iterator[Written]:
    found = Finding.objects.filter(pk__in=_tied(excerpts, FINDING)).select_related("node").order_by("pk")
    for finding in found[:MOST_TIED]:
        yield Written(f"finding {finding.pk} title", "Finding", finding.node, "title", finding.pk)
        for column in IN_A_FINDING:
            if getattr(finding, column):
                name = f"{column.capitalize()} of a finding"
                yield Written(f"finding {finding.pk} {column}", name, finding, column, finding.pk)


def _needs(excerpts: Sequence[int]) -> Iterator[Written]:
    found = Need.objects.filter(pk__in=_tied(excerpts, NEED)).select_related("node").order_by("pk")
    for need in found[:MOST_TIED]:
        yield Written(f"need {need.pk} title", "Need", need.node, "title", need.pk)
        yield Written(f"need {need.pk} detail", "Description of a need", need, "detail", need.pk)


def _tied(excerpts: Sequence[int], kind: str) -> Any:
    ties = Link.objects.filter(upstream__in=excerpts, verb__in=STANCES, withdrawn_at=None, downstream__kind=kind)
    return ties.values("downstream")


def _comments(records: Sequence[int]) -> Iterator[Written]:
    """Also those that were withdrawn: their words are kept."""
    for comment in Comment.objects.filter(node__in=set(records)).order_by("pk")[:MOST_COMMENTS]:
        yield Written(f"comment {comment.pk}", "Comment", comment, "text", comment.node_id)
