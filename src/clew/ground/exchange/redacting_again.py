"""What was redacted is redacted once more in what a backup or an export brought in, before anybody can read or hear it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db import models
from django.utils.dateparse import parse_datetime
from django_scopes import scope

from clew.ground.evidence.api import SourceVersion, cover_versions, silenced
from clew.ground.exchange.erasing import replace_file
from clew.ground.exchange.redacting import REDACT, VERSIONS, Gone, clean_up, cover_column, text_in
from clew.ground.exchange.shapes import known
from clew.ground.exchange.sweeping import subject_column
from clew.ground.exchange.traces import Coverage, Silence, Span, file_hash
from clew.ground.files.api import StoredFile, bring, place_of
from clew.ground.ledger.api import Refused, acting, maintenance, moment_text, tables
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Workspace

PART, AT_ONCE = 1 << 20, 500
OldFiles = list[tuple[int, str]]


def redact_again(coverages: Sequence[Coverage], workspace_id: int | None = None) -> OldFiles:
    """In the order in which it was done, since one text became the next; gives the files that may leave the disk."""
    old: OldFiles = []
    for workspace in _workspaces(workspace_id):
        mine = [one for one in coverages if one.workspace == moment_text(workspace.created_at)]
        if mine:
            with scope(workspace=workspace.pk), acting(REDACT, actor_id=None), maintenance():
                gone = Gone()
                for one in sorted(mine, key=lambda one: one.at):
                    _cover_again(workspace.pk, one, gone)
                old += [(workspace.pk, sha) for sha in clean_up(workspace.pk, gone)[1]]
    return old


def silence_again(silences: Sequence[Silence], workspace_id: int | None = None) -> OldFiles:
    """A recording that was brought back as it was becomes silent again, or goes where that cannot be done; so do pieces that were cut of it."""
    told: dict[str, list[Silence]] = defaultdict(list)
    for one in silences:
        told[one.file].append(one)
    old: OldFiles = []
    for workspace in _workspaces(workspace_id) if told else ():
        with scope(workspace=workspace.pk), acting(REDACT, actor_id=None), maintenance():
            heard = {file.pk: _without(workspace.pk, file, told) for file in StoredFile.objects.all()}
            again = {pk: sha for pk, sha in heard.items() if sha}
            old += [(workspace.pk, sha) for sha in (*again.values(), *_pieces(workspace.pk, set(again)))]
    return old


def _workspaces(workspace_id: int | None) -> models.QuerySet[Workspace]:
    return Workspace.objects.all() if workspace_id is None else Workspace.objects.filter(pk=workspace_id)


def _cover_again(workspace_id: int, one: Coverage, gone: Gone) -> None:
    """Records that came in together were made at one moment: what was left of the text tells which is meant."""
    if (born := parse_datetime(one.record)) is None:
        return
    if one.table != VERSIONS:
        _cover_rows(workspace_id, one, list(Node.objects.filter(created_at=born).values_list("pk", flat=True)), gone)
        return
    versions = SourceVersion.objects.filter(source__node__created_at=born).values_list("pk", "source_id", "text")
    found = [(pk, source_id) for pk, source_id, text in versions.iterator(AT_ONCE) if one.cover(text) is not None]
    for pk, source_id in found:
        gone.add_source(source_id, cover_versions({pk: one.spans}))


def _cover_rows(workspace_id: int, one: Coverage, nodes: list[int], gone: Gone) -> None:
    shape = known().get(one.table)
    if shape is None or one.column not in {column.name for column in shape.columns}:
        return
    subject = subject_column(shape)
    for start in range(0, len(nodes), AT_ONCE):
        some = {f"{subject}__in": nodes[start : start + AT_ONCE]}
        for row in cast(Any, shape.model._base_manager.filter(workspace_id=workspace_id, **some)):
            if one.cover(text_in(row, one.column)) is not None:
                cover_column(row, one.column, one.spans, int(getattr(row, subject)), gone)


def _without(workspace_id: int, file: StoredFile, told: dict[str, list[Silence]]) -> str:
    """The hash of what the file was before, when it lost something."""
    steps, at = [], [file_hash(file.sha256)]
    for name in at:  # grows while it is read
        steps += told.get(name, [])
        at += [one.into for one in told.get(name, []) if one.into and one.into not in at]
    if not steps:
        return ""
    if all(one.places for one in steps):
        spans = sorted({span for one in steps for span in one.spans})
        try:
            return _silence(workspace_id, file, steps[0].type, spans)
        except (Refused, OSError):
            pass  # nothing here can make it silent
    return replace_file(workspace_id, file)


def _silence(workspace_id: int, file: StoredFile, type: str, spans: list[Span]) -> str:
    old = file.sha256
    with silenced(place_of(workspace_id, old), type, spans) as made, made.open("rb") as sound:
        file.sha256 = bring(workspace_id, iter(lambda: sound.read(PART), b""))
    if StoredFile.objects.filter(sha256=file.sha256).exists():
        file.sha256 = old  # it is here beside what it was; one content has one row
        raise Refused("It is here already.")
    file.size = place_of(workspace_id, file.sha256).stat().st_size
    file.save(update_fields=["sha256", "size"])
    return old


def _pieces(workspace_id: int, file_ids: Collection[int]) -> list[str]:
    told = [table.silenced(file_ids) for table in tables() if table.silenced is not None] if file_ids else []
    gone = frozenset[int]().union(*(one.files for one in told))
    return [replace_file(workspace_id, file) for file in StoredFile.objects.filter(pk__in=gone)]
