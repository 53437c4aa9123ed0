"""The main job in the browser: from a file of customers' words to a decision whose prediction is scored."""

import csv
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SAID = (
    "The offline notebook will not open on the train and I lose my notes.",
    "Offline does not work at all without paying, so on a plane it is useless.",
    "Sync is quick and my notes are everywhere I need them.",
    "It asks for far too many permissions for an app that keeps notes.",
    "Why would a note app need to read my contacts? Permissions are a joke.",
    "I love the web clipper, it saves me an hour a day.",
    "The clipper turns recipes into something I can cook from.",
    "Search inside pictures found a receipt from two years ago.",
    "Opening a note offline shows an error and then nothing.",
    "Cannot read my own notes offline on the tablet.",
)


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    """The real file where it is at hand, else ours of the same shape."""
    real = Path(os.environ.get("CLEW_REFERENCE_DATA", "../shared/data")) / "feedback" / "evernote_reviews.csv"
    if real.is_file():
        return real
    place = tmp_path / "reviews.csv"
    with place.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["App id", "Review id", "Content"])
        writer.writerows(["B00", f"R{n}", text] for n, text in enumerate(SAID))
    return place


def test_from_a_file_to_a_scored_decision(page: Page, reviews: Path) -> None:
    bring_in(page, reviews)
    mark(page)
    name_an_idea(page)
    decide(page)
    score(page)


@pytest.mark.slow
def test_reasons_stay_while_a_decision_is_laid_out(page: Page) -> None:
    """An option, a ground and a prediction are added by forms of their own; what was typed and not saved is there after each."""
    page.goto("/w/mes-workspace/needs/new")
    page.get_by_label("Need", exact=True).fill("Sell by the gram")
    page.get_by_role("button", name="Add need").click()
    page.goto("/w/mes-workspace/decisions/new")
    page.get_by_label("Title").fill("Whether to sell by the gram")
    page.get_by_label("What would change this decision").fill("Few ask.")
    page.get_by_role("button", name="Open the decision").click()
    flips = page.get_by_label("What would you have to learn to decide otherwise?")
    flips.fill("If nobody asked twice.")
    for option in ("Sell by the gram", "Do nothing", "Ask around"):
        page.get_by_label("Another option").fill(option)
        page.get_by_role("button", name="Add option").click()
        expect(page.get_by_role("button", name=f"Remove {option}")).to_be_visible()
        expect(flips).to_have_value("If nobody asked twice.")
    reasons = page.get_by_label("What speaks for it and against it")
    reasons.nth(0).fill("Many asked.")
    page.get_by_role("radio", name="Sell by the gram").check()
    page.get_by_label("Rest it on").fill("gram")
    page.get_by_role("option", name="Sell by the gram", exact=True).click()
    expect(page.locator(".thread-line")).to_contain_text("Sell by the gram")
    expect(reasons.nth(0)).to_have_value("Many asked.")
    page.get_by_role("button", name="Remove Ask around").click()
    expect(reasons).to_have_count(2)
    expect(reasons.nth(0)).to_have_value("Many asked.")
    expect(page.get_by_role("radio", name="Sell by the gram")).to_be_checked()
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_text("Saved. Nothing is decided yet.")).to_be_visible()
    expect(flips).to_have_value("If nobody asked twice.")
    page.reload()
    expect(reasons.nth(0)).to_have_value("Many asked.")
    expect(page.get_by_role("radio", name="Sell by the gram")).not_to_be_checked()


def bring_in(page: Page, reviews: Path) -> None:
    page.goto("/w/mes-workspace/imports/new")
    page.set_input_files("input[type=file]", reviews)
    expect(page.get_by_role("button", name="Bring in")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible(timeout=60_000)  # only once all is in
    page.get_by_role("link", name="See the sources").click()


def mark(page: Page) -> None:
    """Select words with the keyboard and tie them to a new need."""
    page.goto("/w/mes-workspace/search?q=offline")
    page.locator("main .list a.name").first.click(modifiers=["ControlOrMeta"], trial=True)
    page.goto(page.locator("main .list a.name").first.get_attribute("href") or "")
    text = page.locator("[data-text]")
    text.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    form = page.locator("form.marker")
    expect(form).to_be_visible()
    form.locator("input[type=text]").first.fill("Read my notes without a connection")
    form.get_by_role("button", name=re.compile("Mark|Save")).click()
    expect(page.locator("[data-text] mark").first).to_be_visible()


def name_an_idea(page: Page) -> None:
    page.goto("/w/mes-workspace/ideas/new")
    page.get_by_label("Name").or_(page.get_by_label("Title")).or_(page.locator("main input[name=title]")).first.fill(
        "Keep the last notebook on the phone"
    )
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("h1")).to_contain_text("Keep the last notebook on the phone")


def decide(page: Page) -> None:
    page.goto("/w/mes-workspace/decisions/new")
    page.get_by_label("Title").fill("What to do about offline reading")
    page.get_by_label("What would change this decision").fill("If fewer than one in ten reviews were about it.")
    page.get_by_role("button", name="Open the decision").click()
    for option in ("Keep the last notebook on the phone", "Do nothing"):
        page.get_by_label("Another option").fill(option)
        page.get_by_role("button", name="Add option").click()
        expect(page.get_by_role("button", name=f"Remove {option}")).to_be_visible()
    page.get_by_role("button", name="Register a prediction").click()
    dialog = page.locator("#predict")
    dialog.get_by_label("What do you expect?").fill("Will reviews about offline halve?")
    dialog.get_by_label("Probability, %").fill("70")
    dialog.get_by_label("Known by").fill((timezone.localdate() + timedelta(days=1)).isoformat())
    dialog.get_by_role("button", name="Register").click()
    expect(page.get_by_text("Will reviews about offline halve?").first).to_be_visible()
    page.locator("main input[name=chosen]").first.check()
    for reason in page.locator("main textarea[name^=reason_]").all():
        reason.fill("Because of what people say.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("What was known then is frozen with it.")).to_be_visible()


def score(page: Page) -> None:
    page.goto("/w/mes-workspace/predictions")
    page.get_by_role("link", name="Will reviews about offline halve?").click(modifiers=["ControlOrMeta"], trial=True)
    page.goto(page.get_by_role("link", name="Will reviews about offline halve?").get_attribute("href") or "")
    page.get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Resolve and score").click()
    expect(page.get_by_text("Brier score 0.09: 0 is certain and right")).to_be_visible()
    page.goto("/w/mes-workspace/predictions/calibration")
    expect(page.get_by_text("1 resolved")).to_be_visible()
