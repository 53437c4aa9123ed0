"""`clew roadmap timeline|tree|plan-idea|add-portfolio|put`: what the pages show and do, on the command line alone."""

import json
from datetime import timedelta

from django.utils import timezone
from tests.shell import Shell

from clew.ground.evidence.api import add_idea, add_need, address
from clew.ground.workspaces.api import Access, Role, User, join, workspace
from clew.rooms.roadmap.actions.fields import add_field, fill_in
from clew.rooms.roadmap.actions.ideas import place_idea
from clew.rooms.roadmap.actions.portfolios import add_portfolio
from clew.rooms.roadmap.actions.saved_views import save_view
from clew.rooms.roadmap.queries.portfolio_shapes import PutRow
from clew.rooms.roadmap.queries.portfolios import portfolio
from clew.rooms.roadmap.timeline import quarters_from

NOWHERE = 987_654


clew = Shell("roadmap")
told, refused = clew.told, clew.refused


def ideas(access: Access, *titles: str) -> list[int]:
    return [int(add_idea(access, title=title).pk) for title in titles]


def test_ideas_along_time(here: Access) -> None:
    assert clew("timeline").exit_code == 1
    one, two = ideas(here, "Count by phone", "Shelf order")
    first, _ = quarters_from(timezone.localdate(), 3)[1]
    made = told("plan-idea", one, first)
    assert (made["horizon"], made["earliest"]) == ("next", first.isoformat())
    assert clew("timeline").output.splitlines() == [
        f"{one:>7}  new        {made['earliest']} to {made['latest']}  Count by phone (Count by phone, item {made['id']})",
        f"{two:>7}  new        {'no days yet':<25} Shelf order",
    ]
    place_idea(here, idea_id=two, state="planned")
    save_view(here, name="Planned", asked="state=planned&view=timeline")
    seen = told("timeline", "--view", "planned")
    assert ([row["id"] for row in seen["without_days"]], seen["ideas"]) == ([two], [])
    assert [row["idea"]["id"] for row in told("timeline", "--find", "phone")["ideas"]] == [one]
    ideas(here, *(f"Idea {n}" for n in range(12)))
    assert "There are more" in clew("timeline").stderr


def test_an_idea_is_put_on_the_plan_once(here: Access) -> None:
    (one,) = ideas(here, "Count by phone")
    today = timezone.localdate()
    assert "too far off" in refused("plan-idea", one, today - timedelta(days=100))
    assert "not a day" in refused("plan-idea", one, "soon")
    assert refused("plan-idea", NOWHERE, today)
    assert clew("plan-idea", one, today).output.endswith(f"now, {today} to {told('items')[0]['latest']}\n")
    assert "on the plan already" in refused("plan-idea", one, today)


def test_ideas_as_a_tree(here: Access) -> None:
    need = int(add_need(here, title="Count fast").pk)
    one, two = ideas(here, "Count by phone", "Shelf order")
    address(here, idea_id=one, need_id=need)
    assert clew("tree").output.splitlines() == [
        f"{need:>7}  Count fast (need)", f"{one:>7}    Count by phone (idea, new)", "Under no need yet:",
        f"{two:>7}  Shelf order (idea, new)",
    ]  # fmt: skip
    seen = told("tree", "--find", "phone")
    assert ([one["id"] for one in seen["tops"]], seen["loose"]) == ([need], [])
    assert clew("tree", "--state", "declined").exit_code == 1
    ideas(here, *(f"Idea {n}" for n in range(30)))
    assert ("--page 2" in clew("tree").stderr, len(told("tree", "--page", 2)["loose"])) == (True, 1)


ROOMS = ("--period", "Q1", "--period", "Q2", "--room", "Design=4,4", "--room", "Web=5,5")


def row_of(access: Access, number: int, idea: int) -> PutRow:
    return next(row for row in portfolio(access, number).ideas if row.idea_id == idea)


def test_a_portfolio_is_made_and_filled(here: Access) -> None:
    one, two, three = ideas(here, "Count by phone", "Shelf order", "Digest")
    made = told("add-portfolio", "As today", *ROOMS)["id"]
    assert portfolio(here, made).capacity == ((4, 4), (5, 5))
    told("put", made, two, "Design=2", "--worth", 90, 110)
    assert told("put", made, three, "--worth", 1, 9, "--likely", 2) == {"id": three, "portfolio": made, "in": True}
    said = clew("put", made, one, "Design=3", "Web=4", "--worth", 150, 250, "--label", "must", "--begins", 2, "--needs", two, "--excludes", three)  # fmt: skip
    assert said.output == f"Idea {one}: in portfolio {made}.\n"
    row = row_of(here, made, one)
    assert (row.efforts, row.low, row.high, row.label, row.begins) == ((3, 4), 150, 250, "must", 2)
    assert ([tie.other_id for tie in row.needs], [tie.other_id for tie in row.excludes]) == ([two], [three])
    told("put", made, three, "--out")
    assert [row.idea_id for row in portfolio(here, made).ideas] == [two, one]


def test_what_is_not_named_of_an_idea_in_a_portfolio_stays(here: Access) -> None:
    (one,) = ideas(here, "Count by phone")
    made = told("add-portfolio", "As today", *ROOMS)["id"]
    told("put", made, one, "Design=3", "--worth", 1, 9, "--likely", 2, "--label", "must", "--begins", 1)
    told("put", made, one, "Web=4", "--lasts", 2, "--begins", 0)
    row = row_of(here, made, one)
    assert (row.efforts, row.lasts, row.low, row.likely, row.high) == ((3, 4), 2, 1, 2, 9)
    assert (row.label, row.begins) == ("must", None)
    told("put", made, one, "--likely", 5)
    told("put", made, one, "--label", "wont")
    row = row_of(here, made, one)
    assert (row.lasts, row.likely, row.label) == (2, 5, "wont")


def test_what_is_no_portfolio_is_refused(here: Access) -> None:
    (one,) = ideas(here, "Count by phone")
    made = told("add-portfolio", "As today", *ROOMS)["id"]
    assert "no capacity" in refused("add-portfolio", "P", "--period", "Q1", "--room", "Design=many")
    assert "a number for each period" in refused("add-portfolio", "P", "--period", "Q1", "--room", "Design=1,2")
    assert "names" in refused("add-portfolio", "P", "--period", "Q1", "--period", "q1", "--room", "Design=1,2")
    assert refused("add-portfolio", "P", *ROOMS, "--model", NOWHERE)
    for words, said in (
        (("Design=many",), "no effort"), (("Sales=1",), "no team “Sales”"), (("Design=nan",), "no amount"),
        (("--likely", 4), "without a spread"), (("--worth", 9, 1), "high end lies below"), (("--lasts", 3), "one to all periods"),
        (("--begins", 3), "no such period"), (("--needs", NOWHERE), "not in this portfolio"), (("--needs", one), "same idea"),
        (("--out", "--lasts", 2), "--out alone"),
    ):  # fmt: skip
        assert said in refused("put", made, one, *words), words
    assert refused("put", NOWHERE, one)
    assert refused("put", made, NOWHERE)
    told("put", made, one, "--out")
    assert "not in this portfolio" in refused("put", made, one, "--out")


def test_who_only_reads_looks_and_changes_nothing(here: Access, access: Access, elsewhere: Access) -> None:
    join(workspace(access), User.objects.get(pk=here.user_id or 0), Role.VIEWER)
    (one,) = ideas(access, "Count by phone")
    made = int(add_portfolio(access, title="Theirs", periods=["Q1"], capacity={"Design": [4]}).pk)
    there = ("-w", access.slug)
    assert told("timeline", *there)["without_days"][0]["id"] == told("tree", *there)["loose"][0]["id"] == one
    for words in (("plan-idea", one, timezone.localdate()), ("add-portfolio", "P", *ROOMS), ("put", made, one)):
        assert refused(*words, *there), words
        assert refused(*words, "-w", elsewhere.slug), words
    assert portfolio(access, made).ideas == ()


def test_ideas_by_what_a_field_says(here: Access) -> None:
    one, two = ideas(here, "Count by phone", "Shelf order")
    days = add_field(here, name="Design", kind="number", unit="days").pk
    fill_in(here, idea_id=one, values=[{"field_id": days, "value": 4}])
    for asked, found in ((f"{days}:3..5", [one]), (f"{days}:5..", []), (f"{days}", [one]), (f"{days}:none", [two])):
        shown = clew("ideas", "--field", asked, "--json")
        assert [row["id"] for row in json.loads(shown.output)] == found, asked
    assert [row["id"] for row in told("tree", "--field", f"{days}:4")["loose"]] == [one]
    for wrong, words in (("Design", "names no field"), (f"{NOWHERE}:1", "no such field"), (f"{days}:much", "no value")):
        assert words in refused("ideas", "--field", wrong)
