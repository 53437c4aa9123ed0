"""The long work of the exchange: words that are older than a workspace keeps them are erased, some sources at a time."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.assist.api import forget_old_letters
from clew.ground.exchange.actions import RETENTION_JOB, erase_sources, start_retention
from clew.ground.exchange.house import finish_tidying, tidy_disk, will_tidy
from clew.ground.exchange.models import RetentionRule
from clew.ground.exchange.queries import old_sources
from clew.ground.files.api import discard
from clew.ground.runs.api import Running, job
from clew.ground.workspaces.api import enter, first_owner, within

AT_ONCE = 200


@job(RETENTION_JOB)
def erase_old_words(running: Running) -> dict[str, Any]:
    told = running.arguments
    before = date.fromisoformat(told["today"]) - timedelta(days=told["days"])
    total = _count(running, before)
    will_tidy()
    is_over = False
    while not is_over:
        ids, old_files = _next(running, before), list[str]()
        is_over = not ids  # the last time for what is no source

        def erase(ids: list[int] = ids, old_files: list[str] = old_files) -> dict[str, Any]:
            old_files[:] = erase_sources(running.access, source_ids=ids, before=before)
            return {"sources": running.cursor.get("sources", 0) + len(ids)}

        done = running.cursor.get("sources", 0) + len(ids)
        running.commit(erase, done=done, total=max(total, done), step=f"{done:,} sources")
        for sha in old_files:
            discard(running.access.workspace_id, sha)
    tidy_disk()
    return {"sources": running.cursor.get("sources", 0)}


def start_due_retention() -> int:
    """Queue today's erasing in every workspace that has a rule; says in how many. Safe to call as often as one likes.

    What was sent to language models long enough ago loses its words. An erasing that was killed before the words had left the disk is finished as well.
    """
    finish_tidying()
    forget_old_letters()
    queued = 0
    with scopes_disabled():
        workspaces = list(
            RetentionRule.objects.select_related("workspace").values_list("workspace_id", "workspace__slug")
        )
    for workspace_id, slug in workspaces:
        owner = first_owner(workspace_id)
        if owner is not None:
            start_retention(enter(owner, slug), today=timezone.localdate())
            queued += 1
    return queued


def _count(running: Running, before: date) -> int:
    with within(running.access):
        return old_sources(before, spares_grounds=running.arguments["spares_grounds"]).count()


def _next(running: Running, before: date) -> list[int]:
    with within(running.access):
        found = old_sources(before, spares_grounds=running.arguments["spares_grounds"])
        return list(found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
