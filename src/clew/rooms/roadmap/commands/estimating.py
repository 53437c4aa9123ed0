"""What somebody says of factors on the command line: `reach=200-900 effort=2-3-6`."""

import re
from collections.abc import Sequence
from typing import Any

from clew.ground.doors.commands import refuse

_SAID = re.compile(r"([a-z][a-z0-9_]*)=(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?(?:-(\d+(?:\.\d+)?))?")


def values_said(access: Any, said: Sequence[str], note: str) -> list[dict[str, Any]]:
    """As `estimate_idea` and `estimate_blind` take them."""
    known = factor_numbers(access)
    return [{**_value(known, one), "note": note} for one in said]


def factor_numbers(access: Any) -> dict[str, int]:
    """By the key that stands in formulas."""
    from clew.rooms.roadmap.queries.estimates import factors

    return {factor.key: factor.id for factor in factors(access)}


def factor_number(access: Any, key: str) -> int:
    known = factor_numbers(access)
    if key not in known:
        refuse(f"There is no factor “{key}”.", f"The factors are: {', '.join(known) or 'none yet'}.")
    return known[key]


def _value(known: dict[str, int], said: str) -> dict[str, Any]:
    match = _SAID.fullmatch(said)
    if match is None or match[1] not in known:
        told = ", ".join(known) or "none; add a score model first"
        refuse(f"“{said}” is no estimate of a factor.", f"Write reach=200-900. The factors are: {told}.")
    numbers = [float(one) for one in match.groups()[1:] if one is not None]
    likely = numbers[1] if len(numbers) == 3 else None
    if len(numbers) == 1:  # the act asks for a spread
        return {"factor_id": known[match[1]], "likely": numbers[0]}
    return {"factor_id": known[match[1]], "low": numbers[0], "likely": likely, "high": numbers[-1]}
