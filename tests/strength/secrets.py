"""The links that open something without a workspace's address: of one's own, of another workspace, used up, and none at all."""

from dataclasses import dataclass

from allauth.usersessions.models import UserSession

from clew.ground.customers.api import write_consent_text
from clew.ground.evidence.api import add_idea
from clew.ground.guests.api import share_with_guest, withdraw_guest_link
from clew.ground.workspaces.api import (
    Role,
    User,
    invite,
    make_entry_link,
    use_entry_link,
    withdraw_invitation,
)
from clew.rooms.interviews.actions.consent import plan_consent
from clew.rooms.interviews.actions.hours import plan_bookings, set_hours
from clew.rooms.interviews.actions.invitations import make_link
from clew.rooms.interviews.actions.screeners import open_screener, publish_screener
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.tests.ready import ALWAYS, candidate
from clew.rooms.roadmap.actions.forms import set_form
from clew.rooms.roadmap.actions.portal import set_up_portal
from clew.rooms.roadmap.actions.surveys import add_survey, open_survey, post_survey
from tests.strength.worlds import NOWHERE, OTHER, OWN, Two, World

USED = "used up"
NOTHING = "0" * 43
WHY = {"key": "q1", "text": "Why?", "kind": "text", "is_required": True}


@dataclass(frozen=True)
class Keys:
    """By what an address begins with: the secret that opens it, and one that opened it once."""

    opens: dict[str, str]
    opened: dict[str, str]
    session: int


def keys_of(world: World, name: str) -> Keys:
    access = world.access
    owner = User.objects.get(pk=access.user_id or 0)
    study = _study(world, name)
    people = {"asked": "found", "book": "accepted"}
    who = {
        part: candidate(access, study, f"{part} by {name}", f"{part}@{name}.example", state)
        for part, state in people.items()
    }
    opened, opens = ({part: make_link(access, candidate_id=pk).secret for part, pk in who.items()} for _ in range(2))
    opened["screen"], opens["screen"] = (open_screener(access, study_id=study).secret for _ in range(2))
    opened["survey"], opens["survey"] = _survey(world, name)
    opens["feedback"] = set_form(access, title=f"What should be better in {name}?").token
    opens["portal"] = set_up_portal(access, title=f"Ideas of {name}").slug
    shown = [share_with_guest(access, node_id=world.subject("need"), name=f"{n} of {name}") for n in ("one", "two")]
    withdraw_guest_link(access, link_id=shown[0].id)
    invited = [invite(access, email=f"{n}@{name}.example", role=Role.EDITOR) for n in ("one", "two")]
    withdraw_invitation(access, invitation_id=invited[0].id)
    entries = [make_entry_link(owner) for _ in range(2)]
    use_entry_link(entries[0])
    opened |= {"guest": shown[0].secret, "invited": invited[0].secret, "enter": entries[0]}
    opens |= {"guest": shown[1].secret, "invited": invited[1].secret, "enter": entries[1]}
    session = UserSession.objects.create(user=owner, session_key=f"of-{name}".lower(), ip="127.0.0.1", user_agent="")
    return Keys(opens, opened, session.pk)


def _survey(world: World, name: str) -> tuple[str, str]:
    """Two links for posting; the second takes the place of the first."""
    ideas = [add_idea(world.access, title=f"Idea {n} of {name}").pk for n in (1, 2)]
    survey = add_survey(world.access, title=f"Survey of {name}", method="kano", idea_ids=ideas).pk
    open_survey(world.access, survey_id=survey)
    first, second = (post_survey(world.access, survey_id=survey).secret for _ in range(2))
    return first, second


def _study(world: World, name: str) -> int:
    study = int(add_study(world.access, title=f"A screened study of {name}").pk)
    publish_screener(world.access, study_id=study, title=f"Questions of {name}", questions=[WHY], rules=[])
    write_consent_text(world.access, title=f"Text of {name}", body="May we record?")
    plan_consent(world.access, study_id=study)
    set_hours(world.access, zone="Europe/Berlin", weekly=ALWAYS, notice_hours=2, place="Here", most_a_day=20)
    plan_bookings(world.access, study_id=study, minutes=60, user_ids=[world.access.user_id or 0])
    return study


@dataclass(frozen=True)
class KeyRing:
    two: Two
    ours: Keys
    theirs: Keys

    def secret(self, path: str, subject: str) -> str:
        first = "book" if "/book" in path else path.split("/", maxsplit=1)[0]
        known = {OWN: self.ours.opens, OTHER: self.theirs.opens, USED: self.ours.opened}.get(subject, {})
        return known.get(first, NOTHING)

    def number(self, subject: str) -> int:
        return {OWN: self.ours.session, OTHER: self.theirs.session}.get(subject, NOWHERE)
