"""Whose interview it is, said after it was begun with somebody who was not known yet."""

from clew.ground.customers.api import Person
from clew.ground.evidence.api import Source, describe_source
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import get_node, rename
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.actions.conduct import SOMEBODY, interview_of, named_after
from clew.rooms.interviews.actions.consent import TO_COME, ask_those
from clew.rooms.interviews.models import Interview


@act("say whose interview it is")
def say_whose(access: Access, *, interview_id: int, person_id: int) -> Interview:
    """They are asked for consent if the study asks and the interview is not over; what was said in it is theirs from now on."""
    interview = interview_of(interview_id)
    who = get_node(person_id, kind="person")
    if interview.person_id == who.pk:
        return interview
    if interview.person_id is not None:
        whose = get_node(interview.person_id, kind="person").title
        raise Refused(f"This interview is {whose}’s.", field="person", remedy="Begin another one.")
    if interview.node.title == named_after(SOMEBODY):
        rename(access, node_id=interview.pk, title=named_after(who.title))
    interview.person = Person.objects.get(pk=who.pk)
    interview.save(update_fields=["person"])
    if interview.source is not None:
        said_by(access, interview.source, interview)
    if interview.node.state in TO_COME:
        ask_those(access, interview.study_id, [who.pk])
    return interview


def said_by(access: Access, source: Source, interview: Interview) -> None:
    """Inside an act: words that nobody is named for are of the person of the interview; words of somebody else are refused."""
    if source.person_id and interview.person_id and source.person_id != interview.person_id:
        raise Refused("Somebody else said these words.", field="source_id", remedy="Choose this person's transcript.")
    if interview.person_id and not source.person_id:
        describe_source(
            access, source_id=source.pk, kind=source.kind, person_id=interview.person_id, account_id=source.account_id,
            said_on=source.said_on or interview.held_on, channel=source.channel,
        )  # fmt: skip
