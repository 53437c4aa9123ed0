"""Acts on connections to trackers. Owners make and change them: a token opens a project outside, and states go out by it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from clew.ground.evidence.api import IDEA
from clew.ground.hooks.api import check_url
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, start
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act, shown_titles
from clew.rooms.roadmap.actions.ideas import set_idea_state
from clew.rooms.roadmap.kinds import IDEA_STATES, TRACKER_JOB
from clew.rooms.roadmap.models import (
    SyncedIdea,
    TrackedIdea,
    TrackerClash,
    TrackerConnection,
    TrackerKey,
    TrackerOpening,
)
from clew.rooms.roadmap.queries.connections import MOST_CONNECTIONS
from clew.rooms.roadmap.queries.tracked_there import stands_there
from clew.rooms.roadmap.trackers import github_rest, jira_rest
from clew.rooms.roadmap.trackers.remote import parted

BY_HAND = "Paused by hand."
MOST_WORDS, WORD_LIMIT, TOKEN_LIMIT = 10, 100, 500
PROJECTS = {
    "github": (
        re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/(?!\.{1,2}\Z)[A-Za-z0-9._-]{1,60}", re.ASCII),
        "owner/repository",
    ),
    "jira": (re.compile(r"[A-Z][A-Z0-9_]{0,19}", re.ASCII), "the project's key, such as SHOP"),
}
USUAL = {"github": github_rest.STATES, "jira": jira_rest.STATES}
ADDRESSES = {"github": github_rest.ADDRESS, "jira": ""}


@act("connect a tracker", role=Role.OWNER)
def connect_tracker(
    access: Access, *, kind: str, project: str, token: str, address: str = "", account: str = "",
    brings_new: bool = False, label: str = "", wins: str = "ask", states: Mapping[str, Sequence[str]] | None = None,
) -> TrackerConnection:  # fmt: skip
    """From now on the states of ideas and issues are kept alike. `states`: by a state of ideas what it is called there; else as usual."""
    if kind not in PROJECTS:
        raise Refused("There is no such tracker.", field="kind", remedy=f"One of: {', '.join(PROJECTS)}.")
    where = _project(kind, project)
    if TrackerConnection.objects.count() >= MOST_CONNECTIONS:
        raise Refused(f"There are {MOST_CONNECTIONS} connections already.", field="project", remedy="Remove one first.")
    if TrackerConnection.objects.filter(kind=kind, project__iexact=where).exists():
        raise Refused("This project is connected already.", field="project", remedy="Change that connection.")
    made = TrackerConnection.objects.create(
        workspace_id=access.workspace_id, kind=kind, address=_address(kind, address), project=where,
        account=_account(kind, account), brings_new=brings_new, label=_line(label, 60), wins=_wins(wins),
        states=_states(kind, states or USUAL[kind]), made_by_id=access.user_id,
    )  # fmt: skip
    _keep_token(access, made, token)
    return made


@act("change a tracker's connection", role=Role.OWNER)
def change_tracker(
    access: Access, *, tracker_id: int, account: str = "", brings_new: bool = False, label: str = "", wins: str = "ask",
    states: Mapping[str, Sequence[str]] | None = None,
) -> None:  # fmt: skip
    """To whom it leads stays. States that are called otherwise count from the next change on."""
    found = _connection(tracker_id)
    found.account, found.label, found.wins = _account(found.kind, account), _line(label, 60), _wins(wins)
    found.brings_new, found.states = brings_new, _states(found.kind, states or found.states)
    found.save(update_fields=["account", "label", "wins", "brings_new", "states"])


@act("change a tracker's token", role=Role.OWNER)
def change_tracker_token(access: Access, *, tracker_id: int, token: str) -> None:
    """The one before is forgotten. It is asked with the new one at once."""
    _keep_token(access, _connection(tracker_id), token)


@act("pause a tracker", role=Role.OWNER)
def pause_tracker(access: Access, *, tracker_id: int) -> None:
    """Nothing is asked of it nor told to it. What changes meanwhile is made up for afterwards."""
    found = _connection(tracker_id)
    if found.is_on:
        found.is_on, found.why_off = False, BY_HAND
        found.save(update_fields=["is_on", "why_off"])


@act("go on with a tracker", role=Role.OWNER)
def resume_tracker(access: Access, *, tracker_id: int) -> None:
    found = _connection(tracker_id)
    if not found.is_on:
        found.is_on, found.why_off = True, ""
        found.save(update_fields=["is_on", "why_off"])
    TrackerKey.objects.filter(pk=tracker_id).update(due_at=timezone.now(), failures=0)


@act("remove a tracker's connection", role=Role.OWNER)
def remove_tracker(access: Access, *, tracker_id: int) -> None:
    """With its token and what was agreed on. Ideas and where they stand there stay."""
    _connection(tracker_id).delete()


@act("take over from a tracker now")
def begin_take_over(access: Access, *, tracker_id: int) -> Run:
    """A run: what changed there comes here, what changed here is told there. One that is under way is answered with."""
    found = _with_key(tracker_id)
    if not found.is_on:
        raise Refused("This connection is paused.", remedy="Its owner lets it go on first.")
    open_ones = Run.objects.filter(job=TRACKER_JOB, state__in=["queued", "running"])
    under_way = next((run for run in open_ones[:MOST_CONNECTIONS] if run.arguments.get("tracker") == tracker_id), None)
    if under_way is not None:
        return under_way
    SyncedIdea.objects.filter(connection=found, again_at__isnull=False).update(again_at=None)
    TrackerOpening.objects.filter(connection=found).exclude(error="").update(error="")
    title = f"Take over from {found.get_kind_display()}, {found.project}"
    name = f"run-{uuid4().hex}"
    told = {"tracker": tracker_id, "name": name}
    return start(access, job=TRACKER_JOB, title=title, arguments=told, key=f"tracker-{name}")


@act("settle a clash with a tracker")
def settle_clash(access: Access, *, clash_id: int, keep: str) -> None:
    """`keep` the state of here (`ours`), which is then told there, or that of the tracker (`theirs`), which is then taken over."""
    clash = TrackerClash.objects.select_related("synced__tracked").filter(pk=clash_id).first()
    if clash is None:
        raise NotFound("No such clash.")
    if clash.settled:
        raise Refused("This was settled already.", remedy="Load the page again.")
    if keep not in ("ours", "theirs"):
        raise Refused("There is no such choice.", field="keep", remedy="One of: ours, theirs.")
    if keep == "theirs" and not clash.means:
        raise Refused(
            f"“{clash.theirs}” means no state here.",
            field="keep",
            remedy="Say on the connection's page which it means.",
        )
    close_clash(access, clash, keep)
    synced = clash.synced
    synced.there, synced.again_at = clash.theirs, None
    if keep == "theirs":
        synced.here = clash.means
        set_idea_state(access, idea_id=synced.tracked.idea_id, state=clash.means)
    elif clash.means:  # so that whatever it is here by now differs from it, and is told
        synced.here = clash.means
    synced.save(update_fields=["here", "there", "again_at"])
    TrackerKey.objects.filter(pk=synced.connection_id, failures=0).update(due_at=timezone.now())


def close_clash(access: Access, clash: TrackerClash, how: str) -> None:
    """Called inside an act; by nobody where the connection's rule says so."""
    clash.settled, clash.settled_at, clash.settled_by_id = how, timezone.now(), access.user_id
    clash.save(update_fields=["settled", "settled_at", "settled_by"])


@act("open an issue for an idea")
def open_issue(access: Access, *, idea_id: int, tracker_id: int) -> None:
    """Its name and description go to the tracker as a new issue, soon, and once; one that was refused is tried again."""
    node, found = get_node(idea_id, kind=IDEA), _with_key(tracker_id)
    if shown_titles(access, {node.pk: node.title}, outside=True)[node.pk] != node.title:
        raise Refused("The name of this idea may not go outside.", remedy="Its customer has not agreed to that.")
    if SyncedIdea.objects.filter(connection=found, tracked__idea=idea_id).exists() or _stands_there(idea_id, found):
        raise Refused(
            "This idea has an issue there already.", field="tracker", remedy="See where it stands on its page."
        )
    waiting = TrackerOpening.objects.filter(connection=found, idea=idea_id)
    waiting.exclude(error="").update(error="")
    if not waiting.exists():
        TrackerOpening.objects.create(
            workspace_id=access.workspace_id, idea_id=idea_id, connection=found, mark=uuid4().hex
        )
    TrackerKey.objects.filter(pk=tracker_id, failures=0).update(due_at=timezone.now())


@act("take back an issue that waits")
def drop_opening(access: Access, *, idea_id: int, tracker_id: int) -> None:
    """An issue that is not opened yet, or was refused, is wanted no more."""
    waiting = TrackerOpening.objects.filter(connection=tracker_id, idea=idea_id)
    if waiting.filter(tried_at__isnull=False).exists():
        raise Refused("It may be open there already.", field="tracker", remedy="Look again in a few minutes.")
    if not waiting.delete()[0]:
        raise NotFound("No issue waits for this idea.")


def _stands_there(idea_id: int, connection: TrackerConnection) -> bool:
    """Brought in by a file, and not yet met by the connection."""
    return stands_there(connection, TrackedIdea.objects.filter(idea=idea_id))


def _connection(tracker_id: int) -> TrackerConnection:
    found = TrackerConnection.objects.select_related("key").filter(pk=tracker_id).first()
    if found is None:
        raise NotFound("No such connection.")
    return found


def _with_key(tracker_id: int) -> TrackerConnection:
    found = _connection(tracker_id)
    if not TrackerKey.objects.filter(pk=tracker_id).exists():
        raise Refused("There is no token for this connection.", field="token", remedy="Its owner types one in.")
    return found


def _keep_token(access: Access, connection: TrackerConnection, token: str) -> None:
    told = token.strip()
    if not told or len(told) > TOKEN_LIMIT or not told.isascii() or not told.isprintable() or " " in told:
        raise Refused("That is no token.", field="token", remedy="Copy it as the tracker shows it, without spaces.")
    fresh = {"token": told, "due_at": timezone.now(), "failures": 0, "error": "", "remedy": ""}
    TrackerKey.objects.update_or_create(
        connection=connection, defaults=fresh, create_defaults={**fresh, "workspace_id": access.workspace_id}
    )


def _project(kind: str, project: str) -> str:
    wanted, (shape, words) = project.strip(), PROJECTS[kind]
    if not shape.fullmatch(wanted):
        raise Refused("That is not the name of a project.", field="project", remedy=f"Type {words}.")
    return wanted


def _address(kind: str, address: str) -> str:
    wanted = address.strip().rstrip("/") or ADDRESSES[kind]
    if not wanted:
        raise Refused(
            "Where is it?", field="address", remedy="Type its address, such as https://example.atlassian.net."
        )
    if len(wanted) > 300 or "?" in wanted:
        raise Refused(
            "That is not an address.", field="address", remedy="Without question mark, and at most 300 characters."
        )
    try:
        return check_url(wanted, inside=settings.CLEW_TRACKER_HOSTS)
    except Refused as error:
        raise Refused(error.message, field="address", remedy=error.remedy) from error


def _account(kind: str, account: str) -> str:
    """GitHub's tokens say whose they are."""
    told = _line(account, 255) if kind == "jira" else ""
    if len(told) > 254 or ":" in told:
        raise Refused(
            "That is no account.", field="account", remedy="Type its e-mail, or nothing for a personal token."
        )
    return told


def _wins(wins: str) -> str:
    if wins not in dict(TrackerConnection.WINS):
        raise Refused("There is no such rule.", field="wins", remedy="One of: ask, tracker, clew.")
    return wins


def _states(kind: str, states: Mapping[str, Any]) -> dict[str, list[str]]:
    """In the order of the states of here; each is called something there, but one that is never told."""
    if set(states) - set(IDEA_STATES):
        raise Refused("An idea has no such state.", field="states", remedy=f"Of: {', '.join(IDEA_STATES)}.")
    found = {state: _words(kind, state, states.get(state) or ()) for state in IDEA_STATES}
    if not any(found.values()):
        raise Refused("No state means anything there.", field="states", remedy="Say of one at least what it is called.")
    return found


def _words(kind: str, state: str, words: Sequence[str]) -> list[str]:
    found = [told for told in (_line(str(word), WORD_LIMIT + 1) for word in words) if told]
    if len(found) > MOST_WORDS or any(len(word) > WORD_LIMIT for word in found):
        raise Refused(
            f"At most {MOST_WORDS} words of {WORD_LIMIT} characters.", field=f"state-{state}", remedy="Shorten it."
        )
    if kind == "github" and any(parted(word)[0] not in github_rest.WORDS for word in found):
        raise Refused(
            "GitHub knows open, completed and not planned.", field=f"state-{state}",
            remedy="One of these, and a label where you want one: open + planned.",
        )  # fmt: skip
    if kind == "jira" and any(" + " in word for word in found):
        raise Refused(
            "Jira has statuses, no labels for them.", field=f"state-{state}", remedy="Type the names of statuses."
        )
    return found


def _line(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", " ").split())[:most]
