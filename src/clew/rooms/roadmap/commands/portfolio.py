"""`clew portfolio`: which ideas of a CSV file to do under capacity, and when. Needs no house and no database."""

import json
import math
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clew.ground.doors.commands import AS_JSON, THERE, bear_in_mind, refuse

if TYPE_CHECKING:
    from clew.rooms.roadmap.portfolio_sheet import Asked
    from clew.science.portfolio import Conflict, Pin, PinCost, Plan

GAP = 0.01


@click.command()
@click.argument("file", type=THERE)
@click.option(
    "--room",
    "rooms",
    metavar="TEAM=N,N,…",
    multiple=True,
    required=True,
    help="What a team can do in each period; once for each team.",
)
@AS_JSON
def portfolio(file: Path, rooms: tuple[str, ...], as_json: bool) -> None:
    """Choose the ideas of a CSV file that are worth most under capacity, and say in which period each begins.

    The file has the columns `idea`, `value` and one for each team, with what the idea takes of it. `needs` and `not with` may name other ideas, parted
    by `;`, and `pin` may say `must`, `out` or the number of a period. What each pin gives up is printed; must-haves that clash are named.
    """
    from clew.rooms.roadmap.idea_sheet import LARGEST_FILE, SheetError
    from clew.rooms.roadmap.portfolio_sheet import read_portfolio
    from clew.science.portfolio import Conflict, cost_of_pins, plan

    if file.stat().st_size > LARGEST_FILE:
        refuse(f"{file.name}: larger than {LARGEST_FILE // 1_000_000} MB.")
    try:
        asked = read_portfolio(file.read_text(encoding="utf-8-sig"), rooms_of(rooms))
        with muted():
            found = plan(asked.portfolio, asked.values, gap=GAP)
            costs = cost_of_pins(asked.portfolio, asked.values, gap=GAP) if asked.portfolio.pins else ()
    except UnicodeDecodeError:
        refuse(f"{file.name}: this is no UTF-8 text. Save it as CSV UTF-8.")
    except SheetError as error:
        refuse(f"{file.name}: {error}.")
    except ValueError as error:
        refuse(f"{file.name}: {error}.")
    if isinstance(found, Conflict) or isinstance(costs, Conflict):
        refuse(_clash(asked, found if isinstance(found, Conflict) else costs, rooms))
    if as_json:
        click.echo(json.dumps(_told(asked, found, costs), ensure_ascii=False))
        return
    click.echo("\n".join(_lines(asked, found, costs)))
    bear_in_mind(found.warnings)


@contextmanager
def muted() -> Iterator[None]:
    """The solver writes lines past Python to the output, where a program waits for JSON."""
    sys.stdout.flush()
    kept = os.dup(1)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def rooms_of(rooms: Sequence[str]) -> dict[str, list[float]]:
    """Of each team what it can do in each period, as typed."""
    found: dict[str, list[float]] = {}
    for said in rooms:
        team, _, amounts = said.partition("=")
        if team.strip() in found:
            refuse(f"“{team.strip()[:60]}” stands there twice.", "Give each team one --room.")
        try:
            found[team.strip()] = [float(amount) for amount in amounts.split(",")]
        except ValueError:
            refuse(f"“{said[:60]}” is no capacity.", "Write Design=6,6,6: what the team can do in each period.")
    if "" in found:
        refuse("A team needs a name.", "Write Design=6,6,6: what the team can do in each period.")
    if len({len(amounts) for amounts in found.values()}) > 1 or not all(
        math.isfinite(amount) for amounts in found.values() for amount in amounts
    ):
        refuse("Each team needs a number for each period.", "Write as many for each team.")
    return found


def _clash(asked: "Asked", found: "Conflict | tuple[PinCost, ...]", rooms: Sequence[str]) -> str:
    from clew.science.portfolio import Conflict

    if not isinstance(found, Conflict) or not found.pins:
        return "No choice was found in the time there is."
    teams = [said.partition("=")[0].strip() for said in rooms]
    names = "; ".join(_pinned(asked, pin) for pin in found.pins)
    short = ", ".join(teams[team] for team in found.teams)
    return f"These cannot all hold: {names}" + (f". What lacks is the capacity of {short}." if short else ".")


def _pinned(asked: "Asked", pin: "Pin") -> str:
    said = "must be in" if pin.period is None else f"must begin in period {pin.period + 1}"
    return f"“{asked.ideas[pin.idea]}” {'must be out' if pin.out else said}"


def _told(asked: "Asked", found: "Plan", costs: "tuple[PinCost, ...]") -> dict[str, object]:
    return {
        **asdict(found),
        "starts": {
            name: None if start is None else start + 1 for name, start in zip(asked.ideas, found.starts, strict=True)
        },
        "used": asked.portfolio.used(found.starts).tolist(),
        "capacity": [list(row) for row in asked.portfolio.capacity],
        "pins": [
            {"pin": _pinned(asked, cost.pin), "value": cost.value, "low": cost.low, "high": cost.high} for cost in costs
        ],
    }


def _lines(asked: "Asked", found: "Plan", costs: "tuple[PinCost, ...]") -> list[str]:
    used, lines = asked.portfolio.used(found.starts), list[str]()
    for period, (taken, room) in enumerate(zip(used.tolist(), asked.portfolio.capacity, strict=True)):
        shares = ", ".join(f"{amount:g} of {most:g}" for amount, most in zip(taken, room, strict=True))
        lines.append(f"Period {period + 1} ({shares})")
        lines += [f"  {asked.ideas[at]}" for at, start in enumerate(found.starts) if start == period]
    near = "no choice is worth more" if found.gap == 0 else f"a better choice is worth at most {found.gap:.1%} more"
    lines += ["", f"Worth {found.value:g}; {near}."]
    lines += [
        f"{_pinned(asked, cost.pin)}: gives up {cost.value:g}"
        + ("" if cost.high - cost.low < 1e-6 else f" ({cost.low:g} to {cost.high:g})")
        for cost in costs
    ]
    return lines
