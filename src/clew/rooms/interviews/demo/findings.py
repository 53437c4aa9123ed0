"""What the demo's finished study found: six findings, tied to words that are marked in its interviews."""

from dataclasses import dataclass

from clew.ground.evidence.api import Excerpt
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.findings import add_finding, move_finding, tie_finding


@dataclass(frozen=True, slots=True)
class Found:
    """`shown` and `denied`: how the words begin that speak for and against it."""

    title: str
    severity: str
    area: str
    recommendation: str
    ticket: str
    state: str
    shown: tuple[str, ...]
    denied: tuple[str, ...] = ()


FOUND = (
    Found(
        "Counts are done twice, since the first is lost where there is no signal",
        "critical",
        "Counting › Cold room",
        "Keep every line on the device first and send it later.",
        "https://tickets.larder.example/214",
        "in work",
        ("Everything I did in the cellar", "So I'm counting twice"),
        ("I know other people moan",),
    ),
    Found(
        "Somebody new cannot count alone",
        "high",
        "Counting › First shift",
        "Show what the number is for, with a picture of the shelf, and let it be corrected.",
        "https://tickets.larder.example/221",
        "open",
        ("She put the par level", "The door of the app", "She counted fine"),
        ("They get a printed sheet",),
    ),
    Found(
        "A price that went up is noticed months after it has cost money",
        "high",
        "Invoices",
        "Say it when the billed price is not the one last paid, with what it costs in a month.",
        "https://tickets.larder.example/198",
        "open",
        ("It's the wee ones", "What I need is a nudge", "If I'd known in June"),
        ("What would I do, change dairy", "You would be telling me"),
    ),
    Found(
        "The list does not follow the shelves",
        "medium",
        "Counting",
        "Let a kitchen put its list into the order of its rooms.",
        "",
        "open",
        ("I scroll up and down",),
        ("In a kitchen where the people stay", "Counting stock every week"),
    ),
    Found(
        "“Sent” is taken for “arrived”",
        "medium",
        "Orders",
        "Say that an order has arrived only when the supplier has confirmed it.",
        "https://tickets.larder.example/230",
        "done",
        ("It meant you'd sent it", "Just hold the list"),
    ),
    Found(
        "A dish cost that shows its invoice is believed",
        "positive",
        "Dish costs",
        "Keep it; show the date of the invoice as well.",
        "",
        "left as it is",
        ("If it said, butter", "I want to keep what I quoted"),
        ("But for me a cost that is right in March",),
    ),
)


def load_findings(by: Access, study_id: int) -> None:
    with within(by):
        marked = list(Excerpt.objects.filter(source__about=study_id).order_by("pk").values_list("pk", "exact"))
    for found in FOUND:
        made = add_finding(
            by, study_id=study_id, title=found.title, severity=found.severity, area=found.area,
            recommendation=found.recommendation, ticket=found.ticket,
        ).pk  # fmt: skip
        move_finding(by, finding_id=made, state=found.state)
        for stance, beginnings in (("supports", found.shown), ("contradicts", found.denied)):
            for excerpt_id in (pk for pk, exact in marked if exact.startswith(beginnings)):
                tie_finding(by, finding_id=made, excerpt_id=excerpt_id, stance=stance)
