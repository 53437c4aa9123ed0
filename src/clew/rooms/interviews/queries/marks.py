"""What was marked in the interviews of a study, as it leaves."""

from clew.ground.evidence.api import CodedMark, coded_marks
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.kinds import REPORTS
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
    """The sources with the words of a study's interviews; of one that was brought in they stand in its sheet."""
    study(access, study_id)
    standing = Interview.objects.filter(study=study_id, source__isnull=False, node__archived_at__isnull=True)
    own = standing.order_by("source").values_list("source_id", flat=True)[:MOST_INTERVIEWS]
    return tuple(sorted({*(pk for pk in own if pk), *sheets_of_study(study_id)}))


def sheets_of_study(study_id: int) -> tuple[int, ...]:
    """The findings sheets that a study was brought in from. Called inside a query."""
    ties = Link.objects.filter(
        downstream=study_id, verb=REPORTS, withdrawn_at__isnull=True, upstream__archived_at__isnull=True
    )
    return tuple(ties.order_by("upstream").values_list("upstream_id", flat=True)[:MOST_INTERVIEWS])
