"""The search port promises the same on both engines."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.ground.search.api import CANDIDATES, Document, find, hide, matching, put, words_around
from clew.ground.search.api import rename as rename_document
from clew.ground.thread.api import NewNode, add_nodes
from clew.ground.workspaces.api import Access, act, within

pytestmark = pytest.mark.django_db


@act("make records")
def make(access: Access, *, new: list[tuple[str, str, str]]) -> list[int]:
    return [n.pk for n in add_nodes(access, [NewNode(kind, title, text=text) for kind, title, text in new])]


@pytest.fixture
def ids(access: Access) -> list[int]:
    return make(
        access,
        new=[
            ("need", "Café owners count stock twice", "They exported the list and counted again by hand."),
            ("need", "Exports break", "The list is long. It stops half way."),
            ("idea", "Scan shelves", "Counting stock with a camera."),
            ("need", "Übergabe", "Łódź, naïve Señor, straße"),
        ],
    )


def found(access: Access, text: str, **more: object) -> set[int]:
    return {h.node_id for h in find(access, text, **more).hits}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("stock", {0, 2}),
        ("counts", {0, 2}),  # stemmed
        ("counting stock", {0, 2}),
        ("export", {0, 1}),
        ("cafe", {0}),  # accents do not matter, either way
        ("CAFÉ", {0}),
        ("senor", {3}),
        ("ubergabe", {3}),
        ('"count stock"', {0, 2}),  # a phrase, stemmed: "counting stock" is one too
        ('"stock count"', set()),
        ("stoc", {0, 2}),  # the last word may go on
        ("stoc count", set()),
        ("stock nothing", set()),
        ("list half", {1}),
    ],
)
def test_words_are_found(access: Access, ids: list[int], typed: str, places: set[int]) -> None:
    assert found(access, typed) == {ids[p] for p in places}


@pytest.mark.parametrize("typed", ["", "   ", "***", '"', '""', "( ) : -", "…", "_ _"])
def test_without_words_nothing_is_found(access: Access, ids: list[int], typed: str) -> None:
    assert find(access, typed).hits == ()
    assert matching(access, typed) == ()


def test_a_title_weighs_more_than_a_body(access: Access) -> None:
    body, title = make(access, new=[("need", "Something else", "pricing " * 3), ("need", "Pricing", "Something else")])
    assert [h.node_id for h in find(access, "pricing").hits] == [title, body]


def test_kinds_and_pages(access: Access, ids: list[int]) -> None:
    assert found(access, "stock", kinds=("idea",)) == {ids[2]}
    assert found(access, "stock", kinds=("need", "idea")) == {ids[0], ids[2]}
    first, second = find(access, "stock", limit=1), find(access, "stock", limit=1, offset=1)
    assert {first.hits[0].node_id, second.hits[0].node_id} == {ids[0], ids[2]}
    assert (first.total, first.capped) == (2, False)


def test_a_hit_shows_where_the_word_stands(access: Access) -> None:
    make(access, new=[("source", "Call", "Nothing here. " * 40 + "The turbine is loud. " + "And more. " * 40)])
    [hit] = find(access, "turbines").hits
    assert "turbine is loud" in hit.snippet
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) < 200


def test_words_stand_where_most_of_them_are_together(access: Access, elsewhere: Access, viewer: Access) -> None:
    body = "A turbine. " + "Nothing here. " * 40 + "My turbine is loud at night. " + "And more. " * 40
    [call, other] = make(access, new=[("source", "Call", body), ("source", "Note", "It is loud.")])
    told = words_around(viewer, "loud turbines", [call, other])
    assert "My turbine is loud at night." in told[call]
    assert {told[call].split()[1], told[call].split()[-2]} <= set(body.split()), "no word is cut"
    assert told[other] == "It is loud."
    assert words_around(access, "turbines", [call])[call].startswith("A turbine.")
    assert words_around(access, "nobody", [call])[call].startswith("A turbine.")
    assert words_around(elsewhere, "loud", [call, other]) == {}
    assert words_around(access, "loud", []) == {}


def test_other_workspaces_are_not_searched(access: Access, elsewhere: Access, ids: list[int]) -> None:
    theirs = make(elsewhere, new=[("need", "Their stock", "")])
    assert found(elsewhere, "stock") == set(theirs)
    assert not set(theirs) & found(access, "stock")
    assert found(elsewhere, f"w{access.workspace_id}") == set()


def test_the_index_follows(access: Access, ids: list[int]) -> None:
    with within(access):
        rename_document(ids[1], "Imports break")
        put(access.workspace_id, [Document(ids[2], "idea", "Scan shelves", "With a phone.")])
        hide([ids[3]])
    assert found(access, "imports") == {ids[1]}
    assert found(access, "camera") == set()
    assert found(access, "phone") == {ids[2]}
    assert found(access, "naive") == set()
    with within(access):
        hide([ids[3]], hidden=False)
    assert found(access, "naive") == {ids[3]}


def test_a_very_long_text_is_indexed(access: Access) -> None:
    [source] = make(access, new=[("source", "Long", "needle " + "hay ü " * 100_000)])
    assert found(access, "needle") == {source}


def test_too_many_hits_are_said(access: Access) -> None:
    make(access, new=[("source", f"Common {n}", "") for n in range(CANDIDATES + 5)])
    hits = find(access, "common", limit=10)
    assert (hits.total, hits.capped, len(hits.hits)) == (CANDIDATES, True, 10)
    assert len(matching(access, "common")) == CANDIDATES


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\"'()*:^-+{}[]&|!<>~@%_\\; ABCNORT aé\x00", max_size=60),
    st.sampled_from(
        [
            "NEAR(a b, 1)",
            "title : x",
            "a OR b",
            "a AND NOT b",
            "'; DROP TABLE search_document; --",
            "a:*",
            "<->",
            "%s %(x)s",
            "space:w1",
        ]
    ),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=HOSTILE)
def test_no_query_is_hostile(access: Access, ids: list[int], typed: str) -> None:
    hits = find(access, typed)
    assert hits.total >= len(hits.hits)
    assert set(matching(access, typed)) >= {h.node_id for h in hits.hits}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=80), body=st.text(max_size=200))
def test_any_text_can_be_indexed(access: Access, title: str, body: str) -> None:
    [node] = make(access, new=[("need", f"Stem {title}", body)])
    assert node in found(access, "stem", limit=100)
