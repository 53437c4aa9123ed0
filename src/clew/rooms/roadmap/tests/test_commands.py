"""`clew roadmap …`: from estimates to an order, a plan and a changelog, on the command line alone."""

from pathlib import Path

import pytest
from django.test import Client
from tests.shell import Shell

from clew.ground.evidence.api import add_idea, add_need, add_source
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.fields import add_field
from clew.rooms.roadmap.actions.ideas import change_ideas
from clew.rooms.roadmap.actions.plan import add_item
from clew.rooms.roadmap.actions.saved_views import save_view
from clew.rooms.roadmap.queries.feedback import inbox

clew = Shell("roadmap")
told = clew.told


def test_from_ideas_to_a_changelog(here: Access, tmp_path: Path) -> None:
    ideas = [int(add_idea(here, title=title).pk) for title in ("Count by phone", "Shelf order")]
    model = told("add-model", "RICE")["id"]
    assert told("models")[0]["id"] == model
    assert "confidence (0 to 1), effort (person-weeks)" in clew("models").output
    for idea, reach in zip(ideas, ("2000-4000", "100-200-400"), strict=True):
        assert len(told("estimate", idea, f"reach={reach}", "impact=1-2", "confidence=0.6-0.9", "effort=2-6")) == 4
    ranked = told("rank", "--top", 1)
    assert [row["id"] for row in ranked["ideas"]] == ideas
    assert "Count by phone" in clew("rank").output
    assert told("changes", "--ranking", ranked["id"])["worth"]
    item = told("plan", "Phones", "--idea", ideas[0], "--earliest", "2027-03-01", "--latest", "2027-05-01")["id"]
    agreed = told("baseline", "Agreed")["id"]
    told("move", item, "now", "--earliest", "2027-04-01", "--latest", "2027-06-01", "--why", "Late")
    assert "later by 31 days" in clew("items", "--baseline", agreed).output
    assert "(new)" in clew("items", "--since", "2020-01-01").output
    view = told("view", "For the company", "--arrangement", "timeline")["id"]
    assert ([row["id"] for row in told("views")], "For the company" in clew("views").output) == ([view], True)
    for words in (("--view", view), ("--lanes", "team")):
        assert clew("file", tmp_path / "plan.pdf", *words).exit_code == 0
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")
    assert told("items")[0]["horizon"] == "now"
    made = told("release", "Spring", "--item", item, "--on", "2027-05-20", "--version", "2.0", "--notes", "By phone")[
        "id"
    ]
    assert clew("changelog").output == "## Spring 2.0 (2027-05-20)\n\nBy phone\n\n- Phones\n\n"
    assert told("changelog")[0]["id"] == made
    sync = int(add_item(here, title="Sync").pk)
    again = ("release", "Summer", "--item", sync, "--on", "2027-05-21", "--audience", "public")
    assert "no voter hears of it: Sync" in clew(*again).output
    assert "release" in {entry.act_name for entry in record_history(here, made).entries}


def test_what_is_wrong_is_said_and_changes_nothing(here: Access) -> None:
    idea = int(add_idea(here, title="Count by phone").pk)
    for words, said in (
        (("rank",), "There is no score model"),
        (("changes",), "Nothing is ranked yet"),
        (("estimate", idea, "reach=1-2"), "add a score model first"),
        (("baseline", ""), "a baseline has a name"),
        (("file", "plan.exe"), "no such format"),
        (("plan", "Phones", "--earliest", "2027-03-01"), "A day without its range"),
        (("release", "Spring", "--item", idea, "--on", "2027-05-20"), "no such"),
    ):
        done = clew(*words)
        assert (done.exit_code, said.lower() in done.output.lower()) == (2, True), (words, done.output)
    told("add-model", "RICE")
    for words, said in (
        (("estimate", idea, "reach=many"), "Write reach=200-900"),
        (("estimate", idea, "reach=9-2"), "below the low one"),
        (("rank",), "Fewer than two ideas"),
    ):
        done = clew(*words)
        assert (done.exit_code, said in done.output) == (2, True), (words, done.output)
    for words in (("items",), ("changelog",)):
        assert clew(*words).exit_code == 1, "nothing to show"


def test_what_fits_is_said_of_a_capacity(here: Access) -> None:
    ideas = [int(add_idea(here, title=title).pk) for title in ("Count by phone", "Shelf order")]
    told("add-model", "Quarter", "--method", "moscow", "--capacity", 9, 12)
    for idea, label in zip(ideas, (3, 1), strict=True):
        told("estimate", idea, f"moscow={label}-{label}", "effort=7-8")
    said = clew("rank").output
    assert "how likely to fit into 9 to 12 person-weeks, and the rank" in said
    assert ("among the first" in said, "more than 60%" in said) == (False, True)
    ranked = told("rank")
    assert (ranked["capacity"], all(one in said for one in ranked["warnings"])) == ("9 to 12 person-weeks", True)


def test_few_answers_to_a_survey_are_said_to_be_few(here: Access, tmp_path: Path) -> None:
    ideas = [int(add_idea(here, title=title).pk) for title in ("Count by phone", "Shelf order", "Price digest")]
    told("add-model", "RICE")
    named = [word for idea in ideas for word in ("--idea", idea)]
    made = told("survey", "add", "Which one?", "--method", "pairwise", *named)["id"]
    first = told("survey", "open", made)["path"]
    again = told("survey", "link", made)["path"]
    assert [Client().get(path).status_code for path in (first, again)] == [404, 200], "one link for posting at a time"
    head, pair = "respondent,better,other\n", "Anna,Count by phone,Shelf order\n"
    file = tmp_path / "pairs.csv"
    file.write_text(head + pair * 2)
    assert "Row 3, better: This pair was judged already.\n      Correct that row" in clew.refused(
        "survey", "import", made, file
    )
    file.write_text(head + pair)
    assert clew.said("survey", "import", made, file).startswith("1 answer of 1 respondent came in")
    assert "Few answers, 1: the intervals are wide" in clew.said("survey", "results", made)
    assert clew.said("survey", "land", made, "chance", "impact").endswith("from 1 answer.\n")
    assert "No such" in clew.refused("survey", "link", ideas[0])


@pytest.mark.slow
def test_a_survey_from_ideas_to_estimates(here: Access, tmp_path: Path) -> None:
    ideas = [int(add_idea(here, title=title).pk) for title in ("Count by phone", "Shelf order")]
    told("add-model", "RICE")
    made = told("survey", "add", "What next?", "--method", "kano", "--idea", ideas[0], "--idea", ideas[1])["id"]
    assert "/survey/" in told("survey", "open", made)["path"]
    rows = "".join(f"{who},Bars,Count by phone,3,5\n{who},Bars,Shelf order,1,3\n" for who in range(5))
    (tmp_path / "in.csv").write_text("respondent,segment,idea,functional,dysfunctional\n" + rows)
    assert told("survey", "import", made, tmp_path / "in.csv")["respondents"] == 5
    assert [row["category"] for row in told("survey", "results", made)["ideas"]] == ["M", "A"]
    assert "Count by phone [M]: better" in clew("survey", "results", made, "--segment", "Bars").output
    assert told("survey", "land", made, "worse", "impact")["estimates"] == 2
    assert "same 5 answers" in clew("survey", "land", made, "worse", "impact").output
    assert "no factor speed" in clew("survey", "land", made, "worse", "speed").output
    told("survey", "export", made, tmp_path / "out.csv")
    assert "R5,Bars,Shelf order,1,3" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    told("survey", "close", made)
    assert told("survey", "list")[0]["state"] == "closed"
    assert clew("survey", "list").output.startswith(f"{made:>7}  kano")


def test_ideas_by_a_saved_view_and_their_fields(here: Access) -> None:
    first, second = (int(add_idea(here, title=title).pk) for title in ("Count by phone", "Shelf order"))
    size = add_field(here, name="Size", kind="choice", choices=["Small", "Large"]).pk
    assert [choice["name"] for choice in told("fields")[0]["choices"]] == ["Small", "Large"]
    large = told("fields")[0]["choices"][1]["id"]
    change_ideas(here, idea_ids=[first], state="planned", add_tag="Phone", field_id=size, value=large)
    assert told("fields", "--idea", first)[0]["words"] == "Large"
    assert clew("fields", "--idea", first).output == "Size: Large\n"
    assert f"Large ({large})" in clew("fields").output
    save_view(here, name="Large ones", asked=f"field={size}:{large}&sort=name")
    assert [row["id"] for row in told("ideas", "--view", "large ones")] == [first]
    assert [row["id"] for row in told("ideas")] == [second, first]
    assert [row["id"] for row in told("ideas", "--state", "planned", "--tag", "phone", "--sort", "votes")] == [first]
    assert "Count by phone (Phone; Large)" in clew("ideas", "--find", "count").output
    assert clew("ideas", "--owner", 0, "--state", "declined").exit_code == 1
    lost = clew("ideas", "--view", "Other")
    assert (lost.exit_code, "The views are: Large ones" in lost.output) == (2, True)


def test_feedback_comes_in_and_is_sorted(here: Access) -> None:
    slow, phone = int(add_need(here, title="Counting the shelves").pk), int(add_idea(here, title="Shelf scanner").pk)
    first = told("feedback", "I count the shelves twice.", "--said-on", "2026-03-02")["id"]
    letter = "From: Anna <anna@kettle.example>\nMessage-ID: <a@b>\n\nCounting shelves takes my Fridays.\n"
    by_mail = [clew("feedback", "--from-mail", input=letter).output for _ in range(2)]
    assert [words.partition(": ")[2] for words in by_mail] == ["in the inbox\n", "it was in the inbox already\n"]
    add_source(here, text="A scanner would be nice.", kind="feedback")
    assert told("inbox")["total"] == 2
    listed = clew("inbox", "--take-in", "--limit", 5)
    assert ("1 came in." in listed.stderr, "Anna" in listed.stdout) == (True, True)
    assert "Counting the shelves (by words)" in clew("sort", first).output
    assert told("sort", first, "--need", slow) == {"sorted": 1, "need": slow}
    assert clew("sort", first, "--idea", phone, "--stance", "contradicts").output == "1 tied.\n"
    assert [row["id"] for row in told("inbox", "--state", "sorted", "--search", "twice")["rows"]] == [first]


def test_feedback_that_is_none_is_refused(here: Access) -> None:
    for words in (
        ("feedback",),
        ("feedback", "Hi", "--person", 987_654),
        ("sort", 987_654),
        ("sort", 987_654, "--need", 1),
    ):
        assert clew(*words).exit_code == 2, words
    for raw in (b"", b"no mail", b"From: a@b.example\nAuto-Submitted: auto-replied\n\nAway", b"x" * 5_000_001):
        assert clew("feedback", "--from-mail", input=raw).exit_code == 2
    assert clew("inbox").exit_code == 1
    assert inbox(here, state="").total == 0
