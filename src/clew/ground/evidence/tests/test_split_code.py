"""A code is split: chosen words go to a new code, which remembers where it came from."""

import pytest

from clew.ground.evidence.api import add_code, apply_code, code, split_code
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import Link, record_history, undo
from clew.ground.workspaces.api import Access, within


@pytest.fixture
def coded(access: Access, shop: Shop, quote: Quoter) -> tuple[int, int, int]:
    """A code and the two excerpts that have it."""
    made = add_code(access, title="Counting").pk
    one, other = quote(shop.interview, "I count the shelves by hand"), quote(shop.complaint, "Counting is fine")
    for excerpt in (one, other):
        apply_code(access, excerpt_id=excerpt, code_id=made)
    return made, one, other


def test_chosen_words_go_to_the_new_code(access: Access, coded: tuple[int, int, int]) -> None:
    old, one, other = coded
    made = split_code(access, code_id=old, title="By hand", definition="Without a machine.", excerpt_ids=[one, one])
    act = last_act_id()
    assert [q.id for q in code(access, made.pk).quotes] == [one]
    assert [q.id for q in code(access, old).quotes] == [other]
    with within(access):
        assert Link.objects.filter(upstream=old, verb="split_into", downstream=made.pk).exists()
    assert "split a code" in {entry.act_name for entry in record_history(access, made.pk).entries}
    assert act is not None
    undo(access, act=act)
    assert {q.id for q in code(access, old).quotes} == {one, other}


def test_refusals_write_nothing(access: Access, viewer: Access, elsewhere: Access, coded: tuple[int, int, int]) -> None:
    old, one, other = coded
    for chosen, said in (
        ([], "No words"),
        ([one, other], "Nothing would stay"),
        ([one] * 1 + list(range(600)), "more than"),
    ):
        with pytest.raises(Refused, match=said):
            split_code(access, code_id=old, title="By hand", excerpt_ids=chosen)
    with pytest.raises(Refused, match="already"):
        split_code(access, code_id=old, title="counting", excerpt_ids=[one])
    with pytest.raises(NotFound):
        split_code(access, code_id=old, title="By hand", excerpt_ids=[one, 10**9])
    with pytest.raises(NotFound):
        split_code(elsewhere, code_id=old, title="By hand", excerpt_ids=[one])
    with pytest.raises(Forbidden):
        split_code(viewer, code_id=old, title="By hand", excerpt_ids=[one])
    assert {q.id for q in code(access, old).quotes} == {one, other}
