"""Customer interviews by keyboard alone: three real transcripts from the question of a study to a decision that rests on what was said,
and a finished study of which there is only its findings sheet, brought in and gone on with."""

import os
import re
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import CLEW, PATIENCE
from tests.browser.hands import Hands
from tests.serving import as_a_user, begin_house, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("room")]
REAL = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[3] / "shared" / "data")) / "interviews"
TALKS = [REAL / "transcripts" / f"pdpilot_P{number}.txt" for number in (1, 2, 3)]

SHEET = REAL / "onrr" / "34_findings.xlsx"

STUDY, DECISION, OUTCOME = "Reading many plots", "How plots are ordered", "Models are understood sooner"
NEED, ABOVE, IDEA = "See first the plots that matter", "Not drown in plots", "Order plots by importance"
PEOPLE = ("Irene Ash", "Paul Birch", "Rosa Cedar")
SAID = "So you sort and then you look at the first 40"
FINISHED, TROUBLE = "Usability of the data site", "Six participants had trouble scrolling and zooming"
FOUND = "Everybody orders plots before reading them"
NOTES = (
    "1You end up with hundreds of plots.",
    "#sorting Sorts by importance, then reads forty.",
    "#sorting Sorts plots by importance before reading.",
    "Reads the first plots after sorting them.",
    "Clusters points and compares the histograms.",
    "Compares histograms between the clusters.",
)
CAPTIONS = """WEBVTT

00:00:00.000 --> 00:00:01.000
Interviewer: What happened then?

00:00:01.000 --> 00:00:03.000
Paul Birch: I sorted every plot by hand again.
"""

# A house for one person invites nobody, and a coding round needs two.
COLLEAGUE = """
import sys
from clew.ground.doors.commands import start_django, way_in
start_django()
from clew.ground.workspaces.api import Role, User, create_user, enter, join, workspace
access = way_in(None)
bob = User.objects.filter(name="Bob").first()
if bob is None:
    bob = create_user(email="bob@example.org", name="Bob", password="correct horse battery")
    join(workspace(access), bob, Role.EDITOR)
else:
    from clew.ground.evidence.api import source
    from clew.rooms.interviews.actions.coding import finish_coding, mark_blind
    round_id, source_id, exact = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    start, access = source(access, source_id).text.index(exact), enter(bob, access.slug)
    mark_blind(access, round_id=round_id, source_id=source_id, start=start, end=start + len(exact), exact=exact, codes=["sorting"])
    finish_coding(access, round_id=round_id)
"""


def colleague(data: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", COLLEAGUE, *arguments], env=as_a_user(data), check=True, timeout=120)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house in which nothing is yet, but for a colleague."""
    made = begin_house(tmp_path_factory)
    colleague(made)
    return made


@pytest.fixture(scope="module")
def door(data: Path) -> Iterator[str]:
    with serving(CLEW, as_a_user(data), data.parent / "serve.log") as link:
        yield link


@pytest.fixture(scope="module")
def window(chromium: Browser, door: str) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=door.split("/enter/")[0], viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(door)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def hands(window: Page, accessible: Callable[[Page], None]) -> Hands:
    return Hands(window, accessible)


@pytest.mark.skipif(not TALKS[0].exists(), reason="the transcripts are not here (CLEW_REFERENCE_DATA)")
def test_three_transcripts_from_a_question_to_a_decision(hands: Hands, data: Path, tmp_path: Path) -> None:
    open_the_decision(hands, DECISION)
    plan_the_study(hands)
    recruit(hands)
    schedule(hands)
    ask_for_consent(hands)
    bring_in_the_guide(hands)
    conduct(hands)
    bring_in_the_transcripts(hands)
    say_who_speaks_and_correct(hands)
    redact_a_name(hands)
    mark_what_was_said(hands)
    code_blind(hands, data)
    score_the_talk(hands)
    write_the_snapshot(hands)
    grow_the_tree(hands)
    make_sense(hands)
    share_a_finding(hands)
    cut_a_reel(hands, tmp_path)
    exchange(hands, tmp_path)
    erase_somebody(hands)
    decide(hands, DECISION, idea=IDEA, need=NEED)
    chain = why(hands, data)
    for words in (DECISION, IDEA, NEED, f"supported by “{SAID}", "Interview with Irene Ash", STUDY):
        assert words in chain
    assert "But I can imagine it" not in chain, "Rosa Cedar was erased"


def study(hands: Hands, title: str = STUDY) -> None:
    hands.go("g", "v")
    hands.open(title)


def interview(hands: Hands) -> None:
    study(hands)
    hands.open("Interview with Irene Ash")


def person(hands: Hands, name: str) -> None:
    hands.go("g", "e")
    hands.open(name)


def open_the_decision(hands: Hands, title: str) -> None:
    hands.go("g", "d")
    hands.go("c")
    expect(hands.labelled("Title")).to_be_focused()
    hands.write(title)
    hands.field("What would change this decision", "If nobody spoke of it twice.")
    hands.button("Open the decision")
    hands.see(title)


def plan_the_study(hands: Hands) -> None:
    hands.go("g", "v")
    hands.go("c")
    expect(hands.labelled("Name")).to_be_focused()
    hands.write(STUDY)
    hands.choose("The decision it informs", DECISION)
    hands.field("What do you want to find out?", "How do people who explain models find the plots worth reading?")
    hands.field("From whom", "Data scientists who explain models")
    hands.pick("How", "Inter")
    hands.field("How many people", "3")
    hands.field("Budget in EUR", "300")
    hands.pick("From", "01042027")
    hands.pick("Until", "01292027")
    hands.button("Begin study")
    hands.see(STUDY)
    hands.check()


def recruit(hands: Hands) -> None:
    for name in PEOPLE:
        hands.go("g", "e")
        hands.press("c")
        expect(hands.labelled("Name")).to_be_focused()
        hands.write(name)
        hands.field("E-mail", f"{name.split()[0].lower()}@plots.example")
        hands.press("Enter")
        hands.see(name)
    study(hands)
    hands.link("Choose from the panel")
    hands.see("Panel")
    hands.press("Shift+A")
    hands.button("Make candidates")
    hands.read("3 candidates more.")
    hands.press("Shift+A")
    hands.button("Invite…")
    hands.see("Invite")
    hands.button("Send 3 mails")
    hands.see("Candidates")


def schedule(hands: Hands) -> None:
    study(hands)
    hands.link("Say when you do")
    hands.see("When I interview")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        hands.field(day, "9-17")
    hands.field("Hours of notice", "0")
    hands.press("Enter")
    hands.read("Saved.")
    study(hands)
    hands.button("Who interviews")
    hands.tick(hands.page.get_by_role("checkbox", name="Me"))
    hands.button("Save")
    hands.link("Book for somebody")
    hands.see("Book an hour")
    hands.pick("For whom", "Irene")
    hands.tick(hands.page.get_by_role("radio").first)
    hands.button("Book")
    hands.read("Both are told by mail")


def ask_for_consent(hands: Hands) -> None:
    hands.go("g", "e")
    hands.link("Consent texts")
    hands.see("Consent texts")
    hands.press("c")
    hands.write("Talking with us")
    hands.field("Text", "We record this talk and quote from it without your name. You may take this back at any time.")
    hands.button("Save as a new version")
    hands.read("Version 1")
    for name in PEOPLE:
        person(hands, name)
        hands.button("Ask for consent")
        for scope in ("record", "quote", "clip", "share"):
            box = hands.page.get_by_role("checkbox", name=f"({scope})")
            if not box.is_checked():
                hands.tick(box)
        hands.button("Asked")
        hands.button("Write down the answer")
        hands.button("They agreed")
        expect(hands.page.locator("#consent").get_by_text("Given", exact=True)).to_be_visible()


def bring_in_the_guide(hands: Hands) -> None:
    study(hands)
    hands.link("New guide")
    hands.see("New interview guide")
    hands.page.set_input_files("input[type=file]", REAL / "onrr" / "34_guide.md")
    expect(hands.page.locator(".guide-marks .tag").first).to_be_visible()
    hands.press("Control+Enter")
    hands.read("Saved; its questions are as they were.")


def conduct(hands: Hands) -> None:
    interview(hands)
    hands.link("Conduct")
    hands.button("Start")
    expect(hands.page.get_by_role("button", name="Finish")).to_be_visible()
    hands.reach(hands.page.get_by_label("Note", exact=True))
    for note in NOTES:
        hands.write(note)
        hands.press("Enter")
    hands.tick(hands.page.locator("[data-question]").first)
    expect(hands.page.locator("[data-list] .noted-words")).to_have_count(len(NOTES) + 1)
    expect(hands.page.locator("[data-kept]")).to_have_text("All is saved.")
    hands.check()
    hands.button("Finish")
    hands.read("You end up with hundreds of plots.")


def bring_in(hands: Hands, *files: Path) -> None:
    hands.go("g", "o")
    hands.go("c")
    hands.see("Import a file")
    hands.page.set_input_files("input[type=file]", list(files))


def bring_in_the_transcripts(hands: Hands) -> None:
    bring_in(hands, *TALKS)
    hands.see("Transcripts")
    for number in (1, 2):
        hands.reach(hands.page.get_by_label("Participant is").nth(number))
        hands.write(PEOPLE[number])
    hands.button("Bring in")
    expect(hands.page.get_by_role("button", name="Undo this import")).to_be_visible()  # only once all is in
    interview(hands)
    hands.link("Choose its transcript")
    hands.button("Use pdpilot P1")
    hands.read("These words stand for the interview.")
    study(hands)
    hands.link("Take interviews in")
    hands.see("Take interviews in")
    hands.press("Shift+A")
    hands.button("Take into the study")
    hands.see(STUDY)
    expect(hands.page.get_by_role("link", name="pdpilot P3", exact=True)).to_be_visible()


def source(hands: Hands, title: str) -> None:
    hands.go("g", "s")
    hands.open(title)


def say_who_speaks_and_correct(hands: Hands) -> None:
    source(hands, "pdpilot P1")
    hands.button("Change speakers")
    hands.reach(hands.page.locator("#f-bind-speaker"))
    hands.write("Part")
    hands.reach(hands.page.locator("#c-bind-person"))
    hands.write("Irene")
    hands.take("Irene Ash")
    hands.button("Say who it is")
    hands.read("Saved.")
    expect(hands.page.get_by_role("main").get_by_role("link", name="Irene Ash").first).to_be_visible()
    hands.page.locator("clew-reader:defined").wait_for(state="attached")
    hands.reach(hands.page.locator("[data-text]"))
    hands.press("Home", "e")
    expect(hands.page.get_by_role("form", name="Correct this turn").get_by_label("What was said")).to_be_focused()
    hands.press("Control+Home")
    hands.write("Thank you, Irene Ash. ")
    hands.button("Save")
    expect(hands.page.locator("[data-text]")).to_contain_text("Interviewer: Thank you, Irene Ash. Okay.")


def redact_a_name(hands: Hands) -> None:
    interview(hands)
    hands.link("Personal data")
    hands.see("Personal data")
    hands.tick(hands.page.get_by_label("Select Irene Ash").first)
    hands.button("Redact for good")
    hands.see("Personal data")
    expect(hands.page.get_by_label("Select Irene Ash")).to_have_count(0)


def mark(hands: Hands, title: str, sentence: str, stance: str) -> None:
    source(hands, title)
    hands.select(sentence)
    hands.press("Enter")
    form = hands.page.get_by_role("form", name="Mark these words")
    expect(form.locator("[data-exact]")).to_contain_text(sentence)
    expect(form.get_by_label("Need")).to_be_focused()
    hands.write(NEED)
    hands.tick(form.get_by_role("radio", name=stance))
    hands.reach(form.get_by_label("Codes"))
    hands.write("sorting, too many plots")
    hands.enter(form.get_by_role("button", name="Mark"))
    expect(hands.page.locator("[data-text] mark").first).to_be_visible()


def mark_what_was_said(hands: Hands) -> None:
    mark(hands, "pdpilot P1", SAID, "Supports")
    hands.check()
    mark(hands, "pdpilot P2", "I think you had it set up very intuitively", "Supports")
    mark(hands, "pdpilot P3", "But I can imagine it to be useful if you really wanted", "Contradicts")


def code_blind(hands: Hands, data: Path) -> None:
    study(hands)
    hands.link("New round")
    expect(hands.labelled("Name")).to_be_focused()
    hands.write("Do we mean the same?")
    for name in ("pdpilot P2", "Me", "Bob"):
        hands.tick(hands.page.get_by_role("checkbox", name=name))
    hands.button("Begin")
    hands.see("Do we mean the same?")
    round_id = hands.number
    hands.link("pdpilot P2")
    hands.see("pdpilot P2")
    hands.select("I think you had it set up very intuitively")
    hands.press("Enter")
    expect(hands.page.get_by_label("Codes")).to_be_focused()
    hands.write("sort")
    hands.take("sorting")
    hands.press("Enter")
    expect(hands.page.locator("article.card")).to_have_count(1)
    expect(hands.page.locator("[data-text]")).to_be_focused()
    marked = hands.page.locator("[data-text] mark").text_content() or ""
    colleague(data, round_id, hands.number, marked)
    hands.button("I have finished all 1")
    hands.read("Agreement before you talked")
    hands.link("pdpilot P2")
    hands.button("Keep what all agreed on")
    expect(hands.page.get_by_role("main").get_by_text("kept", exact=True)).to_be_visible()
    hands.link("Do we mean the same?")
    hands.button("Close the round")
    hands.read("closed")


def score_the_talk(hands: Hands) -> None:
    interview(hands)
    hands.link("Talk analysis")
    hands.see("Talk analysis")
    hands.read("of the words are the interviewer’s")
    hands.link("Interview practice")
    hands.see("Interview practice")
    hands.check()


def write_the_snapshot(hands: Hands) -> None:
    interview(hands)
    hands.link("Snapshot")
    hands.read("No snapshot yet")
    hands.press("e")
    hands.see("Snapshot")
    hands.field("One more moment", "Hundreds of plots lie there")
    hands.pick("How it felt", "dr")
    hands.button("Add")
    expect(hands.labelled("One more moment")).to_be_focused()
    hands.tick(hands.page.get_by_role("radio", name=SAID))
    hands.field("What it makes us think", "Sorting is the way in.")
    hands.button("Done")
    hands.read("Sorting is the way in.")
    hands.read(NEED)
    hands.check()


def box(hands: Hands, title: str) -> Locator:
    return hands.page.locator(f'[role=treeitem][data-title="{title}"]')


def grow_the_tree(hands: Hands) -> None:
    hands.act("new outcome", "New outcome")
    expect(hands.labelled("Outcome")).to_be_focused()
    hands.write(OUTCOME)
    hands.press("Enter")
    hands.see(OUTCOME)
    hands.go("g", "v")
    hands.link("Tree")
    hands.see("Opportunity solution tree")
    hands.reach(box(hands, OUTCOME))
    hands.press("n")
    expect(hands.labelled("A need under this outcome")).to_be_focused()
    hands.write(ABOVE)
    hands.press("Enter")
    expect(box(hands, ABOVE)).to_be_focused()
    hands.press("End", "Space")
    said = hands.page.locator("[data-said]")
    expect(said).to_contain_text(f"“{NEED}” is picked up")
    hands.press("ArrowUp", "ArrowUp")
    expect(said).to_have_text(f"Under “{ABOVE}”.")
    hands.press("Space")
    hands.read(f"“{NEED}” was moved.")
    expect(box(hands, ABOVE).locator("[role=treeitem]")).to_contain_text(NEED)
    hands.check()


def make_sense(hands: Hands) -> None:
    study(hands)
    hands.link("Saturation")
    hands.read("Three more people like these would tell")
    hands.link("who has not been asked")
    hands.see("Who has not been asked")
    study(hands)
    hands.link("For and against")
    hands.read("2 of 3 who take one side speak for it")
    study(hands)
    hands.link("Themes of the study")
    hands.button("Find themes")
    hands.read("stays together in other tries")


def share_a_finding(hands: Hands) -> None:
    study(hands)
    hands.link("By participant")
    hands.see("Findings")
    hands.press("c")
    hands.write(FOUND)
    hands.pick("Severity", "Hi")
    hands.button("Add")
    hands.see(FOUND)
    for words in (SAID, "I think you had"):
        hands.choose("Excerpt", words)
        hands.button("Tie")
        hands.read(words)
    study(hands)
    hands.link("By participant")
    expect(hands.page.get_by_role("row", name=FOUND)).to_contain_text("2 of 3")
    study(hands)
    hands.act("report", "Report")
    hands.read(FOUND)
    expect(hands.page.get_by_role("main")).not_to_contain_text("Irene")
    hands.check()
    with hands.page.expect_download() as sheets:
        hands.link("PDF")
    assert sheets.value.path().read_bytes().startswith(b"%PDF")


def cut_a_reel(hands: Hands, folder: Path) -> None:
    """Of a talk that has a recording and a transcript with times, which the three have not."""
    sound, captions = folder / "paul.wav", folder / "paul.vtt"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(8000 * 2 * 3))
    captions.write_text(CAPTIONS)
    study(hands)
    hands.button("Interview somebody now")
    hands.field("Name", "Paul again")
    hands.button("Go to the interview")
    hands.button("Start")
    hands.button("Say whose it is")
    hands.choose("Person", "Paul Birch")
    hands.button("Save")
    hands.read("Saved.")
    hands.page.get_by_label("Upload a recording").set_input_files(sound)
    expect(hands.page.locator("[data-said]")).to_contain_text("The recording is kept")
    hands.button("Finish")
    hands.see("Paul again")
    bring_in(hands, captions)
    hands.see("Transcripts")
    hands.button("Bring in")
    expect(hands.page.get_by_role("button", name="Undo this import")).to_be_visible()  # only once all is in
    study(hands)
    hands.open("Paul again")
    hands.link("Choose its transcript")
    hands.button("Use paul")
    hands.read("These words stand for the interview.")
    mark(hands, "paul", "I sorted every plot", "Supports")
    study(hands)
    hands.act("highlight", "Highlight reels")
    hands.see("Highlight reels")
    hands.field("Name", "By hand")
    hands.tick(hands.page.get_by_role("checkbox", name="I sorted every plot"))
    hands.button("Begin")
    hands.see("By hand")
    expect(hands.page.locator("audio, video")).to_have_count(1)


def exchange(hands: Hands, folder: Path, title: str = STUDY) -> None:
    study(hands, title)
    with hands.page.expect_download() as project:
        hands.act("qdpx", "Project for other programs (.qdpx)")
    kept = folder / project.value.suggested_filename
    project.value.save_as(kept)
    bring_in(hands, kept)
    hands.read("selections")
    hands.button("Bring in")
    expect(hands.page.locator(".stats")).to_contain_text(re.compile(r"0\s*new"))


def erase(hands: Hands, name: str) -> None:
    person(hands, name)
    shown = hands.page.get_by_role("heading", level=1).inner_text()
    hands.link("Erase this person…")
    hands.field("Type the name to go on", shown)
    hands.button("Erase for good")
    hands.read("Everything was searched, and nothing was found.")


def erase_somebody(hands: Hands) -> None:
    erase(hands, "Rosa Cedar")
    hands.go("g", "s")
    hands.link("pdpilot P2")
    expect(hands.page.get_by_role("main")).not_to_contain_text("Rosa Cedar")


def decide(hands: Hands, title: str, *, idea: str, need: str) -> None:
    hands.act("new idea", "New idea")
    expect(hands.labelled("Idea")).to_be_focused()
    hands.write(idea)
    hands.choose("The need it addresses", need)
    hands.button("Add idea")
    hands.see(idea)
    hands.go("g", "d")
    hands.open(title)
    hands.pick("or an idea of the thread", idea)
    hands.button("Add option")
    hands.field("Another option", "Do nothing")
    hands.button("Add option")
    hands.choose("Rest it on a need, an excerpt, an earlier decision…", need)
    expect(hands.page.locator(".thread-line")).to_contain_text(need)
    hands.button("Register a prediction")
    hands.field("What do you expect?", "Will fewer people be lost?")
    hands.field("Probability, %", "70")
    hands.pick("Known by", "03012027")
    hands.button("Register")
    hands.read("Will fewer people be lost?")
    hands.tick(hands.page.get_by_role("radio", name=idea))
    for number, reason in enumerate(("Most spoke of it.", "They stay lost.")):
        hands.reach(hands.page.get_by_label("What speaks for it and against it").nth(number))
        hands.write(reason)
    hands.button("Decide")
    hands.read("What was known then is frozen with it.")
    hands.check()


def why(hands: Hands, data: Path) -> str:
    asked = subprocess.run(
        [CLEW, "why", hands.number], check=False, env=as_a_user(data), capture_output=True, text=True
    )
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


@pytest.mark.skipif(not SHEET.exists(), reason="the findings are not here (CLEW_REFERENCE_DATA)")
def test_a_finished_study_is_brought_in_and_gone_on_with(hands: Hands, data: Path, tmp_path: Path) -> None:
    open_the_decision(hands, "What to do about the map")
    bring_in_the_sheet(hands)
    read_the_matrix(hands)
    follow_a_finding_to_its_need(hands)
    report_it(hands)
    exchange(hands, tmp_path, FINISHED)
    decide(hands, "What to do about the map", idea="One scrollbar", need=TROUBLE)
    chain = why(hands, data)
    for words in ("What to do about the map", "One scrollbar", TROUBLE, "Had lots of issues with scrolling", FINISHED):
        assert words in chain
    erase(hands, "P9")
    hands.go("g", "d")
    hands.open("What to do about the map")
    assert "Had lots of issues with scrolling" not in why(hands, data)


def bring_in_the_sheet(hands: Hands) -> None:
    hands.go("g", "v")
    hands.link("Bring in a finished study")
    hands.see("Bring in a finished study")
    hands.page.set_input_files("input[type=file]", SHEET)
    hands.read("What the sheet’s severities mean")
    hands.check()
    hands.field("Name of the study", FINISHED)
    hands.choose("Decision it informed", "What to do about the map")
    hands.pick("“P1” means", "Hi")
    needs = hands.page.get_by_role("checkbox", name="Every finding that is a problem is a need too")
    if not needs.is_checked():
        hands.tick(needs)
    hands.button("Bring in")
    hands.see(FINISHED)


def read_the_matrix(hands: Hands) -> None:
    hands.link("By participant")
    hands.see("Findings")
    expect(hands.page.get_by_role("link", name="P10", exact=True)).to_be_visible()
    hands.check()
    hands.open(TROUBLE)
    hands.read("6 of 10")


def follow_a_finding_to_its_need(hands: Hands) -> None:
    hands.enter(hands.page.locator("a.node-card").filter(has_text="Need").first)
    expect(hands.page.locator(".peek[data-open] h1")).to_contain_text(TROUBLE)
    hands.press("Enter")
    hands.see(TROUBLE)
    hands.read("Had lots of issues with scrolling")
    expect(hands.page).to_have_url(re.compile(r"/n/\d+"))


def report_it(hands: Hands) -> None:
    hands.go("g", "v")
    hands.open(FINISHED)
    hands.act("report", "Report")
    hands.read("as people outside may read it")
    hands.read(TROUBLE)
    hands.check()
