"""What lies under a study or an interview is asked for only where that is: elsewhere there is none, not an empty list."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.models import Interview, Study

P = ParamSpec("P")
R = TypeVar("R")


@kept
@read
def _has_study(access: Access, study_id: int) -> bool:
    return Study.objects.filter(pk=study_id).exists()


@kept
@read
def _has_interview(access: Access, interview_id: int) -> bool:
    return Interview.objects.filter(pk=interview_id).exists()


def of_study(query: Callable[Concatenate[Access, P], R]) -> Callable[Concatenate[Access, P], R]:
    """Stands under `@read`; `study_id` comes first after the access."""
    return _under("study_id", _has_study, "No such study.", query)


def of_interview(query: Callable[Concatenate[Access, P], R]) -> Callable[Concatenate[Access, P], R]:
    return _under("interview_id", _has_interview, "No such interview.", query)


def _under(
    name: str, is_there: Callable[[Access, Any], bool], missing: str, query: Callable[Concatenate[Access, P], R]
) -> Callable[Concatenate[Access, P], R]:
    @wraps(query)
    def asked(access: Access, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not is_there(access, args[0] if args else kwargs[name]):
            raise NotFound(missing)
        return query(access, *args, **kwargs)

    return asked
