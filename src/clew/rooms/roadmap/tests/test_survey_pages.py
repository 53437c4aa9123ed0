"""The pages of surveys: members prepare, open and read; people answer by a link, without an account or a script."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.survey_answers import answer_survey
from clew.rooms.roadmap.actions.surveys import close_survey, post_survey
from clew.rooms.roadmap.models import Respondent
from clew.rooms.roadmap.pages.survey_plots import plots_of
from clew.rooms.roadmap.pages.surveys import in_order
from clew.rooms.roadmap.queries.surveys import survey, survey_results, surveys
from clew.rooms.roadmap.tests.ready import rice
from clew.rooms.roadmap.tests.survey_answers import (
    ATTRACTIVE,
    MUST,
    REVERSE,
    answered,
    ideas,
    opened,
    prepared,
    sets_of,
)
from clew.rooms.roadmap.tests.survey_answers import begun as begun_at


def text(response: Any) -> str:
    return str(response.content.decode())


def link_in(page: str) -> str:
    found = re.search(r"http://testserver(/survey/[^<\"]+)", page)
    assert found, page
    return found[1]


@pytest.mark.slow
def test_kano_from_an_empty_room_to_estimates_by_forms_alone(access: Access, browser_of: type[SignedIn]) -> None:
    client, people = browser_of(access), Client()
    assert "No survey yet" in text(client.get(client.path("roadmap/surveys")))
    made = added(client, ideas(access))
    record = client.path(f"n/{made}")
    address = posted(client, made)
    own = begun(people, address)
    answer_all(people, own)
    assert [one.category for one in survey_results(access, made).ideas] == ["M", "A", "M"]
    told_there = text(client.get(record))
    for words_there in ("Must-be", "Better and Worse", "Few answers", "Attractive", "Choose a score model"):
        assert words_there in told_there, words_there
    rice(access)
    assert "Impact" in text(client.get(record + "?segment="))
    estimates_of_it(client, made)
    assert survey(access, made).landed[0].factor == "Impact"
    client.post(client.path(f"roadmap/surveys/{made}/close"), {})
    assert (people.get(own).status_code, people.get(address).status_code) == (410, 410)


def added(client: SignedIn, chosen: list[int]) -> int:
    """A survey by Kano about these ideas, the first in other words than its title."""
    assert "Count by phone" in text(client.get(client.path("roadmap/surveys/new")))
    told = {
        "title": "What next?", "method": "kano", "ideas": chosen, "segments": "Bars\r\nCafés", "intro": "Two minutes.",
        "consent": "We keep it.", "most_answers": "100",
    }  # fmt: skip
    client.post(client.path("roadmap/surveys/new"), told)
    (row,) = surveys(client.access)
    assert "in the words that respondents read" in text(client.get(client.path(f"n/{row.id}")))
    words = {f"words-{pk}": "" for pk in chosen} | {f"label-{pk}": "" for pk in chosen}
    own_words = {**words, "ideas": chosen, f"words-{chosen[0]}": "At the shelf"}
    client.post(client.path(f"roadmap/surveys/{row.id}/ideas"), own_words)
    return row.id


def posted(client: SignedIn, made: int) -> str:
    """Looked at, opened, and the link that anybody may have."""
    for step in ("", "?step=0", "?step=2"):
        assert "nothing is kept" in text(client.get(client.path(f"roadmap/surveys/{made}/preview{step}")))
    client.post(client.path(f"roadmap/surveys/{made}/open"), {})
    assert "Nobody answered yet" in text(client.get(client.path(f"n/{made}")))
    return link_in(text(client.post(client.path(f"roadmap/surveys/{made}/link"), {})))


def begun(people: Client, address: str) -> str:
    """Somebody says to whom they belong, and has a link of their own from then on."""
    shown = text(people.get(address))
    assert ("We keep it." in shown, "<script" in shown) == (True, False)
    assert people.post(address, {"do": "begin"}).status_code == 422
    return str(people.post(address, {"do": "begin", "segment": "Bars"})["Location"])


def answer_all(people: Client, own: str) -> None:
    """Each question first in half, then whole; at the end one is corrected."""
    for number in range(3):
        page = text(people.get(own))
        assert len(page) < 20_000
        assert f"{number + 1} of 3" in page
        assert 'autocomplete="off"' in page, "or a browser that goes back fills in the last answer"
        step = re.findall(r'name="step" value="(\d+)"', page)[0]
        refused = people.post(own, {"step": step, "functional": "3"})
        assert (refused.status_code, "This needs an answer" in text(refused)) == (422, True)
        assert 'name="functional" value="3" checked' in text(refused), "what was typed is kept"
        assert people.post(own, {"step": step, "functional": "3", "dysfunctional": "5"}).status_code == 303
    assert "Thank you" in text(people.get(own))
    correcting = text(people.get(own + "?step=1"))
    assert (
        'name="dysfunctional" value="5" checked' in correcting,
        "Correct it" in correcting,
        "of 3" in correcting,
    ) == (True, True, False)
    people.post(own, {"step": "1", "functional": "1", "dysfunctional": "3"})


def estimates_of_it(client: SignedIn, made: int) -> None:
    """What the bars say becomes estimates of the impact, once."""
    factors = re.findall(r'<option value="(\d+)"[^>]*>([^<]+)', text(client.get(client.path(f"n/{made}"))))
    impact = next(pk for pk, name in factors if name == "Impact")
    told = {"factor": impact, "measure": "worse", "segment": "Bars"}
    place = client.path(f"roadmap/surveys/{made}/land")
    refused = text(client.post(place, {**told, "lowest": "3", "highest": "1"}))
    for name, value in told.items():
        chosen = refused[refused.index(f'name="{name}"') :].split("</select>")[0]
        assert re.search(rf'value="{value}"\s+selected', chosen), f"{name} is kept"
    assert [client.post(place, told).status_code for _ in range(2)] == [303, 422]


def test_an_idea_that_all_would_rather_be_without_is_shown(access: Access, browser_of: type[SignedIn]) -> None:
    """It has no Better and no Worse; its page, the first that one respondent brings about, is there all the same."""
    client = browser_of(access)
    made, door = opened(access, "kano")
    answered(door, [REVERSE, MUST, MUST])
    shown = text(client.get(client.path(f"n/{made}")))
    assert ("Reverse" in shown, "none" in shown) == (True, True)
    answered(door, [REVERSE, REVERSE, REVERSE])
    rice(access)
    assert "Make estimates of it" in text(client.get(client.path(f"n/{made}")))


@pytest.mark.parametrize(("method", "given"), [
    ("maxdiff", {"best": 0, "worst": 1}), ("pairwise", {"better": 0, "other": 1}), ("odi", {"importance": 4, "satisfaction": 2}),
    ("budget", {"points": [50, 30, 20]}), ("dots", {"points": [3, 2, 0]}),
])  # fmt: skip
def test_numbers_are_said_in_plain_words(
    access: Access, browser_of: type[SignedIn], method: str, given: dict[str, Any]
) -> None:
    """Terms stand in the explanation, none in a table's heading."""
    client = browser_of(access)
    made, door = opened(access, method, 5 if method == "maxdiff" else 3)
    asked = begun_at(door)
    shown = sets_of(asked)
    if shown:
        given = {"best": shown[0][0], "worst": shown[0][1]}
    answer_survey(asked, step=0, given=given)
    page = text(client.get(client.path(f"n/{made}")))
    assert "What these numbers mean" in page
    headings = " ".join(re.findall(r"<th[^>]*>(.*?)</th>", page, re.S))
    for term in ("logit", "utility", "Bradley", "bootstrap"):
        assert term not in headings.lower(), term


def test_what_matters_much_and_is_solved_badly_comes_first(access: Access, browser_of: type[SignedIn]) -> None:
    """In the table, and by the numbers of the plot above it."""
    client = browser_of(access)
    made, door = opened(access, "odi")
    solved, well = {"importance": 1, "satisfaction": 5}, {"importance": 5, "satisfaction": 5}
    answered(door, [solved, well, {"importance": 5, "satisfaction": 1}])
    page = text(client.get(client.path(f"n/{made}")))
    asked = [one.idea_id for one in survey_results(access, made).ideas]
    table = page.partition('aria-label="Opportunities"')[2] or page.partition("Opportunities")[2]
    assert [int(pk) for pk in re.findall(r'<tr data-id="(\d+)"', table)] == [asked[2], asked[1], asked[0]]
    assert [spot.name for spot in plots_of(in_order(survey_results(access, made), "score"))[0].spots] == [
        "Price digest", "Shelf order", "Count by phone",
    ]  # fmt: skip


def test_personal_links(access: Access, browser_of: type[SignedIn]) -> None:
    client, anna = browser_of(access), add_person(access, name="Anna").pk
    made, _ = opened(access, "kano")
    own = link_in(
        text(client.post(client.path(f"roadmap/surveys/{made}/ask"), {"person": ["", anna]}))
    )  # nobody found while typing
    people = Client()
    assert "Agree and begin" in text(people.get(own))
    people.post(own, {"do": "begin"})
    assert people.post(own, {"do": "stop"}).status_code == 422
    people.post(own, {"step": "0", "functional": "3", "dysfunctional": "5"})
    assert "Stop here" in text(people.get(own))
    people.post(own, {"do": "stop"})
    assert "Thank you" in text(people.get(own))
    assert "answered" in text(client.get(client.path(f"n/{made}")))
    assert client.post(client.path(f"roadmap/surveys/{made}/ask"), {}).status_code == 422


def test_a_full_room_behind_one_address_may_answer(access: Access) -> None:
    """A posted survey is answered by many at once; a form for suggestions is not, and stays slowed down."""
    made, _ = opened(access, "dots")
    address = f"/survey/{post_survey(access, survey_id=made).secret}"
    assert {Client().post(address, {"do": "begin"}).status_code for _ in range(30)} == {303}


def test_machines_are_thanked_and_nothing_is_kept(access: Access) -> None:
    made, _ = opened(access, "kano")
    address = f"/survey/{post_survey(access, survey_id=made).secret}"
    assert "Thank you" in text(Client().post(address, {"do": "begin", "website": "http://spam.example"}))
    assert not Respondent._base_manager.exists()


@pytest.mark.slow
def test_files_go_out_and_come_in_once(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    made, door = opened(access, "kano")
    answered(door, [MUST, ATTRACTIVE])
    sent = client.get(client.path(f"roadmap/surveys/{made}/answers.csv")).content
    assert sent.decode("utf-8-sig").splitlines()[:2] == [
        "respondent,segment,idea,functional,dysfunctional",
        "R1,,Count by phone,3,5",
    ]
    place = client.path(f"roadmap/surveys/{made}/bring-in")
    for _ in range(2):
        assert client.post(place, {"file": SimpleUploadedFile("a.csv", sent)}).status_code == 303
    assert survey_results(access, made).n == 2
    for wrong, said in ((b"\xff\xfe", "not in UTF-8"), (b"a,b\n1,2\n", "One column is headed"), (b"", "One column")):
        refused = client.post(place, {"file": SimpleUploadedFile("a.csv", wrong + b" ")})
        assert (refused.status_code, said in text(refused)) == (422, True)
    assert client.post(place, {}).status_code == 422


def test_a_viewer_reads_and_is_offered_nothing_else(access: Access, viewer: Access, browser_of: type[SignedIn]) -> None:
    made, door = opened(access, "kano")
    answered(door, [MUST])
    draft = prepared(access, "odi", 0)
    client = browser_of(viewer)
    for place in ("roadmap/surveys", f"n/{made}", f"n/{draft}"):
        assert 'method="post" action="/w/larder/roadmap' not in text(client.get(client.path(place)))
    assert client.post(client.path(f"roadmap/surveys/{made}/close"), {}).status_code == 403
    close_survey(access, survey_id=made)
    assert "Must-be" in text(client.get(client.path(f"n/{made}")))


@pytest.mark.parametrize("wrong", [{"title": ""}, {"method": "none"}, {"consent": ""}, {"most_answers": "0"}])
def test_a_refused_survey_keeps_what_was_typed(
    access: Access, browser_of: type[SignedIn], wrong: dict[str, str]
) -> None:
    client = browser_of(access)
    told = {
        "title": "What next?",
        "method": "kano",
        "ideas": ideas(access, 1),
        "intro": "Two minutes.",
        "consent": "Kept.",
        "most_answers": "9",
    }
    refused = client.post(client.path("roadmap/surveys/new"), {**told, **wrong})
    assert refused.status_code == 422
    assert "Two minutes." in text(refused)
    assert " checked>Count by phone" in text(refused)
    assert surveys(access) == ()
