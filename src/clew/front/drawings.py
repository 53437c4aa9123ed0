"""Small drawings as SVG with attributes only, since the page's policy allows no inline styles."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 120.0


def interval(
    value: float, low: float, high: float, least: float, most: float, actual: float | None, label: str
) -> SafeString:
    def x(number: float) -> str:
        span = (most - least) or 1.0
        return f"{max(0.0, min(1.0, (number - least) / span)) * WIDTH:.1f}"

    came: SafeString | str = ""
    if actual is not None:
        inside = "hit" if low <= actual <= high else "miss"
        came = format_html(
            '<rect class="{}" x="{}" y="1" width="3" height="12" rx="1"/>', inside, f"{float(x(actual)) - 1.5:.1f}"
        )
    return format_html(
        '<svg class="interval-bar" viewBox="0 0 120 14" role="img" aria-label="{}"><line class="scale" x1="0" x2="120" y1="7" y2="7"/>'
        '<line class="spread" x1="{}" x2="{}" y1="7" y2="7"/><circle class="point" cx="{}" cy="7" r="4"/>{}</svg>',
        label or f"{value:g}, likely {low:g} to {high:g}",
        x(low),
        x(high),
        x(value),
        came,
    )


def sparkline(series: Sequence[float], label: str) -> SafeString:
    top = max(series, default=0) or 1
    step = 96 / max(1, len(series) - 1)
    points = [(index * step, 22 - 20 * value / top) for index, value in enumerate(series)]
    if not points:
        return format_html('<span class="muted small">{}</span>', "no dates")
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return format_html(
        '<svg class="spark" viewBox="0 0 96 24" role="img" aria-label="{}"><polygon class="area" points="0,24 {} 96,24"/>'
        '<polyline class="stroke" points="{}"/><circle class="dot" cx="{}" cy="{}" r="2"/></svg>',
        label or "over time: " + ", ".join(f"{v:g}" for v in series),
        path,
        path,
        f"{points[-1][0]:.1f}",
        f"{points[-1][1]:.1f}",
    )


def meter(share: float, label: str) -> SafeString:
    width = max(0.0, min(1.0, share)) * 96
    return format_html(
        '<svg class="meter" viewBox="0 0 96 6" preserveAspectRatio="none" role="img" aria-label="{}"><rect class="track" width="96" height="6" rx="3"/>'
        '<rect class="fill" width="{}" height="6" rx="3"/></svg>',
        label or f"{share * 100:.0f} %",
        f"{width:.1f}",
    )


@lru_cache(maxsize=4096)
def balance(supports: int, contradicts: int) -> SafeString:
    total = supports + contradicts
    left = 72 * supports / total if total else 0
    return format_html(
        '<svg class="balance-bar" viewBox="0 0 72 6" aria-hidden="true"><rect class="bar-none" width="72" height="6" rx="3"/>'
        '<rect class="bar-for" width="{}" height="6" rx="3"/><rect class="bar-against" x="{}" width="{}" height="6" rx="3"/></svg>',
        f"{max(0, left - (1 if contradicts else 0)):.1f}",
        f"{left + 1 if supports else 0:.1f}",
        f"{(72 - left - (1 if supports else 0)) if contradicts else 0:.1f}",
    )


def calibration(bins: Sequence[Any]) -> SafeString:
    """Stated probability across, observed share up, each with its interval; on the dashed line one is calibrated."""

    def px(share: float) -> float:
        return 44 + share * 300

    def py(share: float) -> float:
        return 316 - share * 300

    grid = format_html_join(
        "",
        '<text x="{}" y="334" text-anchor="middle">{}</text><text x="36" y="{}" text-anchor="end">{}</text>'
        '<line class="axis" x1="44" x2="344" y1="{}" y2="{}"/>',
        ((px(s), f"{s * 100:.0f} %", py(s) + 4, f"{s * 100:.0f} %", py(s), py(s)) for s in (0, 0.25, 0.5, 0.75, 1)),
    )
    points = format_html_join(
        "",
        '<line class="whisker" x1="{}" x2="{}" y1="{}" y2="{}"/><circle class="point" cx="{}" cy="{}" r="{}"><title>{}</title></circle>',
        (
            (
                f"{px(b.mean):.1f}",
                f"{px(b.mean):.1f}",
                f"{py(b.low):.1f}",
                f"{py(b.high):.1f}",
                f"{px(b.mean):.1f}",
                f"{py(b.share):.1f}",
                min(9, 3 + b.n**0.5),
                b.words,
            )
            for b in bins
        ),
    )
    words = "; ".join(b.words for b in bins)
    return format_html(
        '<svg class="plot" viewBox="0 0 360 352" role="img" aria-label="Calibration: {}">{}<line class="ideal" x1="44" y1="316" x2="344" y2="16"/>{}'
        '<text x="194" y="350" text-anchor="middle">what was said</text></svg>',
        words,
        grid,
        points,
    )


def time_plot(
    points: Sequence[Any], label: str, low: float | None, high: float | None, middle: float | None
) -> SafeString:
    """Shares one after the other in time (`value`, `low`, `high`, `words`), over the band of what is usual. Whiskers where there is an interval."""
    step = 300 / max(1, len(points) - 1)

    def x(place: int) -> str:
        return f"{(194 if len(points) == 1 else 44 + place * step):.1f}"

    band: SafeString | str = ""
    if low is not None and high is not None:
        band = format_html(
            '<rect class="usual" x="44" width="300" y="{}" height="{}"/>', _up(high), f"{(high - low) * 160:.1f}"
        )
    if middle is not None:
        band += format_html('<line class="ideal" x1="44" x2="344" y1="{}" y2="{}"/>', _up(middle), _up(middle))
    path = " ".join(f"{x(place)},{_up(one.value)}" for place, one in enumerate(points))
    return format_html(
        '<svg class="plot" viewBox="0 0 360 180" role="img" aria-label="{}">{}{}<polyline class="path" points="{}"/>{}</svg>',
        f"{label}: {'; '.join(one.words for one in points)}",
        band,
        _shares(),
        path,
        format_html_join(
            "",
            '<line class="whisker" x1="{}" x2="{}" y1="{}" y2="{}"/><circle class="point" cx="{}" cy="{}" r="3.5"><title>{}</title></circle>',
            (
                (x(place), x(place), _up(one.low), _up(one.high), x(place), _up(one.value), one.words)
                for place, one in enumerate(points)
            ),
        ),
    )


def discovery_plot(points: Sequence[Any], label: str) -> SafeString:
    """What is known after so many participants: the mean over all orders as a line, a band of orders, and how it came as dots."""
    most = max((one.high for one in points), default=0) or 1
    step = 300 / max(1, len(points) - 1)

    def places(values: Sequence[float]) -> list[str]:
        return [f"{44 + at * step:.1f},{_up(value / most)}" for at, value in enumerate(values)]

    band = [*places([one.high for one in points]), *reversed(places([one.low for one in points]))]
    dots = [(44 + at * step, _up(one.heard / most)) for at, one in enumerate(points)]
    ticks = sorted({0, round(most / 2), round(most)})
    return format_html(
        '<svg class="plot plot-wide" viewBox="0 0 360 204" role="img" aria-label="{}">{}<polygon class="usual" points="{}"/><polyline class="path"'
        ' points="{}"/>{}<text x="44" y="188" text-anchor="middle">1</text><text x="344" y="188" text-anchor="middle">{}</text>'
        '<text x="194" y="202" text-anchor="middle">participants</text></svg>',
        f"{label}: " + "; ".join(f"{one.participants}: {one.heard}" for one in points),
        format_html_join(
            "",
            '<line class="axis" x1="44" x2="344" y1="{}" y2="{}"/><text x="36" y="{}" text-anchor="end">{}</text>',
            ((_up(n / most), _up(n / most), f"{float(_up(n / most)) + 4:.1f}", n) for n in ticks),
        ),
        " ".join(band),
        " ".join(places([one.mean for one in points])),
        format_html_join("", '<circle class="point" cx="{}" cy="{}" r="3"/>', ((f"{x:.1f}", y) for x, y in dots)),
        len(points),
    )


def fan_plot(plot: Any) -> SafeString:
    """What was finished so far as a line, and what may come as its middle and two bands around it; dashed where the asked number is reached."""
    first, last = plot.past[0][0], plot.ahead[-1].week
    least, most = plot.past[0][1], max(plot.ahead[-1].high, plot.items or 0, 1)

    def x(week: float) -> str:
        return f"{44 + 300 * (week - first) / (last - first):.1f}"

    def y(count: float) -> str:
        return _up((count - least) / (most - least))

    def band(low: str, high: str) -> str:
        over = [f"{x(one.week)},{y(getattr(one, high))}" for one in plot.ahead]
        under = [f"{x(one.week)},{y(getattr(one, low))}" for one in reversed(plot.ahead)]
        return " ".join([f"{x(0)},{y(0)}", *over, *under])

    path = [f"{x(week)},{y(count)}" for week, count in plot.past]
    middle = [f"{x(0)},{y(0)}", *(f"{x(one.week)},{y(one.middle)}" for one in plot.ahead)]
    asked: SafeString | str = ""
    if plot.items:
        asked = format_html('<line class="ideal" x1="44" x2="344" y1="{}" y2="{}"/>', y(plot.items), y(plot.items))
    return format_html(
        '<svg class="plot plot-wide" viewBox="0 0 360 192" role="img" aria-label="{}">{}<polygon class="rarer" points="{}"/>'
        '<polygon class="usual" points="{}"/>{}<polyline class="path past" points="{}"/><polyline class="path" points="{}"/>'
        '<line class="axis" x1="{}" x2="{}" y1="10" y2="170"/><text x="44" y="186">{}</text><text x="344" y="186" text-anchor="end">{}</text></svg>',
        plot.words, _counts(y, sorted({0, plot.items or plot.ahead[-1].middle, plot.ahead[-1].high})), band("low", "high"),
        band("quarter", "three_quarters"), asked, " ".join(path), " ".join(middle), x(0), x(0), plot.first_label, plot.last_label,
    )  # fmt: skip


def _counts(y: Callable[[float], str], ticks: Sequence[int]) -> SafeString:
    return format_html_join(
        "",
        '<line class="axis" x1="44" x2="344" y1="{}" y2="{}"/><text x="36" y="{}" text-anchor="end">{}</text>',
        ((y(n), y(n), f"{float(y(n)) + 4:.1f}", f"{n:,}") for n in ticks),
    )


def _up(share: float) -> str:
    return f"{170 - share * 160:.1f}"


def _shares() -> SafeString:
    return format_html_join(
        "",
        '<line class="axis" x1="44" x2="344" y1="{}" y2="{}"/><text x="36" y="{}" text-anchor="end">{}</text>',
        ((_up(s), _up(s), f"{float(_up(s)) + 4:.1f}", f"{s * 100:.0f} %") for s in (0, 0.25, 0.5, 0.75, 1)),
    )


def share_bars(heard: Any) -> SafeString:
    """A segment's share of the interviews with its interval, above its shares of customers and of revenue; all from 0 to 100 %."""

    def x(share: float) -> str:
        return f"{max(0.0, min(1.0, share)) * 480:.1f}"

    label = (
        f"{heard.name}: {heard.of_interviews:.0%} of interviews, likely {heard.low:.0%} to {heard.high:.0%};"
        f" {heard.of_accounts:.0%} of customers; {heard.of_revenue:.0%} of revenue"
    )
    return format_html(
        '<svg class="share-bars" viewBox="0 0 480 40" role="img" aria-label="{}"><rect class="track" width="480" height="40" rx="3"/>'
        '<rect class="talks" y="4" height="12" width="{}"/><line class="whisker" x1="{}" x2="{}" y1="10" y2="10"/>'
        '<rect class="customers" y="19" height="7" width="{}"/><rect class="revenue" y="29" height="7" width="{}"/></svg>',
        label,
        x(heard.of_interviews),
        x(heard.low),
        x(heard.high),
        x(heard.of_accounts),
        x(heard.of_revenue),
    )


def shift_bar(places: float, most: float) -> SafeString:
    """How far something would fall (to the left) or rise (to the right) of a line; the words stand beside it."""
    width = max(1.0, min(1.0, abs(places) / most) * 46)
    name, x = ("falls", 48 - width) if places > 0 else ("rises", 48)
    return format_html(
        '<svg class="shift-bar" viewBox="0 0 96 12" aria-hidden="true"><rect class="{}" x="{}" y="2" width="{}" height="8" rx="2"/>'
        '<line class="axis" x1="48" x2="48" y1="0" y2="12"/></svg>',
        name,
        f"{x:.1f}",
        f"{width:.1f}",
    )
