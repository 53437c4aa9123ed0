"""What the room's own parts are drawn with in the style guide."""

from types import SimpleNamespace

from clew.rooms.roadmap.pages.survey_plots import SHARES, Plane, Spot
from clew.rooms.roadmap.survey_results import KANO_NAMES, Measured

_AHEAD = tuple(
    SimpleNamespace(week=week, low=week, quarter=2 * week, middle=3 * week, three_quarters=4 * week, high=6 * week)
    for week in range(1, 9)
)
_FAN = SimpleNamespace(
    past=((-4, -11), (-3, -9), (-2, -6), (-1, -2), (0, 0)), ahead=_AHEAD, items=20, first_label="2 Mar 2026",
    last_label="25 May 2026", words="Finished so far, and what may come",
)  # fmt: skip

EXAMPLES = {
    "fan": _FAN,
    "survey_plane": Plane(
        "Better and Worse", "Worse", "Better", SHARES, ("Attractive", "One-dimensional", "Indifferent", "Must-be"), False,
        (Spot(1, "Count by phone", 0.7, 0.55, 0.82, 0.3, 0.2, 0.45), Spot(2, "Shelf order", 0.2, 0.1, 0.4, 0.7, 0.5, 0.8)),
    ),
    "survey_shares": tuple(
        Measured(key, name, share, max(0.0, share - 0.1), share + 0.1, 0.9)
        for (key, name), share in zip(KANO_NAMES.items(), (0.4, 0.2, 0.2, 0.1, 0.06, 0.04), strict=True)
    ),
}  # fmt: skip
