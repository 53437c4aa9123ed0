"""What is to be done where an idea and its issue may have changed: told, taken over, or said to be a clash."""

from collections.abc import Sequence

ALIKE, TAKE, TELL, CLASH, UNKNOWN, LEAVE = "alike", "take", "tell", "clash", "unknown", "leave"


def what_to_do(here: str, meant: Sequence[str], there: str, *, agreed_here: str, agreed_there: str) -> str:
    """`here`: the idea's state; `meant`: the states that the issue's may mean; `there`: the issue's, in its own words.

    Whatever differs from what was agreed on changed since, so what came from one side never goes back to it.
    """
    if here in meant:
        return ALIKE
    if here == agreed_here:
        if there == agreed_there:
            return LEAVE
        return TAKE if meant else UNKNOWN
    if there == agreed_there:
        return TELL
    return CLASH
