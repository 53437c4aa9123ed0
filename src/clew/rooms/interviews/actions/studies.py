"""A study: what shall be found out, for which decision, from whom, and which interviews it already has."""

from collections.abc import Sequence
from datetime import date

from clew.ground.evidence.api import SOURCE, Source, hear_for
from clew.ground.ledger.api import Refused
from clew.ground.search import api as search
from clew.ground.thread.api import DECISION, Link, NewNode, add_node, get_node, link, set_state
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.kinds import HEARD, HELD_FOR, INFORMS, INTERVIEW, STUDY
from clew.rooms.interviews.models import Interview, Study
from clew.rooms.interviews.models.studies import MOST_WANTED
from clew.rooms.interviews.queries.consent import why_not_heard

QUESTION_LIMIT, WHOM_LIMIT, MOST_TAKEN = 2000, 500, 200
BEFORE_TAKEN = "Begin an interview, say whose it is, write down on their page what they agreed to, and choose its transcript there."
RECRUITING, INTERVIEWING = "recruiting", "interviewing"
STATES = ("planned", RECRUITING, INTERVIEWING, "making sense", "finished")


@act("begin a study")
def add_study(
    access: Access,
    *,
    title: str,
    question: str = "",
    decision_id: int | None = None,
    method: str = "interview",
    whom: str = "",
    wanted: int | None = None,
    budget_minor: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Study:
    """A question to be answered by talking with customers, and the decision that waits for the answer if there is one."""
    plan = _plan(question, method, whom, wanted, budget_minor, starts_on, ends_on)
    node = add_node(access, NewNode(STUDY, title, state=STATES[0], text=question))
    study = Study.objects.create(node=node, workspace_id=access.workspace_id, **plan)
    if decision_id is not None:
        serve_decision(access, study_id=study.pk, decision_id=decision_id)
    return study


@act("plan a study")
def plan_study(
    access: Access,
    *,
    study_id: int,
    question: str = "",
    method: str = "interview",
    whom: str = "",
    wanted: int | None = None,
    budget_minor: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Study:
    """Say anew what the study asks, whom, how many, how much it may cost, and when."""
    study = _study(study_id)
    plan = _plan(question, method, whom, wanted, budget_minor, starts_on, ends_on)
    for name, value in plan.items():
        setattr(study, name, value)
    study.save(update_fields=list(plan))
    search.put(access.workspace_id, [search.Document(study.pk, STUDY, study.node.title, study.question)])
    return study


@act("move a study on")
def move_study(access: Access, *, study_id: int, state: str) -> Study:
    study = _study(study_id)
    if state not in STATES:
        raise Refused("A study has no such state.", field="state", remedy=f"One of: {', '.join(STATES)}.")
    set_state(study.node, state)
    return study


def reach(study_id: int, state: str) -> None:
    """A study that is not so far along yet is now; one that is further stays. Inside an act, whose undoing takes it back as well."""
    node = get_node(study_id, kind=STUDY)
    if node.state in STATES and STATES.index(node.state) < STATES.index(state):
        set_state(node, state)


@act("say which decision a study informs")
def serve_decision(access: Access, *, study_id: int, decision_id: int) -> Link:
    get_node(study_id, kind=STUDY)
    get_node(decision_id, kind=DECISION)
    return link(access, upstream=study_id, verb=INFORMS, downstream=decision_id)


@act("take interviews into a study")
def take_in(access: Access, *, study_id: int, source_ids: Sequence[int]) -> list[Interview]:
    """Interviews that are here already as sources become interviews of this study."""
    study = _study(study_id)
    wanted = list(dict.fromkeys(source_ids))
    if not wanted:
        raise Refused("No interview was chosen.", field="source", remedy="Choose one of the list.")
    if len(wanted) > MOST_TAKEN:
        raise Refused(f"These are more than {MOST_TAKEN}.", field="source", remedy="Take them in parts.")
    nodes = [get_node(pk, kind=SOURCE) for pk in wanted]
    found = {source.pk: source for source in Source.objects.filter(pk__in=wanted)}
    taken = dict(Interview.objects.filter(source__in=wanted).values_list("source_id", "study__node__title"))
    for node in nodes:
        if node.pk in taken:
            raise Refused(
                f"“{node.title}” belongs to the study “{taken[node.pk]}”.", field="source", remedy="Leave it out."
            )
    silent = why_not_heard(access, study.pk, {source.person_id for source in found.values()})
    for node in nodes:
        if why := silent[found[node.pk].person_id]:
            raise Refused(f"No transcript of “{node.title}”: {why}.", remedy=BEFORE_TAKEN)
    reach(study.pk, INTERVIEWING)
    return [_held(access, study, found[node.pk], node.title) for node in nodes]


def _held(access: Access, study: Study, source: Source, title: str) -> Interview:
    node = add_node(access, NewNode(INTERVIEW, title, state="held"))
    made = Interview.objects.create(
        node=node, workspace_id=access.workspace_id, study=study, source=source, person_id=source.person_id,
        held_on=source.said_on,
    )  # fmt: skip
    link(access, upstream=source.pk, verb=HEARD, downstream=node.pk)
    link(access, upstream=node.pk, verb=HELD_FOR, downstream=study.pk)
    hear_for(access, source_id=source.pk, about=study.pk)  # consent given for the study decides about its words
    return made


def _study(study_id: int) -> Study:
    return Study.objects.select_related("node").get(node=get_node(study_id, kind=STUDY))


def _plan(
    question: str,
    method: str,
    whom: str,
    wanted: int | None,
    budget_minor: int | None,
    starts_on: date | None,
    ends_on: date | None,
) -> dict[str, object]:
    if len(question) > QUESTION_LIMIT:
        raise Refused(f"This is longer than {QUESTION_LIMIT:,} characters.", field="question", remedy="Shorten it.")
    if len(whom) > WHOM_LIMIT:
        raise Refused(f"This is longer than {WHOM_LIMIT} characters.", field="whom", remedy="Shorten it.")
    if method not in dict(Study.METHODS):
        raise Refused("There is no such method.", field="method", remedy=f"One of: {', '.join(dict(Study.METHODS))}.")
    if wanted is not None and not 1 <= wanted <= MOST_WANTED:
        raise Refused(f"A study hears 1 to {MOST_WANTED:,} people.", field="wanted", remedy="Type how many you want.")
    if budget_minor is not None and not 0 <= budget_minor < 10**15:
        raise Refused("That is not an amount.", field="budget", remedy="Type how much the study may cost.")
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("It ends before it begins.", field="ends_on", remedy="Choose a later day.")
    return {
        "question": question.strip(), "method": method, "whom": whom.strip(), "wanted": wanted,
        "budget_minor": budget_minor, "starts_on": starts_on, "ends_on": ends_on,
    }  # fmt: skip
