"""Score models: the list, one with its versions, and which factors they ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, names_of, read
from clew.rooms.roadmap.methods import keys_of
from clew.rooms.roadmap.models import Factor, ScoreModel, ScoreVersion
from clew.rooms.roadmap.queries.estimates import FactorRow, factor_row

MOST = 100


@dataclass(frozen=True, slots=True)
class ModelVersion:
    id: int
    number: int
    method: str
    method_name: str
    settings: Mapping[str, Any]
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class ModelRow:
    id: int
    title: str
    version: ModelVersion


@read
def score_models(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[ModelRow, ...]:
    """The newest first, each with its newest version."""
    newest = ScoreVersion.objects.filter(model=OuterRef("pk")).order_by("-number").values("pk")[:1]
    found = ScoreModel.objects.filter(node__archived_at__isnull=True).select_related("node")
    rows = list(found.annotate(newest=Subquery(newest)).order_by("-pk")[offset : offset + min(limit, MOST)])
    versions = ScoreVersion.objects.in_bulk([row.newest for row in rows])
    told = _versions(versions.values())
    return tuple(ModelRow(row.pk, row.node.title, told[row.newest]) for row in rows)


@read
def versions_of(access: Access, model_id: int, *, limit: int = 50, offset: int = 0) -> tuple[ModelVersion, ...]:
    """What a score model said, the newest first."""
    if not ScoreModel.objects.filter(pk=model_id).exists():
        raise NotFound("No such score model.")
    found = ScoreVersion.objects.filter(model=model_id).order_by("-number")[offset : offset + min(limit, MOST)]
    return tuple(_versions(found).values())


@read
def factors_wanted(access: Access, *, model_id: int | None = None) -> tuple[FactorRow, ...]:
    """What a score model asks for, in its order; without one, the newest."""
    found = ScoreVersion.objects.filter(model__node__archived_at__isnull=True)
    version = (found if model_id is None else found.filter(model=model_id)).order_by("-model_id", "-number").first()
    if version is None:
        return ()
    keys = keys_of(version.method, version.settings)
    known = {row.key: row for row in Factor.objects.filter(key__in=keys)}
    return tuple(factor_row(known[key]) for key in keys if key in known)


def _versions(found: Any) -> dict[int, ModelVersion]:
    rows = list(found)
    names = names_of({row.made_by_id for row in rows if row.made_by_id})
    return {
        row.pk: ModelVersion(
            row.pk, row.number, row.method, row.get_method_display(), row.settings, row.made_at,
            names.get(row.made_by_id or 0, ""),
        )
        for row in rows
    }  # fmt: skip
