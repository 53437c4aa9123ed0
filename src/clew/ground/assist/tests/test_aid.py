"""Without any model: central sentences, near needs and codes, dismissed ones."""

import pytest

from clew.ground.assist.api import dismiss, source_aid
from clew.ground.assist.models import Dismissal
from clew.ground.assist.tests.conftest import TEXT
from clew.ground.evidence.api import add_need, add_source, mark
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import archive, audit
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db


def names(access: Access, source: int) -> set[str]:
    return {offer.name for offer in source_aid(access, source).offers}


def test_a_source_is_summed_up_in_its_own_words(access: Access, source: int) -> None:
    aid = source_aid(access, source)
    assert "Counting shelves by hand is the worst part of Friday." in [s.text for s in aid.summary]
    assert all(TEXT[s.start : s.end] == s.text for s in aid.summary)
    assert any("LexRank" in method for method in aid.methods)


def test_near_needs_and_codes_are_offered_at_their_words(access: Access, source: int, need: int, code: int) -> None:
    add_need(access, title="Log in by fingerprint")
    offers = source_aid(access, source).offers
    assert {(o.kind, o.target_id) for o in offers} == {("need", need), ("code", code)}
    assert all("shel" in o.exact and TEXT[o.start : o.end] == o.exact for o in offers)


def test_what_is_taken_up_or_put_away_is_offered_no_more(access: Access, source: int, need: int, code: int) -> None:
    offer = next(o for o in source_aid(access, source).offers if o.kind == "need")
    mark(access, source_id=source, start=offer.start, end=offer.end, exact=offer.exact, need_id=need)
    assert names(access, source) == {"Counting shelves by hand"}
    archive(access, node_ids=[code])
    assert names(access, source) == set()


def test_what_is_dismissed_stays_away_from_this_source_only(
    access: Access, editor: Access, source: int, need: int
) -> None:
    other = add_source(access, text="Nobody here can count all the shelves quickly enough.").pk
    for _ in range(2):
        dismiss(editor, source_id=source, target_id=need)
    assert names(access, source) == set()
    assert names(access, other) == {"Count the shelves quickly"}
    with within(access):
        assert Dismissal.objects.count() == 1
    assert audit(access)[0].name == "dismiss a suggestion"


@pytest.mark.parametrize("wrong", [{"target_id": 987654}, {}, {"name": "  "}])
def test_nonsense_is_not_dismissed(access: Access, source: int, wrong: dict[str, object]) -> None:
    with pytest.raises((Refused, NotFound)):
        dismiss(access, source_id=source, **wrong)  # type: ignore[arg-type]


def test_strangers_and_viewers(access: Access, elsewhere: Access, viewer: Access, source: int, need: int) -> None:
    with pytest.raises(NotFound):
        source_aid(elsewhere, source)
    with pytest.raises(NotFound):
        dismiss(elsewhere, source_id=source, target_id=need)
    with pytest.raises(Forbidden):
        dismiss(viewer, source_id=source, target_id=need)
    assert source_aid(viewer, source).summary


def test_who_asks_is_not_who_says(access: Access, need: int) -> None:
    text = "Ina: How do you count the shelves quickly? Ina again.\nBea: We never count all shelves in one evening.\nIna: Do you count the shelves?"
    turns = [
        {"start": start, "end": start + len(line), "speaker": line[:3]}
        for line in text.split("\n")
        for start in [text.index(line)]
    ]
    aid = source_aid(access, add_source(access, text=text, turns=turns).pk)
    assert [s.text for s in aid.summary] == ["We never count all shelves in one evening."]
    assert {o.exact for o in aid.offers} <= {"We never count all shelves in one evening."}


def test_a_text_of_nothing_is_no_error(access: Access) -> None:
    aid = source_aid(access, add_source(access, text="Hm.").pk)
    assert (aid.summary, aid.offers) == ((), ())
