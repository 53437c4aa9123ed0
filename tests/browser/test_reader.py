"""Reading and marking, by mouse, by touch and by keys alone, in a text with everything that is hard about text."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

pytestmark = pytest.mark.browser

SPOKEN = (
    "Ines: Is it quiet? Tell me about Friday.\n\n"
    "Aoife: I count every shelf by hand 🥐👩‍🍳. It takes two hours! Nobody likes it, e\u0301 vero.\n\n"
    "Ines: And then?\n\n"
    "Aoife: Then I type it in. Twice.\n\n"
    "Sara: אני סופרת ביד כל יום שישי."
)


def add(page: Page, title: str, text: str = SPOKEN) -> None:
    page.goto("/w/mes-workspace/sources/new")
    page.get_by_label("What was said").fill(f"{text}\n\nInes: That was {title}.")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Add source").click()
    expect(page.locator("h1")).to_contain_text(title)
    ready(page)


def ready(page: Page) -> None:
    """The reader's script loads after the page."""
    page.locator("clew-reader:defined").wait_for(state="attached")


def chosen(page: Page) -> str:
    return str(page.evaluate("getSelection().toString()"))


def select(page: Page, words: str) -> None:
    """As a finger or a mouse would leave it."""
    page.evaluate(
        """words => {
          const text = document.querySelector("[data-text]"), all = text.textContent, from = all.indexOf(words);
          const point = place => {
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              if (place <= walker.currentNode.length) return [walker.currentNode, place];
              place -= walker.currentNode.length;
            }
          };
          getSelection().setBaseAndExtent(...point(from), ...point(from + words.length));
        }""",
        words,
    )


def test_keys_alone_mark_sentences_and_go_from_mark_to_mark(page: Page) -> None:
    add(page, "read by keys")
    text = page.locator("[data-text]")
    text.focus()
    page.keyboard.press("Home")
    assert chosen(page) == "Is"  # not the name of who asks
    for key in ("Control+ArrowRight", "Control+ArrowRight", "Control+Shift+ArrowRight"):
        page.keyboard.press(key)
    assert chosen(page) == "I count every shelf by hand 🥐👩‍🍳."
    page.keyboard.press("Shift+ArrowLeft")
    assert chosen(page) == "I count every shelf by hand"
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Need")).to_be_focused()
    page.keyboard.type("Count without paper")
    page.keyboard.press("Enter")
    expect(text.locator("mark")).to_have_text("I count every shelf by hand 🥐👩‍🍳.")
    expect(text).to_be_focused()
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("Count without paper")
    page.keyboard.press("Enter")
    expect(text.locator("mark")).to_have_count(2)
    page.keyboard.press("Home")
    page.keyboard.press("n")
    expect(text.locator("mark[data-on]")).to_have_text("I count every shelf by hand 🥐👩‍🍳.")
    page.keyboard.press("n")
    expect(text.locator("mark[data-on]")).to_have_text("Nobody")
    page.keyboard.press("p")
    expect(page.locator("article.card[data-on]")).to_contain_text("I count every shelf")
    page.keyboard.press("ArrowDown")
    assert chosen(page)
    page.keyboard.press("Escape")
    assert chosen(page) == ""


def test_a_mouse_marks_overlapping_words_with_suggested_codes_and_undo(page: Page) -> None:
    add(page, "read by mouse")
    for words, code in (("every shelf by hand", "manual work"), ("by hand 🥐👩‍🍳. It takes", "")):
        select(page, words)
        page.locator("[data-text]").dispatch_event("pointerup")
        form = page.locator("form.marker:not([data-turn])")
        expect(form.locator("[data-exact]")).to_have_text(words)
        form.get_by_label("Need").fill("Count without paper")
        form.get_by_role("combobox", name="Codes").fill(code or "something else, man")
        if not code:
            page.get_by_role("option", name="manual work", exact=True).click()
            expect(form.get_by_role("combobox", name="Codes")).to_have_value("something else, manual work, ")
        form.get_by_role("button", name="Mark").click()
        expect(page.locator(".toast")).to_contain_text("Marked.")
        ready(page)
    both = page.locator("[data-text] mark mark")
    expect(both).to_have_text("by hand")
    both.click()
    one = page.locator("article.card[data-on]").get_attribute("id")
    both.click()
    assert page.locator("article.card[data-on]").get_attribute("id") != one
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator("[data-text] mark mark")).to_have_count(0)
    expect(page.locator("[data-text] mark")).to_have_count(1)


def test_one_more_need_for_words_that_are_marked(page: Page) -> None:
    add(page, "read twice")
    select(page, "Twice.")
    page.locator("[data-text]").dispatch_event("pointerup")
    page.locator("form.marker:not([data-turn])").get_by_label("Need").fill("Type once")
    page.locator("form.marker:not([data-turn])").get_by_role("button", name="Mark").click()
    expect(page.locator("[data-text] mark")).to_have_text("Twice.")
    page.get_by_role("button", name="Add a need, code or note").click()
    form = page.locator("form.marker:not([data-turn])")
    expect(form.locator("[data-exact]")).to_have_text("Twice.")
    form.get_by_text("Contradicts").click()
    form.get_by_label("Need").fill("Be done before midnight")
    form.get_by_role("button", name="Mark").click()
    card = page.locator("article.card")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("Type once")
    expect(card).to_contain_text("Be done before midnight")


def test_words_that_lost_their_place_are_given_a_new_one(page: Page) -> None:
    add(page, "read and corrected", "Aoife: The blue one never works on a Monday.")
    select(page, "never works on a Monday")
    page.locator("[data-text]").dispatch_event("pointerup")
    page.locator("form.marker:not([data-turn])").get_by_role("button", name="Mark").click()
    expect(page.locator("[data-text] mark")).to_have_count(1)
    page.get_by_role("link", name="Correct the text").click()
    page.get_by_label("Text", exact=True).fill("Aoife: It breaks down after each weekend, read and corrected.")
    page.get_by_role("button", name="Save as version 2").click()
    expect(page.locator("h1")).to_contain_text("read and corrected")
    ready(page)
    page.get_by_role("button", name="Place it by hand").click()
    select(page, "breaks down after each weekend")
    page.locator("[data-text]").dispatch_event("pointerup")
    expect(page.locator("form.marker:not([data-turn])").get_by_label("Need")).to_be_hidden()
    page.locator("form.marker:not([data-turn])").get_by_role("button", name="Mark").click()
    expect(page.locator("[data-text] mark")).to_have_text("breaks down after each weekend")


def test_reading_on_with_j_and_nothing_to_mark_with_r(page: Page) -> None:
    for title in ("unread one", "unread two", "unread three"):
        add(page, title)
    page.keyboard.press("j")
    expect(page.locator("h1")).to_contain_text("unread two")
    page.keyboard.press("r")
    expect(page.locator("h1")).to_contain_text("unread one")
    page.keyboard.press("k")
    expect(page.locator("h1")).to_contain_text("unread three")
    page.goto("/w/mes-workspace/sources?marked=unread")
    expect(page.get_by_role("link", name="unread two")).to_have_count(0)


@pytest.mark.slow
def test_two_hours_of_talk_open_and_mark_fast(page: Page) -> None:
    said = "I count every shelf by hand and then I type it in again after closing, twice. "
    turns = "\n\n".join(f"{'Ines' if n % 2 else 'Aoife'}: {said * 2}Turn {n}." for n in range(625))
    add(page, "two hours", turns)
    assert page.evaluate("document.querySelector('[data-text]').textContent.split(/\\s+/).length") > 20_000
    page.reload()
    took = page.evaluate(
        """() => { const e = document.querySelector("clew-reader"), t = document.querySelector("[data-text]");
             t.textContent = t.textContent; const from = performance.now(); e.connectedCallback(); return performance.now() - from; }"""
    )
    assert took < 1_000
    page.reload()
    ready(page)
    page.locator("[data-text]").focus()
    page.keyboard.press("End")
    took = page.evaluate(
        """() => { const t = document.querySelector("[data-text]"), from = performance.now();
             for (const key of ["ArrowUp", "ArrowLeft", "ArrowUp", "ArrowRight"])
               t.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: true, bubbles: true }));
             return (performance.now() - from) / 4; }"""
    )
    assert took < 100
    page.keyboard.press("Enter")
    page.locator("form.marker:not([data-turn])").get_by_label("Need").fill("Count without paper")
    page.keyboard.press("Enter")
    expect(page.locator("[data-text] mark").first).to_be_visible()


@pytest.fixture
def phone(chromium: Browser, signed_in: StorageState, home: str) -> Iterator[Page]:
    context = chromium.new_context(
        storage_state=signed_in,
        base_url=home,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_a_finger_marks_with_the_bar_at_the_bottom(phone: Page) -> None:
    add(phone, "read on a phone")
    phone.locator("[data-text]").tap()
    select(phone, "I count every shelf by hand")
    bar = phone.locator(".marker-bar")
    expect(bar).to_contain_text("6 words selected")
    expect(phone.locator("form.marker:not([data-turn])")).to_be_hidden()
    box = bar.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844
    bar.get_by_role("button", name="Mark").tap()
    form = phone.locator("form.marker:not([data-turn])")
    expect(form.locator("[data-exact]")).to_have_text("I count every shelf by hand")
    expect(bar).to_be_hidden()
    assert phone.evaluate("CSS.highlights.get('clew-chosen').size") == 1
    form.get_by_label("Need").fill("Count without paper")
    form.get_by_role("button", name="Mark").tap()
    expect(phone.locator("[data-text] mark")).to_have_text("I count every shelf by hand")
    phone.locator("[data-text] mark").tap()
    expect(phone.locator("article.card[data-on]")).to_be_in_viewport()
    phone.get_by_role("button", name="Show in the text").tap()
    expect(phone.locator("[data-text] mark")).to_be_in_viewport()
    assert re.search("/n/\\d+$", phone.url)
