"""The plan as slides (.pptx) of shapes that can be changed: the timeline with what waits for what, and the three horizons.

The same plan, the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from clew.ground.doors.api import settled
from clew.rooms.roadmap.plan_sheet import PlanSheet, item_words, range_words

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.plan import PlannedItem
    from clew.rooms.roadmap.timeline import Bar, Timeline

# Inches, on a slide of 13.333 by 7.5.
WIDE, HIGH, LEFT, ACROSS, TOP, ROW, THICK = 13.333, 7.5, 0.6, 12.1, 1.75, 0.52, 0.2
LETTER = 0.075  # of 10 points, on average, and a little more
ROWS, CARDS = 10, 7
INK, MUTED, ACCENT, LIGHT, GOOD, LIGHT_GOOD, BAD, BAND = (
    "1F2430", "5C6270", "3F51C7", "B3BAE8", "1A7F4B", "A5D3BB", "B42318", "F1F2F5",
)  # fmt: skip
TITLE_ONLY, RECTANGLE, ELBOW = 5, 1, 2  # numbers of the layout, of the shape and of the connector in the format
RIGHT_SIDE, LEFT_SIDE = 3, 1


def as_slides(sheet: PlanSheet) -> bytes:
    import pptx  # heavy
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    its = deck.core_properties
    its.title, its.author, its.last_modified_by, its.language = sheet.title, "Clew", "Clew", "en-GB"
    its.created = its.modified = datetime(1980, 1, 1)  # noqa: DTZ001 - the format knows no zones
    for rows in _rows(sheet.line):
        _timeline(_slide(deck, sheet, "Timeline"), sheet, rows)
    longest = max((len(items) for _, items in sheet.columns), default=0)
    for first in range(0, max(1, longest), CARDS):
        some = [(name, items[first : first + CARDS]) for name, items in sheet.columns]
        _columns(_slide(deck, sheet, "Now, next, later"), some)
    packed = BytesIO()
    deck.save(packed)
    return settled(packed.getvalue())


def _slide(deck: Any, sheet: PlanSheet, what: str) -> Any:
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = (Inches(n) for n in (LEFT, 0.35, ACROSS, 0.6))
    head.text_frame.text = f"{sheet.title}: {what.lower()}"
    _set(head.text_frame, 26, INK, is_bold=True)
    _words(slide, (LEFT, 0.92, ACROSS, 0.3), sheet.about, 12, MUTED)
    return slide


def _rows(line: Timeline) -> list[list[Bar | str]]:
    """Bars slide by slide; a lane's name stands above them, again where they go on on the next."""
    slides: list[list[Bar | str]] = [[]]
    for lane in line.lanes:
        name: list[Bar | str] = [lane.name] if lane.name else []
        for n, bar in enumerate(line.bars[lane.first : lane.first + lane.rows]):
            above = [] if n else name
            if len(slides[-1]) + len(above) + 1 > ROWS:
                slides.append([])
                above = name
            slides[-1] += [*above, bar]
    return [rows for rows in slides if rows]


def _timeline(slide: Any, sheet: PlanSheet, rows: Sequence[Bar | str]) -> None:
    for quarter in sheet.line.quarters:
        _words(slide, (LEFT + quarter.x * ACROSS, 1.35, 1.5, 0.25), quarter.name, 10, MUTED)
        _line(slide, LEFT + quarter.x * ACROSS, 1.4, TOP + ROW * len(rows), "D8DAE0")
    _line(slide, LEFT + sheet.line.today * ACROSS, 1.6, TOP + ROW * len(rows), BAD)
    ends = {}
    for n, row in enumerate(rows):
        if isinstance(row, str):
            _lane(slide, row, TOP + n * ROW)
        else:
            ends[row.item.id] = _bar(slide, row, TOP + n * ROW)
    items = [row.item for row in rows if not isinstance(row, str)]
    for item in items:
        for tie in item.waits_for:
            if tie.id in ends:
                _tie(slide, ends[tie.id][1], ends[item.id][0])


def _lane(slide: Any, name: str, top: float) -> None:
    box = _box(slide, 0, 1, top + 0.12, BAND, name)
    box.height = int(box.height * 1.4)
    _words(slide, (LEFT + 0.1, top + 0.16, ACROSS - 0.2, 0.2), name, 11, INK, is_bold=True)


def _bar(slide: Any, bar: Bar, top: float) -> tuple[Any, Any]:
    """Its first and its last shape."""
    is_out = bar.item.state == "released"
    told = f"{bar.item.title}   {range_words(bar.item)}{f'   It {bar.item.conflict}' if bar.item.conflict else ''}"
    at = max(
        LEFT, min(LEFT + bar.begins * ACROSS, WIDE - 0.3 - LETTER * len(told))
    )  # on one line, or it lies on the bar
    _words(slide, (at, top, WIDE - at - 0.2, 0.26), told, 10, BAD if bar.item.conflict else INK)
    parts = [
        (bar.begins, bar.earliest, GOOD if is_out else ACCENT),
        (bar.earliest, bar.latest, LIGHT_GOOD if is_out else LIGHT),
    ]
    made = [
        _box(slide, left, right, top + 0.27, colour, bar.item.title) for left, right, colour in parts if right > left
    ]
    if bar.was:
        _before(slide, bar.was, top, bar.item.title)
    return made[0], made[-1]


def _before(slide: Any, was: tuple[float, float], top: float, title: str) -> None:
    """The range that was expected before, dashed around where it lay."""
    from pptx.enum.dml import MSO_LINE_DASH_STYLE
    from pptx.util import Pt

    frame = _box(slide, *was, top + 0.27, BAND, f"{title}, before")
    frame.fill.background()
    frame.line.color.rgb, frame.line.width = _colour(MUTED), Pt(1)
    frame.line.dash_style = MSO_LINE_DASH_STYLE.DASH


def _box(slide: Any, left: float, right: float, top: float, colour: str, name: str) -> Any:
    from pptx.util import Inches

    width = max(0.04, (right - left) * ACROSS)
    shape = slide.shapes.add_shape(RECTANGLE, *(Inches(n) for n in (LEFT + left * ACROSS, top, width, THICK)))
    shape.name = name[:200]
    shape.fill.solid()
    shape.fill.fore_color.rgb = _colour(colour)
    shape.line.fill.background()
    return shape


def _tie(slide: Any, waited_for: Any, waits: Any) -> None:
    tie = slide.shapes.add_connector(ELBOW, 0, 0, 0, 0)
    tie.begin_connect(waited_for, RIGHT_SIDE)
    tie.end_connect(waits, LEFT_SIDE)
    tie.line.color.rgb = _colour(MUTED)


def _line(slide: Any, x: float, top: float, bottom: float, colour: str) -> None:
    from pptx.util import Inches, Pt

    line = slide.shapes.add_connector(1, *(Inches(n) for n in (x, top, x, bottom)))
    line.line.color.rgb, line.line.width = _colour(colour), Pt(0.75)


def _columns(slide: Any, columns: Sequence[tuple[str, Sequence[PlannedItem]]]) -> None:
    width = (ACROSS - 0.6) / 3
    for n, (name, items) in enumerate(columns):
        left = LEFT + n * (width + 0.3)
        _words(slide, (left, 1.4, width, 0.35), name, 16, INK, is_bold=True)
        for row, item in enumerate(items):
            top = 1.85 + row * 0.74
            _words(slide, (left, top, width, 0.3), item.title, 12, INK, is_bold=True)
            _words(slide, (left, top + 0.26, width, 0.4), item_words(item), 10, MUTED)


def _words(
    slide: Any, at: tuple[float, float, float, float], text: str, size: int, colour: str, *, is_bold: bool = False
) -> None:
    from pptx.util import Inches

    frame = slide.shapes.add_textbox(*(Inches(n) for n in at)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = text
    _set(frame, size, colour, is_bold=is_bold)


def _set(frame: Any, size: int, colour: str, *, is_bold: bool = False) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.bold = Pt(size), is_bold
        paragraph.font.color.rgb = _colour(colour)


def _colour(code: str) -> Any:
    from pptx.dml.color import RGBColor

    red, green, blue = bytes.fromhex(code)
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
