"""Surveys about ideas: what is asked, from when on, and of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from clew.ground.customers.api import PERSON
from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Link, NewNode, add_node, get_node, link, set_state, withdraw_link
from clew.ground.workspaces.api import Access, act, hash_of, new_secret
from clew.rooms.roadmap.kinds import ASKED_IN, SURVEY
from clew.rooms.roadmap.models import Respondent, RespondentKey, Survey, SurveyDoor, SurveyDoorKey, SurveyIdea
from clew.rooms.roadmap.queries.surveyed import amount_of
from clew.rooms.roadmap.survey_asking import AMOUNTS, LEAST_IDEAS, MOST_IDEAS

DRAFT, OPEN, CLOSED = "draft", "open", "closed"
INTRO_LIMIT, CONSENT_LIMIT, LABEL_LIMIT, WORDS_LIMIT, SEGMENT_LIMIT = 2_000, 500, 120, 500, 60
MOST_SEGMENTS, MOST_PEOPLE, MOST_ANSWERS, USUAL_ANSWERS = 12, 200, 5_000, 1_000
VERSIONS = 6
CONSENT = "We keep your answers, and use them to decide what to build next. You may stop at any time."


@dataclass(frozen=True, slots=True)
class NewSurveyLink:
    """`secret` is what the link holds; nobody can read it again. `person_id`: whose it is; 0 for a link to post anywhere."""

    person_id: int
    secret: str


@dataclass(frozen=True, slots=True)
class PersonalLinks:
    """`links`: in the order of the people; nobody can read them again."""

    people: int
    links: tuple[NewSurveyLink, ...]


@act("prepare a survey")
def add_survey(
    access: Access,
    *,
    title: str,
    method: str,
    idea_ids: Sequence[int] = (),
    intro: str = "",
    consent: str = CONSENT,
    amount: int | None = None,
    segments: Sequence[str] = (),
    most_answers: int = USUAL_ANSWERS,
) -> Survey:
    """What people shall be asked about some ideas; nobody is asked before it is opened.

    method: kano, maxdiff, pairwise, odi, budget or dots. amount: ideas in a MaxDiff set, pairs for each person, dollars or dots.
    segments: everybody is asked to which of these they belong.
    """
    if method not in dict(Survey.METHODS):
        raise Refused("No such method.", field="method", remedy=f"One of: {', '.join(dict(Survey.METHODS))}.")
    told = _told(method, intro, consent, amount, segments, most_answers)
    node = add_node(access, NewNode(SURVEY, title, state=DRAFT, text=told["intro"]))
    made = Survey.objects.create(node=node, workspace_id=access.workspace_id, method=method, **told)
    titles = _titles(idea_ids)
    _put(access, made, [SurveyIdea(idea_id=pk, label=titles[pk][:LABEL_LIMIT]) for pk in titles])
    return made


@act("describe a survey")
def describe_survey(
    access: Access,
    *,
    survey_id: int,
    intro: str = "",
    consent: str = CONSENT,
    amount: int | None = None,
    segments: Sequence[str] = (),
    most_answers: int = USUAL_ANSWERS,
) -> Survey:
    """Its words and numbers, as long as it was not opened."""
    found = _draft(survey_id)
    for name, value in _told(found.method, intro, consent, amount, segments, most_answers).items():
        setattr(found, name, value)
    found.save(update_fields=["intro", "consent", "settings", "most_answers"])
    return found


@act("choose the ideas of a survey")
def choose_survey_ideas(access: Access, *, survey_id: int, ideas: Sequence[dict[str, Any]]) -> tuple[SurveyIdea, ...]:
    """The ideas in their order, in the words that respondents read; as long as the survey was not opened.

    An idea: idea_id, label (its title where left out), words (what it means, as one likes).
    """
    found = _draft(survey_id)
    numbers = [one.get("idea_id") for one in ideas]
    if not all(isinstance(pk, int) and not isinstance(pk, bool) for pk in numbers):
        raise Refused("An idea has no number.", field="ideas", remedy="Give each its idea_id.")
    titles = _titles([pk for pk in numbers if isinstance(pk, int)])
    if len(titles) < len(ideas):
        raise Refused("An idea stands there twice.", field="ideas", remedy="Ask about each once.")
    return _put(access, found, [_worded(one, titles[one["idea_id"]]) for one in ideas])


@act("open a survey")
def open_survey(access: Access, *, survey_id: int, closes_on: date | None = None) -> Survey:
    """It takes answers from now on, until the end of the last day. One that was closed opens again, with the same questions."""
    found = _survey(survey_id)
    if found.node.state == OPEN:
        raise Refused("It is open already.", remedy="Close it first.")
    if closes_on is not None and closes_on < timezone.localdate():
        raise Refused("That day is over.", field="closes_on", remedy="Choose a later one.")
    how_many = SurveyIdea.objects.filter(survey=found).count()
    least = max(LEAST_IDEAS[found.method], amount_of(found) + 1 if found.method == "maxdiff" else 0)
    if how_many < least:
        raise Refused(
            f"{found.get_method_display()} needs {least} ideas at least.", field="ideas", remedy="Choose more ideas."
        )
    found.closes_on = closes_on
    if found.method == "maxdiff" and "versions" not in found.settings:
        found.settings = {**found.settings, "versions": _sets(found, how_many)}
    found.save(update_fields=["closes_on", "settings"])
    set_state(found.node, OPEN)
    return found


@act("close a survey")
def close_survey(access: Access, *, survey_id: int) -> Survey:
    """It takes no more answers; what was answered stays."""
    found = _survey(survey_id)
    if found.node.state != OPEN:
        raise Refused("It is not open.", remedy="Nothing needs to be closed.")
    set_state(found.node, CLOSED)
    return found


@act("make a link to a survey")
def post_survey(access: Access, *, survey_id: int) -> NewSurveyLink:
    """A link for posting anywhere; the one before leads nowhere any more."""
    found = _survey(survey_id)
    SurveyDoor.objects.filter(survey=found, closed_at__isnull=True).update(closed_at=timezone.now())
    made = SurveyDoor.objects.create(workspace_id=access.workspace_id, survey=found, made_by_id=access.user_id)
    secret = new_secret()
    SurveyDoorKey.objects.create(door=made, secret_hash=hash_of(secret))
    return NewSurveyLink(0, secret)


@act("ask people in a survey")
def ask_people(access: Access, *, survey_id: int, person_ids: Sequence[int]) -> PersonalLinks:
    """A personal link for each; who has one already gets a new one, with what they answered, and the old one leads nowhere."""
    found = _survey(survey_id)
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise Refused("Nobody was chosen.", field="person", remedy="Choose at least one person.")
    if len(wanted) > MOST_PEOPLE:
        raise Refused(f"These are more than {MOST_PEOPLE} people.", field="person", remedy="Ask them in parts.")
    for pk in wanted:
        get_node(pk, kind=PERSON)
    known = {one.person_id: one for one in Respondent.objects.filter(survey=found, person__in=wanted)}
    links = tuple(
        NewSurveyLink(pk, key_for(known.get(pk) or new_respondent(access, found, way="person", person_id=pk)))
        for pk in wanted
    )
    return PersonalLinks(len(links), links)


def new_respondent(access: Access, survey: Survey, **told: Any) -> Respondent:
    """Called inside an act. The survey is locked: no two get the same number."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    last = Respondent.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    return Respondent.objects.create(workspace_id=access.workspace_id, survey=survey, number=last + 1, **told)


def key_for(respondent: Respondent) -> str:
    """A new secret that opens the respondent's questions. Called inside an act."""
    secret = new_secret()
    RespondentKey.objects.update_or_create(respondent=respondent, defaults={"secret_hash": hash_of(secret)})
    return secret


def _survey(survey_id: int) -> Survey:
    return Survey.objects.select_related("node").get(node=get_node(survey_id, kind=SURVEY))


def _draft(survey_id: int) -> Survey:
    found = _survey(survey_id)
    if found.node.state != DRAFT:
        raise Refused("It was opened: its questions stay as they are.", remedy="Prepare another survey.")
    return found


def _told(
    method: str, intro: str, consent: str, amount: int | None, segments: Sequence[str], most_answers: int
) -> dict[str, Any]:
    for name, text, most in (("intro", intro, INTRO_LIMIT), ("consent", consent, CONSENT_LIMIT)):
        if len(text) > most:
            raise Refused(f"This is longer than {most:,} characters.", field=name, remedy="Shorten it.")
    if not consent.strip():
        raise Refused("People are told what becomes of their answers.", field="consent", remedy="Write a sentence.")
    if not 1 <= most_answers <= MOST_ANSWERS:
        raise Refused("That is out of range.", field="most_answers", remedy=f"Choose 1 to {MOST_ANSWERS:,}.")
    settings: dict[str, Any] = {"segments": _named(segments)}
    if known := AMOUNTS.get(method):
        settings["amount"] = known.usual if amount is None else amount
        if not known.least <= settings["amount"] <= known.most:
            raise Refused("That is out of range.", field="amount", remedy=f"Choose {known.least} to {known.most}.")
    return {"intro": intro.strip(), "consent": consent.strip(), "settings": settings, "most_answers": most_answers}


def _named(segments: Sequence[str]) -> list[str]:
    names = [name for one in segments if (name := " ".join(one.split()))]
    if len(names) > MOST_SEGMENTS or len({name.casefold() for name in names}) < len(names) or len(names) == 1:
        raise Refused(
            f"Segments to choose from are 2 to {MOST_SEGMENTS} different ones.", field="segments", remedy="One a line."
        )
    if any(len(name) > SEGMENT_LIMIT for name in names):
        raise Refused(f"A segment has {SEGMENT_LIMIT} characters at most.", field="segments", remedy="Shorten it.")
    return names


def _titles(idea_ids: Sequence[int]) -> dict[int, str]:
    """In the order given, each once."""
    wanted = list(dict.fromkeys(idea_ids))
    if len(wanted) > MOST_IDEAS:
        raise Refused(f"These are more than {MOST_IDEAS} ideas.", field="ideas", remedy="Ask about fewer at a time.")
    return {pk: get_node(pk, kind=IDEA).title for pk in wanted}


def _text(one: dict[str, Any], name: str) -> str:
    """In one line, without what no database keeps: half a character, or a null."""
    text = one.get(name) or ""
    if not isinstance(text, str):
        raise Refused("This is no text.", field=f"{name}-{one['idea_id']}", remedy="Send words.")
    return " ".join(text.replace("\x00", "").encode("utf-8", "replace").decode().split())


def _worded(one: dict[str, Any], title: str) -> SurveyIdea:
    label, words = (_text(one, name) for name in ("label", "words"))
    for name, text, most in (("label", label, LABEL_LIMIT), ("words", words, WORDS_LIMIT)):
        if len(text) > most:
            raise Refused(
                f"This is longer than {most} characters.", field=f"{name}-{one['idea_id']}", remedy="Shorten it."
            )
    return SurveyIdea(idea_id=one["idea_id"], label=label or title[:LABEL_LIMIT], words=words)


def _put(access: Access, survey: Survey, asked: Sequence[SurveyIdea]) -> tuple[SurveyIdea, ...]:
    """These and no others, in their order. Their names tell them apart, also in a file, where | stands between names."""
    seen: set[str] = set()
    for one in asked:
        one.label = one.label.replace("|", "/")
        if one.label.casefold() in seen:
            raise Refused(f"Two are called “{one.label}”.", field="ideas", remedy="Give each a name of its own.")
        seen.add(one.label.casefold())
    SurveyIdea.objects.filter(survey=survey).delete()
    for place, one in enumerate(asked):
        one.workspace_id, one.survey, one.place = access.workspace_id, survey, place
        one.save()
    wanted = {one.idea_id for one in asked}
    tied = Link.objects.filter(downstream=survey.pk, verb=ASKED_IN, withdrawn_at__isnull=True)
    for tie in tied.exclude(upstream__in=wanted):
        withdraw_link(access, link_id=tie.pk)
    for idea_id in wanted - set(tied.values_list("upstream_id", flat=True)):
        link(access, upstream=idea_id, verb=ASKED_IN, downstream=survey.pk)
    return tuple(asked)


def _sets(survey: Survey, ideas: int) -> list[list[list[int]]]:
    """The MaxDiff sets of each version: everyone sees each idea about three times."""
    from clew.science.surveys import design, sets_needed

    size = amount_of(survey)
    made = design(ideas, size, sets_needed(ideas, size), versions=VERSIONS, seed=survey.pk)
    return [[list(each) for each in version] for version in made.versions]
