"""Undo one act, from what the ledger says it changed. Undoing is an act of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from django.apps import apps
from django.db import IntegrityError, models
from django.utils import timezone

from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import (
    Change,
    Forbidden,
    NotFound,
    Refused,
    body_of,
    changes_of_act,
    last_change_of_row,
    put_back,
    still_as_left,
    words_of_guard,
)
from clew.ground.search import api as search
from clew.ground.thread import registry
from clew.ground.thread.models import Comment, Link, Node, Prediction, Record, Resolution
from clew.ground.workspaces.api import Access, Role, WorkspaceModel, names_of
from clew.ground.workspaces.api import act as act_named

WINDOW = timedelta(minutes=10)
CHANGE_LIMIT = 10_000
BY_HAND = "Change it back by hand; the history says what it was."

_kept: dict[type[models.Model], str] = {
    Prediction: "A prediction is never undone.",
    Resolution: "A resolution is never undone.",
}


_final: dict[str, str] = {
    "register a prediction": _kept[Prediction],
    "resolve a prediction": _kept[Resolution],
}


def not_undone(model: type[models.Model], because: str) -> None:
    """Acts that write this table are not undone. Every other recorded table of a workspace takes part."""
    _kept[model] = because


def act_not_undone(name: str, because: str, *, told: str = "") -> None:
    """The act of this name is final, whatever it wrote. `told`: all that a record's history says of it."""
    _final[name] = because
    if told:
        registry.tell_of_act(name, told)


def undo(access: Access, *, act: str) -> str:
    """Take back what one act did, if nobody changed it since; answers with the act's name."""
    access.require(Role.EDITOR)
    changes = changes_of_act(workspace_id=access.workspace_id, act=act, limit=CHANGE_LIMIT) if act else []
    if not changes:
        raise NotFound("No such act.")
    _check_may(access, changes)
    name = changes[0].act_name
    try:
        act_named(f"undo: {name}"[:80])(_revert)(access, changes=changes)
    except IntegrityError as error:
        raise Refused(f"{_sentence(words_of_guard(error))} “{name}” cannot be undone.", remedy=BY_HAND) from error
    return name


def may_undo(access: Access, *, act_name: str, actor_id: int | None, at: datetime) -> bool:
    """Whether undoing would be offered: what, by whom and when it was done speaks for it, though the rows may refuse."""
    is_theirs = actor_id == access.user_id or access.role is Role.OWNER
    is_final = act_name in _final
    return access.role.covers(Role.EDITOR) and is_theirs and not is_final and timezone.now() - at <= WINDOW


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else "Something else rests on this by now."


def _check_may(access: Access, changes: Sequence[Change]) -> None:
    newest = changes[0]
    if newest.actor_id != access.user_id and access.role is not Role.OWNER:
        raise Forbidden("Only the person who did this, or an owner, can undo it.")
    if newest.act_name in _final:
        raise Refused(_final[newest.act_name], remedy="Nothing was changed.")
    if timezone.now() - newest.at > WINDOW:
        minutes = WINDOW.seconds // 60
        raise Refused(f"This was done more than {minutes} minutes ago and is not undone any more.", remedy=BY_HAND)
    if len(changes) >= CHANGE_LIMIT:
        raise Refused("This changed too much to be undone at once.", remedy="Archive what it made instead.")
    for change in changes:
        model = _model(change)
        if model is None or not issubclass(model, WorkspaceModel):
            raise Refused(f"“{newest.act_name}” is not undone.", remedy="Do the opposite by hand.")
        if model in _kept:
            raise Refused(_kept[model], remedy="Withdraw it instead; it stays visible.")


def _revert(access: Access, *, changes: Sequence[Change]) -> None:
    """The newest change first, so that each row passes back through the states it had."""
    done = sum(_revert_one(access, change) for change in changes if change.operation != "insert")
    done += _revert_inserts(access, [change for change in changes if change.operation == "insert"])
    if not done:
        raise Refused("There is nothing left to undo.")


def _revert_one(access: Access, change: Change) -> int:
    model = _model(change)
    if change.operation == "update" and not still_as_left(change):
        raise Refused(f"This was changed since by {_last_hand(access, change)}.", remedy=BY_HAND)
    if model in (Link, Comment) and "withdrawn_at" in change.after:
        return _say_again(access, model, change.row_id)
    put_back(change)
    if model is Node:
        _search_follows(change)
    elif (body := body_of(change.table)) is not None:
        node = Node.objects.get(pk=change.row_id)
        search.put(
            access.workspace_id, [search.Document(node.pk, node.kind, node.title, body([node.pk]).get(node.pk, ""))]
        )
    return 1


def _say_again(access: Access, model: type[models.Model] | None, row_id: int) -> int:
    """A withdrawn link or comment stays withdrawn, since history is never rewritten; an equal one takes its place."""
    if model is Comment:
        said = Comment.objects.get(pk=row_id)
        Comment.objects.create(
            workspace_id=access.workspace_id, node_id=said.node_id, text=said.text, author_id=said.author_id
        )
        return 1
    old = Link.objects.get(pk=row_id)
    Link.objects.create(
        workspace_id=access.workspace_id,
        upstream_id=old.upstream_id,
        verb=old.verb,
        downstream_id=old.downstream_id,
        note=old.note,
        created_by_id=access.user_id,
    )
    return 1


def _search_follows(change: Change) -> None:
    if "title" in change.before:
        search.rename(change.row_id, change.before["title"])
    if "archived_at" in change.before:
        is_away = change.before["archived_at"] is not None
        search.hide([change.row_id], hidden=is_away)
        registry.archived({change.row_id: Node.objects.get(pk=change.row_id).kind}, is_away=is_away)


def _revert_inserts(access: Access, changes: Sequence[Change]) -> int:
    """New records are archived, new links and comments withdrawn, other new rows deleted; uploads stay where they are."""
    by_model: dict[type[models.Model], list[int]] = {}
    for change in changes:
        model = _model(change)
        if model is not None and not issubclass(model, Record | StoredFile):
            by_model.setdefault(model, []).append(change.row_id)
    return sum(_take_back(access, model, ids) for model, ids in by_model.items())


def _take_back(access: Access, model: type[models.Model], ids: list[int]) -> int:
    now = timezone.now()
    if model is Node:
        search.hide(ids)
        return Node.objects.filter(pk__in=ids, archived_at__isnull=True).update(archived_at=now)
    if model is Link:
        return Link.objects.filter(pk__in=ids, withdrawn_at__isnull=True).update(
            withdrawn_at=now, withdrawn_by_id=access.user_id, withdrawn_reason="undone"
        )
    if model is Comment:
        return Comment.objects.filter(pk__in=ids, withdrawn_at__isnull=True).update(withdrawn_at=now)
    return model._default_manager.filter(pk__in=ids).delete()[0]


def _last_hand(access: Access, change: Change) -> str:
    last = last_change_of_row(change, workspace_id=access.workspace_id)
    if last.actor_id == access.user_id:
        return "you"
    return names_of({last.actor_id or 0}).get(last.actor_id or 0, "somebody")


def _model(change: Change) -> type[models.Model] | None:
    return _models().get(change.table)


@cache
def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}
