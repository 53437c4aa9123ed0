"""A number as Clew states it: never without its spread. Apart from the methods, so that naming it loads none of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the interval that holds it at the level stated, how it was made, and from how many observations."""

    value: float
    low: float
    high: float
    level: float
    method: str
    n: int
    warnings: tuple[str, ...] = ()
