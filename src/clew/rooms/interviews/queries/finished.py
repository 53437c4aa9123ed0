"""A findings sheet before it becomes a finished study: what would be made of it, and what is doubtful in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from clew.ground.evidence.api import RowLeftOut, SheetFinding, findings_sheet, left_out, passages_in
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.finished_sheets import (
    PROBLEMS,
    SheetProblem,
    WordMeaning,
    fields_of,
    most_counted,
    problems_of,
    severities_of,
    states_of,
    title_of,
)
from clew.rooms.interviews.kinds import REPORTS

MOST_PROBLEMS, EXAMPLES = 100, 5


@dataclass(frozen=True, slots=True)
class SheetExample:
    title: str
    severity: str
    state: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What would be made. `needs`: findings that are problems. `comments`: on the cells of findings. `counted`: the largest number of people told for one finding.

    `study_id`: the study that was made of this sheet before. `problems` are the first of `problem_count`.
    """

    file_id: int
    file: str
    title: str
    findings: int
    participants: tuple[str, ...]
    quotations: int
    observations: int
    needs: int
    comments: int
    counted: int
    severities: tuple[WordMeaning, ...]
    states: tuple[WordMeaning, ...]
    examples: tuple[SheetExample, ...]
    problems: tuple[SheetProblem, ...]
    problem_count: int
    left_out: tuple[RowLeftOut, ...]
    study_id: int | None


@read
def look_at_sheet(access: Access, file_id: int) -> SheetLook:
    """Nothing is written. Refused, with row and column, where the sheet cannot be read as a study."""
    sheet = findings_sheet(access, file_id)
    study = sheet.study
    found = [f for f in study.findings if f.is_finding]
    read_as = [fields_of(f, {}, {}) for f in found]
    problems, told = list(problems_of(study)), passages_in(study.findings)
    return SheetLook(
        file_id=file_id,
        file=sheet.name,
        title=study.title,
        findings=len(found),
        participants=study.participants,
        quotations=told.words,
        observations=told.observations,
        needs=sum(said["severity"] in PROBLEMS and not f.aside for f, (said, _) in zip(found, read_as, strict=True)),
        comments=sum(len(f.comments) for f in found),
        counted=most_counted(study),
        severities=severities_of(study),
        states=states_of(study),
        examples=tuple(islice(_examples(found, read_as), EXAMPLES)),
        problems=tuple(problems[:MOST_PROBLEMS]),
        problem_count=len(problems),
        left_out=left_out(study.findings, with_praise=False),
        study_id=study_of_sheet(sheet.source_id) if sheet.source_id is not None else None,
    )


def study_of_sheet(source_id: int) -> int | None:
    """The study that was made of this source. Called inside a query or an act."""
    ties = Link.objects.filter(upstream=source_id, verb=REPORTS, withdrawn_at__isnull=True)
    return ties.values_list("downstream_id", flat=True).first()


def _examples(
    found: Iterable[SheetFinding], read_as: Iterable[tuple[dict[str, object], str]]
) -> Iterable[SheetExample]:
    for finding, (said, state) in zip(found, read_as, strict=True):
        who = dict.fromkeys(one.participant for one in finding.by_participant if one.stance != "mentions")
        yield SheetExample(title_of(finding), str(said["severity"]), state, tuple(who))
