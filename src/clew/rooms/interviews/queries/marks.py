"""What was marked in the interviews of a study, as it leaves."""

from clew.ground.evidence.api import CodedMark, coded_marks
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.models import Interview
from clew.rooms.interviews.queries.studies import study

MOST_INTERVIEWS = 1_000


@read
def study_marks(access: Access, study_id: int, *, limit: int = 200, offset: int = 0) -> tuple[CodedMark, ...]:
    """Every excerpt of a study's interviews that may be shared, with its codes, needs, and who marked it."""
    return coded_marks(access, source_ids=study_sources(access, study_id))[offset : offset + limit]


@kept
@read
def study_sources(access: Access, study_id: int) -> tuple[int, ...]:
    """The sources with the words of a study's interviews."""
    study(access, study_id)
    standing = Interview.objects.filter(study=study_id, source__isnull=False, node__archived_at__isnull=True)
    return tuple(pk for pk in standing.order_by("source").values_list("source_id", flat=True)[:MOST_INTERVIEWS] if pk)
