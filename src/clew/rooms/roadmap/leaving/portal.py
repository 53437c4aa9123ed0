"""Votes and the portal: how they leave, and what becomes of somebody's when they are erased."""

from clew.ground.ledger.api import Forgot, Table
from clew.rooms.roadmap.models import (
    Portal,
    PortalComment,
    PortalKey,
    PortalNotice,
    PortalQuiet,
    PortalSession,
    PublishedIdea,
    Suggestion,
    Tally,
    Vote,
    VoteEntry,
    Voter,
)
from clew.rooms.roadmap.queries.tallies import count_again

COUNTS = "Holds numbers, no words."


def _drop_votes(person_id: int) -> Forgot:
    found = Vote.objects.filter(person=person_id)
    rows, ideas = frozenset(found.values_list("pk", flat=True)), sorted(set(found.values_list("idea_id", flat=True)))
    house = Vote.objects.filter(pk__in=rows).values_list("workspace_id", flat=True).first()
    found.update(person=None)
    Voter.objects.filter(pk=person_id).delete()
    if house is not None:
        count_again(house, ideas)
    return Forgot(rows=rows)


def _drop_notes(person_id: int) -> Forgot:
    """Before their votes are nobody's: what was noted of where they said so."""
    found = VoteEntry.objects.filter(vote__person=person_id)
    rows = frozenset(found.values_list("pk", flat=True))
    found.exclude(note="").update(note="")
    return Forgot(rows=rows)


def _drop_comments(person_id: int) -> Forgot:
    found = PortalComment.objects.filter(person=person_id)
    rows = frozenset(found.values_list("pk", flat=True))
    found.update(text="[erased]", state="refused", person=None)
    return Forgot(rows=rows)


def _drop_suggestions(person_id: int) -> Forgot:
    found = Suggestion.objects.filter(person=person_id)
    rows = frozenset(found.values_list("pk", flat=True))
    found.update(title="[erased]", text="", person=None)
    return Forgot(rows=rows)


def _drop_sessions(person_id: int) -> Forgot:
    """And whatever else the portal holds for them."""
    for model in (PortalSession, PortalNotice):
        model.objects.filter(person=person_id).delete()
    return Forgot()


TABLES = (
    Table(
        Portal, about="The page for customers: its name, address and colour, for whom, and whether comments wait.",
        left_out="Its address belongs to this installation; elsewhere it is set up again.",
        erased="The person's name in it is replaced.", stays="The team's own words.",
    ),
    Table(
        PublishedIdea, about="What customers are told of an idea.", erased="The person's name in it is replaced.",
        stays="The team's own words.",
    ),
    Table(
        PortalComment, about="What somebody said on the portal about an idea.",
        erased="Their comments lose their words and are not shown.", forget=_drop_comments, stays="They said it in public.",
    ),
    Table(
        Suggestion, about="An idea that somebody handed in on the portal, and what became of it.",
        erased="Their suggestions lose their words.", forget=_drop_suggestions, stays="They handed it in as a wish.",
    ),
    Table(
        PortalKey, about="The hash of a link that was mailed for signing in on the portal.",
        erased="Is over within the hour.", stays=COUNTS, left_out="It opens this installation only.", made_again=True,
    ),
    Table(
        PortalSession, about="That somebody is signed in on the portal.", erased="Goes.", forget=_drop_sessions,
        stays=COUNTS, left_out="It opens this installation only.", made_again=True,
    ),
    Table(
        PortalNotice, about="A mail to a voter about an idea's status, due or sent.", erased="Goes with their sessions.",
        stays=COUNTS, left_out="Mails go out from this installation.",
    ),
    Table(PortalQuiet, about="Somebody who wants no mails of the portal.", erased="Holds no words; it stays.", stays=COUNTS),
    Table(
        VoteEntry, about="What a member did about somebody's vote, and where they had said so.",
        erased="Notes about the person's votes go, and quotations of the person in others.", forget=_drop_notes,
        stays="The team's own words.",
    ),
    Table(
        Vote, about="That somebody wants an idea: since when, and until when.",
        erased="Their votes become nobody's, so that counts stay.", forget=_drop_votes, stays=COUNTS,
    ),
    Table(
        Voter, about="For which account somebody's votes count, and what that pays.", erased="Goes.",
        stays=COUNTS,
    ),
    Table(
        Tally, about="The votes of an idea added up.",
        erased="The number of votes stays; their account counts on through others of it alone.", stays=COUNTS,
    ),
)  # fmt: skip
