"""How long what was heard in a study is kept."""

from clew.ground.exchange.api import check_days
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act
from clew.rooms.interviews.kinds import STUDY
from clew.rooms.interviews.models import StudyRetention


@act("set how long a study keeps words", role=Role.OWNER)
def keep_study_words(access: Access, *, study_id: int, days: int, spares_grounds: bool = True) -> StudyRetention:
    """So many days after the study ended, what was heard in it is erased every day; a shorter rule of the workspace holds as well."""
    get_node(study_id, kind=STUDY)
    check_days(days)
    made, _ = StudyRetention.objects.update_or_create(
        study_id=study_id,
        defaults={"workspace_id": access.workspace_id, "days": days, "spares_grounds": spares_grounds},
    )
    return made


@act("let a study keep words as the workspace does", role=Role.OWNER)
def drop_study_retention(access: Access, *, study_id: int) -> None:
    get_node(study_id, kind=STUDY)
    StudyRetention.objects.filter(study=study_id).delete()
