"""The page that shows both versions when somebody else was quicker: take theirs, or save one's own over it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clew.ground.customers.api import rule_in_words
from clew.ground.ledger.api import Clash, Overtaken
from clew.ground.thread.api import written
from clew.ground.workspaces.api import Access, names_of

NOT_OURS = {"csrfmiddlewaretoken", "seen"}


@dataclass(frozen=True, slots=True)
class Both:
    """`field`: what was typed can be changed once more here; empty where it is chosen, not typed."""

    label: str
    theirs: str
    mine: str
    field: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.mine) > 80 or len(self.theirs) > 80 or "\n" in self.mine


def both_versions(request: Any, error: Overtaken, now: Mapping[str, str]) -> HttpResponse:
    """409, with all that was typed. The form goes on from the version that is shown."""
    rows = _typed(request, now) or [_both(request, clash) for clash in error.clashes]
    newest = max((clash.theirs for clash in error.clashes), key=lambda change: change.id)
    shown = {
        "rows": rows,
        "who": names_of({newest.actor_id or 0}).get(newest.actor_id or 0, "Somebody"),
        "is_own": newest.actor_id == request.access.user_id,
        "at": newest.at,
        "rest": _rest(request, {row.field for row in rows}),
        "now": error.now,
        "record_id": error.now.node_id,
    }
    return render(request, "shell/overtaken.html", shown, status=409)


def _typed(request: HttpRequest, now: Mapping[str, str]) -> list[Both]:
    return [Both(name.capitalize(), text, request.POST.get(name, ""), name) for name, text in now.items()]


def _both(request: Any, clash: Clash) -> Both:
    column = clash.column
    theirs, mine = (_words(request.access, change, column) for change in (clash.theirs, clash.mine))
    label = column.removesuffix("_id").replace("_", " ").capitalize()
    is_typed = column in request.POST and isinstance(clash.mine.after[column], str)
    return Both(label, theirs, mine, column if is_typed else "")


def _words(access: Access, change: Any, column: str) -> str:
    if column == "rule":
        value = change.after[column]
        return rule_in_words(json.loads(value) if isinstance(value, str) else value, "")
    return written(access, change)[column]


def _rest(request: HttpRequest, typed: set[str]) -> list[tuple[str, str]]:
    """Everything else that was sent, to be sent again."""
    names = [name for name in request.POST if name not in NOT_OURS | typed]
    return [(name, value) for name in names for value in request.POST.getlist(name)]
