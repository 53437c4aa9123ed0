"""Set up a model, ask it, dismiss what was suggested, and forget what was sent."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django_scopes import scope

from clew.ground.assist.keys import drop_key, keep_key, key_for
from clew.ground.assist.models import BRIEF, TASKS, TRY, Dismissal, Letter, LetterWords, ModelSetup
from clew.ground.assist.queries import LetterRow, letter, preview
from clew.ground.assist.sending import HEARD, MIDWAY, end, send
from clew.ground.assist.wire import Unanswered, checked_address
from clew.ground.evidence.api import CODE, NEED, Source
from clew.ground.ledger.api import NotFound, Refused, maintenance
from clew.ground.runs.api import Run, asked_before, start
from clew.ground.thread.api import Node, act_not_undone
from clew.ground.workspaces.api import Access, Role, act

JOB = "ask a language model"
MOST_DAYS, LONGEST_KEY = 3650, 500
ERASED = "[erased]"
SECONDS_TO_TRY = 25.0
NOT_SENT = "Cancelled before it was sent."
STALE = timedelta(minutes=10)
for _name in (JOB, HEARD, "send to a language model", "try the connection to a language model"):
    act_not_undone(_name, "What was sent is sent.")
for _name in ("set up a language model", "take the language model away"):
    act_not_undone(_name, "An owner sets it up again, under Members and settings.")


@act("set up a language model", role=Role.OWNER)
def set_up_model(
    access: Access,
    *,
    address: str,
    model: str,
    key: str = "",
    summaries: bool = False,
    suggestions: bool = False,
    briefs: bool = False,
    keep_days: int = 90,
) -> ModelSetup:
    """Say which model may be asked, and for what. An empty `key` keeps the one that was typed for this very address."""
    where, name = checked_address(address[:501]), " ".join(model.split())
    if len(where) > 500:
        raise Refused("This address is too long.", field="address", remedy="Shorten it to 500 characters.")
    if not name or len(name) > 120:
        raise Refused("A model has a name.", field="model", remedy="The server's documentation names it.")
    if not 1 <= keep_days <= MOST_DAYS:
        raise Refused("That is out of range.", field="keep_days", remedy=f"Type 1 to {MOST_DAYS:,} days.")
    _check_key(key)
    values = {"address": where, "model": name, "summaries": summaries, "suggestions": suggestions, "briefs": briefs}
    made, _ = ModelSetup.objects.update_or_create(
        workspace_id=access.workspace_id, defaults={**values, "keep_days": keep_days}
    )
    if key.strip():
        keep_key(access.workspace_id, where, key.strip())
    elif not key_for(access.workspace_id, where):
        drop_key(access.workspace_id)
    return made


def _check_key(key: str) -> None:
    """A header holds it: no spaces and no line breaks, or one could write another header."""
    if len(key) > LONGEST_KEY or not all("!" <= c <= "~" for c in key.strip()):
        raise Refused("This is not a key.", field="key", remedy="Paste it as the server's maker gave it.")


@act("take the language model away", role=Role.OWNER)
def take_model_away(access: Access) -> None:
    """Nothing is asked any more, and the key is gone. What was sent stays listed."""
    if not ModelSetup.objects.all().delete()[0]:
        raise NotFound("There is no model.")
    drop_key(access.workspace_id)


@act(JOB)
def ask(access: Access, *, task: str, seen: str, source_id: int | None = None, on: date | None = None) -> Run:
    """Send what a person saw (`seen` is its hash) and nothing else. It is written down first, then sent by long work."""
    made = _written(access, task=task, seen=seen, source_id=source_id, on=on)
    return start(
        access,
        job=JOB,
        title=f"{dict(TASKS)[task]} with {made.model}"[:200],
        arguments={"letter": made.pk},
        key=_run_key(made.pk),
        subject_id=source_id,
    )


def try_connection(access: Access) -> LetterRow:
    """Ask the model to repeat a sentence of ours; no word of a customer leaves. It is listed like all else."""
    access.require(Role.OWNER)
    made = _written_trial(access)
    send(access, made, meanwhile=_give_up)
    return letter(access, made)


def _give_up(seconds: float) -> None:
    """Somebody waits for the page."""
    if seconds > SECONDS_TO_TRY:
        raise Unanswered(f"It did not answer within {SECONDS_TO_TRY:.0f} seconds.")


@act("try the connection to a language model", role=Role.OWNER)
def _written_trial(access: Access) -> int:
    return _written(access, task=TRY, seen=preview(access, task=TRY).sent_hash).pk


def _written(access: Access, *, task: str, seen: str, source_id: int | None = None, on: date | None = None) -> Letter:
    shown = preview(access, task=task, source_id=source_id, on=on)
    if shown.sent_hash != seen:
        raise Refused(
            "What would be sent has changed since you saw it.",
            field="seen",
            remedy="Look at it again; nothing was sent.",
        )
    if _is_waiting(access):
        raise Refused("The model is being asked already.", remedy="Wait until that is over, or cancel it under Runs.")
    letter = Letter.objects.create(
        workspace_id=access.workspace_id, task=task, node_id=source_id, asked_by_id=access.user_id,
        address=shown.address, model=shown.model, sent_hash=shown.sent_hash,
        sent_bytes=shown.sent_bytes, ground_hash=shown.ground_hash,
    )  # fmt: skip
    LetterWords.objects.create(workspace_id=access.workspace_id, letter=letter, sent=shown.request)
    return letter


def _is_waiting(access: Access) -> bool:
    """Whether a letter is on its way. One that was cancelled while it waited, or whose process is gone, is closed here."""
    waiting = False
    for open_letter in Letter.objects.filter(ended_at__isnull=True):
        run = asked_before(access, _run_key(open_letter.pk))
        is_old = open_letter.created_at < timezone.now() - STALE
        if run.state in ("queued", "running") if run is not None else not is_old:
            waiting = True
        else:
            end(access, open_letter.pk, error=NOT_SENT if open_letter.sent_at is None else MIDWAY)
    return waiting


def _run_key(letter_id: int) -> str:
    return f"letter-{letter_id}"


@act("dismiss a suggestion")
def dismiss(access: Access, *, source_id: int, target_id: int | None = None, name: str = "") -> None:
    """This need or code, or a new need of this name, is not suggested for this source again. Twice is once."""
    if not Source.objects.filter(pk=source_id).exists():
        raise NotFound("No such source.")
    if target_id is not None and not Node.objects.filter(pk=target_id, kind__in=(NEED, CODE)).exists():
        raise NotFound("No such need or code.")
    words = "" if target_id is not None else " ".join(name.split())[:300]
    if target_id is None and not words:
        raise Refused("Nothing was chosen.", field="name", remedy="Dismiss one of the suggestions.")
    Dismissal.objects.get_or_create(
        workspace_id=access.workspace_id, source_id=source_id, target_id=target_id, name=words
    )


def forget_letters(workspace_id: int, node_ids: Collection[int]) -> int:
    """Take all words out of what was sent about these records, and about briefs, which speak of many.

    Called inside an act, while the guards are lifted.
    """
    return _emptied(workspace_id, Q(letter__node__in=list(node_ids)) | Q(letter__task=BRIEF))


def forget_old_letters() -> int:
    """In every workspace: what is older than it keeps loses its words; that it was sent stays. As often as one likes."""
    done = 0
    for workspace_id, days in ModelSetup._base_manager.values_list("workspace_id", "keep_days"):
        before = timezone.now() - timedelta(days=days)
        with scope(workspace=workspace_id), maintenance():
            done += _emptied(workspace_id, Q(letter__created_at__lt=before))
    return done


def _emptied(workspace_id: int, which: Q) -> int:
    found = LetterWords._base_manager.filter(which, workspace_id=workspace_id).exclude(answer=ERASED)
    return found.update(sent={"erased": True}, answer=ERASED, kept=[], dropped=[])
