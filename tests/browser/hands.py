"""Two hands on a keyboard, and nothing else: what Tab, a key of the page or the palette does not reach is not reached."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

FAR = 250  # presses; a page that needs more has lost everybody before
WHERE = """(wanted) => {
    const here = document.activeElement;
    if (here === wanted) return "here";
    if (here.matches(".skip") && document.querySelector("main").contains(wanted)) return "skip";
    if (here === document.body) return "after";
    if (wanted.type === "radio" && here.type === "radio" && wanted.name === here.name) return "beside";
    return here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? "before" : "after";
}"""
TOWARDS = {"after": "Tab", "before": "Shift+Tab", "beside": "ArrowDown", "skip": "Enter"}
PLACE = """() => {
    const chosen = getSelection(), range = document.createRange();
    range.selectNodeContents(document.querySelector("[data-text]"));
    range.setEnd(chosen.anchorNode, chosen.anchorOffset);
    return range.toString().length;
}"""


@dataclass(frozen=True)
class Hands:
    page: Page
    accessible: Callable[[Page], None]

    # What a person sees

    def see(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()

    def read(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def labelled(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$")).first

    def check(self) -> None:
        """Nothing that axe finds wrong, and nothing to scroll sideways on a phone."""
        self.accessible(self.page)
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": 390, "height": 844})
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
        assert size is not None
        self.page.set_viewport_size(size)

    @property
    def number(self) -> str:
        """Of the record whose page is open."""
        return self.page.url.split("#")[0].rsplit("/", 1)[1]

    # What a person does

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Into the field that has the focus; a page that just came may be about to give it."""
        self.page.locator(":is(input, textarea, select, [contenteditable]):focus").wait_for(state="attached")
        self.page.keyboard.type(text)

    def reach(self, wanted: Locator) -> None:
        """Tab towards it until it has the focus."""
        element = wanted.element_handle()
        for _ in range(FAR):
            where = self.page.evaluate(WHERE, element)
            if where == "here":
                return
            self.press(TOWARDS[where])
        raise AssertionError(f"not reached by Tab: {wanted}")

    def enter(self, wanted: Locator) -> None:
        self.reach(wanted)
        self.press("Enter")

    def button(self, name: str) -> None:
        self.enter(self.page.get_by_role("button", name=name, exact=True).first)

    def link(self, name: str) -> None:
        self.enter(self.page.get_by_role("main").get_by_role("link", name=name).first)

    def open(self, name: str) -> None:
        """A row of a list: its preview, then its page."""
        self.link(name)
        expect(self.page.locator(".peek[data-open] h1")).to_contain_text(name)
        self.press("Enter")
        expect(self.page.get_by_role("main").get_by_role("heading", level=1, name=name)).to_be_visible()

    def field(self, label: str, text: str) -> None:
        """What stands there is written over."""
        self.reach(self.labelled(label))
        self.press("Control+a")
        self.write(text)

    def pick(self, label: str, start: str) -> None:
        """In a list that opens: by the first letters."""
        self.reach(self.labelled(label))
        self.write(start)

    def tick(self, box: Locator) -> None:
        self.reach(box)
        self.press("Space")

    def choose(self, label: str, typed: str) -> None:
        """Of what a field finds while one types."""
        self.field(label, typed)
        self.take(typed)

    def take(self, name: str) -> None:
        """Down to the option of that name, and Enter."""
        option = self.page.get_by_role("option", name=name).first
        option.wait_for()
        for _ in range(FAR):
            if option.get_attribute("aria-selected") == "true":
                self.press("Enter")
                return
            self.press("ArrowDown")
        raise AssertionError(f"not reached by arrows: {name}")

    def go(self, *keys: str) -> None:
        """To another page by keys; out of a list and its field first, if one is in them."""
        before = self.page.url
        self.press("Escape", "Escape", *keys)
        self.page.wait_for_url(lambda url: url != before)

    def act(self, typed: str, name: str) -> None:
        """By the palette: an act of the page, or one that can be done from anywhere."""
        self.press("Control+k")
        expect(self.page.get_by_role("combobox", name="Go anywhere, do anything")).to_be_focused()
        self.write(typed)
        self.take(name)

    def select(self, sentence: str) -> None:
        """In a reader: sentence by sentence to the one that begins so, then along it."""
        self.page.locator("clew-reader:defined").wait_for(state="attached")
        text = self.page.locator("[data-text]")
        start = (text.text_content() or "").index(sentence)
        self.reach(text)
        self.press("Home")
        while self.page.evaluate(PLACE) < start:
            self.press("Control+ArrowRight")
        self.press("Shift+Control+ArrowRight")
