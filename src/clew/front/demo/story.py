"""The demo's texts on the day they are loaded. The story moves by whole years, so that what people say of the seasons stays true."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
LAST = date(2026, 11, 22)  # nothing in the texts is dated later, but for what is still to come
YEAR = re.compile(r"\b20(2[3-9])(?=-\d\d-\d\d\b|[ ?.,\n])")
FROM_TODAY = re.compile(r"today([+-]\d+)")


@dataclass(frozen=True, slots=True)
class Story:
    """Read on `today`, it ended within the last twelve months; a day written "today-3" is counted from the day itself."""

    today: date

    @property
    def years(self) -> int:
        return self.today.year - LAST.year - (self.today < LAST.replace(year=self.today.year))

    def read(self, name: str) -> Any:
        return json.loads(self._text(TEXTS / name))

    def feedback(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._text(TEXTS / "feedback.jsonl").splitlines() if line.strip()]

    def interviews(self) -> Iterator[tuple[str, dict[str, str], str]]:
        """Of each its key, its head and its words."""
        for place in sorted((TEXTS / "interviews").glob("*.txt")):
            head, _, words = self._text(place).partition("\n\n")
            yield f"interviews/{place.stem}", dict(line.split(": ", 1) for line in head.splitlines()), words

    def day(self, text: str) -> date:
        ahead = FROM_TODAY.fullmatch(text)
        return self.today + timedelta(days=int(ahead[1])) if ahead else date.fromisoformat(text)

    def moved(self, day: date) -> date:
        return day.replace(year=day.year + self.years)

    def _text(self, place: Path) -> str:
        text = place.read_text(encoding="utf-8")
        return YEAR.sub(lambda m: f"20{int(m[1]) + self.years}", text) if self.years else text
