from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.roadmap.models.scores import ScoreModel

MOST_PERIODS, MOST_TEAMS, MOST_PUT, LARGEST = 8, 8, 200, 1_000_000_000.0
FEWEST_DRAWS, MOST_DRAWS = 10, 500


class Portfolio(Record):
    """A scenario: into which periods and whose capacity ideas shall fit, and by which score model those are valued that have no value of their own."""

    periods = models.JSONField(default=list)
    teams = models.JSONField(default=list)
    model = models.ForeignKey(ScoreModel, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("portfolio")))

    class Meta:
        db_table = "roadmap_portfolio"


class Capacity(WorkspaceModel):
    """What a team can do in a period, the first of which is 0."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="capacities")
    team = models.CharField(max_length=60)
    period = models.PositiveSmallIntegerField()
    amount = models.FloatField()

    guards: ClassVar[Guards] = Guards(recorded=True, node="portfolio_id")

    class Meta:
        db_table = "roadmap_capacity"
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "team", "period"], name="capacity_once"),
            models.CheckConstraint(condition=Q(period__gte=0, period__lt=MOST_PERIODS), name="capacity_period"),
            models.CheckConstraint(condition=Q(amount__gte=0, amount__lte=LARGEST), name="capacity_amount"),
        ]


class PutIdea(WorkspaceModel):
    """An idea to choose from: what it takes of each team in the `lasts` periods it lasts, evenly, what it is worth, and what is settled about it.

    `efforts`: by the team's name. Must is in whatever it is worth, Won't is out; `begins`: in this period, and no other.
    """

    LABELS = [("must", "Must"), ("should", "Should"), ("could", "Could"), ("wont", "Won't this time")]

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="ideas")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    efforts = models.JSONField(default=dict)
    lasts = models.PositiveSmallIntegerField(default=1)
    low = models.FloatField(null=True)
    likely = models.FloatField(null=True)
    high = models.FloatField(null=True)
    label = models.CharField(max_length=6, choices=LABELS, default="could")
    begins = models.PositiveSmallIntegerField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="portfolio_id")

    class Meta:
        db_table = "roadmap_put_idea"
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "idea"], name="put_once"),
            models.CheckConstraint(condition=Q(lasts__gte=1, lasts__lte=MOST_PERIODS), name="put_lasts"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, likely__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, high__gte=F("low"), low__gte=-LARGEST, high__lte=LARGEST),
                name="put_value_whole",
            ),
            models.CheckConstraint(
                condition=Q(likely__isnull=True) | Q(likely__gte=F("low"), likely__lte=F("high")),
                name="put_likely_between",
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=True) | (Q(begins__gte=0, begins__lt=MOST_PERIODS) & ~Q(label="wont")),
                name="put_begins",
            ),
        ]


class PortfolioTie(WorkspaceModel):
    """Two ideas of a portfolio: the first needs the second, or at most one of them is chosen."""

    SORTS = [("needs", "needs"), ("excludes", "excludes")]

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="ties")
    sort = models.CharField(max_length=8, choices=SORTS)
    first = models.ForeignKey(PutIdea, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(PutIdea, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="portfolio_id")

    class Meta:
        db_table = "roadmap_portfolio_tie"
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "sort"], name="tie_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="tie_of_two"),
        ]


class Choice(WorkspaceModel):
    """What was chosen at one moment: from which inputs, over how many of its draws so far, or which must-haves clash.

    `clash`: `ideas` and `lift` (numbers of ideas), `teams` (names). `bound`: no choice is worth more. `knowing`: what would be had more in the mean by
    choosing after all values are known. `draw_gap`: no draw was chosen further from its best.
    """

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="choices")
    inputs_hash = models.CharField(max_length=64)
    seed = models.PositiveIntegerField()
    draws = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField(default=0)
    value = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    knowing = models.FloatField(null=True)
    knowing_low = models.FloatField(null=True)
    knowing_high = models.FloatField(null=True)
    draw_gap = models.FloatField(null=True)
    clash = models.JSONField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "roadmap_choice"
        constraints = [
            models.CheckConstraint(condition=Q(draws__gte=FEWEST_DRAWS, draws__lte=MOST_DRAWS), name="choice_draws"),
            models.CheckConstraint(condition=Q(drawn__lte=F("draws")), name="choice_drawn"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, bound__isnull=True, clash__isnull=False)
                | Q(value__isnull=False, bound__gte=F("value"), clash__isnull=True),
                name="choice_or_clash",
            ),
        ]


class ChosenIdea(WorkspaceModel):
    """One idea of a choice: in which period it begins, if it is chosen, in how many draws it was, and what its pin gives up."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="ideas")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    begins = models.PositiveSmallIntegerField(null=True)
    value_low = models.FloatField()
    value = models.FloatField()
    value_high = models.FloatField()
    times = models.PositiveIntegerField(default=0)
    cost_low = models.FloatField(null=True)
    cost = models.FloatField(null=True)
    cost_high = models.FloatField(null=True)

    class Meta:
        db_table = "roadmap_chosen_idea"
        constraints = [
            models.UniqueConstraint(fields=["choice", "idea"], name="chosen_once"),
            models.CheckConstraint(condition=Q(begins__isnull=True) | Q(begins__lt=MOST_PERIODS), name="chosen_begins"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost_high__gte=F("cost_low")), name="chosen_cost"
            ),
        ]
