"""The closing scene, in one go: two people in two browsers on PostgreSQL, an assistant, an erasure, a death, and a backup brought back."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests import chromium
from tests.databases import NewHouse
from tests.endurance.actors import ASSISTANT, PATIENCE, Person, Writer, ask_by_mcp
from tests.live.listening import Server
from tests.tables import ON_POSTGRES

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(not ON_POSTGRES, reason="a team's house, as it is served from PostgreSQL"),
]

CLEW = Path(sys.executable).with_name("clew")
NEED = "Count stock without paper"
ANNA, BEN = "Anna Keller", "Ben Ortiz"
ANNAS = "I count every shelf by hand on Friday evening. My cellar has no signal at all."
COUNTED, CELLAR = "I count every shelf by hand on Friday evening.", "My cellar has no signal at all."
BENS = "The paper list is fine for us. It never runs out of battery. Only the prices are hard to read."
FINE, BATTERY, PRICES = "The paper list is fine for us.", "It never runs out of battery.", "Only the prices are hard"
ERASED = (COUNTED, CELLAR, "every shelf by hand", ANNA, "Keller")


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Patient, since these tests are run beside others."""
    expect.set_options(timeout=PATIENCE)
    with chromium.started() as found:
        yield found
    expect.set_options(timeout=5_000)  # as it comes


def test_closing_scene(new_house: NewHouse, browser: Browser, tmp_path: Path) -> None:
    house, log = new_house() | {"CLEW_MODE": "team"}, tmp_path / "serve.log"
    backup = tmp_path / "backups" / "friday.zip"
    backup.parent.mkdir()
    server = Server(house, log)
    try:
        alice, bob = (Person(browser, name, f"http://localhost:{server.port}") for name in ("Alice", "Bob"))
        meet(alice, bob, house)
        interview = see_each_other(alice, bob)
        disagree(alice, bob)
        token = let_an_assistant_help(alice, bob, server)
        writer = Writer(f"http://localhost:{server.port}", bob.make_token("A script"))
        before = back_up_meanwhile(house, writer, backup)
        erase(alice, bob, interview)
        assert places_of(ERASED, house) == []
        assert alice.complaints + bob.complaints == []
        writer.go_on(5)
        server.kill()
        writer.join()
        assert writer.refused == ""
        assert set(writer.acknowledged) <= set(written(house)), "an acknowledged need is lost"

        other = new_house() | {"CLEW_MODE": "team"}
        bring_back(other, backup, before)
        assert places_of(ERASED, other) == []
        assert written(other) == writer.acknowledged[: len(written(other))], "the backup is not of one moment"
        assert len(written(other)) >= before.acknowledged
        server = Server(other, log, server.port)
        go_on(alice, bob, interview, server, token)
    finally:
        server.stop()
    assert "Traceback" not in log.read_text(), log.read_text()


def meet(alice: Person, bob: Person, house: dict[str, str]) -> None:
    alice.make_workspace("Larder")
    alice.invite(bob.email)
    bob.follow_the_mail(Path(house["CLEW_DATA"]))
    assert bob.home == alice.home


def see_each_other(alice: Person, bob: Person) -> str:
    """Each on a page that the other changes. Returns where the interview with Anna is."""
    alice.add_customer(ANNA)
    alice.add_customer(BEN)
    interview = alice.add_interview("Friday in the bakery", ANNA, ANNAS)
    seen = bob.stay(interview)
    expect(seen.get_by_text("Nothing is marked yet")).to_be_visible()
    alice.mark(interview, COUNTED, NEED, "Supports")
    expect(seen.locator("[data-text] mark")).to_have_text(COUNTED)
    expect(seen.locator(".toast[data-told]")).to_contain_text("Alice")
    bob.stayed()

    seen = alice.stay(alice.open(NEED))
    expect(seen.get_by_text("Nobody looked")).to_be_visible()
    other = bob.add_interview("A quiet shop", BEN, BENS)
    bob.mark(other, FINE, NEED, "Contradicts")
    expect(seen.get_by_text("Nobody looked")).to_be_hidden()
    expect(seen.locator(".halves").first).to_contain_text(FINE)
    alice.stayed()
    return interview


def disagree(alice: Person, bob: Person) -> None:
    """Both rename the need. Nothing is written over silently: Bob sees both names and settles it."""
    need = alice.here()
    for who in (alice, bob):
        who.go(f"{need}?rename=1")
    alice.page.get_by_label("Title").fill("Count stock quickly")
    alice.page.get_by_role("button", name="Rename").click()
    expect(alice.page.locator("h1")).to_contain_text("Count stock quickly")
    bob.page.get_by_label("Title").fill("Count stock by phone")
    bob.page.get_by_role("button", name="Rename").click()
    expect(bob.page.locator("h1")).to_have_text("Alice changed this meanwhile")
    assert ["409 (Conflict)" in said for said in bob.complaints] == [True], "the browser notes that it was refused"
    bob.complaints.clear()
    expect(bob.page.get_by_text("Count stock quickly")).to_be_visible()
    expect(bob.page.get_by_label("Yours")).to_have_value("Count stock by phone")
    bob.page.get_by_label("Yours").fill(NEED)
    bob.page.get_by_role("button", name="Save mine over it").click()
    expect(bob.page.locator("h1")).to_contain_text(NEED)
    expect(alice.page.locator("h1")).to_contain_text(NEED)
    bob.page.get_by_label("Comment").fill(f"She told me: {COUNTED} So they all do.")
    bob.page.get_by_role("button", name="Comment").click()
    expect(alice.page.get_by_text("So they all do.")).to_be_visible()


def let_an_assistant_help(alice: Person, bob: Person, server: Server) -> str:
    """It asks for two pieces of evidence; one waits on, the other is let through and bears its name. Returns its token."""
    need = bob.here()
    token = alice.make_token("My assistant")
    asked = {CELLAR: "supports", BATTERY: "contradicts"}
    answers = ask_by_mcp(f"http://localhost:{server.port}", token, asked, NEED)
    assert all("a person's yes" in answer["waits_for"] for answer in answers)
    expect(bob.stay(need).locator("main")).not_to_contain_text(BATTERY)
    page = alice.go("proposals")
    card = page.locator("article, .card").filter(has_text=BATTERY)
    expect(card).to_contain_text(f"{ASSISTANT} for Alice")
    card.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("Done, in your name.")).to_be_visible()
    quotation = bob.page.locator("figure").filter(has_text=BATTERY)
    expect(quotation).to_be_visible()
    bob.stayed()
    expect(bob.page.locator("#history")).to_contain_text(f"asked by {ASSISTANT}")
    quotation.get_by_role("link", name="Change").click()
    expect(bob.page.locator("#history")).to_contain_text(f"asked by {ASSISTANT}")
    return token


@dataclass
class Before:
    acknowledged: int
    ledger: str


def back_up_meanwhile(house: dict[str, str], writer: Writer, place: Path) -> Before:
    writer.go_on(5)
    before, began = len(writer.acknowledged), writer.acknowledged[-1]
    told = json.loads(clew(house, "backup", str(place), "--json"))
    writer.go_on(1)
    assert writer.acknowledged[-1] != began
    return Before(before, told["ledger"])


def erase(alice: Person, bob: Person, interview: str) -> None:
    """Anna asks to be forgotten. Bob, who reads her interview just then, sees the words go."""
    bob.stay(interview)
    page = alice.go("people")
    alice.open(ANNA)
    page.get_by_role("link", name="Erase this person…").click()
    page.get_by_label("Type the name to go on").fill(ANNA)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("Everything was searched, and nothing was found.")).to_be_visible()
    expect(bob.page.locator("main")).not_to_contain_text(COUNTED)
    expect(bob.page.locator("#history")).to_contain_text("Alice erased words here")
    bob.stayed()
    gone(alice, interview)


def gone(who: Person, interview: str) -> None:
    """In no page that could show it, in no search, in no export."""
    for path in (interview, "people", "sources", "proposals", "proposals?view=all", "needs", "settings/audit", ""):
        shown = who.go(path).content()
        assert [words for words in ERASED if words in shown] == [], path
    for words in (COUNTED, "Keller", "cellar"):
        expect(who.go(f"search?q={words}").locator("main")).to_contain_text("Nothing")
    page = who.go("settings/leave")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the workspace").click()
    with zipfile.ZipFile(io.BytesIO(coming.value.path().read_bytes())) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert BATTERY.encode() in whole
    assert [words for words in ERASED if words.encode() in whole] == []


def bring_back(house: dict[str, str], backup: Path, before: Before) -> None:
    told = json.loads(clew(house, "restore", str(backup), "--json"))
    assert told == {"ledger": before.ledger, "workspaces": told["workspaces"], "erased_again": 1}
    assert all(check["ok"] for check in json.loads(clew(house, "doctor", "--json")))


def go_on(alice: Person, bob: Person, interview: str, server: Server, token: str) -> None:
    """At the same address, after signing in again: what was there is there, and work goes on."""
    for who in (alice, bob):
        who.page.goto(who.home)
        expect(who.page.get_by_text("Perhaps you are only signed out.")).to_be_visible()
        who.complaints.clear()  # while nobody answered, and of this
        who.sign_in()
        expect(who.page).to_have_url(who.home)
    gone(alice, interview)
    alice.go("needs?view=list")
    page = alice.stay(alice.open(NEED))
    for words in (FINE, BATTERY, "So they all do."):
        expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("#history")).to_contain_text(f"asked by {ASSISTANT}")
    assert ask_by_mcp(f"http://localhost:{server.port}", token, {PRICES: "mentions"}, NEED)[0]["proposal_id"]
    bob.add_customer("Dora Lind")
    third = bob.add_interview("A market stall", "Dora Lind", "I type the stock into my phone while I stand there.")
    bob.mark(third, "I type the stock into my phone", NEED, "Supports")
    expect(page.locator("main")).to_contain_text("I type the stock into my phone")
    alice.stayed()
    assert alice.complaints + bob.complaints == []


def written(house: dict[str, str]) -> list[str]:
    """What the script wrote, as the database has it."""
    query = "select title from thread_node where title like 'Written while others work%' order by id"
    with psycopg.connect(house["CLEW_DATABASE_URL"]) as connection:
        return [title for (title,) in connection.execute(query)]


def places_of(words: Sequence[str], house: dict[str, str]) -> list[tuple[str, str]]:
    """In which tables they stand, whatever the product itself searched."""
    tables = "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname !~ '^(pg_|information_)'"
    with psycopg.connect(house["CLEW_DATABASE_URL"]) as connection:
        return [
            (name, one)
            for (name,) in connection.execute(tables).fetchall()
            for one in words
            if connection.execute(f"select 1 from {name} t where t::text ilike %s limit 1", [f"%{one}%"]).fetchone()
        ]


def clew(house: dict[str, str], *arguments: str) -> str:
    ended = subprocess.run([CLEW, *arguments], env=house, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr + ended.stdout
    return ended.stdout
