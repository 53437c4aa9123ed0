"""Writing an interview's snapshot, best while it is fresh."""

from collections.abc import Sequence
from dataclasses import asdict

from clew.ground.evidence.api import Excerpt, quotations
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.actions.conduct import interview_of
from clew.rooms.interviews.models import Snapshot
from clew.rooms.interviews.models.sharing import FACTS_LIMIT
from clew.rooms.interviews.queries.snapshots import FEELINGS, Moment

MOST_MOMENTS, MOMENT_LIMIT = 12, 200


@act("write a snapshot")
def write_snapshot(
    access: Access,
    *,
    interview_id: int,
    excerpt_id: int | None = None,
    facts: str = "",
    insights: str = "",
    moments: Sequence[Moment] = (),
) -> Snapshot:
    """A quotation from the interview to remember it by, facts and insights a line each, and the story moment by moment."""
    interview = interview_of(interview_id)
    values = {
        "workspace_id": access.workspace_id,
        "excerpt_id": _quotation(access, interview.source_id, excerpt_id),
        "facts": _written(facts, "facts"),
        "insights": _written(insights, "insights"),
        "moments": [asdict(_moment(at, one)) for at, one in enumerate(_few(moments), 1)],
    }
    return Snapshot.objects.update_or_create(interview=interview, defaults=values)[0]


def _quotation(access: Access, source_id: int | None, excerpt_id: int | None) -> int | None:
    if excerpt_id is None:
        return None
    if source_id is None or not Excerpt.objects.filter(pk=excerpt_id, source=source_id).exists():
        raise NotFound("No such quotation of this interview.")
    quote = quotations(access, [excerpt_id]).get(excerpt_id)
    if quote is None or quote.withheld:
        raise Refused(
            "These words may not be quoted.", field="excerpt_id", remedy="Choose others, or ask for consent first."
        )
    return excerpt_id


def _written(text: str, field: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    kept = "\n".join(line for line in lines if line)
    if len(kept) > FACTS_LIMIT:
        raise Refused(
            f"This is longer than {FACTS_LIMIT:,} characters.", field=field, remedy="One page has to hold it."
        )
    return kept


def _few(moments: Sequence[Moment]) -> list[Moment]:
    told = [Moment(" ".join(one.text.split()), one.feeling) for one in moments]
    kept = [one for one in told if one.text]
    if len(kept) > MOST_MOMENTS:
        raise Refused(f"These are more than {MOST_MOMENTS} moments.", field="moments", remedy="Join some of them.")
    return kept


def _moment(at: int, one: Moment) -> Moment:
    if len(one.text) > MOMENT_LIMIT:
        raise Refused(
            f"Moment {at} is longer than {MOMENT_LIMIT} characters.", field="moments", remedy="Say it in a line."
        )
    if one.feeling not in dict(FEELINGS):
        raise Refused("There is no such feeling.", field="moments", remedy="From 2, delighted, to -2, fed up.")
    return one
