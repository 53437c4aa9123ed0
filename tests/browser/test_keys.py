"""What hands on a keyboard do: the palette, going places, moving in a table, the list of keys, undo."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

DEMO = "/w/larder-demo/"


def palette(page: Page, typed: str) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Go anywhere, do anything").fill(typed)


def test_the_palette_goes_anywhere(page: Page) -> None:
    page.goto(DEMO)
    palette(page, "decisi")
    expect(page.get_by_role("option").filter(has_text="Decisions").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/decisions"))


@pytest.mark.slow
def test_the_palette_forgives_and_does_what_can_be_done_from_anywhere(page: Page) -> None:
    page.goto(f"{DEMO}runs")
    palette(page, "ad acont")
    expect(page.get_by_role("option").first).to_have_text("Add an account")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Add an account").get_by_label("Name")).to_be_focused()


def test_the_palette_does_the_acts_of_the_record_and_remembers_it(page: Page) -> None:
    page.goto(f"{DEMO}ideas")
    link = page.locator("tbody .title a").first
    title, address = link.inner_text(), link.get_attribute("href") or ""
    page.goto(address)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").filter(has_text="Open in thread")).to_contain_text("T")
    palette_closed(page)
    palette(page, "rename")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("rename=1"))
    page.goto(DEMO)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").filter(has_text=title)).to_contain_text("Idea")


def palette_closed(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()


def test_g_and_a_letter_goes_to_a_place(page: Page) -> None:
    page.goto(DEMO)
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/needs$"))


@pytest.mark.slow
def test_escape_leaves_a_field_that_a_page_begins_in(page: Page) -> None:
    page.goto(f"{DEMO}decisions/new")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_label("The question")).to_be_focused()
    for key in ("Escape", "g", "n"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("/needs$"))


@pytest.mark.slow
def test_the_skip_link_leaves_nothing_in_the_address(page: Page) -> None:
    page.goto(f"{DEMO}accounts")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    expect(page).to_have_url(re.compile("/accounts$"))


@pytest.mark.slow
def test_w_and_enter_switches_the_workspace(page: Page) -> None:
    page.goto(DEMO)
    page.keyboard.press("w")
    expect(page.locator("#spaces")).to_be_visible()
    other = page.locator("#spaces a:focus").get_attribute("href") or ""
    assert other.startswith("/w/")
    assert other != DEMO
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{other}$"))


def test_j_moves_x_selects_and_enter_peeks(page: Page) -> None:
    page.goto(f"{DEMO}accounts")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".bulk")).to_contain_text("1 selected")
    page.keyboard.press("Enter")
    expect(page.locator(".peek[data-open] h1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".peek[data-open]")).to_have_count(0)


@pytest.mark.slow
def test_the_preview_follows_j_and_k(page: Page) -> None:
    page.goto(f"{DEMO}accounts")
    names = page.locator("tbody .title a").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".peek[data-open] h1")).to_have_text(names[0])
    page.keyboard.press("j")
    expect(page.locator(".peek[data-open] h1")).to_have_text(names[1])
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_have_text(names[1])


@pytest.mark.slow
def test_shift_selects_what_lies_between(page: Page) -> None:
    page.goto(f"{DEMO}accounts")
    boxes = page.locator("tbody input[name=ids]")
    boxes.nth(1).check()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(page.locator(".bulk")).to_contain_text("4 selected")
    for key in ("j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator(".bulk")).to_contain_text("6 selected")
    page.keyboard.press("Shift+A")
    expect(page.locator("thead [data-all]")).to_be_checked()
    page.keyboard.press("Shift+A")
    expect(page.locator(".bulk")).to_be_hidden()


def test_a_filter_takes_effect_by_itself_and_keeps_the_focus(page: Page) -> None:
    page.goto(f"{DEMO}accounts")
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    page.get_by_label("Plan", exact=True).select_option("Kitchen")
    expect(page).to_have_url(re.compile("plan=Kitchen"))
    expect(page.get_by_label("Plan", exact=True)).to_be_focused()
    page.get_by_label("As of").fill("2025-06-01")
    expect(page).to_have_url(re.compile("plan=Kitchen.*on=2025-06-01"))


def test_keys_are_listed_changed_refused_and_reset(page: Page) -> None:
    page.goto(f"{DEMO}accounts")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    keys.get_by_role("button", name=re.compile("^Next row")).click()
    page.keyboard.press("x")
    expect(keys.get_by_role("status")).to_have_text("x is already “Select the row”. Nothing was changed.")
    keys.get_by_role("button", name=re.compile("^Next row")).click()
    page.keyboard.press("n")
    expect(keys.get_by_role("status")).to_have_text("“Next row” is now N.")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("tr[data-here]")).to_have_count(1)
    page.keyboard.press("?")
    keys.get_by_role("button", name="Reset all").click()
    expect(keys.get_by_role("button", name=re.compile("^Next row"))).to_have_text("J")


@pytest.mark.slow
def test_the_side_bar_stays_folded(page: Page) -> None:
    page.goto(DEMO)
    fold = page.get_by_role("button", name="Fold the side bar")
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("[")
    expect(fold).to_have_attribute("aria-expanded", "false")
    page.reload()
    expect(page.locator(".side")).to_have_css("width", "49px")
    page.get_by_role("link", name="Needs").click()
    expect(page).to_have_url(re.compile("/needs$"))
    page.keyboard.press("[")
    expect(page.locator(".side")).to_have_css("width", "232px")


def test_archiving_is_undone(page: Page) -> None:
    page.goto(f"{DEMO}people")
    name = page.locator("tbody tr").first.locator(".title a").inner_text()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Archive").click()
    expect(page.locator(".toast")).to_contain_text("1 archived")
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    page.goto(f"{DEMO}people")
    expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible()


@pytest.mark.slow
def test_the_theme_is_kept(page: Page) -> None:
    page.goto(DEMO)
    page.locator(".side-foot button.side-space").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator(".side-foot button.side-space").click()
    page.get_by_role("button", name="As the system").click()


def test_arrows_fold_a_tree_and_j_passes_over_what_is_folded(page: Page) -> None:
    page.goto(f"{DEMO}needs")
    names, fold = page.locator(".tree a.name"), page.locator(".tree [data-fold]").first
    page.keyboard.press("j")
    expect(names.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(names.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    for _ in range(2):  # fold it, then go up
        page.keyboard.press("ArrowLeft")
    expect(names.first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(fold).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("j")
    expect(names.nth(1)).to_be_hidden()
    expect(page.locator(".tree a.name:focus")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_label("Title")).to_be_focused()


def test_m_moves_a_need(page: Page) -> None:
    page.goto(f"{DEMO}needs")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.get_by_label("Move to")).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page_of", "acts"),
    [
        ("needs?view=list", ("Add an idea", "Merge into", "Split", "Share with a guest", "Archive", "Comment")),
        ("decisions", ("Add option", "Register", "Share with a guest")),
        ("accounts", ("State a fact", "Link to")),
        ("people", ("Ask for consent", "Erase this person")),
        ("interviews", ("New guide", "Candidates", "Take interviews in", "Saturation")),
        ("sources", ("Describe", "Correct the text", "Summary and suggestions")),
        ("predictions?state=due", ("Resolve and score",)),
    ],
)
def test_every_act_of_a_record_is_in_the_palette(page: Page, page_of: str, acts: tuple[str, ...]) -> None:
    page.goto(f"{DEMO}{page_of}")
    page.goto(page.locator("main a[href*='/n/']").first.get_attribute("href") or "")
    for act in (*acts, "New need", "New decision", "New study", "Import feedback", "Bring in a finished study"):
        palette(page, act)
        expect(page.get_by_role("option").filter(has_text=act).first).to_be_visible()
        palette_closed(page)
