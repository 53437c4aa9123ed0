"""Rankings: the newest of a score model, and what was estimated since it was drawn."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, kept, read, shown_titles
from clew.rooms.roadmap.methods import MOSCOW, keys_of
from clew.rooms.roadmap.models import Estimate, RankedIdea, Ranking, ScoreVersion

MOST = 200


@dataclass(frozen=True, slots=True)
class RankingRow:
    """`since`: how many estimates of its factors were made or withdrawn after it was drawn. `capacity`: where the first are those that fit, into what."""

    id: int
    title: str
    model_id: int
    model: str
    version: int
    method: str
    top: int
    draws: int
    seed: int
    inputs_hash: str
    ideas: int
    made_at: datetime
    since: int
    capacity: str


@dataclass(frozen=True, slots=True)
class RankedRow:
    """`share_top`: in which share of the draws it was among the first. Ranks and scores: the 90 % interval."""

    id: int
    title: str
    place: int
    share_top: float
    rank_low: int
    rank_high: int
    score_low: float
    score_middle: float
    score_high: float
    point_score: float
    point_place: int


@read
def ranking(access: Access, ranking_id: int) -> RankingRow:
    found = Ranking.objects.select_related("node", "version__model__node").filter(pk=ranking_id).first()
    if found is None:
        raise NotFound("No such ranking.")
    return _row(access, found)


@read
def newest_ranking(access: Access, *, model_id: int | None = None) -> RankingRow | None:
    """The last that was drawn, by any score model or by one."""
    found = Ranking.objects.select_related("node", "version__model__node").filter(node__archived_at__isnull=True)
    if model_id is not None:
        found = found.filter(version__model=model_id)
    last = found.order_by("-pk").first()
    return _row(access, last) if last else None


@read
def ranked_ideas(access: Access, ranking_id: int, *, limit: int = 50, offset: int = 0) -> tuple[RankedRow, ...]:
    """The likeliest of the first come first."""
    if not Ranking.objects.filter(pk=ranking_id).exists():
        raise NotFound("No such ranking.")
    found = RankedIdea.objects.filter(ranking=ranking_id).order_by("place")
    rows = list(found[offset : offset + min(limit, MOST)])
    named = Node.objects.filter(pk__in=[row.idea_id for row in rows]).values_list("pk", "title")
    titles = shown_titles(access, dict(named))
    return tuple(
        RankedRow(
            row.idea_id, titles[row.idea_id], row.place, row.share_top, row.rank_low, row.rank_high, row.score_low,
            row.score_middle, row.score_high, row.point_score, row.point_place,
        )
        for row in rows
    )  # fmt: skip


@kept
@read
def _changed_since(access: Access, moment: datetime, keys: tuple[str, ...]) -> int:
    """How many estimates of these factors were made or withdrawn after a moment."""
    later = Q(made_at__gt=moment) | Q(replaced_at__gt=moment)
    return Estimate.objects.filter(later, factor__key__in=keys).count()


def _row(access: Access, found: Ranking) -> RankingRow:
    version = found.version
    since = _changed_since(access, found.made_at, tuple(keys_of(version.method, version.settings)))
    return RankingRow(
        found.pk, found.node.title, version.model_id, version.model.node.title, version.number,
        version.get_method_display(), found.top, found.draws, found.seed, found.inputs_hash,
        RankedIdea.objects.filter(ranking=found).count(), found.made_at, since, _capacity(version),
    )  # fmt: skip


def _capacity(version: ScoreVersion) -> str:
    if version.method != MOSCOW:
        return ""
    told = version.settings["capacity"]
    low, high = f"{told['low']:,.6g}", f"{told['high']:,.6g}"
    return f"{low if low == high else f'{low} to {high}'} person-weeks"
