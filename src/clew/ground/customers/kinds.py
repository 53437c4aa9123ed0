"""The kinds of the customers module."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clew.ground.thread.api import Kind, register, tell_of_rows

ACCOUNT, PERSON, SEGMENT = "account", "person", "segment"


def register_all() -> None:
    register(
        kinds=(
            Kind(ACCOUNT, "Account", "Accounts", "building-2", "accounts"),
            Kind(PERSON, "Person", "People", "user-round", "people"),
            Kind(SEGMENT, "Segment", "Segments", "users-round", "segments"),
        ),
    )
    tell_of_rows("customers_fact", _fact)


def _fact(row: Mapping[str, Any]) -> str:
    """“a yearly revenue of 1,656 from 1 December 2024 to 1 October 2025”."""
    amount = row.get("amount") or 0
    what = {
        "arr": f"a yearly revenue of {amount / 100:,.0f}",
        "plan": f"the plan {row.get('text', '')}",
        "size": f"a size of {amount:,}",
    }.get(row["kind"], "a fact")
    until = f" to {_day(row['ends_on'])}" if row.get("ends_on") else ""
    return f"{what} from {_day(row['starts_on'])}{until}"


def _day(value: Any) -> str:
    on = date.fromisoformat(str(value)[:10])
    return f"{on.day} {on:%B %Y}"
