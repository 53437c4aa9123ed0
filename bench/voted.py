"""Ideas with owners, tags, states, a field, estimates and votes, written in bulk; of the first thousand the order was drawn, one in ten is planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.plans import estimate, planned
from bench.records import nodes, put
from clew.ground.customers.models import Account, AccountFact, Person, Segment
from clew.ground.evidence.models import Idea, Need, Outcome
from clew.ground.ledger.api import acting
from clew.ground.thread.api import link_many
from clew.ground.workspaces.api import Access, within
from clew.rooms.roadmap.actions.factors import known_factors
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.score_models import add_score_model
from clew.rooms.roadmap.methods import keys_of
from clew.rooms.roadmap.models import Estimate, Field, FieldValue, IdeaOwner, IdeaTag, Tag, Vote, Voter
from clew.rooms.roadmap.queries.tallies import count_again

PEOPLE, ACCOUNTS, RANKED = 5_000, 1_000, 1_000
SUBJECTS = ("export", "import", "shelf", "stock", "invoice", "delivery", "price", "recipe", "label", "calendar")
STATES = ("new", "considered", "planned", "in work", "released", "declined")
TODAY = date(2026, 6, 30)


def fill(access: Access, count: int) -> dict[str, list[int]]:
    """Ideas with owners, tags, states, a field, estimates and votes; of the first thousand the order was drawn."""
    with within(access), acting("fill", actor_id=access.user_id):
        made = _customers(access, min(PEOPLE, count))
        ideas = _ideas(access, count)
        field = _described(access, ideas)
        put(access, Vote, list(_votes(ideas, made["person"])))
        put(access, Voter, _voters(made))
        planned(access, max(200, count), ideas, nodes, put)  # so that also a few ideas have one with all ties
        _needed(access, ideas)
        count_again(access.workspace_id)
        model = _estimated(access, ideas[:RANKED])
    ranking = rank_ideas(access, model_id=model, draws=1000).pk
    return {**made, "idea": ideas, "field": [field], "ranking": [ranking]}


def _customers(access: Access, count: int) -> dict[str, list[int]]:
    accounts = nodes(access, "account", [f"Account {n}" for n in range(max(1, min(ACCOUNTS, count // 5)))])
    people = nodes(access, "person", [f"Person {n}" for n in range(count)])
    segments = nodes(access, "segment", ["Large", "Small"])
    put(access, Account, [{"node_id": pk, "external_id": f"b{pk}"} for pk in accounts])
    paid = [{"account_id": pk, "kind": "arr", "amount": _paid(n), "starts_on": TODAY - timedelta(days=90)} for n, pk in enumerate(accounts)]  # fmt: skip
    put(access, AccountFact, paid)
    put(access, Person, [{"node_id": pk, "account_id": accounts[n % len(accounts)]} for n, pk in enumerate(people)])
    rules = ({"arr_to": 500_000}, {"arr_from": 500_000})
    put(access, Segment, [{"node_id": pk, "rule": rule} for pk, rule in zip(segments, rules, strict=True)])
    return {"account": accounts, "person": people, "segment": segments}


def _paid(n: int) -> int:
    return n * 7919 % 1_000_003


def _ideas(access: Access, count: int) -> list[int]:
    made: list[int] = []
    for place, state in enumerate(STATES):
        mine = range(place, count, len(STATES))
        titles = [f"{SUBJECTS[n // 6 % 10].capitalize()} the {SUBJECTS[n * 7 % 10]} list {n}" for n in mine]
        made += nodes(access, "idea", titles, state)
    put(access, Idea, [{"node_id": pk} for pk in made])
    return made


def _described(access: Access, ideas: list[int]) -> int:
    tags = [Tag.objects.get_or_create(workspace_id=access.workspace_id, name=f"Tag {n}")[0].pk for n in range(10)]
    put(access, IdeaTag, [{"idea_id": pk, "tag_id": tags[(n + k) % 10]} for n, pk in enumerate(ideas) for k in (0, 3)])  # fmt: skip
    put(access, IdeaOwner, [{"idea_id": pk, "owner_id": access.user_id} for pk in ideas[::2]])
    field, _ = Field.objects.get_or_create(workspace_id=access.workspace_id, name="Cost", defaults={"kind": "number"})
    put(access, FieldValue, [{"idea_id": pk, "field_id": field.pk, "number": float(pk * 31 % 997)} for pk in ideas])  # fmt: skip
    return int(field.pk)


def _needed(access: Access, ideas: list[int]) -> None:
    """Nine of ten ideas address a need, ten the same; of ten needs nine stand under one, this under an outcome."""
    outcomes = nodes(access, "outcome", ["Fewer wrong counts"])
    needs = nodes(access, "need", [f"Need {n}" for n in range(max(1, len(ideas) // 10))])
    put(access, Outcome, [{"node_id": pk} for pk in outcomes])
    put(access, Need, [{"node_id": pk} for pk in needs])
    link_many(access, [(pk, "under", needs[n - n % 10] if n % 10 else outcomes[0]) for n, pk in enumerate(needs)])
    link_many(access, [(needs[n // 10 % len(needs)], "addressed_by", pk) for n, pk in enumerate(ideas) if n % 10])


def _votes(ideas: list[int], people: list[int]) -> Iterator[dict[str, Any]]:
    """Twenty an idea in the mean, some have many; nobody twice for the same."""
    random = Random(1)
    for idea in ideas:
        for person in random.sample(people, min(len(people), random.choice((2, 5, 10, 20, 63)))):
            yield {"idea_id": idea, "person_id": person}


def _voters(made: dict[str, list[int]]) -> list[dict[str, Any]]:
    accounts = made["account"]
    return [
        {"person_id": pk, "account_id": accounts[n % len(accounts)], "revenue": _paid(n % len(accounts))}
        for n, pk in enumerate(made["person"])
    ]


def _estimated(access: Access, ideas: list[int]) -> int:
    factors = known_factors(access, keys_of("rice", {})).values()
    put(access, Estimate, [estimate(n, pk, f, access.user_id) for n, pk in enumerate(ideas) for f in factors])  # fmt: skip
    return int(add_score_model(access, title="RICE", method="rice").model_id)
