"""Cards of Trello go out in the board that they came in: with its archived cards, labels, fields, members and actions, and what changed since."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clew.rooms.roadmap.trackers.github import list_of
from clew.rooms.roadmap.trackers.issues import Issue, TrackerError, tidy
from clew.rooms.roadmap.trackers.json_issues import list_in, word
from clew.rooms.roadmap.trackers.trello import board_in, lines_of

Object = dict[str, Any]
OWN: Mapping[str, Any] = {"name": "Clew", "lists": [], "cards": [], "checklists": []}


def write_trello(issues: Sequence[Issue], files: Sequence[str] = ()) -> Iterator[str]:
    """`files`: the boards that these cards came in, as they were brought in last; without them, a board of these cards alone."""
    frame = _frame(files)
    board = _Board(list_of(frame.get("lists"))[:])
    told = {issue.key: board.written(issue) for issue in issues}
    came = list_of(frame.get("cards"))
    there = {_key(card) for card in came}
    cards = [card for card in map(_in_frame(told), came) if card is not None]
    gone = there - {_key(card) for card in cards}
    checklists = [one for one in list_of(frame.get("checklists")) if _key(one, "idCard") not in gone]
    checklists += [one for key, own in board.checklists.items() if key not in there for one in own]
    made = {**frame, "lists": board.lists, "cards": cards + [card for key, card in told.items() if key not in there]}
    if checklists or "checklists" in frame:
        made["checklists"] = checklists
    yield json.dumps(made, ensure_ascii=False, indent=1)


@dataclass(slots=True)
class _Board:
    """The lists that there are by now, and the checklists of each card."""

    lists: list[Any]
    checklists: dict[str, list[Any]] = field(default_factory=dict)

    def written(self, issue: Issue) -> Object:
        told: Object = json.loads(issue.raw[0][1]) if issue.raw else {"card": _new(issue)}
        card, own, changed = told["card"], told.get("checklists", []), issue.changed()
        home = told.get("list") or {}
        if "state" in changed or not issue.raw:
            home = self._list_called(issue.state)
            card = {**card, "idList": home["id"]}
        if home.get("name") and not any(word(one["id"]) == word(home.get("id")) for one in self._known()):
            self.lists.append(home)
        self.checklists[issue.key] = own
        return {**card, **_renamed(changed, own)}

    def _list_called(self, name: str) -> Object:
        """One that is not archived, where there are several."""
        named = [one for one in self._known() if tidy("state", word(one.get("name"))) == name]
        return next(iter(sorted(named, key=lambda one: bool(one.get("closed")))), {"id": name, "name": name})

    def _known(self) -> list[Object]:
        return [one for one in self.lists if isinstance(one, dict) and "id" in one]


def _in_frame(told: Mapping[str, Object]) -> Any:
    """An archived card as it is; another as it is told today, or not at all where its idea does not go out."""

    def card_of(card: Any) -> Any:
        return card if not isinstance(card, dict) or card.get("closed") else told.get(_key(card))

    return card_of


def _frame(files: Sequence[str]) -> Object:
    """Several boards become one: each list of theirs behind the other's, without what has the same id."""
    boards = [board for board in map(_board, files) if board is not None]
    if not boards:
        return {**OWN}
    made: Object = {}
    for board in boards:
        for name, value in board.items():
            if isinstance(value, list) and isinstance(made.get(name), list):
                made[name] = _joined(made[name], value)
            else:
                made.setdefault(name, value)
    return made


def _board(text: str) -> Object | None:
    """None of what is no board any more, such as the note that stands for an erased file."""
    try:
        board = board_in(text)
        list_in(board, "cards"), list_in(board, "lists")
    except TrackerError:
        return None
    return board


def _joined(one: list[Any], other: list[Any]) -> list[Any]:
    known = {_key(row) for row in one} - {""}
    return [*one, *(row for row in other if _key(row) not in known)]


def _key(row: Any, name: str = "id") -> str:
    return tidy("key", word(row.get(name))) if isinstance(row, dict) else ""


def _renamed(changed: Mapping[str, str], checklists: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """As Trello calls it; the checklists stand in a card's words here, and beside them there."""
    found = {"name": changed["title"]} if "title" in changed else {}
    if "body" in changed:
        found["desc"] = changed["body"].removesuffix("\n".join(lines_of(checklists))).strip()
    return found


def _new(issue: Issue) -> Object:
    labels = [{"name": label} for label in issue.labels]
    return {"id": issue.key, "name": issue.title, "desc": issue.body, "labels": labels, "url": issue.url}
