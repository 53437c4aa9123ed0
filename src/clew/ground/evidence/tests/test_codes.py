import pytest

from clew.ground.evidence.api import (
    add_code,
    apply_code,
    code,
    code_places,
    code_tree,
    define_code,
    excerpt,
    merge_codes,
    move_code,
    remove_code,
    rename_code,
)
from clew.ground.evidence.queries import branches
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.search.api import find
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, within

WORDS = "I count the shelves by hand"


def test_a_tree_with_counts(access: Access, shop: Shop, quote: Quoter) -> None:
    work = add_code(access, title="Manual work", definition="What people do by hand.")
    count = add_code(access, title="Counting", under=work.pk)
    apply_code(access, excerpt_id=quote(shop.interview, WORDS), code_id=count.pk)
    apply_code(access, excerpt_id=quote(shop.complaint, "Counting is fine"), code_id=count.pk)
    (top,) = code_tree(access).top
    assert (top.title, top.depth, top.excerpts, top.with_below) == ("Manual work", 0, 0, 2)
    assert [(b.title, b.depth, b.excerpts) for b in top.below] == [("Counting", 1, 2)]
    assert {q.exact for q in code(access, count.pk).quotes} == {WORDS, "Counting is fine"}


def test_a_large_tree_shows_the_first_of_each_branch(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("WHOLE", 3), ("OF_EACH", 2), ("SHOWN", 4)):
        monkeypatch.setattr(branches, name, most)
    top = add_code(access, title="Apple")
    for n in range(3):
        add_code(access, title=f"Under {n}", under=top.pk)
    for title in ("banana", "Cherry"):
        add_code(access, title=title)
    tree = code_tree(access)
    assert ([b.title for b in tree.top], tree.cut) == (["Apple", "banana"], True)
    assert ([b.title for b in tree.top[0].below], tree.top[0].more) == (["Under 0", "Under 1"], 1)
    whole = code_tree(access, whole=True)
    assert ([b.title for b in whole.top], len(whole.top[0].below), whole.cut) == (
        ["Apple", "banana", "Cherry"],
        3,
        False,
    )
    assert [(title, depth) for _, title, depth in code_places(access)][2:4] == [("Under 1", 1), ("Under 2", 1)]


def test_a_name_is_given_once(access: Access) -> None:
    made = add_code(access, title="Speed")
    with pytest.raises(Refused, match="already"):
        add_code(access, title=" speed ")
    other = add_code(access, title="Price")
    with pytest.raises(Refused, match="already"):
        rename_code(access, code_id=other.pk, title="SPEED")
    rename_code(access, code_id=made.pk, title="speed")
    assert [b.title for b in code_tree(access).top] == ["Price", "speed"]


def test_a_definition_is_found(access: Access) -> None:
    made = add_code(access, title="Speed")
    define_code(access, code_id=made.pk, definition="Anything about waiting.")
    assert [h.node_id for h in find(access, "waiting").hits] == [made.pk]
    with pytest.raises(Refused) as refusal:
        define_code(access, code_id=made.pk, definition="x" * 2001)
    assert refusal.value.field == "definition"


def test_moves_but_not_under_itself(access: Access) -> None:
    one, two = add_code(access, title="One"), add_code(access, title="Two")
    move_code(access, code_id=two.pk, under=one.pk)
    for under in (one.pk, two.pk):
        with pytest.raises(Refused, match="stands under"):
            move_code(access, code_id=one.pk, under=under)
    move_code(access, code_id=two.pk, under=None)
    assert len(code_tree(access).top) == 2


def test_merging_keeps_words_children_and_origin(access: Access, shop: Shop, quote: Quoter) -> None:
    old, kept = add_code(access, title="By hand"), add_code(access, title="Manual")
    child = add_code(access, title="Pen and paper", under=old.pk)
    both, only = quote(shop.interview, WORDS), quote(shop.complaint, "Counting is fine")
    for excerpt_id, code_id in ((both, old.pk), (both, kept.pk), (only, old.pk)):
        apply_code(access, excerpt_id=excerpt_id, code_id=code_id)
    merge_codes(access, code_id=old.pk, into=kept.pk)
    (top,) = code_tree(access).top
    assert (top.id, top.excerpts, [b.id for b in top.below]) == (kept.pk, 2, [child.pk])
    with within(access):
        gone = Node.objects.get(pk=old.pk)
        assert (gone.state, gone.archived_at is not None) == ("merged", True)
        assert Link.objects.filter(upstream=old.pk, verb="merged_into", downstream=kept.pk).exists()
    changes = history(workspace_id=access.workspace_id, node_id=only)
    assert any(c.before.get("code_id") == old.pk and c.after.get("code_id") == kept.pk for c in changes)


def test_merging_into_a_child_lifts_the_child(access: Access) -> None:
    old = add_code(access, title="Old")
    kept = add_code(access, title="Kept", under=old.pk)
    merge_codes(access, code_id=old.pk, into=kept.pk)
    assert [b.title for b in code_tree(access).top] == ["Kept"]
    with pytest.raises(Refused, match="itself"):
        merge_codes(access, code_id=kept.pk, into=kept.pk)


def test_a_code_is_applied_once_and_removed(access: Access, shop: Shop, quote: Quoter) -> None:
    made, words = add_code(access, title="Speed"), quote(shop.interview, WORDS)
    apply_code(access, excerpt_id=words, code_id=made.pk)
    apply_code(access, excerpt_id=words, code_id=made.pk)
    assert [c.title for c in excerpt(access, words).codes] == ["Speed"]
    remove_code(access, excerpt_id=words, code_id=made.pk)
    assert excerpt(access, words).codes == ()
    with pytest.raises(NotFound):
        remove_code(access, excerpt_id=words, code_id=made.pk)


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access, shop: Shop, quote: Quoter) -> None:
    made, words = add_code(access, title="Speed"), quote(shop.interview, WORDS)
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            rename_code(who, code_id=made.pk, title="Stolen")
        with pytest.raises(error):
            define_code(who, code_id=made.pk, definition="Stolen")
        with pytest.raises(error):
            move_code(who, code_id=made.pk, under=None)
        with pytest.raises(error):
            merge_codes(who, code_id=made.pk, into=made.pk)
        with pytest.raises(error):
            apply_code(who, excerpt_id=words, code_id=made.pk)
        with pytest.raises(error):
            remove_code(who, excerpt_id=words, code_id=made.pk)
    with pytest.raises(Forbidden):
        add_code(viewer, title="Speed")
    with pytest.raises(NotFound):
        code(elsewhere, made.pk)
