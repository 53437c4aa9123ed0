"""The room for the roadmap, filled: every idea estimated by two people, two thousand of them ranked, one in ten planned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from clew.ground.thread.api import link_many
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.factors import known_factors
from clew.rooms.roadmap.kinds import DELIVERED, SHIPPED, WAITED_FOR
from clew.rooms.roadmap.methods import keys_of
from clew.rooms.roadmap.models import (
    Estimate,
    Factor,
    Item,
    RankedIdea,
    Ranking,
    Release,
    ScoreModel,
    ScoreVersion,
)

TODAY, MOST_RANKED = date(2026, 6, 30), 2_000
Nodes = Callable[..., list[int]]
Put = Callable[[Access, Any, Sequence[dict[str, Any]]], None]


def fill_plans(access: Access, count: int, made: dict[str, list[int]], nodes: Nodes, put: Put) -> dict[str, list[int]]:
    """`nodes` and `put` write records and rows in bulk."""
    ideas = made["idea"]
    factors = list(known_factors(access, keys_of("rice", {})).values())
    models = nodes(access, "score_model", ["RICE"])
    put(access, ScoreModel, [{"node_id": models[0]}])
    put(access, ScoreVersion, [{"model_id": models[0], "number": 1, "method": "rice"}])
    put(
        access,
        Estimate,
        [
            estimate(n, idea, f, author)
            for n, idea in enumerate(ideas)
            for f in factors
            for author in (None, access.user_id)
        ],
    )
    rankings = nodes(access, "ranking", ["RICE, June"])
    version = ScoreVersion.objects.get(model=models[0])
    told = {"version_id": version.pk, "top": 5, "draws": 10_000, "seed": 1, "inputs_hash": "0" * 64}
    put(access, Ranking, [{"node_id": rankings[0], **told}])
    put(access, RankedIdea, [_ranked(rankings[0], n, idea) for n, idea in enumerate(ideas[:MOST_RANKED])])
    return {"score_model": models, "ranking": rankings, **planned(access, count, ideas, nodes, put)}


def planned(access: Access, count: int, ideas: list[int], nodes: Nodes, put: Put) -> dict[str, list[int]]:
    """An item for each tenth of `count`, with days; they deliver the first ideas, wait for each other and are shipped."""
    items = nodes(access, "roadmap_item", [f"Item {n}" for n in range(max(2, count // 10))], "planned")
    put(access, Item, [_item(n, pk) for n, pk in enumerate(items)])
    link_many(access, [(ideas[n % len(ideas)], DELIVERED, pk) for n, pk in enumerate(items)])
    link_many(access, [(items[n - 1], WAITED_FOR, pk) for n, pk in enumerate(items) if n % 2])
    releases = nodes(access, "release", [f"Release {n}" for n in range(max(1, count // 100))], "out")
    put(
        access,
        Release,
        [
            {"node_id": pk, "released_on": TODAY - timedelta(days=n), "notes": "Faster."}
            for n, pk in enumerate(releases)
        ],
    )
    link_many(access, [(pk, SHIPPED, releases[n % len(releases)]) for n, pk in enumerate(items)])
    return {"roadmap_item": items, "release": releases}


def estimate(n: int, idea: int, factor: Factor, author: int | None) -> dict[str, Any]:
    low, high = {"share": (0.4, 0.8), "scale": (0.5, 2.0)}.get(factor.kind, (1.0 + n % 50, 60.0 + n % 90))
    return {"idea_id": idea, "factor_id": factor.pk, "author_id": author, "low": low, "high": high}


def _ranked(ranking: int, n: int, idea: int) -> dict[str, Any]:
    return {
        "ranking_id": ranking, "idea_id": idea, "place": n + 1, "share_top": 1 / (n + 1), "rank_low": n + 1,
        "rank_high": n + 9, "score_low": 1, "score_middle": 2, "score_high": 3, "point_score": 2, "point_place": n + 1,
    }  # fmt: skip


def _item(n: int, pk: int) -> dict[str, Any]:
    begins = TODAY + timedelta(days=n % 300)
    return {
        "node_id": pk, "horizon": ("now", "next", "later")[n % 3], "team": f"Team {n % 5}", "starts_on": begins,
        "earliest": begins + timedelta(days=20), "latest": begins + timedelta(days=60), "place": pk,
    }  # fmt: skip
