"""The roadmap's whole job in the browser, over real reviews where they are at hand: inbox, needs, ideas, order, decision, plan, release,
changelog, score; and a stakeholder without an account reads what customers said for what is planned and against it."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CLEW, PATIENCE
from tests.browser.hands import Hands
from tests.serving import as_a_user, begin_house, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DATA = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[3] / "shared" / "data"))
REVIEWS = DATA / "feedback" / "evernote_reviews.csv"
WORK = "/w/mes-workspace"
OFFLINE, PRIVATE = "Reach my notes without a connection", "Know what the app may see"
KEEP, ASK, ITEM = "Keep the last notebooks on the device", "Ask for each permission", "Notes that open anywhere"
AGAINST = "I am always online, so offline means nothing to me."
ESTIMATES = {
    KEEP: {"reach": ("400", "900"), "impact": ("1", "2"), "confidence": (".5", ".8"), "effort": ("2", "4")},
    ASK: {"reach": ("20", "60"), "impact": ("0.5", "1"), "confidence": (".5", ".8"), "effort": ("2", "4")},
}


def reviews() -> bytes:
    """The real ones, 1,250 of them, and without them some made up of the same kind."""
    if REVIEWS.exists():
        return REVIEWS.read_bytes()
    made = [("offline it shows an error", 12), ("it asks for too many permissions", 12), ("I love this app", 30)]
    rows = [f"app,r{text[:4]}{n},{text}; number {n}" for text, count in made for n in range(count)]
    return "\n".join(["App id,Review id,Content", *rows]).encode()


@pytest.fixture
def mine(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Signed in to an empty workspace on a server of its own. Whatever the page complains about fails the test."""
    environment = as_a_user(begin_house(tmp_path_factory))
    with serving(CLEW, environment, tmp_path_factory.mktemp("log") / "serve.log") as link:
        context = chromium.new_context(base_url=link.split("/enter/")[0], reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(link)
        yield page
        context.close()
    assert complaints == []


def test_from_reviews_to_a_scored_prediction(
    mine: Page, accessible: Callable[[Page], None], chromium: Browser
) -> None:  # fmt: skip
    hands = Hands(mine, accessible)
    take_in(hands)
    sort_all(hands, "offline", OFFLINE)
    sort_all(hands, "permissions", PRIVATE)
    one_against(hands)
    for idea, need in ((KEEP, OFFLINE), (ASK, PRIVATE)):
        note_idea(hands, idea, need)
    order(hands)
    decide(hands)
    item = plan(hands)
    read_both_sides(hands)
    release(hands)
    changelog(hands, chromium)
    score(hands)
    stakeholder(hands, item, chromium)


def take_in(hands: Hands) -> None:
    page = hands.page
    page.goto(f"{WORK}/imports/new")
    page.set_input_files(
        "input[type=file]", files=[{"name": "reviews.csv", "mimeType": "text/csv", "buffer": reviews()}]
    )
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible()  # only once all is in
    page.goto(f"{WORK}/roadmap/inbox")
    hands.button("Take them in")
    hands.read("came in.")
    hands.check()


def sort_all(hands: Hands, words: str, need: str) -> None:
    """What the search finds, page by page, until nothing waits."""
    page = hands.page
    for _ in range(10):
        page.goto(f"{WORK}/roadmap/inbox?q={words}")
        if not page.locator("tbody tr").count():
            break
        hands.tick(page.get_by_label("Select all", exact=True))
        hands.field("Need", need)
        hands.press("Escape")
        hands.enter(page.get_by_role("button", name="Tie"))
        hands.read("tied.")
    expect(page.get_by_text("Nothing fits")).to_be_visible()


def one_against(hands: Hands) -> None:
    page = hands.page
    page.goto(f"{WORK}/roadmap/inbox/new")
    hands.write(AGAINST)
    hands.enter(page.get_by_role("button", name="Add it"))
    expect(page.locator("blockquote")).to_have_text(AGAINST)
    hands.choose("Need", OFFLINE)
    hands.pick("These words", "Contra")
    hands.button("Tie")
    hands.read("Tied.")


def note_idea(hands: Hands, idea: str, need: str) -> None:
    page = hands.page
    page.goto(f"{WORK}/ideas/new")
    hands.write(idea)
    hands.choose("The need it addresses", need)
    hands.button("Add idea")
    hands.see(idea)
    hands.check()
    headings = page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()
    assert headings.index("On the roadmap") < headings.index("For"), headings


def order(hands: Hands) -> None:
    page = hands.page
    page.goto(f"{WORK}/roadmap/models/new")
    hands.button("Add score model")
    hands.read("Score model added.")
    for idea, estimates in ESTIMATES.items():
        page.goto(f"{WORK}/roadmap/ideas?q={idea}")
        page.goto(page.get_by_role("link", name=idea).first.get_attribute("href") or "")
        hands.enter(page.get_by_role("link", name="Estimate", exact=True))
        for factor, (low, high) in estimates.items():
            page.locator(f"[name={factor}_low]").fill(low)
            page.locator(f"[name={factor}_high]").fill(high)
        hands.button("Save")
        hands.read("Estimated.")
    page.goto(f"{WORK}/roadmap")
    page.get_by_label("How many are the first").select_option(index=0)
    hands.button("Rank")
    hands.read("Ranked.")
    expect(page.get_by_role("main").get_by_text(KEEP).first).to_be_visible()
    hands.check()


def decide(hands: Hands) -> None:
    page = hands.page
    hands.enter(page.get_by_role("link", name="Open this ranking"))
    hands.enter(page.get_by_role("link", name="Decide from this ranking"))
    hands.field("What would change this", "If nobody spoke of offline any more.")
    hands.field("What do you expect?", "Will reviews about offline halve?")
    hands.field("Probability, %", "70")
    page.get_by_label("Known by").fill(day(180))
    hands.button("Decide")
    hands.see(f"Build first: {KEEP}")


def plan(hands: Hands) -> str:
    page = hands.page
    page.goto(f"{WORK}/roadmap/ideas?q=notebooks")
    page.goto(page.get_by_role("link", name=KEEP).first.get_attribute("href") or "")
    hands.enter(page.get_by_role("link", name="Plan it"))
    hands.field("Name", ITEM)
    page.get_by_label("Out at the earliest").fill(day(0))
    page.get_by_label("Out at the latest").fill(day(30))
    page.get_by_label("Who may see it").select_option("public")
    hands.button("Plan it")
    hands.see(ITEM)
    return hands.number


def read_both_sides(hands: Hands) -> None:
    """Ten on each side at a time; the other side stays where it is."""
    page = hands.page
    hands.check()
    sides = {name: page.locator(f"#words-{name}") for name in ("for", "against")}
    expect(sides["for"].locator("blockquote")).to_have_count(10)
    expect(sides["against"].locator("blockquote")).to_have_text([AGAINST])
    hands.enter(sides["for"].get_by_role("link", name="More"))
    hands.read("Page 2")
    assert 1 <= sides["for"].locator("blockquote").count() <= 10
    expect(sides["against"].locator("blockquote")).to_have_text([AGAINST])


def release(hands: Hands) -> None:
    page = hands.page
    page.goto(f"{WORK}/roadmap/portal")
    hands.field("Name", "Ideas for the notebook")
    hands.field("Address", "notebook")
    hands.button("Open the portal")
    hands.read("Saved.")
    page.goto(f"{WORK}/roadmap/releases/new")
    hands.write("Notes anywhere")
    page.get_by_label(re.compile("^Release notes")).fill("The last notebooks open on the train.")
    page.get_by_label("Who may see it").select_option("public")
    hands.button("Prepare it")
    hands.choose("One more item", ITEM)
    hands.button("Put in")
    hands.read("Put into the release.")
    hands.enter(page.locator("summary", has_text="It went out"))
    hands.button("Release")
    hands.read("Released.")


def changelog(hands: Hands, chromium: Browser) -> None:
    """Customers read it without an account, and so do their feed readers."""
    stranger = chromium.new_context(base_url=hands.page.url.split("/w/")[0])
    page = stranger.new_page()
    page.goto("/portal/notebook/changelog")
    expect(page.get_by_text("The last notebooks open on the train.")).to_be_visible()
    for feed in ("changelog.atom", "changelog.json"):
        assert "Notes anywhere" in stranger.request.get(f"/portal/notebook/feeds/{feed}").text()
    stranger.close()


def score(hands: Hands) -> None:
    page = hands.page
    page.goto(f"{WORK}/predictions")
    hands.open("Will reviews about offline halve?")
    page.get_by_label("Yes", exact=True).check()
    hands.button("Resolve and score")
    expect(page.get_by_role("main").get_by_text(re.compile(r"0\.09\b")).first).to_be_visible()


def stakeholder(hands: Hands, item: str, chromium: Browser) -> None:
    """By a link to a view: its items open, and the words stand there without names."""
    page = hands.page
    page.goto(f"{WORK}/roadmap/plan/views/new")
    hands.write("For the board")
    page.get_by_label("Items open").check()
    hands.button("Make it")
    hands.see("For the board")
    page.goto(f"{WORK}/n/{hands.number}/share")
    page.get_by_label("Who is it for?").fill("The board")
    hands.button("Make a link")
    link = page.locator("code").first.inner_text()
    stranger = chromium.new_context()
    seen = stranger.new_page()
    seen.goto(link)
    seen.get_by_role("link", name=ITEM).click()
    expect(seen.locator("#words-for blockquote")).to_have_count(10)
    expect(seen.locator("#words-against blockquote")).to_have_text([AGAINST])
    hands.accessible(seen)
    seen.get_by_role("link", name="More").click()
    expect(seen.get_by_text("Page 2")).to_be_visible()
    assert stranger.request.get(f"{link}/items/{int(item) + 100_000}").status == 404
    stranger.close()


def day(days: int) -> str:
    return f"{datetime.now(UTC).date() + timedelta(days=days)}"
