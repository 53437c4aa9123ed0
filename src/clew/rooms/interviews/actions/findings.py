"""Findings: what a study found, who showed it, how bad it is, and what becomes of it."""

from clew.ground.evidence.api import drop_stance, take_stance
from clew.ground.ledger.api import Refused
from clew.ground.search import api as search
from clew.ground.thread.api import Link, NewNode, add_node, get_node, link, set_state
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.kinds import FINDING, FOUND, STUDY
from clew.rooms.interviews.models import Finding
from clew.rooms.interviews.models.findings import OPEN, STATES
from clew.rooms.interviews.models.studies import MOST_WANTED

MOST_FINDINGS = 500
LIMITS = {"area": 200, "detail": 10_000, "recommendation": 4_000, "ticket": 2_000}


@act("add a finding")
def add_finding(
    access: Access,
    *,
    study_id: int,
    title: str,
    severity: str = "unrated",
    area: str = "",
    detail: str = "",
    recommendation: str = "",
    ticket: str = "",
    counted: int | None = None,
) -> Finding:
    """One thing that a study found. `counted`: how many people showed it, where nobody noted who."""
    said = _said(severity, area, detail, recommendation, ticket, counted)
    get_node(study_id, kind=STUDY)
    refuse_too_many(study_id, 1)
    node = add_node(access, NewNode(FINDING, title, OPEN, text=words_of(said)))
    made = Finding.objects.create(node=node, workspace_id=access.workspace_id, study_id=study_id, **said)
    link(access, upstream=node.pk, verb=FOUND, downstream=study_id)
    return made


@act("describe a finding")
def describe_finding(
    access: Access,
    *,
    finding_id: int,
    severity: str = "unrated",
    area: str = "",
    detail: str = "",
    recommendation: str = "",
    ticket: str = "",
    counted: int | None = None,
) -> Finding:
    """Say anew how bad it is, what was seen, what should be done, and where the work on it is."""
    said = _said(severity, area, detail, recommendation, ticket, counted)
    finding = _finding(finding_id)
    for name, value in said.items():
        setattr(finding, name, value)
    finding.save(update_fields=list(said))
    search.put(access.workspace_id, [search.Document(finding.pk, FINDING, finding.node.title, words_of(said))])
    return finding


@act("move a finding on")
def move_finding(access: Access, *, finding_id: int, state: str) -> Finding:
    """What became of it."""
    finding = _finding(finding_id)
    if state not in STATES:
        raise Refused("A finding has no such state.", field="state", remedy=f"One of: {', '.join(STATES)}.")
    set_state(finding.node, state)
    return finding


@act("tie words to a finding")
def tie_finding(access: Access, *, finding_id: int, excerpt_id: int, stance: str = "supports") -> Link:
    """Say that an excerpt supports, contradicts or mentions a finding. A change of stance withdraws the old tie."""
    return take_stance(access, excerpt_id=excerpt_id, stance=stance, on=get_node(finding_id, kind=FINDING))


@act("withdraw words from a finding")
def untie_finding(access: Access, *, finding_id: int, excerpt_id: int, reason: str = "") -> None:
    """The words stay an excerpt; they no longer speak for or against this finding."""
    drop_stance(access, excerpt_id=excerpt_id, on=get_node(finding_id, kind=FINDING), reason=reason)


def refuse_too_many(study_id: int, more: int) -> None:
    """Called inside an act."""
    if Finding.objects.filter(study=study_id, node__archived_at__isnull=True).count() + more > MOST_FINDINGS:
        raise Refused(
            f"A study has at most {MOST_FINDINGS} findings.",
            field="title",
            remedy="Archive some, or begin another study.",
        )


def words_of(said: dict[str, object]) -> str:
    """What a finding is found by, beside its title."""
    return " ".join(str(said[name]) for name in ("area", "detail", "recommendation") if said[name])


def _finding(finding_id: int) -> Finding:
    return Finding.objects.select_related("node").get(node=get_node(finding_id, kind=FINDING))


def _said(
    severity: str, area: str, detail: str, recommendation: str, ticket: str, counted: int | None
) -> dict[str, object]:
    scale = dict(Finding.SEVERITIES)
    if severity not in scale:
        raise Refused("There is no such severity.", field="severity", remedy=f"One of: {', '.join(scale)}.")
    words = {"area": area, "detail": detail, "recommendation": recommendation, "ticket": ticket}
    words = {name: text.replace("\x00", "").replace("\r\n", "\n").strip() for name, text in words.items()}
    for name, text in words.items():
        if len(text) > LIMITS[name]:
            raise Refused(f"This is longer than {LIMITS[name]:,} characters.", field=name, remedy="Shorten it.")
    if counted is not None and not 0 <= counted <= MOST_WANTED:
        raise Refused(
            f"Between 0 and {MOST_WANTED:,} people showed it.", field="counted", remedy="Type how many, or nothing."
        )
    return {"severity": severity, **words, "counted": counted}
