"""An interview guide by keyboard alone: begun, written with the coach, moved about, saved; and real guides from file to file."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
REAL = Path(os.environ.get("CLEW_REFERENCE_DATA", "../shared/data")) / "interviews" / "onrr"
WRITTEN = """# Counting

## Warm-up (5 min)

- What does your day look like?
  - And yesterday?

## Counting

- Tell me about the last time you counted by hand.
- Who counts?

**Note:** Thank them.
"""


@pytest.mark.slow
def test_a_guide_is_written_by_keyboard_alone(page: Page, accessible: Callable[[Page], None]) -> None:
    press = page.keyboard.press
    page.goto("/w/mes-workspace/interviews/guides/new?begin=empty")
    expect(page.locator("main :focus")).to_have_count(1)
    page.keyboard.type("Counting")
    press("Enter")
    expect(page.get_by_label("Question 1")).to_be_focused()
    press("ArrowUp")
    page.keyboard.type("Warm-up")
    press("Tab")
    page.keyboard.type("5")
    press("Tab")
    page.keyboard.type("What does your day look like?")
    press("Enter")
    press("Tab")
    page.keyboard.type("And yesterday?")
    for _ in range(3):  # another probe, a question instead, a section
        press("Enter")
    page.keyboard.type("Counting")
    press("Enter")
    page.keyboard.type("Who counts?")
    press("Enter")
    page.keyboard.type("Do you count by hand?")
    expect(page.get_by_text("It can be answered with a yes or a no")).to_be_visible()
    expect(page.locator(".guide-balance")).to_contain_text("3 questions: 0 ask for a story, 1 closed")
    accessible(page)
    press("Alt+x")
    expect(page.get_by_text("closed, dismissed")).to_be_visible()
    press("Alt+x")
    expect(page.get_by_text("It can be answered with a yes or a no")).to_be_visible()
    press("Alt+Enter")
    expect(page.get_by_label("Question 3")).to_have_value("Tell me about the last time you counted by hand.")
    press("Alt+ArrowUp")
    press("ArrowDown")
    press("Enter")
    page.keyboard.type("Thank them.")
    press("Alt+n")
    expect(page.locator(".guide-balance")).to_contain_text("3 questions: 1 asks for a story, 0 closed")
    assert page.locator("textarea[name=text]").input_value() == WRITTEN
    press("Control+Enter")
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    expect(page.locator(".guide-page")).to_contain_text("Thank them.")
    accessible(page)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="the guides are not here (CLEW_REFERENCE_DATA)")
@pytest.mark.parametrize("name", ["32_guide.md", "33_guide.md", "34_guide.md", "35_guide.docx"])
def test_a_real_guide_goes_through_the_editor_as_it_is(page: Page, name: str) -> None:
    page.goto("/w/mes-workspace/interviews/guides/new")
    page.set_input_files("input[type=file]", REAL / name)
    expect(page.locator(".guide-marks .tag").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved; its questions are as they were.")).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    lines = page.locator(".guide-line textarea")
    expect(lines.first).to_be_focused()
    lines.first.evaluate("(area) => area.setSelectionRange(area.value.length, area.value.length)")
    page.keyboard.insert_text(" More.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()


@pytest.mark.slow
def test_lines_that_are_pasted_become_questions_and_a_plain_text_saves_too(page: Page) -> None:
    page.goto("/w/mes-workspace/interviews/guides/new?begin=empty")
    page.get_by_label("Name").fill("Pasted")
    page.get_by_role("button", name="Begin to write").click()
    expect(page.get_by_label("Question 1")).to_be_focused()
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "- What do you do?\n  - Since when?\n\n## To end (2 min)\n\n- What else?\n",
    )
    expect(page.get_by_label("Question 2")).to_have_value("What else?")
    expect(page.get_by_label("Probe of question 1")).to_have_value("Since when?")
    edit = page.url
    page.once("dialog", lambda dialog: dialog.accept())  # it asks before what was not saved is left
    page.goto(f"{edit}?plain")
    without = page.context.browser.new_context(  # type: ignore[union-attr]
        storage_state=page.context.storage_state(), java_script_enabled=False
    )
    plain = without.new_page()
    plain.goto(edit)
    plain.get_by_label("The guide, in Markdown").fill("# Pasted\n\n- What do you do?\n")
    plain.get_by_role("button", name="Save").click()
    expect(plain).to_have_url(re.compile(r"/n/\d+$"))
    expect(plain.locator(".guide-page")).to_contain_text("What do you do?")
    without.close()
