"""Whom a study asks, what they answered and what they were promised: how it leaves."""

from django.db.models import Q, QuerySet

from clew.ground.ledger.api import Aged, Forgot, Table
from clew.rooms.interviews.leaving.stays import TEAMS
from clew.rooms.interviews.models import (
    Incentive,
    InvitationMail,
    Mailing,
    NoContact,
    OpenLink,
    OpenLinkKey,
    Quota,
    Recruiting,
    Screener,
    ScreenerAnswer,
)


def _drop_answers(person_id: int) -> Forgot:
    """All of it, chosen answers too: a few choices together can tell who somebody is. What the rules said stays for the counts."""
    return _empty(ScreenerAnswer.objects.filter(candidate__person=person_id))


def _drop_old_answers(aged: Aged) -> Forgot:
    old = Q(given_at__date__lt=aged.before) | Q(candidate__study__in=aged.records)
    return _empty(ScreenerAnswer.objects.filter(old).exclude(answers={}))


def _empty(found: QuerySet[ScreenerAnswer]) -> Forgot:
    rows = frozenset(found.values_list("pk", flat=True))
    ScreenerAnswer.objects.filter(pk__in=rows).update(answers={})
    return Forgot(rows=rows)


def _drop_gifts(person_id: int) -> Forgot:
    found = Incentive.objects.filter(candidate__person=person_id)
    found.exclude(what="").update(what="")
    return Forgot(rows=frozenset(found.values_list("pk", flat=True)))


TABLES = (
    Table(
        Recruiting,
        about="How a study asks people: how long nobody is asked twice, and the words of its mails.",
        erased="The person's name in it is replaced.",
        stays=TEAMS,
    ),
    Table(Quota, about="How many people of a segment a study wants to hear.", erased="Holds no words."),
    Table(
        Screener,
        about="One version of a study's questions before somebody is taken, and the rules over their answers.",
        erased="The person's name in it is replaced.",
        stays=TEAMS,
    ),
    Table(
        ScreenerAnswer,
        about="What a candidate answered to a version of the questions, and what the rules said of it.",
        erased="All their answers go; that they answered, and whether they fitted, stays.",
        forget=_drop_answers,
        forget_old=_drop_old_answers,
    ),
    Table(
        OpenLink,
        about="A link to a screener for posting anywhere: from when until when it was open.",
        erased="Holds no words.",
    ),
    Table(
        OpenLinkKey,
        about="The hash that opens a posted screener.",
        stays="It holds a hash, no words.",
        erased="Holds no words.",
        left_out="It opens this installation only.",
    ),
    Table(
        NoContact,
        about="A person who does not want to be asked for any study.",
        erased="Holds no words; it stays.",
    ),
    Table(
        Mailing,
        about="An invitation or a reminder as it was written, before names and links were filled in.",
        stays=TEAMS,
        erased="The person's name in it is replaced.",
    ),
    Table(
        InvitationMail, about="One mail to one candidate: when it was tried, sent, or failed.", erased="Holds no words."
    ),
    Table(
        Incentive,
        about="What a candidate is promised for their time, and when it was given.",
        erased="What it was goes; the amount and the day stay, so that sums stay.",
        forget=_drop_gifts,
        stays=TEAMS,
    ),
)
