"""An interview is led in the browser: notes outlive a broken connection and a reload, two devices see each other, a recording is sent
while it is made and plays from a note's time."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, StorageState, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("conduct")]
STUDY = "What arrives, and what is billed"


@pytest.fixture
def device(chromium: Browser, signed_in: StorageState, home: str) -> Iterator[Callable[..., Page]]:
    """One more device of the same person. Pages complain when the connection is gone; of errors in scripts there are none."""
    contexts, errors = list[BrowserContext](), list[str]()

    def one(width: int = 1280) -> Page:
        size = {"width": width, "height": 800}
        contexts.append(chromium.new_context(storage_state=signed_in, base_url=home, viewport=size))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(15_000)
        contexts[-1].grant_permissions(["microphone"])
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield one
    for context in contexts:
        context.close()
    assert errors == []


def begun(page: Page, name: str, *, asks_consent: bool = True) -> str:
    """A new interview of a study of the demo, started; gives its address."""
    page.goto("/w/larder-demo/interviews")
    page.get_by_role("link", name=STUDY).focus()
    if asks_consent:
        page.goto(page.get_by_role("link", name=STUDY).get_attribute("href") or "")
    else:  # a study of its own, which lets everybody be recorded
        page.goto("/w/larder-demo/interviews/new")
        page.get_by_label("Name").fill(f"A study for {name}")
        page.get_by_role("button", name="Begin study").click()
    page.get_by_role("button", name="Interview somebody now").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Go to the interview").click()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("button", name="Finish")).to_be_visible()
    return page.url


def note(page: Page, text: str) -> None:
    field = page.get_by_label("Note", exact=True)
    field.fill(text)
    field.press("Enter")


def noted(page: Page) -> Locator:
    return page.locator("[data-list] .noted-words")


def saved(page: Page) -> None:
    expect(page.locator("[data-kept]")).to_have_text("All is saved.")


@pytest.mark.slow
def test_notes_without_a_connection(device: Callable[..., Page], accessible: Callable[[Page], None]) -> None:
    page = device()
    address = begun(page, "Talk in a cellar")
    field = page.get_by_label("Note", exact=True)
    field.press("1")
    note(page, "I count on paper.")
    note(page, "#price Too dear")
    saved(page)
    page.context.set_offline(True)
    for number in range(3):
        note(page, f"Kept {number}")
    page.locator("[data-note-id]", has_text="Too dear").get_by_role("button", name="Take back").click()
    field.press_sequentially("Half a no")
    expect(page.locator("[data-kept]")).to_contain_text("Kept here, 4 to send")
    expect(noted(page)).to_have_text(["Kept 2", "Kept 1", "Kept 0", "I count on paper."])
    accessible(page)
    page.route("**/notes", lambda route: route.abort())  # before the line is back: what waits is sent at once
    page.context.set_offline(False)
    page.goto(address)
    expect(page.locator("[data-kept]")).to_contain_text("Kept here, 4 to send")
    expect(noted(page)).to_have_text(["Kept 2", "Kept 1", "Kept 0", "I count on paper."])
    expect(page.get_by_label("Note", exact=True)).to_have_value("Half a no")
    page.unroute("**/notes")
    saved(page)
    expect(noted(page)).to_have_text(["Kept 2", "Kept 1", "Kept 0", "I count on paper."])
    page.goto(address)
    saved(page)
    expect(noted(page)).to_have_text(["Kept 2", "Kept 1", "Kept 0", "I count on paper."])


@pytest.mark.slow
def test_an_answer_that_is_lost_on_the_way_doubles_nothing(device: Callable[..., Page]) -> None:
    page = device()
    address = begun(page, "Talk on a train")

    answers_are_lost = True

    def lose(route: Route) -> None:
        route.fetch()  # the server has it
        if answers_are_lost:
            route.abort()
        else:
            route.continue_()

    page.route("**/notes", lose)
    for number in range(3):
        note(page, f"Said {number}")
    expect(page.locator("[data-kept]")).to_contain_text("3 to send")
    answers_are_lost = False
    saved(page)
    page.goto(address)
    expect(noted(page)).to_have_text(["Said 2", "Said 1", "Said 0"])


@pytest.mark.slow
def test_two_devices_see_each_other(device: Callable[..., Page], accessible: Callable[[Page], None]) -> None:
    laptop, phone = device(), device(390)
    phone.goto(begun(laptop, "Talk for two"))
    phone.get_by_label("Note", exact=True).fill("Still typing")
    phone.wait_for_timeout(1_000)  # each device guesses the server's clock by an answer, however late that came
    note(laptop, "Seen by both")
    expect(noted(phone)).to_have_text(["Seen by both"])
    expect(phone.get_by_label("Note", exact=True)).to_have_value("Still typing")
    phone.get_by_label("Note", exact=True).press("Enter")
    expect(noted(laptop)).to_have_text(["Seen by both", "Still typing"])  # as they were begun
    laptop.locator("[data-note-id]", has_text="Seen by both").get_by_role("button", name="Change").click()
    laptop.get_by_label("Change the note").fill("Seen by all")
    laptop.get_by_label("Change the note").press("Enter")
    expect(noted(phone)).to_contain_text(["Seen by all"])
    phone.locator("[data-note-id]", has_text="Seen by all").get_by_role("button", name="Take back").click()
    expect(noted(laptop)).to_have_count(1)
    phone.get_by_role("button", name="Undo").click()
    expect(noted(laptop)).to_have_count(2)
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
def test_a_recording_is_sent_while_it_is_made(device: Callable[..., Page], accessible: Callable[[Page], None]) -> None:
    page = device()
    begun(page, "Talk on tape", asks_consent=False)
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(4_000)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.wait_for_timeout(2_000)
    page.get_by_role("button", name="Go on").click()
    page.context.set_offline(True)
    page.wait_for_timeout(8_000)
    note(page, "Said at the end")
    expect(page.locator("[data-share]")).to_contain_text("An estimate from loudness")
    accessible(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text("The recording is kept")
    saved(page)
    page.get_by_role("button", name="Finish").click()
    accessible(page)
    length = page.locator("audio").evaluate("player => player.readyState ? player.duration : -1")
    at = int(page.locator("[data-play-at]").get_attribute("data-play-at") or 0)
    page.locator("[data-play-at]").click()
    page.wait_for_function("document.querySelector('audio').currentTime > 0")
    played = page.locator("audio").evaluate("player => [player.currentTime, player.dataset.starts, player.duration]")
    assert 8 < played[2] < 20, (length, played)
    assert abs(played[0] - (at - int(played[1]) - 2_000) / 1000) < 2.5, "the pause is left out"


@pytest.mark.slow
def test_a_tab_that_dies_leaves_what_was_recorded(device: Callable[..., Page]) -> None:
    page = device()
    address = begun(page, "Talk cut short", asks_consent=False)
    context = page.context
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(4_500)
    context.set_offline(True)
    page.wait_for_timeout(4_500)
    page.close(run_before_unload=False)
    context.set_offline(False)
    other = context.new_page()
    other.goto(address)
    expect(other.locator("[data-said]")).to_contain_text("The recording is kept")
    other.goto(re.sub(r"interviews/(\d+)/conduct", r"n/\1", address))
    expect(other.locator("audio")).to_have_count(1)
    assert int(other.locator("audio").get_attribute("data-duration") or 0) > 5_000, (
        "also what was not sent when it died"
    )


@pytest.mark.slow
def test_a_file_is_uploaded_and_goes_on_after_a_reload(device: Callable[..., Page], tmp_path: Path) -> None:
    page = device()
    address = begun(page, "Talk from a phone", asks_consent=False)
    talk = tmp_path / "talk.mp3"
    talk.write_bytes(bytes(range(256)) * 4 * 10_000)  # 10 MB: three parts
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/parts?" in request.url else None)
    page.route("**/parts?offset=8388608", lambda route: route.abort())
    page.get_by_label("Upload a recording").set_input_files(talk)
    expect(page.locator("[data-said]")).to_contain_text("No connection at")
    page.unroute("**/parts?offset=8388608")
    page.route("**/parts?offset=8388608", lambda route: route.abort())
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    page.unroute("**/parts?offset=8388608")
    sent.clear()
    page.get_by_label("Upload a recording").set_input_files(talk)
    expect(page.locator("[data-said]")).to_contain_text("The recording is kept")
    assert [url.rsplit("=")[1] for url in sent] == ["8388608"], "only what was missing is sent"
