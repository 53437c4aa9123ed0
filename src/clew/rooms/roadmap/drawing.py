"""A timeline as the page draws it: rectangles and lines in pixels, since the page's policy allows no styles inside."""

from dataclasses import dataclass

from clew.rooms.roadmap.queries.plan import PlannedItem
from clew.rooms.roadmap.timeline import Arrow, Bar, Timeline

WIDTH, HEAD, LANE, ROW, BAR, ROOM = 980, 30, 28, 46, 14, 8
TURN = 7  # how far an arrow leaves a bar before it turns


@dataclass(frozen=True, slots=True)
class Span:
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class DrawnBar:
    item: PlannedItem
    top: int
    bar_top: int
    words_x: int
    anchor: str
    words: str
    work: Span
    range: Span
    was: Span | None


@dataclass(frozen=True, slots=True)
class DrawnLane:
    name: str
    top: int
    baseline: int


@dataclass(frozen=True, slots=True)
class DrawnArrow:
    path: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    today: int
    bar: int
    quarters: tuple[tuple[str, int, int], ...]
    lanes: tuple[DrawnLane, ...]
    bars: tuple[DrawnBar, ...]
    arrows: tuple[DrawnArrow, ...]


def drawn(line: Timeline) -> Drawing:
    tops = _tops(line)
    named = [lane for lane in line.lanes if lane.name]
    lanes = tuple(DrawnLane(lane.name, tops[lane.first] - LANE, tops[lane.first] - ROOM) for lane in named)
    height = HEAD + len(named) * LANE + line.rows * ROW + ROOM
    return Drawing(
        WIDTH, height, _px(line.today), BAR,
        tuple((one.name, _px(one.x), _px(one.x) + 6) for one in line.quarters), lanes,
        tuple(_bar(bar, tops[bar.row]) for bar in line.bars), tuple(_arrow(arrow, tops) for arrow in line.arrows),
    )  # fmt: skip


def _tops(line: Timeline) -> dict[int, int]:
    """Where each row begins, under the quarters' names and its lane's."""
    tops, top = {}, HEAD
    for lane in line.lanes:
        top += LANE if lane.name else 0
        for row in range(lane.first, lane.first + lane.rows):
            tops[row] = top
            top += ROW
    return tops


def _bar(bar: Bar, top: int) -> DrawnBar:
    is_late = bar.begins > 0.7
    return DrawnBar(
        bar.item, top, top + 21, _px(bar.latest) if is_late else _px(bar.begins), "end" if is_late else "start",
        _shortened(bar.item.title), _span(bar.begins, bar.earliest), _span(bar.earliest, bar.latest),
        _span(*bar.was) if bar.was else None,
    )  # fmt: skip


def _shortened(title: str) -> str:
    return title if len(title) <= 48 else f"{title[:47].rstrip()}…"


def _arrow(arrow: Arrow, tops: dict[int, int]) -> DrawnArrow:
    """Out of the one to the right, down or up between the rows, into the other from the left."""
    x, to_x = _px(arrow.from_x), _px(arrow.to_x)
    y, to_y = (tops[row] + 21 + BAR // 2 for row in (arrow.from_row, arrow.to_row))
    between = to_y - BAR // 2 - 24 if to_y > y else to_y + BAR // 2 + 6
    return DrawnArrow(f"M{x},{y}h{TURN}V{between}H{to_x - TURN}V{to_y}H{to_x}", arrow.holds)


def _span(left: float, right: float) -> Span:
    return Span(_px(left), max(2, _px(right) - _px(left)) if right > left else 0)


def _px(share: float) -> int:
    return round(share * WIDTH)
