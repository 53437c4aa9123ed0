"""The inbox: words come in once, find their need or idea, and stand in its thread; what says the same is kept with who said it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.customers.api import add_account, add_person, add_segment, set_fact
from clew.ground.evidence.api import add_idea, add_need, add_source, idea, mark, need, source
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history, why
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions import feedback as acts
from clew.rooms.roadmap.actions import sorting
from clew.rooms.roadmap.queries.feedback import beside, inbox, inbox_entry, not_in_inbox
from clew.rooms.roadmap.queries.suggestions import alike, suggestions

TWICE = "I count the shelves twice, every Friday."


def say(access: Access, text: str = TWICE, **more: Any) -> int:
    return int(acts.capture_feedback(access, text=text, **more).pk)


def test_an_entry_says_who_said_it_and_what_they_pay(access: Access) -> None:
    account = add_account(access, name="Kettle & Crumb").pk
    set_fact(access, account_id=account, kind="arr", amount=1_200_000)
    add_segment(access, name="Large", rule={"arr_from": 1_000_000})
    person = add_person(access, name="Anna", email="anna@kettle.example", account_id=account).pk
    pk = say(access, channel="hand", person_id=person, said_on=date(2026, 3, 31))
    found = inbox_entry(access, pk)
    assert (found.row.person, found.row.account, found.row.arr, found.email) == (
        "Anna", "Kettle & Crumb", 1_200_000, "anna@kettle.example",
    )  # fmt: skip
    assert [name for _, name in found.segments] == ["Large"]
    assert (found.text, found.row.state, found.row.way_in) == (TWICE, "new", "By hand")
    assert found.said_on == date(2026, 3, 31)
    alice = SignedIn(access)
    assert "<dt>Said on</dt><dd>31 Mar 2026</dd>" in alice.get(alice.path(f"roadmap/inbox/{pk}")).content.decode()
    assert source(access, pk).kind == "feedback"
    assert inbox(access).rows == (found.row,)
    assert "capture feedback" in {entry.act_name for entry in record_history(access, pk).entries}


def test_its_words_stand_in_the_thread_of_the_need(access: Access) -> None:
    wanted = int(add_need(access, title="Counting the shelves takes too long").pk)
    add_need(access, title="Invoices arrive late")
    pk = say(access)
    (best,) = suggestions(access, pk)
    assert (best.id, best.kind, best.found_by) == (wanted, "need", "words")
    assert TWICE[best.start : best.end] == TWICE
    sorting.sort_to_need(access, entry_id=pk, need_id=wanted)
    assert {step.card.title for step in why(access, wanted).steps} >= {TWICE}
    assert inbox_entry(access, pk).row.state == "sorted"
    assert suggestions(access, pk) == (), "what it is tied to is suggested no more"
    sorting.sort_to_need(access, entry_id=pk, need_id=wanted, stance="contradicts")
    assert [tie.stance for m in inbox_entry(access, pk).marks for tie in m.ties] == ["contradicts"]


def test_of_a_long_entry_the_sentence_that_speaks_of_it_is_quoted(access: Access) -> None:
    wanted = add_need(access, title="Export to a spreadsheet").pk
    text = f"{'We like the app. ' * 30}But the spreadsheet export loses columns. {'Thanks a lot. ' * 5}"
    pk = say(access, text=text)
    assert (
        sorting.sort_to_need(access, entry_id=pk, need_id=wanted).exact == "But the spreadsheet export loses columns."
    )


def test_an_idea_is_tied_through_a_need_that_it_addresses(access: Access) -> None:
    slow, late = (add_need(access, title=title).pk for title in ("Counting takes too long", "Invoices arrive late"))
    phone = add_idea(access, title="Count by phone", addresses=[late, slow]).pk
    pk = say(access)
    sorting.sort_to_idea(access, entry_id=pk, idea_id=phone)
    assert [tie.need_id for m in inbox_entry(access, pk).marks for tie in m.ties] == [slow]
    assert TWICE in {step.card.title for step in why(access, phone).steps}
    bare = add_idea(access, title="A scanner").pk
    sorting.sort_to_idea(access, entry_id=pk, idea_id=bare)
    assert [card.title for card in idea(access, bare, on=timezone.localdate()).needs] == ["A scanner"]
    with pytest.raises(Refused, match="does not address"):
        sorting.sort_to_idea(access, entry_id=pk, idea_id=bare, need_id=late)


def test_a_new_need_or_idea_is_made_of_it_in_one_step(access: Access) -> None:
    pk = say(access)
    made = sorting.new_idea_from(access, entry_id=pk, title="Count by phone", need="Counting takes too long")
    (behind,) = idea(access, made.pk, on=timezone.localdate()).needs
    assert [said.quote.exact for said in need(access, behind.id, on=timezone.localdate()).supporting] == [TWICE]
    with pytest.raises(Refused) as refused:
        sorting.new_idea_from(access, entry_id=pk, title="Nothing behind it")
    assert refused.value.field == "need"
    with pytest.raises(Refused):
        sorting.new_need_from(access, entry_id=pk, title="  ")


def test_duplicates_keep_who_said_them(access: Access) -> None:
    first, second, third = (say(access, TWICE.replace("Friday", day)) for day in ("Friday", "Monday", "Sunday"))
    assert [row.id for row in alike(access, third)] == [first, second]
    sorting.is_duplicate(access, entry_id=third, of=second)
    sorting.is_duplicate(access, entry_id=second, of=first)
    assert {row.id for row in inbox_entry(access, first).duplicates} == {second, third}
    assert inbox_entry(access, first).row.duplicates == 2
    assert inbox_entry(access, third).duplicate_of.id == first  # type: ignore[union-attr]
    with pytest.raises(Refused):
        sorting.is_duplicate(access, entry_id=first, of=third)
    sorting.is_no_duplicate(access, entry_id=third)
    assert inbox_entry(access, third).duplicate_of is None
    with pytest.raises(Refused):
        sorting.is_no_duplicate(access, entry_id=third)


def test_sources_that_are_here_come_in_at_once(access: Access) -> None:
    plain, marked = (add_source(access, text=f"{TWICE} {n}", kind="feedback").pk for n in range(2))
    add_source(access, text="An interview", kind="interview")
    mark(access, source_id=marked, start=0, end=7, exact="I count")
    assert not_in_inbox(access) == 2
    assert acts.take_in_sources(access) == 2
    assert (acts.take_in_sources(access), not_in_inbox(access)) == (0, 0)
    assert inbox_entry(access, marked).row.state == "sorted"
    assert [row.id for row in inbox(access).rows] == [plain]


def test_a_search_shows_the_words_that_it_found(access: Access, browser_of: type[SignedIn]) -> None:
    say(access, "I like the look of it. " * 20 + "But offline it shows nothing. " + "I use it every day. " * 10)
    ((row,), (plain,)) = inbox(access, search="offline").rows, inbox(access).rows
    assert ("But offline it shows nothing." in row.found, plain.found) == (True, "")
    shown = browser_of(access).get(f"/w/{access.slug}/roadmap/inbox?q=offline").content.decode()
    assert "But offline it shows nothing." in shown


def test_what_waits_outside_is_not_called_sorted(access: Access, browser_of: type[SignedIn]) -> None:
    browser, place = browser_of(access), f"/w/{access.slug}/roadmap/inbox"
    add_source(access, text=TWICE, kind="feedback")
    assert "Nothing waits here yet" in browser.get(place).content.decode()


def test_what_says_nothing_is_set_aside_and_put_back(access: Access) -> None:
    one, two = say(access, "Nice."), say(access, "Terrific, nice.")
    near = beside(access, two)
    assert (near.before, near.after, near.total) == (None, one, 2)
    assert acts.set_aside(access, entry_ids=[two]) == 1
    assert (inbox(access).waiting, [row.id for row in inbox(access, state="set_aside").rows]) == (1, [two])
    assert beside(access, two).after == one, "an entry that left the list has a next one"
    assert acts.put_back(access, entry_ids=[one, two]) == 1
    assert [row.id for row in inbox(access, state="", search="terrific").rows] == [two]
    with pytest.raises(Refused):
        acts.set_aside(access, entry_ids=range(501))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"channel": "pigeon"}, "channel"),
        ({"person_id": 987_654}, "person_id"),
        ({"said_on": timezone.localdate() + timedelta(days=2)}, "said_on"),
        ({"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_bad_entries_are_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        say(access, **{"text": TWICE, **wrong})
    assert refused.value.field == field
    assert inbox(access).rows == ()


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access) -> None:
    pk, other = say(access), say(access, "Another")
    wanted = add_need(access, title="Counting").pk
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for call in (
            lambda who=who: acts.set_aside(who, entry_ids=[pk]),
            lambda who=who: acts.put_back(who, entry_ids=[pk]),
            lambda who=who: sorting.sort_to_need(who, entry_id=pk, need_id=wanted),
            lambda who=who: sorting.sort_to_idea(who, entry_id=pk, idea_id=wanted),
            lambda who=who: sorting.new_need_from(who, entry_id=pk, title="A need"),
            lambda who=who: sorting.new_idea_from(who, entry_id=pk, title="An idea", need="A need"),
            lambda who=who: sorting.is_duplicate(who, entry_id=other, of=pk),
            lambda who=who: sorting.is_no_duplicate(who, entry_id=pk),
        ):
            with pytest.raises(error):
                call()
    for asked in (inbox_entry, suggestions, alike, beside):
        with pytest.raises(NotFound):
            asked(elsewhere, pk)
    with pytest.raises(Forbidden):
        say(viewer)
    with pytest.raises(Forbidden):
        acts.take_in_sources(viewer)
    assert inbox(elsewhere).rows == ()


def test_pages(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    assert "Nothing has come in yet" in client.get(client.path("roadmap/inbox")).content.decode()
    client.get(client.path("roadmap/inbox/new"))
    far = {"text": TWICE, "person_id": "77", "person_id_words": "Anna", "said_on": "2999-01-01"}
    refused = client.post(client.path("roadmap/inbox/new"), far).content.decode()
    assert 'data-value="77"' in refused, "whom one chose is still chosen"
    assert 'value="Anna"' in refused
    stray = client.post(client.path("roadmap/inbox/new"), {"text": TWICE, "person_id": "", "person_id_words": "Ann"})
    assert (stray.status_code, "“Ann” was not chosen from the list" in stray.content.decode()) == (422, True)
    client.post(client.path("roadmap/inbox/new"), {"text": TWICE})
    wanted = add_need(access, title="Counting shelves").pk
    pk = say(access, "I count the shelves twice, every Monday.")
    shown = client.get(client.path(f"roadmap/inbox/{pk}")).content.decode()
    assert "Counting shelves" in shown
    assert "Nearly the same" in shown
    sent = client.post(client.path(f"roadmap/inbox/{pk}/sort"), {"need": wanted, "stance": "supports"})
    (waits,) = inbox(access).rows
    assert sent["Location"].endswith(f"roadmap/inbox/{waits.id}"), "the next one is shown"
    assert client.post(client.path(f"roadmap/inbox/{pk}/sort"), {}).status_code == 422
    client.post(client.path(f"roadmap/inbox/{waits.id}/same"), {"of": pk})
    assert "Says the same as" in client.get(client.path(f"roadmap/inbox/{waits.id}")).content.decode()
    client.post(client.path(f"roadmap/inbox/{waits.id}/same"), {})
    client.post(client.path(f"roadmap/inbox/{waits.id}/put"), {"do": "back"})
    client.post(client.path(f"roadmap/inbox/{waits.id}/begin"), {"new_need": "Two counts", "new_idea": "One count"})
    assert "Two counts" in client.get(client.path(f"roadmap/inbox/{waits.id}?state=all")).content.decode()
    client.post(client.path("roadmap/inbox/move"), {"ids": [pk, waits.id], "do": "aside"})
    assert "set aside" in client.get(client.path("roadmap/inbox?state=set_aside")).content.decode()
    assert client.post(client.path("roadmap/inbox/move"), {"do": "aside"}).status_code == 422
    add_source(access, text="More words", kind="feedback")
    assert "not in the inbox" in client.get(client.path("roadmap/inbox")).content.decode()
    client.post(client.path("roadmap/inbox/take-in"))
    assert [row.title for row in inbox(access).rows] == ["More words"]
