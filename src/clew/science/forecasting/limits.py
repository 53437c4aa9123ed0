"""The one rule by which a limit never falls: what is done stays done, so the limit of h weeks is the largest of those of 1, 2, ... h weeks.

Each horizon has a limit of its own, the count that is not exceeded with some chance there; these may cross, since each horizon learns its own reach and a
rate that drifts spreads faster than it adds. Whoever promises 20 by June has promised no less by December: P(N(h) >= l) >= P(N(g) >= l) for g < h, so that
a lower limit taken over holds at least as often as where it was learned, and an upper one only moves away. The largest of several fails wherever one of
them does; how often that is, the record says. A date is the same rule read the other way: the first week whose limit reaches so many, so that more items
are never done sooner. `limits` is what is shown, `exceeds` what past forecasts are judged by; they are the same numbers.
"""

import numpy as np
from numpy.typing import NDArray

from clew.science.forecasting.outlooks import Numbers


def limits(own: Numbers) -> Numbers:
    """(chances, weeks): the limits of 1, 2, ... weeks, from the counts (chances, weeks) that are each horizon's own."""
    risen: Numbers = np.maximum.accumulate(own, axis=1)
    return risen


def exceeds(upto: Numbers, chances: Numbers) -> NDArray[np.bool_]:
    """(weeks, times): whether the limit of 1, 2, ... weeks lies above a count.

    `upto`: the chance of at most that count; `chances`: those of the limits. A horizon's own limit is the first count with at least its chance, so that it
    lies above whatever has less; and the largest of several lies above what any of them does.
    """
    risen: NDArray[np.bool_] = np.logical_or.accumulate(upto < chances, axis=0)
    return risen


def first(reached: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(times,): the first week in which it is so (weeks, times); one beyond the last where it never is."""
    return np.where(reached.any(axis=0), reached.argmax(axis=0) + 1, len(reached) + 1)
