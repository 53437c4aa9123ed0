"""Read what documents mean, a few at a time and never for more than half the time, so that whoever works is not kept waiting.

A few new documents are read by the server between two looks; many, after an import, by a run that shows how far it is and can be
cancelled. What is read is written in a short transaction of its own, after the model has done its work.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django_scopes import scopes_disabled

from clew.ground.runs.api import Running, job, runs, start
from clew.ground.search.meaning import embed, has_model
from clew.ground.search.models import SearchDocument, SearchVector
from clew.ground.workspaces.api import Access, enter, first_owner, within

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READ_JOB = "read for search by meaning"
AT_ONCE, FEW = 32, 64
LONGEST = 4000
REST = 1.0
Unread = tuple[int, str, str]


def read_what_is_new() -> int:
    """Documents that were read here; where many wait, a run is begun instead. Safe to call as often as one likes."""
    if not settings.CLEW_MEANING or not (waiting := _workspaces_that_wait()) or not has_model():
        return 0
    return sum(_read_few_or_begin(workspace_id, slug) for workspace_id, slug in waiting)


@job(READ_JOB)
def read_meaning(running: Running) -> dict[str, Any]:
    """The documents of a workspace that were not read yet, the newest first."""
    with within(running.access):
        total = running.cursor.get("read", 0) + SearchDocument.objects.filter(is_read=False).count()
    while has_model() and (some := _unread(running.access, AT_ONCE)):
        began = time.monotonic()
        vectors = _meaning(some)

        def write(some: list[Unread] = some, vectors: Any = vectors) -> dict[str, Any]:
            _keep(running.access, some, vectors)
            return {"read": running.cursor.get("read", 0) + len(some)}

        done = running.cursor.get("read", 0) + len(some)
        running.commit(write, done=done, total=max(total, done), step=f"{done:,} of {max(total, done):,} texts")
        _rest(began)
    return {"read": running.cursor.get("read", 0)}


def read_what_waits(access: Access) -> Iterator[tuple[int, int]]:
    """Read the texts of a workspace that nobody has read, for whoever waits for it; says after each few how many of how many are."""
    with within(access):
        total = SearchDocument.objects.filter(is_read=False).count()
    done = 0
    while has_model() and (some := _unread(access, AT_ONCE)):
        vectors = _meaning(some)
        with transaction.atomic():
            _keep(access, some, vectors)
        done += len(some)
        yield done, max(total, done)


def _workspaces_that_wait() -> list[tuple[int, str]]:
    with scopes_disabled():
        waiting = SearchDocument.objects.filter(is_read=False).order_by("workspace_id")
        return list(waiting.values_list("workspace_id", "workspace__slug").distinct()[:200])


def _read_few_or_begin(workspace_id: int, slug: str) -> int:
    """A run that is under way does it all; one that was cancelled or failed waits for a person to take it up again."""
    owner = first_owner(workspace_id)
    if owner is None:
        return 0
    access = enter(owner, slug)
    last = next(iter(runs(access, job=READ_JOB, limit=1)), None)
    if last is not None and last.state != "done":
        return 0
    some = _unread(access, FEW + 1)
    if len(some) > FEW:
        number = last.id if last else 0
        start(access, job=READ_JOB, title="Read texts for search by meaning", arguments={}, key=f"meaning {number}")
        return 0
    for at in range(0, len(some), AT_ONCE):
        began, part = time.monotonic(), some[at : at + AT_ONCE]
        vectors = _meaning(part)
        with transaction.atomic():
            _keep(access, part, vectors)
        _rest(began)
    return len(some)


def _rest(began: float) -> None:
    """As long as the work took: the other half of the time is everybody else's."""
    time.sleep(min(REST, time.monotonic() - began))


def _unread(access: Access, most: int) -> list[Unread]:
    with within(access):
        waiting = SearchDocument.objects.filter(is_read=False).order_by("-node_id")
        return list(waiting.values_list("node_id", "title", "body")[:most])


def _meaning(some: Sequence[Unread]) -> NDArray[np.float16]:
    import numpy as np

    vectors: NDArray[np.float16] = embed([_said(title, body) for _, title, body in some]).vectors.astype(np.float16)
    return vectors


def _said(title: str, body: str) -> str:
    """Title and words; the words alone where the title is only their beginning."""
    words = " ".join(body[:LONGEST].split())
    beginning = " ".join(title.removesuffix("…").split())
    return words if words.startswith(beginning) else f"{title}\n{words}"


def _keep(access: Access, some: Sequence[Unread], vectors: NDArray[np.float16]) -> None:
    """Of what still says what it said when it was read. Inside a transaction."""
    with within(access):
        read = {pk: (title, body) for pk, title, body in some}
        now = SearchDocument.objects.select_for_update().filter(pk__in=read).order_by("pk")
        same = {pk for pk, title, body in now.values_list("pk", "title", "body") if read[pk] == (title, body)}
        made = [
            SearchVector(workspace_id=access.workspace_id, document_id=pk, vector=row.tobytes())
            for (pk, title, body), row in zip(some, vectors, strict=True)
            if pk in same and (title.strip() or body.strip())
        ]
        SearchVector.objects.bulk_create(made, ignore_conflicts=True)
        SearchDocument.objects.filter(pk__in=same).update(is_read=True)
