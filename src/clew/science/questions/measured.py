"""How often each rule was right on the labelled questions that were held out while the rules were made (docs/guide-coach.md; a test compares)."""

from dataclasses import dataclass

from clew.science.estimates import Estimate
from clew.science.intervals import wilson

from .rules import Rule


@dataclass(frozen=True, slots=True)
class Measured:
    """Of `raised` held-out questions that the rule raised, `right` deserved it."""

    right: int
    raised: int

    @property
    def precision(self) -> Estimate:
        return wilson(self.right, self.raised)


MEASURED: dict[Rule, Measured] = {
    "closed": Measured(54, 54),
    "leading": Measured(17, 19),
    "double_barrelled": Measured(8, 11),
    "hypothetical": Measured(30, 31),
    "jargon": Measured(2, 2),
    "story": Measured(1, 1),
}
