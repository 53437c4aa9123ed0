"""Words that consent does not cover: read, quoted, found, marked and corrected by nobody, and nothing else is lost."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from clew.ground.customers.api import (
    SCOPES,
    add_person,
    ask_for_consent,
    give_consent,
    withdraw_consent,
    write_consent_text,
)
from clew.ground.customers.tests.test_consent import set_day
from clew.ground.evidence.api import (
    add_source,
    bind_speaker,
    brief,
    brief_markdown,
    correct_source,
    excerpt,
    hear_for,
    mark,
    need,
    place_of_words,
    quotations,
    rename_speaker,
    said_about,
    source,
    sources,
    weight,
)
from clew.ground.evidence.tests.shop import INTERVIEW, Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.search.api import find
from clew.ground.thread.api import card, cards, record_history, rename, why
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)
WORDS = "I count the shelves by hand every Friday."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, TODAY)


@pytest.fixture
def words(access: Access, shop: Shop, quote: Quoter) -> int:
    write_consent_text(access, title="Interviews", body="We quote what you say.")
    return quote(shop.interview, WORDS, need_id=shop.counting)


def agree(access: Access, person: int, *scopes: str, about: int | None = None, ends: date | None = None) -> int:
    made = ask_for_consent(access, person_id=person, scopes=list(SCOPES), about=about).pk
    give_consent(access, consent_id=made, scopes=scopes or list(SCOPES), how="written", expires_on=ends)
    return int(made)


def withdrawn(access: Access, person: int, about: int | None = None) -> None:
    withdraw_consent(access, consent_id=agree(access, person, about=about))


def test_nobody_asked_is_heard_as_ever(access: Access, shop: Shop, words: int) -> None:
    agree(access, shop.ben, "record")
    assert source(access, shop.interview).text == INTERVIEW
    assert quotations(access, [words])[words].exact == WORDS


def test_withdrawn_words_are_withheld_and_still_count(access: Access, shop: Shop, words: int) -> None:
    before = weight(access, [shop.counting], on=TODAY)[shop.counting]
    withdrawn(access, shop.anna)
    sentence = "Words withheld: consent withdrawn on 3 March 2026."
    shown = source(access, shop.interview)
    assert (shown.text, shown.title, shown.withheld, shown.turns) == (sentence, "Words withheld", sentence, ())
    [made] = need(access, shop.counting, on=TODAY).supporting
    assert (made.quote.exact, made.quote.withheld, made.quote.person) == (sentence, True, "Anna Keller")
    assert excerpt(access, words).quote.exact == sentence
    assert {card(access, i).title for i in (shop.interview, words)} == {"Words withheld"}
    assert [row.title for row in sources(access, person=shop.anna).rows] == ["Words withheld"]
    assert {step.card.title for step in why(access, shop.counting).steps[1:]} == {"Words withheld"}
    assert find(access, "shelves").hits == ()
    assert sources(access, search="shelves").total == 0
    assert WORDS not in str(record_history(access, words)) + str(cards(access, [words]))
    assert f"For: {sentence}" in brief_markdown(brief(access, on=TODAY))
    assert weight(access, [shop.counting], on=TODAY)[shop.counting] == before


def test_reading_needs_any_consent_quoting_its_scope_and_outside_share(access: Access, shop: Shop, words: int) -> None:
    def seen() -> tuple[bool, bool, bool, bool]:
        [inside], [outside] = (said_about(access, [shop.counting], is_outside=out) for out in (False, True))
        read, sent = (source(access, shop.interview, is_outside=out).text == INTERVIEW for out in (False, True))
        return read, inside.quote.exact == WORDS, outside.quote.exact == WORDS, sent

    assert seen() == (True, True, True, True)
    agree(access, shop.anna, "record")
    assert seen() == (True, False, False, False)
    assert quotations(access, [words])[words].exact == "Words withheld: no consent to quote."
    agree(access, shop.anna, "quote")
    assert seen() == (True, True, False, False)
    agree(access, shop.anna, "share")
    assert seen() == (True, False, False, False)
    agree(access, shop.anna, "quote", "share")
    assert seen() == (True, True, True, True)


def test_it_ends_by_the_day_alone(access: Access, shop: Shop, words: int, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(access, shop.anna, ends=date(2026, 6, 1))
    set_day(monkeypatch, date(2026, 5, 31))
    assert quotations(access, [words])[words].exact == WORDS
    set_day(monkeypatch, date(2026, 6, 1))
    assert quotations(access, [words])[words].exact == "Words withheld: consent expired on 1 June 2026."


def test_a_study_decides_about_what_was_heard_for_it(access: Access, shop: Shop, words: int) -> None:
    withdrawn(access, shop.anna, about=shop.counting)
    assert source(access, shop.interview).text == INTERVIEW  # nobody asked her for anything but the study
    hear_for(access, source_id=shop.interview, about=shop.counting)
    assert source(access, shop.interview).withheld
    agree(access, shop.anna)
    assert source(access, shop.interview).withheld
    hear_for(access, source_id=shop.interview)
    assert source(access, shop.interview).text == INTERVIEW


def test_who_says_what_it_was_heard_for(access: Access, viewer: Access, elsewhere: Access, shop: Shop) -> None:
    with pytest.raises(Refused):
        hear_for(access, source_id=shop.interview, about=987654321)
    with pytest.raises(NotFound):
        hear_for(access, source_id=987654321)
    with pytest.raises(Forbidden):
        hear_for(viewer, source_id=shop.interview)
    with pytest.raises(NotFound):
        hear_for(elsewhere, source_id=shop.interview)
    hear_for(access, source_id=shop.interview, about=shop.counting)
    assert record_history(access, shop.interview).entries[0].act_name == "say what a source was heard for"


def test_nobody_marks_or_corrects_what_they_may_not_read(access: Access, shop: Shop, words: int) -> None:
    withdrawn(access, shop.anna)
    for attempt in (
        lambda: mark(access, source_id=shop.interview, start=0, end=11, exact=INTERVIEW[:11]),
        lambda: correct_source(access, source_id=shop.interview, text="Something else."),
        lambda: place_of_words(access, shop.interview, WORDS),
        lambda: rename(access, node_id=shop.interview, title="Words withheld"),
    ):
        with pytest.raises(Refused, match="withdrawn on 3 March"):
            attempt()


GROUP = "Moderator: And you?\nAnna Keller: My shelves are full.\nBen Ortiz: Ours are not."
TURNS = [
    {"start": 0, "end": 19, "speaker": "Moderator"},
    {"start": 20, "end": 53, "speaker": "Anna Keller"},
    {"start": 54, "end": len(GROUP), "speaker": "Ben Ortiz"},
]


def test_among_others_only_their_turns_are_covered(access: Access, shop: Shop, words: int, quote: Quoter) -> None:
    group = add_source(access, title="Round table", text=GROUP, kind="interview", person_id=shop.ben, turns=TURNS).pk
    hers, his = (quote(group, said, need_id=shop.counting) for said in ("My shelves are full", "Ours are not"))
    across = quote(group, "you?\nAnna Keller: My", need_id=shop.counting)
    withdrawn(access, shop.anna)
    shown = source(access, group)
    assert shown.text == GROUP[:20] + "█" * 33 + GROUP[53:]
    assert (shown.title, len(shown.turns)) == ("Round table", 3)
    told = quotations(access, [hers, his, across])
    assert [told[i].withheld for i in (hers, his, across)] == [True, False, True]
    assert told[his].source == "Round table"
    [hit] = [h for h in find(access, "ortiz").hits if h.node_id == group]
    assert hit.snippet == "Words withheld: consent withdrawn on 3 March 2026."
    with pytest.raises(Refused):
        correct_source(access, source_id=group, text=shown.text)
    assert quote(group, "And you?")


def test_a_title_made_of_their_words_goes_too(access: Access, shop: Shop, words: int) -> None:
    group = add_source(
        access, title="My shelves are full", text=GROUP, kind="interview", person_id=shop.ben, turns=TURNS
    ).pk
    withdrawn(access, shop.anna)
    assert source(access, group).title == card(access, group).title == "Words withheld"


def test_older_versions_are_covered_as_well(access: Access, shop: Shop, words: int, quote: Quoter) -> None:
    text = "Before. My shelves are full. After."
    group = add_source(access, text=text, title="Notes", kind="note", person_id=shop.ben).pk
    carl = add_person(access, name="Carl").pk
    said = quote(group, "My shelves are full.")
    _said_by(said, carl)
    correct_source(access, source_id=group, text=f"Anew. {text}")
    withdrawn(access, carl)
    for version in (1, 2):
        assert source(access, group, version=version).text.endswith(f"Before. {'█' * 20} After.")


def _said_by(excerpt_id: int, person: int) -> None:
    from django_scopes import scopes_disabled

    from clew.ground.evidence.api import Excerpt

    with scopes_disabled():
        Excerpt.objects.filter(pk=excerpt_id).update(person=person)


def test_the_statements_do_not_grow(
    access: Access, shop: Shop, words: int, quote: Quoter, django_assert_max_num_queries: Any
) -> None:
    some = [words, *(quote(shop.interview, word, need_id=shop.counting) for word in ("shelves", "hand", "Friday"))]
    withdrawn(access, shop.anna)
    for asked in (some[:1], some):
        with django_assert_max_num_queries(8):
            assert all(q.withheld for q in quotations(access, asked).values())
    assert timezone.localdate() == TODAY


def test_whoever_a_speaker_is_said_to_be_is_asked(access: Access, shop: Shop, words: int) -> None:
    """By binding, not by name; in versions before the speaker was renamed as well."""
    rename_speaker(access, source_id=shop.interview, speaker="Interviewer", name="Guest")
    bind_speaker(access, source_id=shop.interview, speaker="Guest", person_id=shop.ben)
    given = agree(access, shop.ben)
    assert "What slows you down?" in source(access, shop.interview).text
    withdraw_consent(access, consent_id=given)
    for version in (1, 2):
        shown = source(access, shop.interview, version=version)
        assert "What slows you down?" not in shown.text
        assert WORDS in shown.text
    with pytest.raises(Refused, match="withheld"):
        rename_speaker(access, source_id=shop.interview, speaker="Anna", name="Anne")
