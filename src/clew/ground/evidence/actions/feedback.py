"""One chunk of an import: many pieces of feedback in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils import timezone

from clew.ground.customers.api import Mentioned, gather_accounts, gather_people
from clew.ground.evidence.actions.sources import first_words
from clew.ground.evidence.formats import FeedbackRecord, RowError
from clew.ground.evidence.kinds import SOURCE
from clew.ground.evidence.models import ImportRowError, Source, SourceVersion
from clew.ground.ledger.api import insert_rows
from clew.ground.thread.api import NewNode, add_nodes
from clew.ground.workspaces.api import Access, act

MOST_ERRORS = 10_000
# Names that stand for nobody in particular; whoever bears them is not one person.
_SOURCE_COLUMNS = (
    "node_id", "workspace_id", "kind", "batch_id", "person_id", "account_id", "said_on", "channel", "rating", "external_id",
    "url", "extra", "version", "words", "content_hash",
)  # fmt: skip
NOBODY = frozenset({"a google user", "anonymous", "anonym", "anonyme", "unknown", "guest", "n/a", "-", "none", "user"})


@dataclass(frozen=True, slots=True)
class Added:
    added: int
    duplicates: int


@act("import feedback")
def add_feedback(
    access: Access,
    *,
    batch_id: int,
    kind: str,
    records: Sequence[FeedbackRecord],
    errors: Sequence[RowError],
    failed_before: int,
) -> Added:
    """Bring in these records and note these errors. What is in the workspace already is counted and left as it is."""
    new = _new(records)
    if new:
        _write(access, batch_id, kind, list(new.values()))
    _note(access, batch_id, errors[: max(0, MOST_ERRORS - failed_before)])
    return Added(len(new), len(records) - len(new))


def _new(records: Sequence[FeedbackRecord]) -> dict[str, FeedbackRecord]:
    wanted = {r.content_hash: r for r in reversed(records)}
    there = set(Source.objects.filter(content_hash__in=wanted, put_away=False).values_list("content_hash", flat=True))
    return {r.content_hash: wanted[r.content_hash] for r in records if r.content_hash not in there}


def _write(access: Access, batch_id: int, kind: str, records: list[FeedbackRecord]) -> None:
    accounts = gather_accounts(access, (r.account[:300] for r in records if r.account))
    mentioned = [_mentioned(r, accounts) for r in records]
    people = gather_people(access, (m for m in mentioned if m is not None))
    nodes = add_nodes(access, [NewNode(SOURCE, r.title or first_words(r.text), "", r.text) for r in records])
    now, workspace = timezone.now(), access.workspace_id
    insert_rows(
        Source,
        _SOURCE_COLUMNS,
        [
            (
                node.pk, workspace, kind, batch_id, people.get(who) if who else None, accounts.get(r.account[:300]),
                r.said_on, r.channel[:60], r.rating, r.external_id[:200], r.url if _is_address(r.url) else "", _extra(r),
                1, len(r.text.split()), r.content_hash,
            )
            for node, r, who in zip(nodes, records, mentioned, strict=True)
        ],
    )  # fmt: skip
    insert_rows(
        SourceVersion,
        ("workspace_id", "source_id", "number", "text", "text_hash", "turns", "created_at", "created_by_id"),
        [
            (workspace, node.pk, 1, r.text, sha256(r.text.encode()).hexdigest(), [], now, access.user_id)
            for node, r in zip(nodes, records, strict=True)
        ],
    )


def _note(access: Access, batch_id: int, errors: Sequence[RowError]) -> None:
    ImportRowError.objects.bulk_create(
        [
            ImportRowError(
                workspace_id=access.workspace_id, batch_id=batch_id, row=e.row, field=e.field[:200],
                message=e.message[:500], remedy=e.remedy[:500],
            )
            for e in errors
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _mentioned(record: FeedbackRecord, accounts: dict[str, int]) -> Mentioned | None:
    name, email = record.person_name[:300], record.person_email if len(record.person_email) <= 254 else ""
    if not email and (not name or name.casefold() in NOBODY):
        return None
    return Mentioned(name, email, accounts.get(record.account[:300]))


def _extra(record: FeedbackRecord) -> dict[str, Any]:
    """The columns without a place of their own, and what was too long for its place: nothing is lost."""
    extra: dict[str, Any] = dict(record.extra)
    for name, value, limit in (
        ("language", record.language, 0),
        ("segment", record.segment, 0),
        ("channel", record.channel, 60),
        ("external_id", record.external_id, 200),
        ("person_email", record.person_email, 254),
        ("url", "" if _is_address(record.url) else record.url, 0),
    ):
        if len(value) > limit:
            extra[name] = value
    if record.person_name and record.person_name.casefold() in NOBODY:
        extra["person_name"] = record.person_name
    return extra


def _is_address(url: str) -> bool:
    return url.startswith(("https://", "http://")) and len(url) <= 1000
