"""Many entries of the inbox are tied to one need or idea at once."""

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import add_person, ask_for_consent, give_consent, withdraw_consent, write_consent_text
from clew.ground.evidence.api import add_idea, add_need, need_named
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.feedback import capture_feedback
from clew.rooms.roadmap.actions.sorting import TOGETHER, sort_together
from clew.rooms.roadmap.queries import suggestions
from clew.rooms.roadmap.queries.feedback import inbox, inbox_entry

LONG = "I like the look of it. " * 20 + "But offline it shows nothing. " + "I use it every day. " * 10


def say(access: Access, text: str, person: int | None = None) -> int:
    return int(capture_feedback(access, text=text, person_id=person).pk)


@act("look for a need")
def need_named_by(access: Access, title: str) -> object:
    return need_named(title)


def words_on(access: Access, entry: int) -> list[tuple[str, str]]:
    """What of it is quoted, and for which need."""
    return [(mark.quote.exact, tie.need) for mark in inbox_entry(access, entry).marks for tie in mark.ties]


def test_to_a_new_need_and_again_to_the_same(access: Access) -> None:
    first, second, third = (say(access, text) for text in ("Offline it shows an error.", LONG, "No net, no notes."))
    made = sort_together(
        access, entry_ids=[first, second, first], new_need="Read without a connection", words="offline"
    )
    assert made.tied == 2
    assert words_on(access, first) == [("Offline it shows an error.", "Read without a connection")]
    assert words_on(access, second) == [("But offline it shows nothing.", "Read without a connection")]
    again = sort_together(access, entry_ids=[third], new_need="read without a connection ", stance="contradicts")
    assert (again.tied, again.need_id) == (1, made.need_id)
    assert {inbox_entry(access, one).row.state for one in (first, second, third)} == {"sorted"}
    assert "tie many entries at once" in {entry.act_name for entry in record_history(access, first).entries}


def test_the_sentence_that_holds_the_words_goes_before_one_that_means_the_like(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, need = say(access, LONG), int(add_need(access, title="Use it every day, all day").pk)
    near = {need: (0.9, 0)}
    monkeypatch.setattr(suggestions, "nearest_to", lambda _, passages, **__: near if passages else {})
    sort_together(access, entry_ids=[entry], need_id=need, words="OFFL nothing")
    assert words_on(access, entry) == [("But offline it shows nothing.", "Use it every day, all day")]
    other = say(access, f"{LONG} Again.")
    sort_together(access, entry_ids=[other], need_id=need)
    assert words_on(access, other) == [("I use it every day.", "Use it every day, all day")]


def test_to_an_idea_through_its_need(access: Access) -> None:
    need = int(add_need(access, title="Read without a connection").pk)
    idea = int(add_idea(access, title="Keep notebooks on the device", addresses=[need]).pk)
    entry = say(access, "No net, no notes.")
    assert sort_together(access, entry_ids=[entry], idea_id=idea).need_id is None
    assert words_on(access, entry) == [("No net, no notes.", "Read without a connection")]


def test_withheld_words_stay(access: Access) -> None:
    anna = int(add_person(access, name="Anna").pk)
    heard, open_one = say(access, "Offline it fails.", anna), say(access, "Offline it fails me.")
    write_consent_text(access, title="May we keep this?", body="We keep what you say.")
    asked = ask_for_consent(access, person_id=anna, scopes=["record"])
    give_consent(access, consent_id=asked.pk, scopes=["record"], how="written")
    withdraw_consent(access, consent_id=asked.pk)
    assert sort_together(access, entry_ids=[heard, open_one], new_need="Offline").tied == 1
    assert inbox_entry(access, heard).row.state == "new"
    with pytest.raises(Refused, match="None of these can be tied") as refused:
        sort_together(access, entry_ids=[heard], new_need="Something else")
    assert refused.value.field == "entry_ids"
    assert need_named_by(access, "Something else") is None


def test_nonsense_is_refused_and_nothing_half_written(access: Access, viewer: Access, elsewhere: Access) -> None:
    entry, need = say(access, "Offline it fails."), int(add_need(access, title="Offline").pk)
    for wrong, field in (
        ({"entry_ids": [entry]}, "need"),
        ({"entry_ids": [entry], "need_id": need, "new_need": "Other"}, "need"),
        ({"entry_ids": range(1, TOGETHER + 2), "need_id": need}, "entry_ids"),
        ({"entry_ids": [entry], "need_id": need, "stance": "shouts"}, "stance"),
    ):
        with pytest.raises(Refused) as refused:
            sort_together(access, **wrong)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        sort_together(access, entry_ids=[entry, 987_654], need_id=need)
    with pytest.raises(Forbidden):
        sort_together(viewer, entry_ids=[entry], need_id=need)
    with pytest.raises(NotFound):
        sort_together(elsewhere, entry_ids=[entry], need_id=need)
    assert [row.state for row in inbox(access).rows] == ["new"]


def test_from_the_list(access: Access, browser_of: type[SignedIn]) -> None:
    entries = [say(access, f"Offline it fails, {n}.") for n in range(3)]
    browser, place = browser_of(access), f"/w/{access.slug}/roadmap/inbox"
    data = {"ids": entries[:2], "do": "tie", "new_need": "Offline", "words": "offline", "stance": "supports"}
    assert browser.post(f"{place}/move", data).status_code == 303
    assert inbox(access, state="sorted").total == 2
    assert browser.post(f"{place}/move", {"ids": entries, "do": "tie"}).status_code in (303, 422)
    assert inbox(access, state="sorted").total == 2
