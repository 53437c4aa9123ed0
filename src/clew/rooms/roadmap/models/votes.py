from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.customers.api import Account, Person
from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import User, WorkspaceModel

NOTE_LIMIT = 300


class Vote(WorkspaceModel):
    """Somebody wants an idea. It stands until it is taken back; nobody has two that stand.

    The ledger does not write of votes: they come by the hundred, and what is kept until the ledger grows would never
    be kept. When it was cast and taken back stands here; what a member did about it is a `VoteEntry`.
    An erased person's votes stay, nobody's.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    cast_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(append_only=True, set_once=("withdrawn_at",))

    class Meta:
        db_table = "roadmap_vote"
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "person"], condition=Q(withdrawn_at__isnull=True), name="vote_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("cast_at")), name="vote_days_in_order"
            ),
        ]


class VoteEntry(WorkspaceModel):
    """What a member did about somebody's vote: gave it for them, or took it back, and where they had said so."""

    DID = [("given", "Voted for them"), ("withdrawn", "Took it back for them")]

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="entries")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    did = models.CharField(max_length=9, choices=DID)
    note = models.CharField(max_length=NOTE_LIMIT, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="idea_id", append_only=True, set_once=("made_by_id",))

    class Meta:
        db_table = "roadmap_vote_entry"
        constraints = [models.UniqueConstraint(fields=["vote", "did"], name="vote_entry_once")]


class Voter(WorkspaceModel):
    """As whom somebody's votes are counted: for which account, and what that paid a year when it was last looked at."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    revenue = models.BigIntegerField(default=0, help_text="in minor units (cents)")

    class Meta:
        db_table = "roadmap_voter"


class Tally(WorkspaceModel):
    """The standing votes of an idea added up, so that lists sorted by them need not count: kept by the acts that vote.

    An account counts once, whoever of it voted; `revenue` is what these accounts pay a year. An idea that nobody ever
    voted for has none.
    """

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="tally")
    votes = models.PositiveIntegerField(default=0)
    accounts = models.PositiveIntegerField(default=0)
    revenue = models.BigIntegerField(default=0, help_text="in minor units (cents)")

    class Meta:
        db_table = "roadmap_tally"
        indexes = [
            models.Index(F("workspace"), F("votes").desc(), F("idea").desc(), name="tally_by_votes"),
            models.Index(
                F("workspace"), F("revenue").desc(), F("votes").desc(), F("idea").desc(), name="tally_by_worth"
            ),
        ]
