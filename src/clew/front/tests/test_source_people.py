"""Whose words a source is: found while one types, kept after a refusal, and kept where nothing was changed."""

from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import Source, add_source
from clew.ground.workspaces.api import Access

TALK = "Host: How is it?\nGuest: I count the shelves twice.\nHost: Why twice?\nGuest: The list is never right."


def of(pk: int) -> Source:
    return Source._base_manager.get(pk=pk)


def test_the_person_of_a_new_source(access: Access, browser_of: type[SignedIn]) -> None:
    anna = add_person(access, name="Berta <b>").pk
    client = browser_of(access)
    page = client.path("sources/new")
    fresh = client.get(page).content.decode()
    assert 'data-name="person_id"' in fresh
    assert 'data-value=""' in fresh
    assert "Berta" not in fresh, "people are looked up, not listed"
    refused = client.post(page, {"text": "", "kind": "note", "person_id": anna, "person_id_words": "Berta <b>"})
    assert refused.status_code == 422
    assert f'data-value="{anna}"' in refused.content.decode()
    client.post(page, {"text": "I count the shelves twice.", "kind": "note", "person_id": anna})
    assert Source._base_manager.get().person_id == anna


def test_the_person_of_a_source_stands_where_it_is_described(access: Access, browser_of: type[SignedIn]) -> None:
    anna = add_person(access, name="Berta <b>").pk
    made = add_source(access, text="I count the shelves twice.", person_id=anna).pk
    client = browser_of(access)
    shown = client.get(client.path(f"n/{made}")).content.decode()
    assert f'data-value="{anna}"' in shown
    assert 'value="Berta &lt;b&gt;"' in shown
    assert f'<noscript><input type="hidden" name="person_id" value="{anna}">' in shown, "without script it stays"
    describe = client.path(f"sources/{made}/describe")
    client.post(describe, {"kind": "note", "person_id": anna, "person_id_words": "Berta <b>"})
    assert of(made).person_id == anna
    assert client.post(describe, {"kind": "note", "person_id": "10000000"}).status_code in (404, 422)
    unfound = client.post(describe, {"kind": "note", "person_id": "", "person_id_words": "Bertha"})
    assert "“Bertha” was not chosen from the list." in unfound.content.decode()
    assert of(made).person_id == anna
    client.post(describe, {"kind": "note", "person_id": "", "person_id_words": ""})
    assert of(made).person_id is None


def test_who_a_speaker_is_is_found_while_one_types(access: Access, browser_of: type[SignedIn]) -> None:
    anna = add_person(access, name="Berta <b>").pk
    client = browser_of(access)
    client.post(client.path("sources/new"), {"text": TALK, "kind": "interview"})
    made = Source._base_manager.get().pk
    shown = client.get(client.path(f"n/{made}")).content.decode()
    assert 'id="c-bind-person"' in shown
    assert f'data-url="{client.path("n/options")}?kind=person"' in shown
    bind = client.path(f"sources/{made}/speakers/bind")
    assert client.post(bind, {"speaker": "Guest", "person_id": "", "person_id_words": "Bert"}).status_code == 422
    client.post(bind, {"speaker": "Guest", "person_id": anna, "person_id_words": "Berta <b>"})
    assert "Berta &lt;b&gt;" in client.get(client.path(f"n/{made}")).content.decode()
