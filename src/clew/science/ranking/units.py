"""Units of the numbers in a formula: what each is counted in, multiplied and divided along, never added across."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_SAME = {"people": "person", "persons": "person", "percent": "1", "%": "1"}
_NAME = r"(?:[^\W\d_]+|%|1)(?:\^-?\d)?"
_WHOLE = re.compile(rf"{_NAME}(?: ?[*·/ -] ?{_NAME})*")
_FACTOR = re.compile(r"(?P<below>/ ?)?(?P<name>[^\W\d_]+|%|1)(?:\^(?P<power>-?\d))?")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Unit:
    """Powers of named things, in order of their names; none of them for a plain number."""

    powers: tuple[tuple[str, Fraction], ...] = ()

    def __mul__(self, other: "Unit") -> "Unit":
        total = dict(self.powers)
        for name, power in other.powers:
            total[name] = total.get(name, Fraction(0)) + power
        return _unit(total)

    def __truediv__(self, other: "Unit") -> "Unit":
        return self * other**-1

    def __pow__(self, power: Fraction | int) -> "Unit":
        return _unit({name: each * power for name, each in self.powers})

    def __str__(self) -> str:
        above = [_shown(name, power) for name, power in self.powers if power > 0]
        below = [_shown(name, -power) for name, power in self.powers if power < 0]
        if not above and not below:
            return "a plain number"
        return "/".join(["·".join(above) or "1", *below])


PLAIN = Unit()


def unit(text: str) -> Unit:
    """Read `person-weeks`, `people/quarter`, `EUR/week`, `week^2`; nothing, `1` and `%` are a plain number.

    Names are whatever one counts, in the singular or plural; quarters and weeks are not turned into each other. Raises ValueError for anything else.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"a unit takes up to {_LONGEST} characters")
    text = " ".join(text.split())
    if not text:
        return PLAIN
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"“{text}” is no unit: write it like people/quarter or person-weeks")
    found = PLAIN
    for match in _FACTOR.finditer(text):
        factor = _named(match["name"]) ** int(match["power"] or 1)
        found = found / factor if match["below"] else found * factor
    return found


def _named(name: str) -> Unit:
    singular = _SAME.get(name.lower(), name)
    if singular == "1":
        return PLAIN
    is_plural = singular == name and len(name) > 3 and name.endswith("s") and not name.endswith("ss")
    return Unit(((singular[:-1] if is_plural else singular, Fraction(1)),))


def _unit(powers: Mapping[str, Fraction]) -> Unit:
    return Unit(tuple((name, power) for name, power in sorted(powers.items()) if power))


def _shown(name: str, power: Fraction) -> str:
    return name if power == 1 else f"{name}^{power}"
