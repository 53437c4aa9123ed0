"""The long work of the exchange: words that are older than a workspace keeps them are erased, some sources at a time."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.assist.api import forget_old_letters
from clew.ground.exchange.actions import RETENTION_JOB, erase_sources, start_retention
from clew.ground.exchange.house import finish_tidying, tidy_disk, will_tidy
from clew.ground.exchange.models import RetentionRule
from clew.ground.exchange.queries import NEVER, all_over, old_sources
from clew.ground.files.api import discard
from clew.ground.ledger.api import tables
from clew.ground.runs.api import Running, job
from clew.ground.workspaces.api import Access, Workspace, enter, first_owner, within

AT_ONCE = 200


@job(RETENTION_JOB)
def erase_old_words(running: Running) -> dict[str, Any]:
    before = _before(running)
    with within(running.access):
        total = _going(running, before).count()
    will_tidy()
    is_over = False
    while not is_over:
        ids, records = _next(running, before)
        old_files = list[str]()
        is_over = not ids  # the last time for what is no source

        def erase(
            ids: list[int] = ids, records: frozenset[int] = records, old_files: list[str] = old_files
        ) -> dict[str, Any]:
            old_files[:] = erase_sources(running.access, source_ids=ids, before=before, records=records)
            return {"sources": running.cursor.get("sources", 0) + len(ids)}

        done = running.cursor.get("sources", 0) + len(ids)
        running.commit(erase, done=done, total=max(total, done), step=f"{done:,} sources")
        for sha in old_files:
            discard(running.access.workspace_id, sha)
    tidy_disk()
    return {"sources": running.cursor.get("sources", 0)}


def start_due_retention() -> int:
    """Queue today's erasing in every workspace that has a rule, or a record whose own time is over; says in how many. Safe to call as often as one likes.

    What was sent to language models long enough ago loses its words. An erasing that was killed before the words had left the disk is finished as well.
    """
    finish_tidying()
    forget_old_letters()
    today = timezone.localdate()
    due = [access for access in _with_a_clock() if _has_work(access, today)]
    for access in due:
        start_retention(access, today=today)
    return len(due)


def _with_a_clock() -> Iterator[Access]:
    """Workspaces that say how long words are kept, of everything or of a record, by their first owner."""
    models: list[type[Model]] = [RetentionRule, *(table.model for table in tables() if table.over is not None)]
    with scopes_disabled():
        numbers = {
            pk for model in models for pk in model._base_manager.values_list("workspace_id", flat=True).distinct()
        }
        workspaces = list(Workspace.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "slug"))
    for workspace_id, slug in workspaces:
        owner = first_owner(workspace_id)
        if owner is not None:
            yield enter(owner, slug)


def _has_work(access: Access, today: date) -> bool:
    with within(access):
        return RetentionRule.objects.exists() or bool(all_over(today))


def _today(running: Running) -> date:
    return date.fromisoformat(running.arguments["today"])


def _before(running: Running) -> date:
    days = running.arguments["days"]
    return NEVER if days is None else _today(running) - timedelta(days=days)


def _going(running: Running, before: date) -> QuerySet[Any, Any]:
    over = all_over(_today(running))
    return old_sources(before, spares_grounds=running.arguments["spares_grounds"], over=over)


def _next(running: Running, before: date) -> tuple[list[int], frozenset[int]]:
    """Some of the sources, and the records whose time is over."""
    with within(running.access):
        ids = list(_going(running, before).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        return ids, frozenset[int]().union(*(one.records for one in all_over(_today(running))))
