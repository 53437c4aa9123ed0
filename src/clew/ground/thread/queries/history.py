"""What happened to a record, told from the ledger; and what people said about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models

from clew.ground.ledger.api import Change, history, who_asked
from clew.ground.thread import registry
from clew.ground.thread.models import Comment, Decision, Link, Node, Option, Record
from clew.ground.thread.queries.cards import Card, card, cards_of
from clew.ground.workspaces.api import TITLE, Access, User, names_of, read, withheld

LIMIT = 100
SHOWN, AT_ONCE, LINE = 300, 4, 120
RENAMED = "renamed this"
# Columns whose names are no words for what they hold.
_CALLED = {
    "flips": "what would flip it",
    "added": "how many were new",
    "rows_read": "how many rows were read",
    "shape": "what of it has no place here",
    "empty": "how many rows were empty",
    "said_on": "the day it was said",
    "exact": "the words",
    "given": "what was agreed to",
    "given_on": "the day it was agreed to",
    "expires_on": "until when",
    "starts_on": "from when",
    "ends_on": "until when",
    "due_on": "by when",
    "released_on": "the day it went out",
}
# Fingerprints, places and what the sentence says already.
_UNSAID = {"id", "workspace_id", "node_id", "created_at", "created_by_id", "snapshot", "numbers_here", "position"}
_UNSAID |= {"medoid_id", "cohesion", "stability", "terms"}  # reckoned anew whenever a theme's pieces change


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    sentence: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act, as far as it concerned this record. `act` is what undo needs; `asked_by` the assistant that asked for it."""

    act: str
    act_name: str
    at: datetime
    actor_id: int | None
    who: str
    asked_by: str
    lines: tuple[HistoryLine, ...]

    @property
    def first(self) -> tuple[HistoryLine, ...]:
        """What is shown at once; the rest of a large act on request."""
        return self.lines[:AT_ONCE]

    @property
    def rest(self) -> tuple[HistoryLine, ...]:
        return self.lines[AT_ONCE:]


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """Newest first; `cut` says that older entries are not shown."""

    entries: tuple[HistoryEntry, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A withdrawn comment keeps its place; its words are not shown."""

    id: int
    text: str
    author_id: int | None
    author: str
    at: datetime
    withdrawn_at: datetime | None


@read
def record_history(access: Access, node_id: int, *, limit: int = LIMIT) -> RecordHistory:
    card(access, node_id)
    most, quiet = min(limit, LIMIT) + 1, registry.untold()
    changes = history(workspace_id=access.workspace_id, node_id=node_id, limit=most, without=quiet)
    told = _Teller(access, changes)
    entries = [told.entry(list(group)) for _, group in groupby(changes[:limit], key=lambda c: c.act or c.id)]
    return RecordHistory(tuple(e for e in entries if e.lines), len(changes) > limit)


@read
def comments(access: Access, node_id: int, *, limit: int = LIMIT, offset: int = 0) -> list[CommentRow]:
    """The oldest first, as a conversation is read."""
    card(access, node_id)
    rows = Comment.objects.filter(node_id=node_id).select_related("author").order_by("pk")
    return [
        CommentRow(
            id=c.pk,
            text="" if c.withdrawn_at else c.text,
            author_id=c.author_id,
            author=str(c.author or "Somebody"),
            at=c.created_at,
            withdrawn_at=c.withdrawn_at,
        )
        for c in rows[offset : offset + min(limit, LIMIT)]
    ]


@read
def written(access: Access, change: Change) -> dict[str, str]:
    """What a change wrote, column by column, as a person reads it; texts in full."""
    teller = _Teller(access, [change])
    return {column: teller.in_full(change, column, value) for column, value in change.after.items()}


class _Teller:
    """Knows the names and titles that a run of changes speaks of, each read in one statement."""

    def __init__(self, access: Access, changes: Sequence[Change]) -> None:
        ties = [c.row_id for c in changes if c.table == Link._meta.db_table]
        self.links = {k.pk: k for k in Link.objects.filter(pk__in=ties).only("upstream_id", "downstream_id", "verb")}
        people, records = set(), {i for k in self.links.values() for i in (k.upstream_id, k.downstream_id)}
        for change in changes:
            people |= {change.actor_id}
            for column, value in [*change.before.items(), *change.after.items()]:
                target = _target(change.table, column)
                people |= {value} if target is User else set()
                records |= {value} if target is Node else set()
        chosen = [c.row_id for c in changes if c.table == Option._meta.db_table and c.operation == "update"]
        self.options = dict(Option.objects.filter(pk__in=chosen).values_list("pk", "title")) if chosen else {}
        self.names = names_of({i for i in people if i})
        self.cards = cards_of(access, [i for i in records if i])
        self.hidden = withheld(access, {c.node_id for c in changes if c.node_id})
        self.others: dict[tuple[str, Any], str] = {}

    def entry(self, changes: list[Change]) -> HistoryEntry:
        newest = changes[0]
        lines = [line for change in reversed(changes) for line in self.lines(change)]
        if told := registry.told_of_act(newest.act_name):
            lines = [HistoryLine(told), *(line for line in lines if line.sentence.startswith(RENAMED))]
        return HistoryEntry(
            newest.act,
            newest.act_name,
            newest.at,
            newest.actor_id,
            self.names.get(newest.actor_id or 0, "Somebody" if newest.actor_id else "Clew"),
            who_asked(newest.act_name)[1],
            tuple(dict.fromkeys(lines)),
        )

    def lines(self, change: Change) -> list[HistoryLine]:
        special = {
            Node._meta.db_table: self._node,
            Link._meta.db_table: self._link,
            Comment._meta.db_table: self._comment,
            Decision._meta.db_table: self._decision,
            Option._meta.db_table: self._option,
        }.get(change.table)
        return special(change) if special else self._other(change)

    def _node(self, change: Change) -> list[HistoryLine]:
        if change.operation == "insert":
            return [HistoryLine("added this")]
        before, after = change.before, change.after
        said = []
        if "title" in after:
            old, new = (_short(self.in_full(change, "title", some["title"])) for some in (before, after))
            said += [f"{RENAMED} from “{old}” to “{new}”"] if old != new else []  # both were erased
        if "archived_at" in after:
            said.append("archived this" if after["archived_at"] else "brought this back")
        if "state" in after:
            old, new = before["state"], after["state"] or "no state"
            said.append(f"moved this from {old} to {new}" if old else f"moved this to {new}")
        return [HistoryLine(sentence) for sentence in said]

    def _link(self, change: Change) -> list[HistoryLine]:
        tie = self.links.get(change.row_id)
        if tie is None:
            return []
        up, down = self.cards.get(tie.upstream_id), self.cards.get(tie.downstream_id)
        other = f"“{_short(up.title)}”" if up else "another record"
        if change.operation == "insert":
            return [HistoryLine(f"linked {other}, which {_verb(up, tie.verb, down)} this")]
        reason = change.after.get("withdrawn_reason", "")
        return [HistoryLine(f"withdrew the link to {other}" + (f": {_short(reason)}" if reason else ""))]

    def _comment(self, change: Change) -> list[HistoryLine]:
        return [HistoryLine("commented" if change.operation == "insert" else "withdrew a comment")]

    def _decision(self, change: Change) -> list[HistoryLine]:
        taken = change.operation == "update" and change.after.get("decided_at")
        return [HistoryLine("took this decision")] if taken else self._other(change)

    def _option(self, change: Change) -> list[HistoryLine]:
        """What is written of an option when a decision is taken is that it was chosen, or rejected, and why."""
        if change.operation != "update":
            did = "added" if change.operation == "insert" else "removed"
            return [HistoryLine(f"{did} the option “{_short((change.after or change.before)['title'])}”")]
        name = f"“{_short(self.options.get(change.row_id, 'an option'))}”"
        reason = _short(change.after.get("reason") or "")
        why = f": {reason}" if reason else ""
        if change.after.get("chosen"):
            return [HistoryLine(f"chose {name}{why}")]
        if "chosen" in change.after:
            return [HistoryLine(f"no longer chose {name}{why}")]
        if set(change.after) == {"reason"} and reason:
            return [HistoryLine(f"said of {name}{why}")]
        return self._other(change)

    def _other(self, change: Change) -> list[HistoryLine]:
        model = _model(change.table)
        if model is None or (change.operation == "insert" and issubclass(model, Record)):
            return []
        changes = self._fields(change)
        if change.operation == "update":
            if change.after.get("withdrawn_at"):
                reason = change.after.get("withdrawn_reason", "")
                what = "this" if issubclass(model, Record) else f"{_article(model)} {model._meta.verbose_name}"
                return [HistoryLine(f"withdrew {what}" + (f": {_short(reason)}" if reason else ""))]
            names = " and ".join(c.name for c in changes[:3])
            return [HistoryLine(f"changed {names}", changes)] if changes else []
        did = "added" if change.operation == "insert" else "removed"
        if told := registry.told_of_row(change.table, change.after or change.before):
            return [HistoryLine(f"{did} {told}")]
        if len(changes) == 1 and len(only := changes[0].after or changes[0].before) < LINE:
            return [HistoryLine(f"{did} {_article(model)} {model._meta.verbose_name}: “{only}”")]
        return [HistoryLine(f"{did} {_article(model)} {model._meta.verbose_name}", changes)]

    def _fields(self, change: Change) -> tuple[FieldChange, ...]:
        columns = [c for c in sorted(change.after or change.before) if c not in _UNSAID and not c.endswith("_hash")]
        new, old = change.after, change.before
        points_here = {
            c
            for c in columns
            if change.node_id and change.node_id in (new.get(c), old.get(c)) and _target(change.table, c)
        }
        found = [
            FieldChange(
                _CALLED.get(c) or c.removesuffix("_id").replace("_", " "),
                _short(self.in_full(change, c, change.before.get(c))),
                _short(self.in_full(change, c, change.after.get(c))),
            )
            for c in columns
            if c not in points_here
        ]
        return tuple(f for f in found if f.before or f.after)

    def in_full(self, change: Change, column: str, value: Any) -> str:
        target = _target(change.table, column)
        if value is None or value == "":
            return ""
        if change.node_id in self.hidden and _holds_words(change.table, column):
            return TITLE
        if target is User:
            return self.names.get(value, "somebody")
        if target is Node:
            return self.cards[value].title if value in self.cards else "another record"
        field = _field(change.table, column)
        if (named := _named(field)) is not None:
            return self._name_of(*named, value)
        if isinstance(value, bool) or isinstance(field, models.BooleanField):  # one of the engines keeps 0 and 1
            return "yes" if value else "no"
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            return _day(value)
        return str(dict(field.flatchoices).get(value, value)) if field is not None and field.choices else str(value)

    def _name_of(self, model: type[models.Model], column: str, pk: Any) -> str:
        key = (model._meta.db_table, pk)
        if key not in self.others:
            self.others[key] = str(model._default_manager.filter(pk=pk).values_list(column, flat=True).first() or pk)
        return self.others[key]


def _named(field: Any) -> tuple[type[models.Model], str] | None:
    """What a column points to that is no record of its own, and the column that names it."""
    if not isinstance(field, models.ForeignKey):
        return None
    to: type[models.Model] = field.remote_field.model
    column = registry.named_by(to._meta.db_table)
    return (to, column) if column else None


def _verb(up: Card | None, name: str, down: Card | None) -> str:
    known = registry.verb(up.kind, name, down.kind) if up and down else None
    return known.down if known else name.replace("_", " ")


def _model(table: str) -> type[models.Model] | None:
    return _models().get(table)


@cache
def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}


@cache  # every value of every line asks
def _field(table: str, column: str) -> Any:
    model = _model(table)
    return next((f for f in model._meta.local_concrete_fields if f.column == column), None) if model else None


def _target(table: str, column: str) -> type[models.Model] | None:
    """User or Node, if the column points to a person or a record."""
    field = _field(table, column)
    if not isinstance(field, models.ForeignKey):
        return None
    to: type[models.Model] = field.remote_field.model
    return User if to is User else Node if issubclass(to, Node | Record) else None


def _holds_words(table: str, column: str) -> bool:
    field = _field(table, column)
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices


def _day(value: Any) -> str:
    try:
        on = date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{on.day} {on:%B %Y}"


def _article(model: type[models.Model]) -> str:
    return "an" if str(model._meta.verbose_name)[:1] in "aeiou" else "a"


def _short(text: str) -> str:
    flat = " ".join(str(text).split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"
