"""What the room's own parts are drawn with in the style guide."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

_SIDES = SimpleNamespace(
    title="Know by two what is left",
    only_for=7,
    taking_side=9,
    balance=SimpleNamespace(value=7 / 9, low=0.45, high=0.94),
    weight=SimpleNamespace(
        people_for=8,
        people_against=3,
        people_both=1,
        accounts_for=6,
        accounts_against=2,
        revenue_for_minor=1_422_000,
        revenue_against_minor=310_000,
        currency="EUR",
    ),
)
_SHARE = SimpleNamespace(name="Chains", of_interviews=0.6, low=0.39, high=0.78, of_accounts=0.2, of_revenue=0.45)
_TALKS = tuple(
    SimpleNamespace(value=value, low=value, high=value, words=f"{value:.0%}") for value in (0.41, 0.33, 0.24, 0.19)
)
_FOUND = tuple(
    SimpleNamespace(participants=at, heard=heard, mean=mean, low=mean - 1, high=mean + 1)
    for at, heard, mean in ((1, 3, 3.5), (2, 6, 5.4), (3, 7, 6.6), (4, 8, 7.5))
)

EXAMPLES: Mapping[str, Any] = {"side": _SIDES, "share": _SHARE, "talks": _TALKS, "found": _FOUND}
