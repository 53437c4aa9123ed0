"""Ideas by two things at once: with their spread, and names that do not cover each other."""

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_idea
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap import plots
from clew.rooms.roadmap.actions.fields import add_field, fill_in
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.votes import vote_for
from clew.rooms.roadmap.queries.matrix import axes, matrix
from clew.rooms.roadmap.tests.ready import BETTER, estimated, rice


def test_ideas_stand_where_they_were_estimated(access: Access, browser_of: type[SignedIn]) -> None:
    model = rice(access)
    first, second = estimated(access, "First", BETTER), estimated(access, "Second")
    add_idea(access, title="Not estimated")
    cost = add_field(access, name="Cost", kind="number", unit="EUR").pk
    fill_in(access, idea_id=first, values=[{"field_id": cost, "value": 12}])
    vote_for(access, idea_id=second, person_id=add_person(access, name="Anna").pk)
    rank_ideas(access, model_id=model, top=1)
    keys = {axis.name: axis.key for axis in axes(access)}
    told = matrix(access, x=keys["Effort"], y=keys["Reach"], sort="name")
    assert [(one.title, told.without) for one in told.ideas] == [("First", 1), ("Second", 1)]
    better = told.ideas[0]
    assert (round(better.y_low), round(better.y_high)) == (2000, 4000)
    assert better.y_low < better.y < better.y_high
    by_votes = matrix(access, x="votes", y=keys["Cost"]).ideas
    assert [(one.title, one.x, one.y, one.y_low) for one in by_votes] == [("First", 0, 12, 12)]
    tops = {one.title: one.y for one in matrix(access, x="score", y="top").ideas}
    assert tops["First"] > 0.7 > tops["Second"]
    for wrong in ("factor-999", "mood", "field-1x"):
        with pytest.raises(Refused):
            matrix(access, x="votes", y=wrong)
    client = browser_of(access)
    shown = client.get(client.path("roadmap/ideas?view=matrix")).content.decode()
    assert "<circle" in shown
    assert (
        "Nothing to place yet" in client.get(client.path("roadmap/ideas?view=matrix&state=declined")).content.decode()
    )


def test_names_in_a_plot_do_not_cover_each_other() -> None:
    rows = [(n, f"An idea with the number {n}", n % 7, n % 7, n % 7, n % 5, n % 5, n % 5) for n in range(40)]
    found = plots.spots([*rows, (99, "x" * 50, 3, 2, 4, 3, 2, 4)], (0, 7), (0, 5))
    boxes = []
    for one in found:
        if not one.label:
            continue
        wide = len(one.label) * plots.LETTER
        left = {"start": one.label_x, "end": one.label_x - wide, "middle": one.label_x - wide / 2}[one.anchor]
        boxes.append((left, one.label_y - 11, left + wide, one.label_y + 3))
    assert len(boxes) > 20
    for at, box in enumerate(boxes):
        assert box[0] >= plots.LEFT
        assert box[2] <= plots.WIDTH
        for other in boxes[at + 1 :]:
            assert box[0] >= other[2] or other[0] >= box[2] or box[1] >= other[3] or other[1] >= box[3]
    assert max(len(one.label) for one in found) <= plots.MOST_LETTERS


@pytest.mark.parametrize(("values", "words"), [([1, 9], ["0", "2", "4", "6", "8"]), ([90, 100], ["90", "95", "100"])])
def test_scales_have_round_numbers(values: list[float], words: list[str]) -> None:
    low, high = plots.ends(values)
    assert [tick.words for tick in plots.ticks(low, high, 0, 100)] == words
    assert plots.ticks(0, 3e6, 0, 1)[1].words == "1 m"
    assert plots.ends([]) == (0.0, 1.06)
