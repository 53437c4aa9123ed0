"""A finished study is brought in with its findings sheet: whom it heard, what it found, and the words that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clew.ground.customers.api import Person
from clew.ground.evidence.api import (
    NEED,
    FindingsSheet,
    FindingsStudy,
    SheetFinding,
    Source,
    SourceVersion,
    add_needs,
    add_sheet,
    comment_on,
    findings_sheet,
    hear_for,
    quote_findings,
)
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import NewNode, Node, add_nodes, clean_title, link_many
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.actions.findings import MOST_FINDINGS, words_of
from clew.rooms.interviews.actions.studies import add_study, move_study
from clew.rooms.interviews.finished_sheets import PROBLEMS, fields_of, title_of
from clew.rooms.interviews.kinds import FINDING, FOUND, HEARD, HELD_FOR, INTERVIEW, REPORTS, SHOWS
from clew.rooms.interviews.models import Candidate, Finding, Interview, Study
from clew.rooms.interviews.models.findings import STATES
from clew.rooms.interviews.queries.finished import study_of_sheet

MOST_HEARD, MOST_QUOTED = 200, 1_200  # so many that the act can still be undone in one


@dataclass(frozen=True, slots=True)
class _Row:
    """A finding of the sheet, as it will stand here."""

    sheet: SheetFinding
    title: str
    state: str
    said: dict[str, object]

    @property
    def key(self) -> str:
        return clean_title(self.title).casefold()

    @property
    def is_need(self) -> bool:
        return self.said["severity"] in PROBLEMS and not self.sheet.aside

    def need_in(self, needs: Mapping[str, int]) -> tuple[int, ...]:
        return (needs[self.key],) if self.is_need and self.key in needs else ()


@act("bring in a finished study")
def bring_in_study(
    access: Access,
    *,
    file_id: int,
    title: str = "",
    question: str = "",
    decision_id: int | None = None,
    heard: int | None = None,
    severities: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
    needs: bool = True,
) -> Study:
    """A findings sheet becomes a finished study, with its participants, interviews, findings and the words behind them.

    `heard`: how many took part, where the sheet does not name them all. `severities` and `states` say what the sheet's words mean.
    `needs`: every finding that is a problem is a need too. The same sheet twice is the same study: it adds nothing.
    """
    sheet = findings_sheet(access, file_id)
    if sheet.source_id is not None:
        return _here_already(sheet.source_id)
    rows = _rows(sheet, severities or {}, states or {})
    name = clean_title(title or sheet.study.title)
    _refuse_large(sheet.study, heard)
    _refuse_namesakes(sheet.study, name)
    made = add_study(access, title=name, question=question, decision_id=decision_id)
    move_study(access, study_id=made.pk, state="finished")
    brought = add_sheet(access, study=sheet.study, title=name, anew=True)
    if brought is None:
        raise Refused("Somebody brought this sheet in a moment ago.", field="file", remedy="Load the page again.")
    source, people = brought
    hear_for(access, source_id=source.pk, about=made.pk)  # consent given for the study decides about its words
    link_many(access, [(source.pk, REPORTS, made.pk)])
    _add_heard(access, made, source, people, max(0, (heard or 0) - len(people)))
    _add_found(access, made, source, sheet.study, rows, people, needs)
    return made


def _here_already(source_id: int) -> Study:
    study_id = study_of_sheet(source_id)
    if study_id is None:
        raise Refused(
            "This sheet is here already, without a study.",
            field="file",
            remedy="Undo its import, on its page under Imports, and bring it in here.",
        )
    return Study.objects.select_related("node").get(pk=study_id)


def _rows(sheet: FindingsSheet, severities: Mapping[str, str], states: Mapping[str, str]) -> list[_Row]:
    scale = dict(Finding.SEVERITIES)
    if wrong := [code for code in severities.values() if code not in scale]:
        raise Refused(f"“{wrong[0][:40]}” is no severity.", field="severities", remedy=f"One of: {', '.join(scale)}.")
    if wrong := [state for state in states.values() if state not in STATES]:
        raise Refused(f"“{wrong[0][:40]}” is no state.", field="states", remedy=f"One of: {', '.join(STATES)}.")
    rows = []
    for finding in filter(lambda one: one.is_finding, sheet.study.findings):
        said, state = fields_of(finding, severities, states)
        rows.append(_Row(finding, title_of(finding), state, said))
    return rows


def _refuse_large(study: FindingsStudy, heard: int | None) -> None:
    if heard is not None and not 0 <= heard <= MOST_HEARD:
        raise Refused(
            f"A study that is brought in heard at most {MOST_HEARD} people.", field="heard", remedy="Type how many."
        )
    quoted = sum(len(f.by_participant) or 1 for f in study.findings)
    if len(study.findings) > MOST_FINDINGS or quoted > MOST_QUOTED or len(study.participants) > MOST_HEARD:
        raise Refused(
            f"It has {len(study.findings)} findings, {quoted} quotations and {len(study.participants)} participants;"
            f" at most {MOST_FINDINGS}, {MOST_QUOTED:,} and {MOST_HEARD} come in at once.",
            field="file",
            remedy="Divide the sheet, for example by its groups, and bring in the parts.",
        )


def _refuse_namesakes(study: FindingsStudy, title: str) -> None:
    """“P1” of another study is somebody else."""
    names = [f"{label}, {title}"[:300] for label in study.participants]
    if Person.objects.filter(node__title__in=names, node__archived_at__isnull=True).exists():
        raise Refused(
            f"Participants of a study “{title}” are here already.", field="title", remedy="Give it another name."
        )


def _add_heard(access: Access, study: Study, source: Source, people: Mapping[str, int], unnamed: int) -> None:
    """An interview with each; nobody knows with whom the others were."""
    here = {"workspace_id": access.workspace_id, "study": study}
    Candidate.objects.bulk_create([Candidate(**here, person_id=pk, state="done") for pk in people.values()])
    first = len(people) + 1
    names = [*people, *(f"Participant {number}" for number in range(first, first + unnamed))]
    who = [*people.values(), *(None for _ in range(unnamed))]
    nodes = add_nodes(access, [NewNode(INTERVIEW, f"{name}, {study.node.title}", state="held") for name in names])
    Interview.objects.bulk_create(
        [Interview(**here, node=node, person_id=pk) for node, pk in zip(nodes, who, strict=True)]
    )
    link_many(
        access,
        [(node.pk, HELD_FOR, study.pk) for node in nodes]
        + [(source.pk, HEARD, node.pk) for node, pk in zip(nodes, who, strict=True) if pk is not None],
    )


def _add_found(
    access: Access,
    study: Study,
    source: Source,
    sheet: FindingsStudy,
    rows: Sequence[_Row],
    people: Mapping[str, int],
    needs: bool,
) -> None:
    nodes = add_nodes(access, [NewNode(FINDING, row.title, row.state, words_of(row.said)) for row in rows])
    Finding.objects.bulk_create(
        [
            Finding(node=node, workspace_id=access.workspace_id, study=study, **row.said)
            for node, row in zip(nodes, rows, strict=True)
        ]
    )
    shown = _needs(access, [row for row in rows if needs and row.is_need])
    ties = {id(row.sheet): (node.pk, *row.need_in(shown)) for node, row in zip(nodes, rows, strict=True)}
    comment_on(access, [(row.sheet, node.pk) for node, row in zip(nodes, rows, strict=True)])
    about = [(finding, ties.get(id(finding), ())) for finding in sheet.findings]
    link_many(
        access,
        [(node.pk, FOUND, study.pk) for node in nodes]
        + [(records[0], SHOWS, need) for records in ties.values() for need in records[1:]],
    )
    text = SourceVersion.objects.get(source=source, number=source.version).text
    quote_findings(access, source_id=source.pk, text=text, place=0, about=about, people=people, own_words=False)


def _needs(access: Access, rows: Sequence[_Row]) -> dict[str, int]:
    """By name; a need that is here under this name is taken."""
    wanted = {row.key: row.title for row in rows}
    there = Node.objects.filter(kind=NEED, archived_at__isnull=True, title__in=map(clean_title, wanted.values()))
    found = {title.casefold(): pk for title, pk in there.order_by("-pk").values_list("title", "pk")}
    new = {key: title for key, title in wanted.items() if key not in found}
    made = add_needs(access, [(title, "") for title in new.values()])
    return found | dict(zip(new, made, strict=True))
