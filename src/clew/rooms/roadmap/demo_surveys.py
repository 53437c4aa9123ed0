"""The demo's surveys: thirty people said what they would miss, and fifteen which ideas matter most."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from clew.ground.doors.api import DemoSoFar
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.survey_answers import answer_survey, begin_survey
from clew.rooms.roadmap.actions.surveys import add_survey, ask_people, choose_survey_ideas, close_survey, open_survey
from clew.rooms.roadmap.queries.surveyed import enter_as_respondent, progress_of
from clew.rooms.roadmap.survey_asking import Asking

# What most people of the demo answer to both of Kano's questions, idea by idea, and what matters to them in MaxDiff.
KANO = {
    "offline-count": (3, 5),
    "shelf-order": (1, 4),
    "price-digest": (1, 3),
    "day-pass": (3, 3),
    "delivery-check": (1, 5),
}
WORDS = {
    "offline-count": ("Counting without a signal", "In the cellar too; it sends what you counted once you are upstairs."),
    "shelf-order": ("Lists in the order of the shelves", "You walk once along the shelf, and the list goes along."),
    "price-digest": ("A mail on Monday with changed prices", ""),
    "day-pass": ("A pass for a day, for whoever helps out", ""),
    "delivery-check": ("Deliveries checked at the door", "What was ordered, what came, what is missing."),
}  # fmt: skip
MATTERS = {
    "offline-count": 1.6,
    "delivery-check": 1.2,
    "shelf-order": 0.6,
    "live-cost": 0.3,
    "price-digest": -0.6,
    "day-pass": -1.2,
}
INTRO = "Two short questions about each of five ideas. It takes two minutes."


def ask(by: Access, so_far: DemoSoFar) -> None:
    chance, people = random.Random(11), list(so_far.people.values())  # noqa: S311 - made-up answers
    kano = add_survey(by, title="What would you miss at the count?", method="kano", intro=INTRO).pk
    told = [{"idea_id": so_far.records[key], "label": WORDS[key][0], "words": WORDS[key][1]} for key in KANO]
    choose_survey_ideas(by, survey_id=kano, ideas=told)
    open_survey(by, survey_id=kano)
    usual = list(KANO.values())
    _answered(by, kano, people[:30], lambda _, step: _felt(usual[step], chance))
    ideas = [so_far.records[key] for key in MATTERS]
    maxdiff = add_survey(by, title="Which of these matters most to you?", method="maxdiff", amount=3, idea_ids=ideas).pk
    open_survey(by, survey_id=maxdiff)
    worth = list(MATTERS.values())
    _answered(by, maxdiff, people[30:45], lambda asking, step: _picked(asking.sets[step], worth, chance))
    close_survey(by, survey_id=maxdiff)


def _answered(by: Access, survey_id: int, people: Sequence[int], said: Callable[[Asking, int], dict[str, Any]]) -> None:
    for link in ask_people(by, survey_id=survey_id, person_ids=people).links:
        asked = enter_as_respondent(link.secret)
        begin_survey(asked)
        asking = progress_of(asked.access, asked.respondent_id).asking
        for step in range(asking.steps):
            answer_survey(asked, step=step, given=said(asking, step))


def _felt(usual: tuple[int, int], chance: random.Random) -> dict[str, Any]:
    """Two of three answer as most do, the others anything."""
    there, absent = (value if chance.random() < 0.67 else chance.randint(1, 5) for value in usual)
    return {"functional": there, "dysfunctional": absent}


def _picked(shown: Sequence[int], worth: Sequence[float], chance: random.Random) -> dict[str, Any]:
    order = sorted(shown, key=lambda place: -worth[place] + chance.gauss(0, 1))
    return {"best": order[0], "worst": order[-1]}
