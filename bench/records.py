"""A workspace with as many records of each kind as are asked for: customers, words, needs, decisions, and what ties them.

Written in bulk behind all triggers, as imports write. The tests that count statements fill a small one with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from bench.plans import fill_plans
from bench.studies import fill_studies
from clew.ground.customers.models import Account, AccountFact, Person, Segment
from clew.ground.evidence.models import (
    Code,
    Excerpt,
    ExcerptCode,
    Idea,
    ImportBatch,
    Need,
    Outcome,
    Source,
    SourceVersion,
    Theme,
    ThemeMember,
    Theming,
)
from clew.ground.ledger.api import acting
from clew.ground.runs.models import Run
from clew.ground.thread.api import NewNode, add_nodes, link_many
from clew.ground.thread.models import Decision, Option, Prediction
from clew.ground.workspaces.api import Access, within

TODAY = date(2026, 6, 30)
PLANS = ("Free", "Team", "Business", "Enterprise")
CHANNELS = ("App Store", "E-mail", "Call", "Survey", "Forum")
WORDS = "The export of list {n} stops half way, and I have to begin again; please let it resume where it was."
MARKED = "The export of list {n} stops half way"
THEME_SIZE, MARKED_OF, BATCH = 20, 5, 1000


def fill(access: Access, count: int, *, rooms: bool = True) -> dict[str, list[int]]:
    """`count` records of each kind, the numbers of these by kind. One source in five has marked words; twenty make a theme."""
    with within(access), acting("fill", actor_id=access.user_id):
        made = _customers(access, count)
        made |= _evidence(access, count, made)
        made |= _needs(access, count, made["excerpt"])
        made |= _themes(access, count, made["source"])
        made |= _decisions(access, count, made["idea"])
        if rooms:
            made |= fill_studies(access, count, made, nodes, put)
            made |= fill_plans(access, count, made, nodes, put)
    return made


def nodes(access: Access, kind: str, titles: Sequence[str], state: str = "", text: str = "") -> list[int]:
    return [node.pk for node in add_nodes(access, [NewNode(kind, title, state, text) for title in titles])]


def put(access: Access, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    model.objects.bulk_create([model(workspace_id=access.workspace_id, **row) for row in rows], BATCH)


def _customers(access: Access, count: int) -> dict[str, list[int]]:
    accounts = nodes(access, "account", [f"Account {n}" for n in range(count)])
    people = nodes(access, "person", [f"Person {n}" for n in range(count)])
    segments = nodes(access, "segment", [f"Segment {n}" for n in range(count)])
    put(access, Account, [{"node_id": pk, "external_id": f"a{pk}"} for pk in accounts])
    put(access, AccountFact, [fact for n, pk in enumerate(accounts) for fact in _facts(n, pk)])
    put(
        access,
        Person,
        [{"node_id": pk, "account_id": accounts[n], "email": f"p{pk}@example.org"} for n, pk in enumerate(people)],
    )
    put(access, Segment, [{"node_id": pk, "rule": _rule(n)} for n, pk in enumerate(segments)])
    return {"account": accounts, "person": people, "segment": segments}


def _facts(n: int, account: int) -> list[dict[str, Any]]:
    """What was paid last year, what is paid now, plan and size."""
    first, now = TODAY - timedelta(days=700), TODAY - timedelta(days=300)
    return [
        {"account_id": account, "kind": "arr", "amount": n * 90, "starts_on": first, "ends_on": now},
        {"account_id": account, "kind": "arr", "amount": n * 7919 % 1_000_003, "starts_on": now},
        {"account_id": account, "kind": "plan", "text": PLANS[n % 4], "starts_on": first},
        {"account_id": account, "kind": "size", "amount": n * 31 % 977, "starts_on": first},
    ]


def _rule(n: int) -> dict[str, Any]:
    return (
        {"plans": [PLANS[n % 4]], "arr_from": n * 100 % 500_000}
        if n % 2
        else {"size_from": n % 500, "size_to": n % 500 + 200}
    )


def _evidence(access: Access, count: int, made: dict[str, list[int]]) -> dict[str, list[int]]:
    imports = nodes(access, "import", [f"Import {n}" for n in range(count)], "done")
    put(access, ImportBatch, [{"node_id": pk, "rows_read": 100, "added": 98, "duplicates": 2} for pk in imports])
    put(access, Run, [_run(access, n, pk) for n, pk in enumerate(imports)])
    texts = [WORDS.format(n=n) for n in range(count)]
    sources = [node.pk for node in add_nodes(access, [NewNode("source", text[:60], "", text) for text in texts])]
    put(access, Source, [_source(n, pk, made, imports, texts[n]) for n, pk in enumerate(sources)])
    put(access, SourceVersion, [_version(pk, texts[n]) for n, pk in enumerate(sources)])
    excerpts = nodes(access, "excerpt", [MARKED.format(n=n) for n in range(max(1, count // MARKED_OF))])
    put(access, Excerpt, [_excerpt(pk, sources[n], texts[n], n) for n, pk in enumerate(excerpts)])
    link_many(access, [(sources[n], "quoted_in", pk) for n, pk in enumerate(excerpts)])
    codes = nodes(access, "code", [f"Code {n}" for n in range(count)])
    put(access, Code, [{"node_id": pk, "parent_id": codes[(n - 1) // 8] if n else None} for n, pk in enumerate(codes)])
    put(access, ExcerptCode, [{"excerpt_id": pk, "code_id": codes[n * 7 % count]} for n, pk in enumerate(excerpts)])
    return {"import": imports, "source": sources, "excerpt": excerpts, "code": codes}


def _run(access: Access, n: int, batch: int) -> dict[str, Any]:
    now = timezone.now()
    done = {"state": "done", "done": 100, "total": 100, "result": {"added": 98}, "created_at": now, "ended_at": now}
    return {
        "key": f"run-{batch}",
        "job": "import feedback",
        "title": f"Import {n}",
        "subject_id": batch,
        "asked_by_id": access.user_id,
        **done,
    }


def _source(n: int, pk: int, made: dict[str, list[int]], imports: list[int], text: str) -> dict[str, Any]:
    return {
        "node_id": pk,
        "kind": "feedback" if n % 10 else "interview",
        "batch_id": imports[n // 500 % len(imports)],
        "person_id": made["person"][n],
        "account_id": made["account"][n],
        "said_on": TODAY - timedelta(days=n % 400),
        "channel": CHANNELS[n % len(CHANNELS)],
        "rating": n % 5 + 1,
        "words": len(text.split()),
        "content_hash": sha256(f"{pk}".encode()).hexdigest(),
    }


def _version(source: int, text: str) -> dict[str, Any]:
    return {"source_id": source, "number": 1, "text": text, "text_hash": sha256(text.encode()).hexdigest()}


def _excerpt(pk: int, source: int, text: str, n: int) -> dict[str, Any]:
    words = MARKED.format(n=n)
    return {
        "node_id": pk,
        "source_id": source,
        "exact": words,
        "suffix": text[len(words) :][:50],
        "start": 0,
        "end": len(words),
        "now_start": 0,
        "now_end": len(words),
        "source_hash": sha256(text.encode()).hexdigest(),
    }


def _needs(access: Access, count: int, excerpts: list[int]) -> dict[str, list[int]]:
    """Ten outcomes; of ten needs eight stand in a tree, two under nothing; every excerpt speaks for or against one."""
    outcomes = nodes(access, "outcome", [f"Outcome {n}" for n in range(10)])
    needs = nodes(access, "need", [f"Need {n}" for n in range(count)])
    ideas = nodes(access, "idea", [f"Idea {n}" for n in range(count)], "open")
    put(access, Outcome, [{"node_id": pk} for pk in outcomes])
    put(access, Need, [{"node_id": pk} for pk in needs])
    put(access, Idea, [{"node_id": pk} for pk in ideas])
    above = [outcomes[n] if n < 10 else needs[n // 10] for n in range(count)]
    link_many(access, [(pk, "under", above[n]) for n, pk in enumerate(needs) if n % 10 < 8])
    link_many(access, [(needs[n * 3 % count], "addressed_by", pk) for n, pk in enumerate(ideas)])
    stances = ("supports", "supports", "contradicts", "mentions")
    link_many(access, [(pk, stances[n % 4], needs[n * 7 % count]) for n, pk in enumerate(excerpts)])
    return {"outcome": outcomes, "need": needs, "idea": ideas}


def _themes(access: Access, count: int, sources: list[int]) -> dict[str, list[int]]:
    found = {"model": "minilm", "resolution": 1.0, "items": count, "inputs_hash": "0" * 64, "made_at": timezone.now()}
    theming, _ = Theming.objects.get_or_create(workspace_id=access.workspace_id, batch=None, defaults=found)
    themes = nodes(access, "theme", [f"Theme {n}" for n in range(max(1, count // THEME_SIZE))])
    rows = [
        {"node_id": pk, "theming": theming, "terms": ["export", "list"], "stability": 0.8, "cohesion": 0.7}
        for pk in themes
    ]
    put(access, Theme, [{**row, "found_title": f"Theme {n}"} for n, row in enumerate(rows)])
    members = [
        {"theming": theming, "theme_id": themes[n % len(themes)], "source_id": pk} for n, pk in enumerate(sources)
    ]
    put(access, ThemeMember, [{**row, "centrality": n % 100 / 100} for n, row in enumerate(members)])
    return {"theme": themes}


def _decisions(access: Access, count: int, ideas: list[int]) -> dict[str, list[int]]:
    decisions = nodes(access, "decision", [f"Decision {n}" for n in range(count)], "open")
    predictions = nodes(access, "prediction", [f"Prediction {n}?" for n in range(count)], "open")
    put(access, Decision, [{"node_id": pk, "question": f"What to do about {n}?"} for n, pk in enumerate(decisions)])
    options = [{"decision_id": pk, "title": f"Option {k}", "position": k} for pk in decisions for k in range(2)]
    put(access, Option, [{**row, "idea_id": ideas[n // 2]} for n, row in enumerate(options)])
    put(access, Prediction, [_prediction(access, n, pk, decisions[n]) for n, pk in enumerate(predictions)])
    link_many(access, [(pk, "registers", predictions[n]) for n, pk in enumerate(decisions)])
    link_many(access, [(ideas[n], "rests_on", pk) for n, pk in enumerate(decisions)])
    return {"decision": decisions, "prediction": predictions}


def _prediction(access: Access, n: int, pk: int, decision: int) -> dict[str, Any]:
    return {
        "node_id": pk,
        "decision_id": decision,
        "question": f"Prediction {n}?",
        "kind": "probability",
        "probability": 0.5,
        "resolve_by": TODAY + timedelta(days=n % 900 - 300),
        "made_by_id": access.user_id,
        "registered_at": timezone.now(),
    }
