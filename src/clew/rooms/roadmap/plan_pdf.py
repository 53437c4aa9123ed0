"""The plan on a sheet of paper or as a picture, set by Typst: with tags for those who hear it read. The same plan, the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clew.rooms.roadmap.plan_sheet import PlanSheet, item_words, range_words

if TYPE_CHECKING:
    from clew.rooms.roadmap.timeline import Bar

SHEET = Path(__file__).with_name("plan.typ")
DOTS_PER_INCH = 144


def as_pdf(sheet: PlanSheet) -> bytes:
    """What people wrote goes in as data, never as commands."""
    import typst  # heavy

    told = {"data": _told(sheet), "shape": "paper"}
    try:
        made = typst.compile(SHEET.read_bytes(), sys_inputs=told, pdf_standards="ua-1", ignore_system_fonts=True)
    except typst.TypstError:  # a letter that the fonts here lack: it is shown by the system's, without the promise
        made = typst.compile(SHEET.read_bytes(), sys_inputs=told)
    return made


def as_png(sheet: PlanSheet) -> bytes:
    """One picture, as high as the plan is long."""
    import typst

    told = {"data": _told(sheet), "shape": "picture"}
    made: Any = typst.compile(SHEET.read_bytes(), sys_inputs=told, format="png", ppi=DOTS_PER_INCH)
    return bytes(made)


def _told(sheet: PlanSheet) -> str:
    line = sheet.line
    told = {
        "title": sheet.title,
        "about": sheet.about,
        "today": line.today,
        "quarters": [[one.name, one.x] for one in line.quarters],
        "lanes": [
            {"name": lane.name, "bars": [_bar(bar) for bar in line.bars[lane.first : lane.first + lane.rows]]}
            for lane in line.lanes
        ],
        "columns": [
            {"name": name, "items": [[one.title, item_words(one), one.conflict] for one in items]}
            for name, items in sheet.columns
        ],
    }
    return json.dumps(told, ensure_ascii=False)


def _bar(bar: Bar) -> dict[str, object]:
    waits = ", ".join(one.title for one in bar.item.waits_for)
    return {
        "title": bar.item.title, "days": range_words(bar.item), "waits": waits, "conflict": bar.item.conflict,
        "out": bar.item.state == "released", "begins": bar.begins, "earliest": bar.earliest, "latest": bar.latest,
        "was": bar.was,
    }  # fmt: skip
