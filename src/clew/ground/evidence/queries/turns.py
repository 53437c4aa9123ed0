"""Where a reader shows who speaks, and when."""

from collections.abc import Sequence
from typing import Any

from clew.ground.evidence.queries.sources import Turn

MINUTE = 60_000


def turn_heads(text: str, turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The names at the beginnings of turns, or their first letter where no name stands; times, at most one a minute."""
    rows, told = [], -MINUTE
    for turn in turns:
        is_named = bool(turn.speaker) and text.startswith(f"{turn.speaker}:", turn.start)
        is_timed = turn.start_ms is not None and (is_named or turn.start_ms >= told + MINUTE)
        if is_timed and turn.start_ms is not None:
            told = turn.start_ms
        if is_named or is_timed:
            rows.append(
                {
                    "start": turn.start,
                    "end": turn.start + (len(turn.speaker) + 1 if is_named else 1),
                    "time": _clock(turn.start_ms) if is_timed else "",
                    "name": turn.speaker if is_named else "",
                }
            )
    return rows


def _clock(milliseconds: int | None) -> str:
    minutes, seconds = divmod((milliseconds or 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
