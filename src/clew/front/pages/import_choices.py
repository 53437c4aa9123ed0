"""What a person chose in the second step of an import, or what Clew would choose until they do."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from clew.ground.customers.api import people
from clew.ground.doors.api import WorkRequest, typed
from clew.ground.evidence import api as evidence
from clew.ground.evidence.api import Field, Mapping, Reading, Understood
from clew.ground.ledger.api import Refused

EXTRA, LEFT_OUT = "extra", "out"
FIELD_LABELS = {
    Field.TEXT: "The words",
    Field.TITLE: "Title",
    Field.SAID_ON: "Day it was said",
    Field.PERSON_NAME: "Person’s name",
    Field.PERSON_EMAIL: "Person’s e-mail",
    Field.ACCOUNT: "Account",
    Field.CHANNEL: "Channel",
    Field.RATING: "Rating",
    Field.EXTERNAL_ID: "Id elsewhere",
    Field.URL: "Link",
    Field.LANGUAGE: "Language",
    Field.SEGMENT: "Segment",
}
KINDS = (("feedback", "Feedback"), ("interview", "Interview"), ("note", "Note"), ("study", "Study"))
ORDERS = (("dmy", "Day first (31/12/2026)"), ("mdy", "Month first (12/31/2026)"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: what stands in it, what it becomes, and why Clew thinks so."""

    name: str
    input: str
    examples: tuple[str, ...]
    chosen: str
    reason: str


@dataclass(slots=True)
class Settled:
    reading: Literal["table", "transcripts", "findings", "project", "guide"]
    files: list[Understood]
    title: str = ""
    columns: list[Column] = field(default_factory=list)
    mapping: Mapping = field(default_factory=lambda: Mapping({}))
    join: str = ""
    continued: bool = False
    kind: str = "feedback"
    trial: evidence.Trial | None = None
    refused: Refused | None = None
    people: list[str] = field(default_factory=list)

    @property
    def choices(self) -> list[tuple[str, str]]:
        labels = [(kind.value, label) for kind, label in FIELD_LABELS.items()]
        return [*labels, (EXTRA, "Keep beside it"), (LEFT_OUT, "Leave out")]

    kinds, orders = KINDS, ORDERS

    @property
    def titled(self) -> list[tuple[Understood, str]]:
        return [(f, _stem(f.name)) for f in self.files]

    @property
    def read_as(self) -> str:
        """How the file was read, to notice that it is now read in another way."""
        shape = self.files[0].shape
        return f"{shape.kind} {shape.sheet or ''}"


def settle(request: WorkRequest) -> Settled:
    """Read the form; what is not in it is as Clew understands the file."""
    asked = request.POST if request.method == "POST" else request.GET
    ids = [int(i) for i in asked.getlist("file") if i.isdecimal()][:100]
    reading: Reading = asked.get("reading") if asked.get("reading") in ("table", "transcript", "findings") else ""  # type: ignore[assignment]
    files = [evidence.understand(request.access, i, sheet=asked.get("sheet", ""), reading=reading) for i in ids]
    kinds = {f.reading for f in files}
    if len(files) == 1 and files[0].questions and not reading and request.method == "GET":
        return Settled("guide", [replace(files[0], warnings=())], title=_title(files, asked.get("title")))
    if len(files) > 1 and kinds != {"transcript"}:
        raise Refused(
            "Several files at once can only be transcripts.", field="file", remedy="Bring tables in one by one."
        )
    if kinds == {"transcript"}:
        names = [p.name for p in people(request.access, limit=200)]
        return Settled("transcripts", files, title=_title(files, asked.get("title")), people=names)
    if kinds == {"findings"}:
        return Settled("findings", files, title=_title(files, asked.get("title")))
    if kinds == {"project"}:
        return Settled("project", files, title=_title(files, asked.get("title")), kind=asked.get("kind", "interview"))
    settled = Settled("table", files, title=_title(files, asked.get("title")))
    return _table(request, settled) if files else settled


def _table(request: WorkRequest, settled: Settled) -> Settled:
    asked, found = (request.POST if request.method == "POST" else request.GET), settled.files[0]
    guessed = found.mapping or Mapping({})
    is_settled = "c0" in asked and asked.get("read_as", "") == settled.read_as
    reasons = {g.column: g for g in guessed.guesses}
    for at, name in enumerate(found.shape.header):
        guess = reasons.get(name)
        usual = guess.field.value if guess else LEFT_OUT if name in guessed.ignored else EXTRA
        chosen = asked.get(f"c{at}", EXTRA) if is_settled else usual
        reason = guess.reason if guess and chosen == guess.field.value else ""
        settled.columns.append(Column(name, f"c{at}", found.cells[at], chosen, reason))
    offer = found.offer
    if is_settled:
        settled.join = asked.get("join", "")
    elif found.join is not None:
        settled.join = found.join
    elif offer and not offer.same_text:
        settled.join = offer.column
    settled.continued = bool(offer and offer.continued and settled.join == offer.column)
    settled.kind = asked.get("kind", "feedback")
    try:
        settled.mapping = _mapping(settled, asked.get("date_order") or guessed.date_order)
        settled.trial = evidence.try_import(
            request.access,
            found.file_id,
            shape=found.shape,
            mapping=settled.mapping,
            join=settled.join,
            continued=settled.continued,
            whole=asked.get("act") == "whole",
        )
    except Refused as refused:
        settled.refused = refused
    return settled


def _mapping(settled: Settled, order: str) -> Mapping:
    columns: dict[Field, str] = {}
    for column in settled.columns:
        if column.chosen in (EXTRA, LEFT_OUT) or column.chosen not in set(Field):
            continue
        kind = Field(column.chosen)
        if kind in columns:
            raise Refused(
                f"“{columns[kind]}” and “{column.name}” are both “{FIELD_LABELS[kind]}”.",
                remedy="Choose something else for one of them.",
            )
        columns[kind] = column.name
    ignored = frozenset(c.name for c in settled.columns if c.chosen == LEFT_OUT)
    return Mapping(columns, "mdy" if order == "mdy" else "dmy", ignored)


def transcript_plans(request: WorkRequest, settled: Settled) -> list[evidence.TranscriptPlan]:
    """For each file its title, its day and who its speakers are."""
    plans = []
    for at, found in enumerate(settled.files):
        day: date | None = typed.day(request.POST, f"said_on_{at}")
        names = {
            speaker: typed.words(request.POST, f"who_{at}_{place}", most=300)
            for place, (speaker, _) in enumerate(found.speakers)
        }
        title = typed.words(request.POST, f"title_{at}", most=300) or _stem(found.name)
        plans.append(evidence.TranscriptPlan(found.file_id, found.shape, title, names, day))
    return plans


def _title(files: list[Understood], given: str | None) -> str:
    if given is not None or not files:
        return (given or "").strip()[:300]
    return _stem(files[0].name) if len(files) == 1 else f"{len(files)} transcripts"


def _stem(name: str) -> str:
    stem = name.rsplit(".", 1)[0] if "." in name[1:] else name
    return " ".join(stem.replace("_", " ").split()) or name
