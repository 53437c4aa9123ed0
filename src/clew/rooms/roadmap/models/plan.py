from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.ledger.api import Guards, Rule
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel

_OTHER_DAYS = " OR ".join(
    f"COALESCE(CAST(OLD.{column} AS text), '') <> COALESCE(CAST(NEW.{column} AS text), '')"
    for column in ("horizon", "starts_on", "earliest", "latest")
)
_OVER = "SELECT 1 FROM thread_node n WHERE n.id = NEW.node_id AND n.state IN ('released', 'dropped')"
_OVER_WORDS = "what is out or dropped keeps its days until it is set back to planned"


class Item(Record):
    """Something that is planned, between which days it is expected, and who may see that. How far it is, is its node's state.

    `out_on`: the day on which it was said to be out; where it went out in a release, that one's day counts.
    """

    HORIZONS = [("now", "Now"), ("next", "Next"), ("later", "Later")]
    AUDIENCES = [("team", "The team"), ("company", "The company"), ("public", "Everybody")]

    horizon = models.CharField(max_length=5, choices=HORIZONS, default="later")
    detail = models.TextField(max_length=10_000, blank=True)
    team = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    audience = models.CharField(max_length=7, choices=AUDIENCES, default="team")
    place = models.PositiveIntegerField(default=0)
    out_on = models.DateField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(
        KEPT, of_kind("roadmap_item"), Rule("over", "UPDATE", f"({_OTHER_DAYS}) AND EXISTS ({_OVER})", _OVER_WORDS),
    ))  # fmt: skip

    class Meta:
        db_table = "roadmap_item"
        indexes = [models.Index(fields=["workspace", "horizon", "place"], name="item_by_horizon")]
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest__isnull=True, latest__isnull=True)
                | Q(earliest__isnull=False, latest__isnull=False, latest__gte=F("earliest")),
                name="item_range_whole",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(latest__isnull=True) | Q(latest__gte=F("starts_on")),
                name="item_starts_before",
            ),
        ]


class Move(WorkspaceModel):
    """When an item was expected before, and why that changed: what moved since a day is read from these."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="moves")
    horizon = models.CharField(max_length=5, choices=Item.HORIZONS)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    why = models.CharField(max_length=500, blank=True)
    moved_at = models.DateTimeField(auto_now_add=True)
    moved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(append_only=True, set_once=("moved_by_id",), quiet_insert=True)

    class Meta:
        db_table = "roadmap_move"
        indexes = [models.Index(fields=["item", "moved_at"], name="move_by_item")]


class Release(Record):
    """What went out on a day, and what is said of it to those who use it."""

    version = models.CharField(max_length=40, blank=True)
    released_on = models.DateField(null=True)
    notes = models.TextField(max_length=20_000, blank=True)
    audience = models.CharField(max_length=7, choices=Item.AUDIENCES, default="team")

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("release")))

    class Meta:
        db_table = "roadmap_release"
        indexes = [models.Index(fields=["workspace", "released_on"], name="release_by_day")]
