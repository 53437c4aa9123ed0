"""The inbox: words come in, and are set aside, found to be said already, or put back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from clew.ground.evidence.api import Excerpt, add_source
from clew.ground.ledger.api import NotFound, Refused, insert_rows
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.writers import writer
from clew.rooms.roadmap.models import Feedback
from clew.rooms.roadmap.queries.feedback import outside

WORDS_LIMIT, AT_ONCE, MOST_IMPORTED = 20_000, 500, 5_000
NEW, SORTED, ASIDE, ANSWERED = "new", "sorted", "set_aside", "answered"
COLUMNS = ("workspace_id", "source_id", "channel", "state", "is_proved", "received_at", "message_id", "answer")


@act("capture feedback")
def capture_feedback(
    access: Access, *, text: str, channel: str = "api", person_id: int | None = None, account_id: int | None = None,
    said_on: date | None = None, said_in: str = "", title: str = "", url: str = "", email: str = "", name: str = "",
) -> Feedback:  # fmt: skip
    """What a customer said, in the customer's own words, into the inbox. The words are a source like any other.

    `channel`: by which way they come in; `said_in`: where they were said, such as a call. Who said it is `person_id`, or the person with the
    address `email`: one that is known keeps its name, one that is not becomes a person called `name`.
    """
    if person_id is not None and email.strip():
        raise Refused("Who said it stands there twice.", field="email", remedy="Give person_id or email.")
    if channel not in dict(Feedback.CHANNELS):
        raise Refused("There is no such way in.", field="channel", remedy="Choose one of the list.")
    if len(text) > WORDS_LIMIT:
        raise Refused(f"This is longer than {WORDS_LIMIT:,} characters.", field="text", remedy="Add it as a source.")
    who = writer(access, name=name, email=email) if person_id is None else person_id
    # An address that another system passes on was typed there by anybody; by hand somebody vouches for it.
    return take_in(access, text=text, channel=channel, person_id=who, account_id=account_id, said_on=said_on, said_in=said_in, title=title,
                   url=url, is_proved=channel == "hand" or person_id is not None or who is None)  # fmt: skip


def take_in(
    access: Access, *, text: str, channel: str, person_id: int | None = None, account_id: int | None = None,
    said_on: date | None = None, said_in: str = "", title: str = "", url: str = "", is_proved: bool = True, message_id: str = "",
    received_at: datetime | None = None,
) -> Feedback:  # fmt: skip
    """Called inside an act."""
    heard = add_source(
        access, text=text, title=title, kind="feedback", person_id=person_id, account_id=account_id,
        said_on=said_on, channel=said_in or dict(Feedback.CHANNELS)[channel], url=url,
    )  # fmt: skip
    return Feedback.objects.create(
        workspace_id=access.workspace_id, source=heard, channel=channel, is_proved=is_proved, message_id=message_id,
        received_at=received_at or timezone.now(),
    )  # fmt: skip


@act("take sources into the inbox")
def take_in_sources(access: Access, *, batch_id: int | None = None, source_ids: Sequence[int] | None = None) -> int:
    """Feedback that is here and not in the inbox: of one import, of these sources, or all there is; how much came in.

    That in which words are marked already is sorted. At most 5,000 at once: the rest the next time.
    """
    if source_ids is not None and len(source_ids) > AT_ONCE:
        raise Refused(f"At most {AT_ONCE} sources at once.", field="source_ids", remedy="Choose fewer, or an import.")
    found = outside()
    found = found if batch_id is None else found.filter(batch=batch_id)
    found = found if source_ids is None else found.filter(pk__in=list(source_ids))
    marked = Exists(Excerpt.objects.filter(source=OuterRef("pk"), node__archived_at__isnull=True))
    rows = found.annotate(marked=marked).order_by("pk").values_list("pk", "batch_id", "node__created_at", "marked")
    new = [
        (access.workspace_id, pk, "import" if batch else "hand", SORTED if done else NEW, True, at, "", "")
        for pk, batch, at, done in rows[:MOST_IMPORTED]
    ]
    insert_rows(Feedback, COLUMNS, new)
    return len(new)


@act("set feedback aside")
def set_aside(access: Access, *, entry_ids: Sequence[int]) -> int:
    """It says nothing to be done. It stays, and can be put back; how many were set aside."""
    return _move(entry_ids, (NEW, SORTED), ASIDE)


@act("put feedback back")
def put_back(access: Access, *, entry_ids: Sequence[int]) -> int:
    """Among what waits to be sorted again. What it was tied to stays tied; how many were put back."""
    return _move(entry_ids, (SORTED, ASIDE), NEW)


def entry_of(entry_id: int) -> Feedback:
    """Called inside an act; nobody else changes it until the act is over."""
    rows = Feedback.objects.select_related("source__node").select_for_update(of=("self",))
    found = rows.filter(pk=entry_id).first()
    if found is None or found.source.node.archived_at:
        raise NotFound("No such entry in the inbox.")
    return found


def mark_sorted(entry: Feedback) -> Feedback:
    """Called inside an act. What was answered stays so."""
    if entry.state != ANSWERED:
        entry.state = SORTED
        entry.save(update_fields=["state"])
    return entry


def _move(entry_ids: Sequence[int], out_of: Sequence[str], state: str) -> int:
    asked = set(entry_ids)
    if len(asked) > AT_ONCE:
        raise Refused(f"At most {AT_ONCE} entries at once.", field="entry_ids", remedy="Choose fewer.")
    if Feedback.objects.filter(pk__in=asked).count() < len(asked):
        raise NotFound("No such entry in the inbox.")
    return Feedback.objects.filter(pk__in=asked, state__in=out_of).update(state=state)
