"""Load the demo through the same acts a person would use. Loading it again finds it there and leaves it alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from clew.front.demo.story import Story
from clew.front.flows import decide_with_evidence
from clew.ground.customers import api as customers
from clew.ground.doors.api import DemoSoFar, rooms
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import acting
from clew.ground.thread import api as thread
from clew.ground.workspaces.api import Access, Role, User, Workspace, by_slug, create_user, create_workspace, join

SLUG, NAME = "larder-demo", "Larder (demo)"
# What came in after this day is left unread, so that there is something to mark.
READ_UNTIL = date(2026, 10, 12)
FIRST_SENTENCE_OVER = 220


@dataclass(slots=True)
class Loading:
    """Where the records made so far are, by the keys the texts use for them."""

    house: Access
    team: dict[str, Access]
    story: Story
    accounts: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, int] = field(default_factory=dict)
    said: dict[str, date] = field(default_factory=dict)
    excerpts: dict[int, int] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)


def load_demo(owner: User, *, progress: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Make the demo workspace for this person, or report on the one that is there."""
    workspace = by_slug(SLUG)
    if workspace is None:
        with acting("load the demo", actor_id=owner.pk):
            workspace = create_workspace(name=NAME, owner=owner, slug=SLUG, is_demo=True)
            story = Story(timezone.localdate())
            _fill(Loading(_house(owner, workspace), _team(workspace, story), story), progress)
    elif not join(workspace, owner, Role.OWNER):
        progress("The demo is there already.")
    return _report(_house(owner, workspace))


def _fill(loading: Loading, progress: Callable[[str], None]) -> None:
    steps: list[tuple[str, Callable[[Loading], None]]] = [
        ("30 accounts and their revenue", _accounts),
        ("60 people", _people),
        ("12 interviews", _interviews),
        ("400 pieces of feedback", _feedback),
        ("outcomes, needs and ideas", _tree),
        ("quotations for and against, and decisions", _decisions),
        ("predictions and comments", _predictions),
        ("corrections", _corrections),
        ("what the rooms add", _rooms),
        ("themes", _themes),
    ]
    for name, step in steps:
        progress(f"  {name}")
        step(loading)


def _house(owner: User, workspace: Workspace) -> Access:
    return Access(owner.pk, workspace.pk, workspace.slug, Role.OWNER)


def _team(workspace: Workspace, story: Story) -> dict[str, Access]:
    team = {}
    for member in story.read("team.json"):
        address = f"{member['name'].split()[0].lower()}@larder.example"
        user = User.objects.filter(email=address).first() or create_user(email=address, name=member["name"])
        join(workspace, user, Role.EDITOR)
        team[member["name"]] = Access(user.pk, workspace.pk, workspace.slug, Role.EDITOR)
    return team


def _accounts(loading: Loading) -> None:
    segments = set()
    for row in loading.story.read("accounts.json"):
        pk = customers.add_account(loading.house, name=row["name"]).pk
        loading.accounts[row["name"]] = pk
        segments.add(row["segment"])
        for fact in sorted(row["facts"], key=lambda f: f["from"]):
            customers.set_fact(loading.house, account_id=pk, **_fact(fact))
    for name in sorted(segments):
        made = customers.add_segment(loading.house, name=name)
        inside = [loading.accounts[r["name"]] for r in loading.story.read("accounts.json") if r["segment"] == name]
        customers.pick(loading.house, segment_id=made.pk, account_ids=inside)
    customers.add_segment(loading.house, name="More than 1,000 a year", rule={"arr_from": 100_000})


def _fact(fact: dict[str, Any]) -> dict[str, Any]:
    kind = fact["kind"].lower()
    return {
        "kind": kind,
        "amount": None if kind == "plan" else round(fact["value"] * (100 if kind == "arr" else 1)),
        "text": fact["value"] if kind == "plan" else "",
        "starts_on": date.fromisoformat(fact["from"]),
        "ends_on": _day(fact.get("to")),
    }


def _people(loading: Loading) -> None:
    for row in loading.story.read("people.json"):
        made = customers.add_person(
            loading.house,
            name=row["name"],
            email=row["email"],
            role=row["role"],
            account_id=loading.accounts.get(row["account"]),
        )
        loading.people[row["name"]] = made.pk


def _interviews(loading: Loading) -> None:
    for key, about, words in loading.story.interviews():
        text, turns = evidence.read_spoken(words)
        made = evidence.add_source(
            loading.team.get(about["Interviewer"], loading.house),
            text=text,
            title=about["Title"],
            kind="interview",
            person_id=loading.people[about["Participant"]],
            said_on=date.fromisoformat(about["Date"]),
            channel="Interview",
            turns=turns,
        )
        loading.sources[key], loading.texts[key], loading.said[key] = made.pk, text, date.fromisoformat(about["Date"])


def _feedback(loading: Loading) -> None:
    for number, row in enumerate(loading.story.feedback()):
        made = evidence.add_source(
            loading.house,
            text=row["text"],
            kind="feedback",
            said_on=_day(row["said_on"]),
            person_id=loading.people.get(row["person"] or ""),
            account_id=loading.accounts.get(row["account"] or ""),
            channel=row["channel"],
        )
        key = str(number)
        loading.sources[key], loading.texts[key] = made.pk, row["text"]
        loading.said[key] = date.fromisoformat(row["said_on"])


def _tree(loading: Loading) -> None:
    told = loading.story.read("thread.json")
    lead = loading.team[loading.story.read("team.json")[0]["name"]]
    for row in told["outcomes"]:
        loading.nodes[row["key"]] = evidence.add_outcome(
            lead,
            title=row["title"],
            metric=row["metric"],
            unit=row["unit"],
            baseline=row["baseline"],
            target=row["target"],
            due_on=_day(row["by"]),
        ).pk
    for row in told["needs"]:
        loading.nodes[row["key"]] = evidence.add_need(
            lead, title=row["title"], detail=row["why"], under=loading.nodes[row["under"]]
        ).pk
    for row in told["ideas"]:
        needs = [loading.nodes[key] for key in row["addresses"]]
        loading.nodes[row["key"]] = evidence.add_idea(
            lead, title=row["title"], detail=row["detail"], addresses=needs
        ).pk
    for row in told["codes"]:
        evidence.add_code(lead, title=row["name"], definition=row["definition"])


def _excerpts(loading: Loading, until: date) -> None:
    """Mark what was said by then, so that a decision freezes what was known on its day."""
    readers = list(loading.team.values())
    for number, row in enumerate(loading.story.read("thread.json")["excerpts"]):
        key = str(row["source"])
        if number not in loading.excerpts and loading.said[key] <= until:
            reader = readers[number % len(readers)]
            made = _mark(loading, reader, key, row["quote"], row["need"], row["stance"], (row["code"],))
            loading.excerpts[number] = made
    until = min(until, loading.story.moved(READ_UNTIL))
    for number, row in enumerate(loading.story.feedback()):
        key = str(number)
        if row["need"] and row["stance"] and key not in loading.marked and loading.said[key] <= until:
            _mark(loading, readers[number % 2], key, _first(row["text"]), row["need"], row["stance"], ())
            loading.marked.add(key)


def _mark(
    loading: Loading, reader: Access, key: str, quote: str, need: str, stance: str, codes: tuple[str, ...]
) -> int:
    start = loading.texts[key].index(quote)
    made = evidence.mark(
        reader,
        source_id=loading.sources[key],
        start=start,
        end=start + len(quote),
        exact=quote,
        need_id=loading.nodes[need],
        stance=stance,
        codes=codes,
    )
    return int(made.pk)


def _first(text: str) -> str:
    """The whole of a short piece, the first sentence of a long one."""
    if len(text) <= FIRST_SENTENCE_OVER:
        return text
    ends = [text.find(mark) for mark in (". ", "! ", "? ") if text.find(mark) > 30]
    return text[: min(ends) + 1] if ends else text


def _decisions(loading: Loading) -> None:
    for row in loading.story.read("thread.json")["decisions"]:
        _excerpts(loading, loading.story.day(row["decided_on"] or "today+0"))
        loading.nodes[f"decision {row['key']}"] = _decision(loading, row)


def _predictions(loading: Loading) -> None:
    told = loading.story.read("thread.json")
    for row in told["predictions"]:
        by = loading.team[row["by"]]
        made = _predict(loading, by, row, None)
        if "resolution" in row:
            _resolve(loading, by, made, row["resolution"])
    for row in told["comments"]:
        ((kind, key),) = row["on"].items()
        place = f"decision {key}" if kind == "decision" else key  # a decision may share its key with an idea
        thread.comment(loading.team[row["by"]], node_id=loading.nodes[place], text=row["text"])


def _decision(loading: Loading, row: dict[str, Any]) -> int:
    by = loading.team[row["by"]]
    pk = thread.open_decision(by, title=row["title"], question=row["question"], flips=row["flips"]).pk
    options = [
        thread.add_option(by, decision_id=pk, title=o["title"], idea_id=loading.nodes.get(o["idea"] or ""))
        for o in row["options"]
    ]
    for ground in row["rests_on"]:
        node = loading.nodes[ground["need"]] if "need" in ground else loading.excerpts[ground["excerpt"]]
        thread.rest_on(by, decision_id=pk, node_id=node)
    made = [_predict(loading, by, {"made_on": row["decided_on"], **told}, pk) for told in row["predictions"]]
    reasons = {o.pk: told["reason"] for o, told in zip(options, row["options"], strict=True)}
    if row["decided_on"]:
        chosen = next(o.pk for o, told in zip(options, row["options"], strict=True) if told["chosen"])
        day = loading.story.day(row["decided_on"])
        decide_with_evidence(by, decision_id=pk, chosen=chosen, reasons=reasons, decided_on=day)
    else:
        thread.note_reasons(by, decision_id=pk, reasons=reasons)
    for known in row.get("resolutions", []):
        _resolve(loading, by, made[known["prediction"]], known)
    return int(pk)


def _predict(loading: Loading, by: Access, row: dict[str, Any], decision_id: int | None) -> int:
    numbers = ("probability", "low", "best", "high", "level", "unit")
    given: dict[str, Any] = {name: row[name] for name in numbers if row.get(name) is not None}
    given |= {name: loading.story.day(row[name]) for name in ("made_on", "resolve_by")}
    made = thread.register_prediction(by, question=row["question"], decision_id=decision_id, **given)
    return int(made.pk)


def _resolve(loading: Loading, by: Access, prediction_id: int, known: dict[str, Any]) -> None:
    thread.resolve(
        by,
        prediction_id=prediction_id,
        outcome=known.get("outcome"),
        value=known.get("value"),
        resolved_on=loading.story.day(known["resolved_on"]),
        note=known.get("note", ""),
    )


def _corrections(loading: Loading) -> None:
    """What a reader mended afterwards. One quotation loses its place by it, and says so."""
    for row in loading.story.read("thread.json")["corrections"]:
        key = str(row["source"])
        text = loading.texts[key].replace(row["was"], row["is"])
        evidence.correct_source(loading.team[row["by"]], source_id=loading.sources[key], text=text)


def _themes(loading: Loading) -> None:
    evidence.find_themes(loading.house)


def _rooms(loading: Loading) -> None:
    so_far = DemoSoFar(loading.house, loading.team, loading.story.today, loading.people, loading.sources, loading.nodes)
    for room in rooms():
        room.load_demo(so_far)


def _report(house: Access) -> dict[str, Any]:
    counts = thread.count_kinds(house)
    return {
        "name": NAME,
        "slug": SLUG,
        "sources": counts.get("source", 0),
        "needs": counts.get("need", 0),
        "decisions": counts.get("decision", 0),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
