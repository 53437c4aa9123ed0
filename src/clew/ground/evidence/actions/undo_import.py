"""Undo an import: what it brought is put away in chunks, all with the same moment, and so can be brought back as it was."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from clew.ground.customers.api import AccountFact, Person, SegmentMember
from clew.ground.evidence.kinds import NEED
from clew.ground.evidence.models import Excerpt, ImportBatch, Source
from clew.ground.evidence.plans import BACK_JOB, IMPORT_JOBS, UNDO_JOB, UNDO_JOBS
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, asked_before, retry, runs_about, start
from clew.ground.search import api as search
from clew.ground.thread.api import Link, Node, set_state
from clew.ground.workspaces.api import Access, act

AT_ONCE = 1000


@act("undo an import")
def undo_import(access: Access, *, batch_id: int) -> Run:
    """Put away its sources with what was marked in them, and the needs, people and accounts that only this import knows."""
    batch = _at_rest(access, batch_id)
    if batch.undone_at is not None:
        raise Refused("This import is undone already.", remedy="Bring it back if you need it.")
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    set_state(batch.node, "undoing")
    return _begin(access, UNDO_JOB, batch, f"Undo the import {batch.node.title}")


@act("bring an import back")
def bring_import_back(access: Access, *, batch_id: int) -> Run:
    """What was put away returns, except words that came in anew with another import."""
    batch = _at_rest(access, batch_id)
    if batch.undone_at is None:
        raise Refused("This import is not undone.", remedy="Nothing is left to bring back.")
    set_state(batch.node, "returning")
    return _begin(access, BACK_JOB, batch, f"Bring back the import {batch.node.title}")


@act("put away what an import brought")
def put_away(access: Access, *, batch_id: int, what: str, after: int) -> tuple[int, int]:
    """One chunk of its `what`, behind this id: how many, and the last of them. Sources go first: the rest follows from them."""
    batch = _batch(batch_id)
    looked_at, ids = _BROUGHT[what](batch, after)
    if ids:
        Source.objects.filter(pk__in=ids).update(put_away=True)
        quoted = list(Excerpt.objects.filter(source_id__in=ids).values_list("pk", flat=True))
        Node.objects.filter(pk__in=[*ids, *quoted], archived_at__isnull=True).update(archived_at=batch.undone_at)
        search.hide([*ids, *quoted])
    return len(looked_at), max(looked_at, default=after)


@act("bring back what an import brought")
def take_back(access: Access, *, batch_id: int, after: int) -> tuple[int, int]:
    """One chunk of whatever was put away with it, behind this id: how many were looked at, and the last of them."""
    batch = _batch(batch_id)
    away = Node.objects.filter(archived_at=batch.undone_at, pk__gt=after).order_by("pk")
    ids = list(away.values_list("pk", flat=True)[:AT_ONCE])
    if not ids:
        return 0, after
    anew = Source.objects.filter(content_hash=OuterRef("content_hash"), put_away=False)
    Source.objects.filter(~Exists(anew), pk__in=ids).update(put_away=False)
    stay = set(Source.objects.filter(pk__in=ids, put_away=True).values_list("pk", flat=True))
    stay |= set(Excerpt.objects.filter(pk__in=ids, source__put_away=True).values_list("pk", flat=True))
    back = [pk for pk in ids if pk not in stay]
    Node.objects.filter(pk__in=back).update(archived_at=None)
    search.hide(back, hidden=False)
    return len(ids), ids[-1]


@act("end the undoing of an import")
def end_undo(access: Access, *, batch_id: int, state: str) -> None:
    """Called by the job when all is away, or all is back."""
    batch = _batch(batch_id)
    if state != "undone":
        batch.undone_at = None
        batch.save(update_fields=["undone_at"])
    set_state(batch.node, state)


def _batch(batch_id: int) -> ImportBatch:
    found = ImportBatch.objects.select_related("node").filter(pk=batch_id).first()
    if found is None:
        raise NotFound("No such import.")
    return found


def _at_rest(access: Access, batch_id: int) -> ImportBatch:
    batch = _batch(batch_id)
    for jobs in (IMPORT_JOBS, UNDO_JOBS):
        run = runs_about(access, [batch_id], jobs=jobs).get(batch_id)
        if run is not None and not run.is_over:
            raise Refused("This import is still at work.", remedy="Wait until it is over, or cancel it first.")
    return batch


def _begin(access: Access, job: str, batch: ImportBatch, title: str) -> Run:
    key = f"{job}-{batch.pk}-{batch.undone_at:%Y%m%d%H%M%S%f}"
    before = asked_before(access, key)
    if before is not None and before.state in ("failed", "cancelled"):
        return retry(access, run_id=before.pk)
    return start(access, job=job, title=title, arguments={}, key=key, subject_id=batch.pk)


# Of one chunk of ids behind `after`: those that were looked at, and those of them that go. Few plain statements: what
# asks anew for every row finds no index that helps when one person said all.
_Found = tuple[Sequence[int], Sequence[int]]


def _sources(batch: ImportBatch, after: int) -> _Found:
    ids = _ids(Source.objects.filter(batch=batch, pk__gt=after, node__archived_at__isnull=True), "pk")
    return ids, ids


def _needs(batch: ImportBatch, after: int) -> _Found:
    """Made since it began, from its excerpts, and tied to nothing else."""
    ties = Link.objects.filter(withdrawn_at__isnull=True)
    own = Excerpt.objects.filter(source__batch=batch).values("pk")
    ids = _ids(ties.filter(upstream__in=own, downstream__kind=NEED, downstream__gt=after), "downstream_id")
    others = ties.filter(downstream__in=ids).exclude(upstream__in=own)
    busy = {*others.values_list("downstream_id", flat=True), *_ids(ties.filter(upstream__in=ids), "upstream_id")}
    return ids, _since(batch, ids, busy)


def _people(batch: ImportBatch, after: int) -> _Found:
    """Made since it began, named by it, with no other words here."""
    run = Run.objects.filter(subject_id=batch.pk, job__in=IMPORT_JOBS).first()
    named = [pk for pk in (run.cursor.get("people") or {}).values() if pk > after] if run else []
    said = _ids(Source.objects.filter(batch=batch, person__gt=after), "person_id")
    quoted = _ids(Excerpt.objects.filter(source__batch=batch, person__gt=after), "person_id")
    ids = sorted({*named, *said, *quoted})[:AT_ONCE]
    busy = {
        *_ids(Source.objects.filter(person__in=ids, put_away=False), "person_id"),
        *_ids(Excerpt.objects.filter(person__in=ids, source__put_away=False), "person_id"),
    }
    return ids, _since(batch, ids, busy)


def _accounts(batch: ImportBatch, after: int) -> _Found:
    """Made since it began, named by it, without other words, people, facts or a segment."""
    ids = _ids(Source.objects.filter(batch=batch, account__gt=after), "account_id")
    busy = {
        *_ids(Source.objects.filter(account__in=ids, put_away=False), "account_id"),
        *_ids(Person.objects.filter(account__in=ids, node__archived_at__isnull=True), "account_id"),
        *_ids(AccountFact.objects.filter(account__in=ids), "account_id"),
        *_ids(SegmentMember.objects.filter(account__in=ids), "account_id"),
    }
    return ids, _since(batch, ids, busy)


def _ids(rows: QuerySet[Any], column: str) -> list[int]:
    return list(rows.order_by(column).values_list(column, flat=True).distinct()[:AT_ONCE])


def _since(batch: ImportBatch, ids: Sequence[int], busy: set[int]) -> list[int]:
    made = Node.objects.filter(pk__in=set(ids) - busy, created_at__gte=batch.node.created_at, archived_at__isnull=True)
    return list(made.values_list("pk", flat=True))


_BROUGHT: dict[str, Callable[[ImportBatch, int], _Found]] = {
    "sources": _sources,
    "needs": _needs,
    "people": _people,
    "accounts": _accounts,
}
BROUGHT = tuple(_BROUGHT)
