"""Read what people typed into forms; say which field is wrong and how to mend it."""

import re
from datetime import date
from typing import Any

from clew.ground.ledger.api import Refused

GROUPED = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+")
LARGEST = 2**63 - 1  # what a database holds as a number


def words(data: Any, name: str, *, most: int = 10_000) -> str:
    """What was typed; never cut, since whoever pasted too much would not notice what is lost."""
    text = str(data.get(name, "")).replace("\x00", "").strip()
    if len(text) > most:
        raise Refused(f"This is longer than {most:,} characters.", field=name, remedy="Shorten it.")
    return text


def whole_number(data: Any, name: str) -> int | None:
    text = words(data, name, most=20)
    if not text:
        _refuse_words_alone(data, name)
        return None
    if not text.isdecimal() or int(text) > LARGEST:
        raise Refused("That is not one of the choices.", field=name, remedy="Choose from the list.")
    return int(text)


def ticked(data: Any, name: str) -> list[int]:
    """The records that were ticked, by number; what is no number was not on the page and is left out."""
    return [int(one) for one in data.getlist(name) if one.isdecimal() and len(one) < 19]


def _refuse_words_alone(data: Any, name: str) -> None:
    """Of a box that finds records while one types, words alone choose none: to take them for nothing would lose them unseen."""
    if typed := words(data, f"{name}_words", most=1000):
        raise Refused(
            f"“{typed[:80]}” was not chosen from the list.",
            field=name,
            remedy="Choose one that is found, or leave it empty.",
        )


def number(data: Any, name: str) -> float | None:
    """A number as people write it: 1,200.5 or 1 200 or 0,5. Three digits behind a comma are thousands, as Clew itself writes them."""
    text = words(data, name, most=40).replace(" ", "").replace("\u00a0", "")
    if not text:
        return None
    if ("," in text and "." in text) or GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        raise Refused("That is not a number.", field=name, remedy="Type digits, for example 12.5.")
    return value


def share(data: Any, name: str) -> float | None:
    """A percentage as a share: 70 is .7."""
    value = number(data, name)
    return None if value is None else value / 100


def day(data: Any, name: str) -> date | None:
    text = words(data, name, most=20)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("That is not a day.", field=name, remedy="Write it as 2026-03-31.") from error


def needed_day(data: Any, name: str) -> date:
    found = day(data, name)
    if found is None:
        raise Refused("The day is missing.", field=name, remedy="Choose a day.")
    return found


def prediction(data: Any) -> dict[str, Any]:
    """The form of a prediction, as the act takes it."""
    common: dict[str, Any] = {
        "question": words(data, "prediction", most=2000),
        "resolve_by": needed_day(data, "resolve_by"),
        "made_on": day(data, "made_on"),
    }
    if not common["question"]:
        raise Refused(
            "It is not said what is predicted.",
            field="prediction",
            remedy="Write a sentence that will be true or false, or a quantity.",
        )
    if data.get("kind") == "quantity":
        numbers = {name: number(data, name) for name in ("low", "best", "high")}
        return {
            **common,
            **numbers,
            "level": share(data, "level") or 0.8,
            "unit": words(data, "unit", most=40),
        }
    probability = share(data, "probability")
    if probability is None:
        raise Refused("The probability is missing.", field="probability", remedy="Type a number from 0 to 100.")
    return {**common, "probability": probability}
