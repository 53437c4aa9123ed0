"""What a tracker calls how far an idea is, where nobody has said it there; and what its words mean here."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from clew.rooms.roadmap.kinds import DECLINED, IDEA_STATES, RELEASED
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


CLOSED, UNSURE = "closed", "Done, or not wanted: the file does not say why it was closed."
REASONS = {
    "completed": github_rest.COMPLETED,
    "not planned": github_rest.NOT_PLANNED,
    "duplicate": github_rest.NOT_PLANNED,
}
COMMON: Mapping[str, frozenset[str]] = {
    state: frozenset(word.casefold() for words in WORDS.values() for word in words[state]) - {CLOSED, "open"}
    for state in IDEA_STATES
}  # what it is called somewhere else


def word_for(shape: str, state: str, seen: Collection[str] = ()) -> str:
    """`seen`: what stands in this tracker already, which is preferred to what is usual; without a word of its own, ours goes out."""
    usual = (*WORDS.get(shape, {}).get(state, ()), state)
    there = {one.casefold(): one for one in sorted(seen)}
    return next((there[one.casefold()] for one in usual if one.casefold() in there), usual[0])


@dataclass(frozen=True, slots=True)
class Guess:
    """What a word of theirs most likely means here: nothing where that cannot be known. `note`: why, in plain words, where there is something to say."""

    state: str
    note: str = ""


def word_of(shape: str, issue: Issue) -> str:
    """How far an issue is, in words that tell apart what its file does: GitHub says beside *closed* why, if it was exported."""
    if shape != "github" or issue.state.casefold() != CLOSED:
        return issue.state
    told = json.loads(issue.raw[0][1]) if issue.raw else {}
    reason = str(told.get("stateReason") or told.get("state_reason") or "").casefold().replace("_", " ")
    return f"{CLOSED} as {reason}"[:60] if reason in REASONS else CLOSED


def guess(shape: str, word: str) -> Guess:
    """Of several states that a word may mean the first, as where a connection takes it over; of what is out and what is not wanted neither."""
    said, fits = word.casefold(), meanings_of(shape, word)
    if not said:
        return Guess("", "Nothing is said of how far these are.")
    if {RELEASED, DECLINED} <= set(fits) or (said == CLOSED and not fits):
        return Guess("", UNSURE)
    if not fits:
        sounds = next((one for one in IDEA_STATES if said in COMMON[one]), "")
        return Guess("", f"A word of their own. It sounds like “{sounds}”." if sounds else "A word of their own.")
    if shape == "jira" and said in ("closed", "resolved"):
        return Guess(fits[0], "Say so if what is not wanted is closed there too.")
    return Guess(fits[0], f"May also be {_either(fits[1:])}." if len(fits) > 1 else "")


def _either(states: Sequence[str]) -> str:
    return " or ".join(part for part in (", ".join(states[:-1]), states[-1]) if part)


def meanings_of(shape: str, word: str) -> list[str]:
    """All states that a word may mean."""
    said = word.casefold()
    said = REASONS.get(said.removeprefix(f"{CLOSED} as "), said) if shape == "github" else said
    usual = WORDS.get(shape, {})
    return [one for one in IDEA_STATES if said in {word.casefold() for word in (*usual.get(one, ()), one)}]
