"""Cards of a Trello board's JSON: a card is an issue, its list the state; checklists go into the words, the board goes out whole."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clew.rooms.roadmap.trackers.github import list_of
from clew.rooms.roadmap.trackers.issues import Issue, TrackerError, checked, one
from clew.rooms.roadmap.trackers.json_issues import as_raw, list_in, parsed, word


def read_trello(text: str) -> list[Issue]:
    """Archived cards are left out. The lists that a card needs to stand in go with it."""
    board = parsed(text)
    if not isinstance(board, dict):
        raise TrackerError("This is no board of Trello.", "Export the board as JSON.")
    lists = {word(one.get("id")): dict(one) for one in list_in(board, "lists")}
    checks: dict[str, list[Mapping[str, Any]]] = {}
    for check in list_of(board.get("checklists")):
        if isinstance(check, dict):
            checks.setdefault(word(check.get("idCard")), []).append(check)
    cards = [(at, card) for at, card in enumerate(list_in(board, "cards"), 1) if not card.get("closed")]
    return checked([_card(card, at, lists, checks) for at, card in cards])


def write_trello(issues: Sequence[Issue]) -> Iterator[str]:
    """A board of these cards with their lists and checklists."""
    lists: dict[str, dict[str, Any]] = {}
    cards: list[dict[str, Any]] = []
    checklists: list[Any] = []
    for issue in issues:
        told: dict[str, Any] = json.loads(issue.raw[0][1]) if issue.raw else {"card": _new(issue), "list": {}}
        card, home = told["card"], told["list"]
        changed = issue.changed()
        if "state" in changed or not issue.raw:
            named = (one for one in lists.values() if one["name"] == issue.state)
            home = next(named, {"id": issue.state, "name": issue.state})
            card = {**card, "idList": home["id"]}
        lists[word(home["id"])] = home
        own = told.get("checklists", [])
        cards.append({**card, **_renamed(changed, own)})
        checklists += own
    board = {"name": "Clew", "lists": list(lists.values()), "cards": cards, "checklists": checklists}
    yield json.dumps(board, ensure_ascii=False, indent=1)


def _renamed(changed: Mapping[str, str], checklists: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """As Trello calls it; the checklists stand in a card's words here, and beside them there."""
    found = {"name": changed["title"]} if "title" in changed else {}
    if "body" in changed:
        found["desc"] = changed["body"].removesuffix("\n".join(_lines(checklists))).strip()
    return found


def _new(issue: Issue) -> dict[str, Any]:
    labels = [{"name": label} for label in issue.labels]
    return {
        "id": issue.key,
        "name": issue.title,
        "desc": issue.body,
        "idList": issue.state,
        "labels": labels,
        "url": issue.url,
    }


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
        word(card.get("id")), word(card.get("name")), at, body="\n".join([word(card.get("desc")), *_lines(own)]),
        state=word(home.get("name")), labels=tuple(dict.fromkeys(label[:60] for label in labels if label)),
        url=word(card.get("url") or card.get("shortUrl")),
        votes=votes if isinstance(votes, int) and 0 <= votes < 10**9 else 0,
        raw=as_raw({"card": card, "list": home, "checklists": own}),
    )  # fmt: skip


def _lines(checklists: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for check in checklists:
        yield f"{word(check.get('name'))}:"
        for item in list_of(check.get("checkItems")):
            if isinstance(item, dict):
                yield f"- [{'x' if item.get('state') == 'complete' else ' '}] {word(item.get('name'))}"
