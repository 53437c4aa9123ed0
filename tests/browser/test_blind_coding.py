"""A coder's page by keys alone, and what two colleagues marked side by side, in the demo's coding rounds; and a round from its beginning to
its end by two people with accounts of their own, each at a keyboard."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Hands
from tests.browser.test_team import WORD, newest_mail
from tests.serving import as_a_user

pytestmark = pytest.mark.browser
ROUND, TALK = "Do Ada and Ben mean the same?", "Talk with Rosa"
BY_HAND, WAITING, TWICE = (
    "We count every shelf by hand.",
    "Then we wait for the van.",
    "On Fridays we count it all twice.",
)
A_STUDY = f"""
import sys
from clew.ground.doors.commands import start_django
start_django()
from clew.ground.evidence.api import add_code, add_source, read_spoken
from clew.ground.workspaces.api import User, enter
from clew.rooms.interviews.actions.studies import add_study, take_in
access = enter(User.objects.get(email="ada@example.org"), sys.argv[1])
text, turns = read_spoken("Ada: What happened?\\nRosa: {BY_HAND} {WAITING} {TWICE}\\nAda: Thank you.\\nRosa: Gladly.")
made = add_source(access, text=text, turns=turns, title="{TALK}", kind="interview")
study = add_study(access, title="Mornings").pk
take_in(access, study_id=study, source_ids=[made.pk])
for name in ("counting", "delivery"):
    add_code(access, title=name)
print(study)
"""


def open_round(page: Page, title: str) -> None:
    """Its whole page: a click would show it beside the list."""
    page.goto(f"/w/larder-demo/search?{urlencode({'q': title})}")
    page.goto(page.get_by_role("main").get_by_role("link", name=title).first.get_attribute("href") or "")


@pytest.mark.slow
def test_a_coder_marks_by_keys_alone(page: Page, accessible: Callable[[Page], None]) -> None:
    open_round(page, "Deliveries, coded blind")
    page.get_by_role("link", name="Code", exact=True).click()
    page.locator("clew-reader:defined").wait_for(state="attached")
    page.locator("[data-text]").focus()
    page.keyboard.press("Home")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_label("Codes")).to_be_focused()
    page.keyboard.type("shelf")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("article.card")).to_have_count(1)
    expect(page.locator("[data-text]")).to_be_focused()
    accessible(page)
    page.get_by_role("button", name="Withdraw this mark").click()
    expect(page.get_by_text("You have marked nothing here yet.")).to_be_visible()


@pytest.mark.slow
def test_marks_stand_side_by_side(page: Page, accessible: Callable[[Page], None]) -> None:
    open_round(page, "Do we mean the same by our codes?")
    expect(page.get_by_role("heading", name="Agreement before you talked")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Reconcile").click()
    expect(page.get_by_text("not settled").first).to_be_visible()
    accessible(page)


@pytest.mark.slow
@pytest.mark.xdist_group("team")
def test_two_people_code_blind_and_reconcile(
    team_page: Callable[[], Page], team_data: Path, accessible: Callable[[Page], None]
) -> None:
    ada, ben = Hands(team_page(), accessible), Hands(team_page(), accessible)
    home = join(ada, ben, team_data)
    study = written(team_data, home.rstrip("/").rsplit("/", 1)[1])
    ada.page.goto(f"{home}n/{study}")
    ada.link("New round")
    expect(ada.labelled("Name")).to_be_focused()
    ada.write(ROUND)
    for name in (TALK, "Ada", "Ben"):
        ada.tick(ada.page.get_by_role("checkbox", name=name))
    ada.button("Begin")
    ada.see(ROUND)
    place = ada.page.url
    ben.page.goto(place)

    for hands, chosen in (
        (ada, {BY_HAND: "counting", WAITING: "delivery", TWICE: "counting"}),
        (ben, {BY_HAND: "counting", WAITING: "counting", TWICE: "counting"}),
    ):
        hands.link(TALK)
        expect(hands.page.locator("[data-text] mark")).to_have_count(0)
        for at, (sentence, code) in enumerate(chosen.items(), 1):
            code_words(hands, sentence, code)
            expect(hands.page.locator("article.card")).to_have_count(at)
    ada.button("I have finished all 1")
    ada.see(ROUND)
    assert sees_nothing_of_the_other(ada)
    ben.page.reload()
    expect(ben.page.locator("article.card")).to_have_count(3)
    assert "delivery" not in ben.page.get_by_label("Your marks").inner_text()
    ben.button("I have finished all 1")
    ben.see(ROUND)

    for hands in (ada, ben):
        hands.page.goto(place)
        hands.read("Agreement before you talked")
        alpha = hands.page.locator(".interval").first.inner_text()
        assert re.search(r"-?\d\.\d\d\s+-?\d\.\d\d to -?\d\.\d\d", alpha.replace("−", "-")), alpha
    ada.check()
    reconcile(ada, ben)


def join(ada: Hands, ben: Hands, data: Path) -> str:
    """Both make an account of their own; Ada has a workspace and invites Ben by mail. Gives the workspace's address."""
    ada.page.goto("/accounts/signup/")
    ada.field("Your name", "Ada")
    ada.field("Email", "ada@example.org")
    with_a_password(ada)
    ada.page.wait_for_url("**/w/**")
    home = ada.page.url
    ada.page.goto(f"{home}settings")
    ada.field("E-mail address", "ben@example.org")
    ada.button("Invite")
    ada.read("The mail to ben@example.org is on its way.")
    ben.page.goto(re.findall(r"http://localhost:\d+(/invited/\S+)", newest_mail(data))[-1])
    ben.button("Make an account and join")
    expect(ben.page.get_by_label("Email")).to_have_value("ben@example.org")
    ben.field("Your name", "Ben")
    with_a_password(ben)
    ben.button("Join")
    ben.page.wait_for_url(home)
    return home


def with_a_password(hands: Hands) -> None:
    hands.field("Password", WORD)
    hands.field("Password (again)", WORD)
    hands.button("Sign up")


def written(data: Path, slug: str) -> str:
    """A study with one interview and two codes; gives its number."""
    environment = as_a_user(data) | {"CLEW_MODE": "team"}
    command = [sys.executable, "-c", A_STUDY, slug]
    return subprocess.run(
        command, env=environment, check=True, timeout=120, capture_output=True, text=True
    ).stdout.strip()


def code_words(hands: Hands, sentence: str, code: str) -> None:
    hands.select(sentence)
    hands.press("Enter")
    expect(hands.page.get_by_label("Codes")).to_be_focused()
    hands.write(code)
    hands.take(code)
    hands.press("Enter")


def sees_nothing_of_the_other(hands: Hands) -> bool:
    """Who has finished while another still codes."""
    hands.read("Nobody sees others’ marks until the last coder has finished.")
    hands.link(TALK)
    hands.read("You have finished.")
    shown = hands.page.locator("article.card")
    return shown.count() == 3 and "delivery" in hands.page.get_by_label("Your marks").inner_text()


def reconcile(ada: Hands, ben: Hands) -> None:
    """Side by side: what is alike is kept at once, what is not is settled in favour of one; the other sees it."""
    ada.link("Reconcile")
    ada.read("not settled")
    ada.button("Keep what all agreed on")
    ada.read("kept")
    ada.button("Keep Ada’s")
    expect(ada.page.get_by_text("not settled")).to_have_count(0)
    ada.check()
    ada.link(ROUND)
    ada.button("Close the round")
    ada.read("closed")
    ben.page.reload()
    ben.read("closed")
