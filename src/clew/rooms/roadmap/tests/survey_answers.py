"""Surveys with ideas, and people who answer them."""

from collections.abc import Mapping, Sequence
from typing import Any

from clew.ground.evidence.api import add_idea
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.survey_answers import answer_survey, begin_openly
from clew.rooms.roadmap.actions.surveys import add_survey, open_survey, post_survey
from clew.rooms.roadmap.queries.surveyed import Asked, Posted, enter_as_respondent, enter_by_survey_door, progress_of

TITLES = ("Count by phone", "Shelf order", "Price digest", "Day pass", "Live cost", "Quote freeze")
LIKES, MINDS, DISLIKES = 1, 3, 5


def ideas(access: Access, how_many: int = 3) -> list[int]:
    return [int(add_idea(access, title=title).pk) for title in TITLES[:how_many]]


def prepared(access: Access, method: str, how_many: int = 3, **more: Any) -> int:
    return int(add_survey(access, title="What next?", method=method, idea_ids=ideas(access, how_many), **more).pk)


def opened(access: Access, method: str, how_many: int = 3, **more: Any) -> tuple[int, Posted]:
    survey = prepared(access, method, how_many, **more)
    open_survey(access, survey_id=survey)
    return survey, enter_by_survey_door(post_survey(access, survey_id=survey).secret)


def begun(door: Posted, segment: str = "") -> Asked:
    return enter_as_respondent(begin_openly(door, segment=segment))


def answered(door: Posted, given: Sequence[Mapping[str, Any]], segment: str = "") -> Asked:
    """Somebody who answers the steps from the first on."""
    asked = begun(door, segment)
    for step, one in enumerate(given):
        answer_survey(asked, step=step, given=one)
    return asked


def sets_of(asked: Asked) -> tuple[tuple[int, ...], ...]:
    return progress_of(asked.access, asked.respondent_id).asking.sets


MUST = {"functional": MINDS, "dysfunctional": DISLIKES}
ATTRACTIVE = {"functional": LIKES, "dysfunctional": MINDS}
REVERSE = {"functional": DISLIKES, "dysfunctional": LIKES}
NOTHING = {"functional": MINDS, "dysfunctional": MINDS}
