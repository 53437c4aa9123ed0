"""Ask people for consent, and write down what came of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone

from clew.ground.customers.models import Consent, ConsentText, Person
from clew.ground.customers.scopes import HOW, SCOPES, in_order
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import act_not_undone, get_node
from clew.ground.workspaces.api import Access, act

LONGEST, LONGEST_TITLE = 20_000, 200
LONGEST_LIFE = timedelta(days=36_525)
MOST_ASKED = 5_000
for _name in (
    "write a consent text",
    "ask for consent",
    "ask people for consent",
    "write down that consent was given",
    "write down a refusal",
):
    act_not_undone(_name, "What people were shown and what they said stays on record.")
act_not_undone("withdraw consent", "A withdrawal stands. Ask again instead.")


@act("write a consent text")
def write_consent_text(access: Access, *, title: str, body: str) -> ConsentText:
    """A new version, for whoever is asked from now on. What was given before refers to the version that was shown then."""
    heading, words = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    _check_text(heading, words)
    newest = ConsentText.objects.order_by("-number").first()
    if newest is not None and (newest.title, newest.body) == (heading, words):
        raise Refused("Nothing was changed.", field="body", remedy="Change the text first.")
    return ConsentText.objects.create(
        workspace_id=access.workspace_id, number=newest.number + 1 if newest else 1, title=heading, body=words,
        body_hash=sha256(words.encode()).hexdigest(), made_by_id=access.user_id,
    )  # fmt: skip


def _check_text(title: str, body: str) -> None:
    if not title or len(title) > LONGEST_TITLE:
        raise Refused("A consent text has a title.", field="title", remedy=f"Type 1 to {LONGEST_TITLE} characters.")
    if not body:
        raise Refused("The text is empty.", field="body", remedy="Write what people agree to.")
    if len(body) > LONGEST:
        raise Refused("The text is too long.", field="body", remedy=f"Shorten it to {LONGEST:,} characters.")


@act("ask for consent")
def ask_for_consent(
    access: Access, *, person_id: int, scopes: Sequence[str], about: int | None = None, number: int | None = None
) -> Consent:
    """Show somebody a version of the text (the newest, unless `number` says which) and ask for these scopes, for a record or in general."""
    person, text = _person(person_id), _text(number)
    if about is not None and get_node(about).archived_at is not None:
        raise Refused("This record is archived.", field="about", remedy="Bring it back first.")
    asked = _scopes(scopes)
    waiting = Consent.objects.filter(person=person, about=about, given_on__isnull=True, refused_at__isnull=True)
    if waiting.exists():
        raise Refused(
            "This was asked already, and there is no answer yet.", field="scopes", remedy="Write down the answer first."
        )
    return Consent.objects.create(
        workspace_id=access.workspace_id, person=person, about_id=about, text=text, asked=asked
    )


@act("ask people for consent")
def ask_people_for_consent(
    access: Access, *, person_ids: Sequence[int], scopes: Sequence[str], about: int, number: int | None = None
) -> None:
    """The same of many at once for one record, such as everybody a study hears. Whoever has not answered yet is not asked twice."""
    wanted, text, asked = list(dict.fromkeys(person_ids)), _text(number), _scopes(scopes)
    if not 1 <= len(wanted) <= MOST_ASKED:
        raise Refused(f"Ask 1 to {MOST_ASKED:,} people at once.", field="person_ids", remedy="Ask them in parts.")
    if get_node(about).archived_at is not None:
        raise Refused("This record is archived.", field="about", remedy="Bring it back first.")
    if Person.objects.filter(pk__in=wanted, node__archived_at__isnull=True).count() < len(wanted):
        raise NotFound("No such person.")
    Consent.objects.bulk_create(
        (
            Consent(workspace_id=access.workspace_id, person_id=person_id, about_id=about, text=text, asked=asked)
            for person_id in wanted
        ),
        ignore_conflicts=True,
    )


@act("write down that consent was given")
def give_consent(
    access: Access,
    *,
    consent_id: int,
    scopes: Sequence[str],
    how: str,
    given_on: date | None = None,
    expires_on: date | None = None,
) -> Consent:
    """The answer to what was asked: these scopes, from this day (today) up to another. It takes the place of an earlier one."""
    found = _open(consent_id)
    given, day = _scopes(scopes), given_on or timezone.localdate()
    if beyond := set(given.split()) - set(found.asked.split()):
        raise Refused(
            f"“{min(beyond)}” was not asked for.", field="scopes", remedy="Choose from what was asked, or ask again."
        )
    if how not in dict(HOW):
        raise Refused("How it was given is missing.", field="how", remedy="Choose one of the list.")
    _check_days(day, expires_on)
    before = Consent.objects.filter(person=found.person_id, about=found.about_id, given_on__isnull=False)
    before.filter(withdrawn_at__isnull=True, replaced_at__isnull=True).update(replaced_at=timezone.now())
    found.given, found.given_on, found.how, found.expires_on = given, day, how, expires_on
    found.save(update_fields=["given", "given_on", "how", "expires_on"])
    return found


def _check_days(given_on: date, expires_on: date | None) -> None:
    today = timezone.localdate()
    if not date(1950, 1, 1) <= given_on <= today:
        raise Refused("That day is out of range.", field="given_on", remedy="Type the day on which it was given.")
    if expires_on is not None and not given_on < expires_on <= today + LONGEST_LIFE:
        raise Refused(
            "It ends before it begins, or never.",
            field="expires_on",
            remedy="Choose a day after the one it was given on, or leave it open.",
        )


@act("write down a refusal")
def refuse_consent(access: Access, *, consent_id: int) -> Consent:
    """The answer was no. What was given before stands until it is withdrawn."""
    found = _open(consent_id)
    found.refused_at = timezone.now()
    found.save(update_fields=["refused_at"])
    return found


@act("withdraw consent")
def withdraw_consent(access: Access, *, consent_id: int) -> Consent:
    """At once: from now on the words given under it are shown to nobody."""
    found = _found(consent_id)
    if found.given_on is None or found.withdrawn_at is not None or found.replaced_at is not None:
        raise Refused("This consent does not stand.", remedy="Withdraw the one that was given last.")
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    return found


def _found(consent_id: int) -> Consent:
    found = Consent.objects.select_for_update().filter(pk=consent_id).first()
    if found is None:
        raise NotFound("No such consent.")
    return found


def _open(consent_id: int) -> Consent:
    found = _found(consent_id)
    if found.given_on is not None or found.refused_at is not None:
        raise Refused("This was answered already.", remedy="Ask again to have another answer.")
    return found


def _person(person_id: int) -> Person:
    found = Person.objects.filter(pk=person_id, node__archived_at__isnull=True).first()
    if found is None:
        raise NotFound("No such person.")
    return found


def _text(number: int | None) -> ConsentText:
    rows = ConsentText.objects.order_by("-number")
    found = (rows if number is None else rows.filter(number=number)).first()
    if found is None:
        raise Refused(
            "There is no consent text yet." if number is None else "There is no such version.",
            field="number",
            remedy="Write the text that people agree to first.",
        )
    return found


def _scopes(scopes: Sequence[str]) -> str:
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise Refused(f"There is no scope “{unknown[0][:40]}”.", field="scopes", remedy=f"Choose {', '.join(SCOPES)}.")
    if not scopes:
        raise Refused("Nothing is chosen.", field="scopes", remedy=f"Choose {', '.join(SCOPES)}.")
    return in_order(scopes)
