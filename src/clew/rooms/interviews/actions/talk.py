"""Who asked in an interview, said by somebody who knows."""

from collections.abc import Sequence

from clew.ground.evidence.api import conversations
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, act, members
from clew.rooms.interviews.actions.conduct import HELD, interview_of
from clew.rooms.interviews.models import Asking


@act("say who asked in an interview")
def say_who_asked(
    access: Access, *, interview_id: int, speakers: Sequence[str], interviewer_id: int | None = None
) -> Asking:
    """Which of those who speak in its transcript are the interviewers, and which member led it if that is said."""
    interview = interview_of(interview_id)
    talk = conversations(access, [interview.source_id or 0]).get(interview.source_id or 0)
    if talk is None:
        raise Refused("There is no transcript with speakers to be read.", remedy="Bring in what was said first.")
    chosen = list(dict.fromkeys(speakers))
    if not chosen or not set(chosen) <= set(talk.speakers):
        raise Refused("Nobody was chosen who speaks here.", field="speakers", remedy="Choose whoever asked.")
    if len(chosen) == len(talk.speakers):
        raise Refused("Then nobody answered.", field="speakers", remedy="Leave out whoever answered.")
    if interviewer_id is not None:
        _led_by(access, interview_id, interviewer_id)
    made, _ = Asking.objects.update_or_create(
        interview=interview, defaults={"workspace_id": access.workspace_id, "speakers": chosen}
    )
    return made


def _led_by(access: Access, interview_id: int, interviewer_id: int) -> None:
    interview = interview_of(interview_id)
    if interviewer_id not in {member.user_id for member in members(access)}:
        raise Refused("That is no member.", field="interviewer", remedy="Choose one of the list.")
    if interview.interviewer_id == interviewer_id:
        return
    if interview.node.state != HELD:
        raise Refused("This interview was not held yet.", field="interviewer", remedy="Say so once it was.")
    interview.interviewer_id = interviewer_id
    interview.save(update_fields=["interviewer_id"])
