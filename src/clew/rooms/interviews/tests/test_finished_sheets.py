"""Nothing in a sheet of findings is lost: comments on its cells come with their finding, and of real studies each cell is found again."""

import os
from pathlib import Path
from typing import Any

import pytest

from clew.ground.evidence.api import Source, SourceVersion
from clew.ground.evidence.formats.tests.commented import with_comments
from clew.ground.ledger.api import last_act_id
from clew.ground.thread.api import comments, undo
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.finished import bring_in_study
from clew.rooms.interviews.models import Finding, Study
from clew.rooms.interviews.queries.findings import finding_matrix, findings
from clew.rooms.interviews.queries.finished import look_at_sheet
from clew.rooms.interviews.tests.finding_sheets import sheet, upload

pytestmark = pytest.mark.django_db
SHEETS = (
    Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[6] / "shared" / "data")) / "interviews" / "onrr"
)


def said_at(access: Access, node_id: int) -> list[str]:
    return [one.text for one in comments(access, node_id)]


def test_comments_on_cells_come_with_their_finding(access: Access) -> None:
    content = with_comments(
        sheet(), notes=[("J1", "Kim", "Who cares for it")], threads=[("G2", "Ann", ["Rather low", "Moved"])]
    )
    file = upload(access, content)
    assert look_at_sheet(access, file).comments == 2
    made = bring_in_study(access, file_id=file)
    (overlooked,) = [one.id for one in findings(access, made.pk) if one.title.startswith("Most overlook")]
    assert said_at(access, overlooked) == [
        "Ann commented at Sheet G2, 2021-03-04:\nRather low",
        "Bea replied at Sheet G2, 2021-03-05:\nMoved",
    ]
    with within(access):
        assert Source.objects.get(about=made.pk).extra["Sheet J1, comment 1"] == "Kim: Who cares for it"
    undo(access, act=last_act_id())


@pytest.mark.skipif(not SHEETS.is_dir(), reason="the findings sheets are not here")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("32_findings.xlsx", 1),
        ("35_findings.xlsx", 4),
    ],
)
def test_comments_of_real_sheets(access: Access, name: str, said: int) -> None:
    made = bring_in_study(access, file_id=upload(access, (SHEETS / name).read_bytes(), name))
    told = [text for one in findings(access, made.pk, limit=200) for text in said_at(access, one.id)]
    assert len(told) == said
    if said == 4:
        assert [text.split("\n")[1] for text in told if " F22," in text] == [
            "I would consider this low not medium",
            "Moved",
        ]


@pytest.mark.slow
@pytest.mark.skipif(not SHEETS.is_dir(), reason="the findings sheets are not here (CLEW_REFERENCE_DATA)")
def test_no_cell_of_a_real_study_is_lost(access: Access) -> None:
    """Each cell is read by another program, and looked for where a person would look for it."""
    from clew.ground.evidence.formats import read_findings
    from clew.ground.evidence.formats.cleaning import tidy_text

    places = sorted(SHEETS.glob("*_findings.xlsx"))
    told = {}
    for place in places:
        made = bring_in_study(access, file_id=upload(access, place.read_bytes(), place.name), heard=10).pk
        cells = list(_cells(place, tidy_text))
        with within(access):
            source = Source.objects.get(about=made)
            text = SourceVersion.objects.get(source=source).text
            kept = list(Finding.objects.filter(study=made).select_related("node"))
        own = {
            "type/severity": {f.severity_said for f in kept},
            "recommendation": {f.recommendation for f in kept},
            "github issue": {f.ticket for f in kept},
            "status": {f.status_said for f in kept},
            "findings statement": {f.node.title for f in kept} | {f.detail for f in kept},
            "grouping": {f.area.split(" › ")[0] for f in kept},
            "category": {f.area.split(" › ")[-1] for f in kept},
        }
        loose = set(source.extra.values())
        aside = {
            cell
            for f in read_findings(place).findings
            if not f.is_finding
            for cell in (f.title, f.grouping, f.severity)
        }
        for heading, words in cells:
            assert words in text or words in loose, (place.name, heading, words)
            if heading in own and words not in loose | aside:
                assert words in own[heading], (place.name, heading, words)
        told[place.name[:2]] = (len(cells), len(kept), len(loose))
    assert {name: (cells, found) for name, (cells, found, _) in told.items()} == {
        "32": (199, 33), "33": (295, 53), "34": (340, 46), "35": (202, 29),
    }  # fmt: skip
    (by_person,) = [made for made in findings_by_people(access) if len(made.people) == 10]
    assert [person.short for person in by_person.people] == [f"P{n}" for n in range(1, 11)]
    assert all(any(row.stances) for row in by_person.rows)


def _cells(place: Any, tidy: Any) -> Any:
    """Every cell that holds something below the headings, with its heading."""
    for page in pytest.importorskip("openpyxl").load_workbook(place, data_only=True).worksheets:
        rows = list(page.iter_rows(values_only=True))
        for row in rows[1:]:
            for heading, value in zip(rows[0], row, strict=True):
                words = tidy(str(value).replace("_x000D_", "")) if value is not None else ""
                if words:
                    yield str(heading or "").strip().casefold(), words


def findings_by_people(access: Access) -> Any:
    with within(access):
        studies = list(Study.objects.values_list("pk", flat=True))
    return [finding_matrix(access, pk, limit=200) for pk in studies]
