"""How much of a tree is shown: a small one whole, of a large one the first of each branch. Nobody reads ten thousand lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

WHOLE = 300
SHOWN, OF_EACH = 45, 8


def shown_of(
    all_ids: Sequence[int],
    tops: Sequence[int],
    below: Mapping[int, Sequence[int]],
    order: Callable[[int], Any],
    *,
    whole: bool,
) -> set[int]:
    """The numbers of what is shown, of `tops` and what stands `below` each, level by level until there are enough."""
    if whole or len(all_ids) <= WHOLE:
        return set(all_ids)
    level = list(tops[: SHOWN // 2])
    shown = set(level)
    while level and len(shown) < SHOWN:
        next_ones = [
            i for parent in level for i in sorted(below.get(parent, ()), key=order)[:OF_EACH] if i not in shown
        ]
        level = next_ones[: SHOWN - len(shown)]
        shown.update(level)
    return shown


def in_order(
    tops: Iterable[int], below: Mapping[int, Sequence[int]], order: Callable[[int], Any], limit: int
) -> list[tuple[int, int]]:
    """The tree read from the top, as (number, depth)."""
    waiting = [(i, 0) for i in reversed(list(tops))]
    found: list[tuple[int, int]] = []
    while waiting and len(found) < limit:
        one, depth = waiting.pop()
        found.append((one, depth))
        waiting += [(i, depth + 1) for i in sorted(below.get(one, ()), key=order, reverse=True)]
    return found
