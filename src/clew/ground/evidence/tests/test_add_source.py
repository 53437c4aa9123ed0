from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_source, describe_source, source
from clew.ground.evidence.tests.shop import Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.search.api import find
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access


def test_keeps_words_person_and_day(access: Access, shop: Shop) -> None:
    found = source(access, shop.interview)
    assert found.text.startswith("Interviewer: What slows")
    assert (found.person, found.account, found.said_on) == ("Anna Keller", "Bakery", date(2025, 7, 1))
    assert [t.speaker for t in found.turns] == ["Interviewer", "Anna"]
    assert (found.newest, found.shown, found.words) == (1, 1, 18)


def test_tidies_line_breaks_and_names_itself(access: Access) -> None:
    made = add_source(access, text="One  line.\r\n\r\n\r\n\r\nAnother\x00 line.")
    assert source(access, made.pk).text == "One line.\n\nAnother line."
    assert made.node.title == "One line. Another line."


def test_same_words_by_the_same_person_are_refused(access: Access, shop: Shop) -> None:
    with pytest.raises(Refused, match="Interview with Anna") as refusal:
        add_source(access, text=source(access, shop.interview).text, person_id=shop.anna)
    assert refusal.value.field == "text"


def test_same_words_archived_are_refused_and_say_so(access: Access) -> None:
    archive(access, node_ids=[add_source(access, text="Great!").pk])
    with pytest.raises(Refused, match="archived"):
        add_source(access, text="Great!")


def test_same_words_by_two_people_are_two_sources(access: Access, shop: Shop) -> None:
    add_source(access, text="Great app", person_id=shop.anna)
    add_source(access, text="Great app", person_id=shop.ben)


def test_leaves_traces(access: Access, shop: Shop) -> None:
    assert [h.node_id for h in find(access, "shelves", kinds=("source",)).hits] == [shop.interview]
    assert {c.act_name for c in history(workspace_id=access.workspace_id, node_id=shop.interview)} == {"add a source"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "  \n "}, "text"),
        ({"kind": "rumour"}, "kind"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"said_on": timezone.localdate() + timedelta(days=2)}, "said_on"),
    ],
)
def test_refuses_what_makes_no_sense(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        add_source(access, **{"text": "Words", **wrong})
    assert refusal.value.field == field


def test_refuses_a_person_of_another_workspace(access: Access, elsewhere: Access) -> None:
    theirs = add_person(elsewhere, name="Charlie's customer")
    with pytest.raises(Refused, match="not here"):
        add_source(access, text="Words", person_id=theirs.pk)


def test_refuses_a_viewer(viewer: Access) -> None:
    with pytest.raises(Forbidden):
        add_source(viewer, text="Words")


def test_describing_moves_it_to_another_person(access: Access, shop: Shop) -> None:
    describe_source(access, source_id=shop.complaint, kind="note", person_id=shop.anna, channel="phone")
    found = source(access, shop.complaint)
    assert (found.kind, found.person, found.account, found.channel) == ("note", "Anna Keller", "Bakery", "phone")


def test_a_stranger_finds_nothing(elsewhere: Access, shop: Shop) -> None:
    with pytest.raises(NotFound):
        source(elsewhere, shop.interview)
    with pytest.raises(NotFound):
        describe_source(elsewhere, source_id=shop.interview, kind="note")
