"""What goes through an index in its order gives the same pages as a sort of everything."""

import random
from datetime import date, timedelta

import pytest

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_idea
from clew.ground.workspaces.api import Access, read
from clew.rooms.roadmap.actions.fields import add_field, fill_in
from clew.rooms.roadmap.actions.ideas import change_ideas, set_idea_state
from clew.rooms.roadmap.actions.votes import vote_for
from clew.rooms.roadmap.queries.fields import fields
from clew.rooms.roadmap.queries.ideas import listed_ideas
from clew.rooms.roadmap.queries.sought import Sought, ideas_of, in_order, page_of

MANY, AT_ONCE = 23, 4


@read
def in_pages(access: Access, sought: Sought) -> list[int]:
    return [pk for start in range(0, MANY, AT_ONCE) for pk in page_of(access, sought, slice(start, start + AT_ONCE))]


@read
def at_once(access: Access, sought: Sought) -> list[int]:
    return list(in_order(ideas_of(access, sought), sought).values_list("pk", flat=True))


@pytest.mark.parametrize("kind", ["number", "date", "check", "text"])
def test_pages_are_parts_of_the_whole_order(access: Access, kind: str) -> None:
    dice = random.Random(kind)
    ideas = [int(add_idea(access, title=f"Idea {n}").pk) for n in range(MANY)]
    add_field(access, name="Asked for", kind=kind)
    field = fields(access)[-1].id
    for idea in dice.sample(ideas, 15):
        n = dice.randrange(5)  # many are alike
        day = str(date(2027, 1, 1) + timedelta(days=n))
        value = {"number": n - 2, "date": day, "check": bool(n), "text": f"{'aB'[n % 2]}{n}"}[kind]
        fill_in(access, idea_id=idea, values=[{"field_id": field, "value": value}])
    for idea in dice.sample(ideas, 9):
        set_idea_state(access, idea_id=idea, state="planned")
    change_ideas(access, idea_ids=dice.sample(ideas, 4), away=True)
    for sort in (f"field-{field}", f"-field-{field}"):
        for sought in (
            Sought(sort=sort),
            Sought(sort=sort, states=("planned",)),
            Sought(sort=sort, given=((field, ("",)),)),
        ):
            whole = at_once(access, sought)
            assert in_pages(access, sought) == whole
            assert 0 < len(whole) < MANY
    assert [row.id for row in listed_ideas(access, sort=sort)] == at_once(access, Sought(sort=sort))


def test_by_votes_too(access: Access) -> None:
    dice, ideas = random.Random(1), [int(add_idea(access, title=f"Idea {n}").pk) for n in range(MANY)]
    people = [int(add_person(access, name=f"P. {n}").pk) for n in range(3)]
    for idea in ideas[:15]:
        for person in people[: dice.randrange(4)]:
            vote_for(access, idea_id=idea, person_id=person)
    listed_ideas(access)  # which counts them
    for sort in ("votes", "revenue"):
        assert in_pages(access, Sought(sort=sort)) == at_once(access, Sought(sort=sort))
