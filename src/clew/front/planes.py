"""Drawings of surveys: ideas on a plane with their intervals both ways, and the shares of Kano's categories."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LEFT, TOP, SIDE = 44, 26, 300
BELOW = TOP + SIDE + 16  # where what runs across is told
CATEGORIES = {"M": "must", "O": "one", "A": "attractive", "I": "indifferent", "R": "reverse", "Q": "questionable"}


def plane(drawn: Any) -> SafeString:
    """`drawn`: a label, what runs across and up, ticks, words in the corners, and spots, all in shares of the side."""
    spots = "; ".join(f"{spot.number} {spot.name}" for spot in drawn.spots)
    diagonal = (
        format_html('<line class="ideal" x1="{}" y1="{}" x2="{}" y2="{}"/>', LEFT, _y(0), LEFT + SIDE, _y(1))
        if drawn.is_diagonal
        else format_html(
            '<line class="ideal" x1="{}" x2="{}" y1="{}" y2="{}"/><line class="ideal" x1="{}" x2="{}" y1="{}" y2="{}"/>',
            LEFT, LEFT + SIDE, _y(0.5), _y(0.5), _x(0.5), _x(0.5), _y(0), _y(1),
        )
    )  # fmt: skip
    return format_html(
        '<svg class="plot plane" viewBox="-16 0 392 366" role="img" aria-label="{}: {}">{}{}{}{}'
        '<text x="{}" y="362" text-anchor="middle">{}</text><text x="-4" y="{}" text-anchor="middle" transform="rotate(-90 -4 {})">{}</text></svg>',
        drawn.label, spots, _grid(drawn.ticks), diagonal, _corners(drawn.corners), _spots(drawn.spots),
        LEFT + SIDE / 2, drawn.across, TOP + SIDE / 2, TOP + SIDE / 2, drawn.up,
    )  # fmt: skip


def category_bar(shares: Sequence[Any]) -> SafeString:
    """The shares of the categories side by side, each with its letter where there is room."""
    parts, at = [], 0.0
    for share in shares:
        width = share.value * 180
        parts.append((CATEGORIES[share.key], f"{at:.1f}", f"{max(0.0, width - 1):.1f}", _letter(share.key, at, width)))
        at += width
    words = ", ".join(
        f"{one.label} {one.value * 100:.0f} % (likely {one.low * 100:.0f} to {one.high * 100:.0f})" for one in shares
    )
    return format_html(
        '<svg class="category-bar" viewBox="0 0 180 16" role="img" aria-label="{}"><title>{}</title>{}</svg>', words, words,
        format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="16" rx="2"/>{}', parts),
    )  # fmt: skip


def _letter(key: str, at: float, width: float) -> SafeString | str:
    if width < 11:
        return ""
    return format_html(
        '<text class="{}" x="{}" y="12" text-anchor="middle">{}</text>', CATEGORIES[key], f"{at + width / 2:.1f}", key
    )


def _x(share: float) -> str:
    return f"{LEFT + max(0.0, min(1.0, share)) * SIDE:.1f}"


def _y(share: float) -> str:
    return f"{TOP + SIDE - max(0.0, min(1.0, share)) * SIDE:.1f}"


def _grid(ticks: Sequence[tuple[float, str]]) -> SafeString:
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text><text x="40" y="{}" text-anchor="end">{}</text>'
        '<line class="axis" x1="44" x2="344" y1="{}" y2="{}"/><line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>',
        (
            (_x(at), BELOW, name, f"{float(_y(at)) + 4:.1f}", name, _y(at), _y(at), _x(at), _x(at), _y(1), _y(0))
            for at, name in ticks
        ),
    )


def _corners(words: Sequence[str]) -> SafeString:
    """Above and below the plane, over the middle of each quarter: in it they would lie under intervals."""
    places = ((119, TOP - 10), (269, TOP - 10), (119, BELOW), (269, BELOW))
    return format_html_join(
        "", '<text class="corner" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((x, y, word) for (x, y), word in zip(places, words, strict=True) if word),
    )  # fmt: skip


def _spots(spots: Sequence[Any]) -> SafeString:
    return format_html_join(
        "",
        '<g><line class="whisker" x1="{}" x2="{}" y1="{}" y2="{}"/><line class="whisker" x1="{}" x2="{}" y1="{}" y2="{}"/></g>',
        (
            (_x(one.x_low), _x(one.x_high), _y(one.y), _y(one.y), _x(one.x), _x(one.x), _y(one.y_low), _y(one.y_high))
            for one in spots
        ),
    ) + format_html_join(
        "",
        '<g><title>{}</title><circle class="point" cx="{}" cy="{}" r="8"/><text class="spot" x="{}" y="{}" text-anchor="middle">{}</text></g>',
        ((one.name, _x(one.x), _y(one.y), _x(one.x), f"{float(_y(one.y)) + 4:.1f}", one.number) for one in spots),
    )
