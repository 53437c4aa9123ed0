"""Two published ideas that are one."""

from django.db import connection
from django.utils import timezone

from clew.ground.ledger.api import Refused
from clew.ground.thread.api import act_not_undone
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.portal import published
from clew.rooms.roadmap.models import PortalComment, PortalNotice, PublishedIdea, Tally, Vote, Voter
from clew.rooms.roadmap.queries.tallies import count_again

MERGE = "merge an idea on the portal"
_GO_OVER = """
INSERT INTO roadmap_vote (workspace_id, idea_id, person_id, cast_at)
SELECT v.workspace_id, %s, v.person_id, v.cast_at FROM roadmap_vote v
WHERE v.idea_id = %s AND v.workspace_id = %s AND v.withdrawn_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM roadmap_vote w WHERE w.idea_id = %s AND w.person_id = v.person_id AND w.withdrawn_at IS NULL)
"""
_WITH_THEIR_NOTES = """
INSERT INTO roadmap_vote_entry (workspace_id, vote_id, idea_id, did, note, made_by_id, made_at)
SELECT w.workspace_id, w.id, w.idea_id, e.did, e.note, e.made_by_id, e.made_at FROM roadmap_vote_entry e
JOIN roadmap_vote v ON v.id = e.vote_id AND v.idea_id = %s AND v.workspace_id = %s AND v.withdrawn_at IS NULL
JOIN roadmap_vote w ON w.idea_id = %s AND w.person_id = v.person_id AND w.cast_at = v.cast_at AND w.withdrawn_at IS NULL
WHERE e.did = 'given' AND NOT EXISTS (SELECT 1 FROM roadmap_vote_entry f WHERE f.vote_id = w.id AND f.did = 'given')
"""

act_not_undone(MERGE, "Votes went over with it. Publish it again instead.")


@act(MERGE)
def merge_published(access: Access, *, idea_id: int, into: int) -> PublishedIdea:
    """Votes and comments go over, each person's vote once; whoever has the address of the one is led to the other.

    Both stay ideas of their own for the team, but the votes count for the other from then on: published again, the one has none.
    """
    if idea_id == into:
        raise Refused("An idea cannot be merged into itself.", field="into", remedy="Choose another one.")
    gone, kept = published(idea_id), published(into)
    _move_votes(access.workspace_id, gone.pk, kept.pk)
    PortalComment.objects.filter(idea=gone).update(idea=kept)
    PortalNotice.objects.filter(idea=gone, sent_at__isnull=True).delete()
    PublishedIdea.objects.filter(into=gone).update(into=kept)
    gone.into, gone.is_shown = kept, False
    gone.save(update_fields=["into", "is_shown"])
    return kept


def _move_votes(house: int, gone: int, kept: int) -> None:
    """Locks as voting does: first who votes, then the sums."""
    standing = Vote.objects.filter(idea=gone, withdrawn_at__isnull=True)
    voters = Voter.objects.select_for_update().filter(pk__in=standing.values("person"))
    list(voters.order_by("pk").values_list("pk", flat=True))
    sums = [Tally(idea_id=pk, workspace_id=house) for pk in (gone, kept)]
    Tally.objects.bulk_create(sums, ignore_conflicts=True)
    list(Tally.objects.select_for_update().filter(pk__in=(gone, kept)).order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_GO_OVER, [kept, gone, house, kept])
        cursor.execute(_WITH_THEIR_NOTES, [gone, house, kept])
    standing.update(withdrawn_at=timezone.now())
    count_again(house, [gone, kept])
