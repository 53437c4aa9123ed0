"""What a tracker calls how far an idea is, where nobody has said it there; and what its words mean here."""

import json
from collections.abc import Collection, Mapping, Sequence

from clew.rooms.roadmap.kinds import IDEA_STATES
from clew.rooms.roadmap.trackers import github_rest, jira_rest
from clew.rooms.roadmap.trackers.issues import Issue

Words = Mapping[str, tuple[str, ...]]


def _words(*told: str) -> Words:
    """In the order in which an idea goes through them."""
    return {state: tuple(one.split("|")) for state, one in zip(IDEA_STATES, told, strict=True)}


def _told(states: Mapping[str, Sequence[str]]) -> Words:
    return {state: tuple(options) for state, options in states.items()}


WORDS: Mapping[str, Words] = {
    "jira": _told(jira_rest.STATES),
    "github": _told(github_rest.STATES),
    "gitlab": _words("Open", "Open", "Open", "Open", "Closed", "Closed"),
    "linear": _words("Backlog|Triage", "Backlog", "Todo|Planned", "In Progress|Started", "Done|Completed", "Canceled|Cancelled"),
    "canny": _words("open", "under review", "planned", "in progress", "complete", "closed"),
    "productboard": _words(
        "New idea|Idea", "Candidate|Under consideration", "Planned", "In progress", "Released|Done", "Won't do|Declined|Archived"
    ),
}  # fmt: skip


def word_for(shape: str, state: str, seen: Collection[str] = ()) -> str:
    """`seen`: what stands in this tracker already, which is preferred to what is usual; without a word of its own, ours goes out."""
    usual = (*WORDS.get(shape, {}).get(state, ()), state)
    there = {one.casefold(): one for one in sorted(seen)}
    return next((there[one.casefold()] for one in usual if one.casefold() in there), usual[0])


def state_of(shape: str, issue: Issue) -> str:
    """What the tracker's word means here: of several states the first, as where a connection takes it over; nothing where it is a word of theirs alone."""
    said = _said(issue).casefold() if shape == "github" else issue.state.casefold()
    usual = WORDS.get(shape, {})
    return next((one for one in IDEA_STATES if said in {word.casefold() for word in (*usual.get(one, ()), one)}), "")


def _said(issue: Issue) -> str:
    """GitHub says beside *closed* why, and nothing where it was done."""
    if issue.state.casefold() != "closed":
        return issue.state
    told = json.loads(issue.raw[0][1]) if issue.raw else {}
    reason = str(told.get("stateReason") or told.get("state_reason"))
    return github_rest.NOT_PLANNED if reason.casefold() == "not_planned" else github_rest.COMPLETED
