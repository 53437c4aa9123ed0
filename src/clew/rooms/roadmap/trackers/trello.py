"""Cards of a Trello board's JSON: a card is an issue, its list the state; checklists go into the words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clew.rooms.roadmap.trackers.github import list_of
from clew.rooms.roadmap.trackers.issues import Issue, TrackerError, checked, one
from clew.rooms.roadmap.trackers.json_issues import as_raw, list_in, parsed, word


def read_trello(text: str) -> list[Issue]:
    """Archived cards are no issues. The lists that a card needs to stand in go with it."""
    board = board_in(text)
    lists = {word(one.get("id")): dict(one) for one in list_in(board, "lists")}
    checks: dict[str, list[Mapping[str, Any]]] = {}
    for check in list_of(board.get("checklists")):
        if isinstance(check, dict):
            checks.setdefault(word(check.get("idCard")), []).append(check)
    cards = [(at, card) for at, card in enumerate(list_in(board, "cards"), 1) if not card.get("closed")]
    return checked([_card(card, at, lists, checks) for at, card in cards])


def board_in(text: str) -> dict[str, Any]:
    board = parsed(text)
    if not isinstance(board, dict):
        raise TrackerError("This is no board of Trello.", "Export the board as JSON.")
    return board


def _card(
    card: Mapping[str, Any], at: int, lists: Mapping[str, dict[str, Any]], checks: Mapping[str, list[Mapping[str, Any]]]
) -> Issue:
    home = lists.get(word(card.get("idList")), {"id": word(card.get("idList")), "name": ""})
    own = checks.get(word(card.get("id")), [])
    labels = [
        word(label.get("name")) or word(label.get("color"))
        for label in list_of(card.get("labels"))
        if isinstance(label, dict)
    ]
    badges = card.get("badges")
    votes = badges.get("votes") if isinstance(badges, dict) else 0
    return one(
        word(card.get("id")), word(card.get("name")), at, body="\n".join([word(card.get("desc")), *lines_of(own)]),
        state=word(home.get("name")), labels=tuple(dict.fromkeys(label[:60] for label in labels if label)),
        url=word(card.get("url") or card.get("shortUrl")),
        votes=votes if isinstance(votes, int) and 0 <= votes < 10**9 else 0,
        raw=as_raw({"card": card, "list": home, "checklists": own}),
    )  # fmt: skip


def lines_of(checklists: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for check in checklists:
        yield f"{word(check.get('name'))}:"
        for item in list_of(check.get("checkItems")):
            if isinstance(item, dict):
                yield f"- [{'x' if item.get('state') == 'complete' else ' '}] {word(item.get('name'))}"
