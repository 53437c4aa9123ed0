"""What is told of themes: a list of them, one with its members, and what stands behind each."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from clew.ground.evidence.queries.growth import Growth
from clew.ground.evidence.queries.tree import Named

TALK = "interview"  # the kind of source that is grouped passage by passage


@dataclass(frozen=True, slots=True)
class Where:
    """What is grouped: one import, what was noted and said for a record such as a study, or all feedback."""

    batch_id: int | None = None
    about: int | None = None

    @property
    def its(self) -> dict[str, int | None]:
        return {"batch": self.batch_id, "about": self.about}

    def pieces(self, of: str = "") -> Q:
        if self.about is not None:
            return Q(**{f"{of}about": self.about, f"{of}kind__in": ("note", "feedback", TALK)})
        return Q(**{f"{of}batch": self.batch_id}) if self.batch_id is not None else Q(**{f"{of}kind": "feedback"})


@dataclass(frozen=True, slots=True)
class ThemeQuote:
    """Words of a central member; `cut`: the piece goes on."""

    source_id: int
    text: str
    cut: bool
    person: str
    account: str
    said_on: date | None

    @property
    def who(self) -> str:
        return self.person or "Somebody"


@dataclass(frozen=True, slots=True)
class Backing:
    """Who stands behind a theme: distinct accounts, and what they pay a year (minor units of `currency`) on a day."""

    accounts: int
    revenue_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    id: int
    title: str
    is_human: bool
    locked: bool
    terms: tuple[str, ...]
    size: int
    share: float
    stability: float | None
    cohesion: float | None
    growth: Growth
    backing: Backing
    quotes: tuple[ThemeQuote, ...]
    needs: tuple[Named, ...]

    @property
    def holds(self) -> str:
        return holds(self.stability)


@dataclass(frozen=True, slots=True)
class ThemingInfo:
    """How the themes were found. `new`: sources that came since and are in no theme yet.

    `about`: the record, such as a study, for which the pieces were noted.
    """

    id: int
    about: int | None
    batch_id: int | None
    batch: str
    model: str
    seed: int
    items: int
    stability: float | None
    silhouette: float | None
    made_at: datetime
    warnings: tuple[str, ...]
    inputs_hash: str
    new: int


@dataclass(frozen=True, slots=True)
class ThemeList:
    """`theming` is None as long as themes were never found here; `there`: sources that could be grouped."""

    theming: ThemingInfo | None
    rows: tuple[ThemeRow, ...]
    total: int
    there: int


@dataclass(frozen=True, slots=True)
class ThemeScope:
    """What themes can be looked for in: an import, or all feedback (`id` None)."""

    id: int | None
    title: str
    pieces: int
    themes: int


@dataclass(frozen=True, slots=True)
class ThemePiece:
    """`start`, `end`: where a passage stands in its transcript; a whole source ends at 0."""

    id: int
    source_id: int
    start: int
    end: int
    title: str
    text: str
    cut: bool
    person: str
    account: str
    said_on: date | None
    centrality: float


@dataclass(frozen=True, slots=True)
class ThemeDetail:
    row: ThemeRow
    theming: ThemingInfo
    state: str
    archived: bool
    members: tuple[ThemePiece, ...]
    siblings: tuple[Named, ...]


def holds(stability: float | None) -> str:
    """How much of a theme comes together again under other seeds, as people say it."""
    if stability is None:
        return ""
    share = round(max(0.0, min(1.0, stability)) * 10)
    return f"{share} in 10 stay together in other tries" if share < 10 else "stays together in other tries"
