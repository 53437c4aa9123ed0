"""Themes of transcripts: their passages are grouped, follow their words, stay where a person put them, and go with the person."""

from datetime import date

import pytest
from tests.meaning import COUNTING, EXPORT, LOGIN

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import (
    ThemeMember,
    add_need,
    add_source,
    bind_speaker,
    correct_source,
    find_themes,
    move_sources,
    need,
    read_spoken,
    rename_speaker,
    source,
    split_off,
    telling_words,
    theme,
    themes,
    turn_into_need,
)
from clew.ground.evidence.models import Embedding
from clew.ground.evidence.pieces import Claimed, Piece, passages
from clew.ground.exchange.api import erase_person
from clew.ground.workspaces.api import Access, within

ASKED = "Could you tell me a little more about that please?"


class Told:
    """A transcript in which Anna tells of exports and Ben of logins, and a note of another place."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.about = add_need(access, title="What was asked").pk
        lines = [f"{who}: {words}\nIda: {ASKED}" for who, said in (("Anna", EXPORT), ("Ben", LOGIN)) for words in said]
        text, turns = read_spoken("\n".join(lines))
        of = {"kind": "interview", "about": self.about}
        self.talk = add_source(access, text=text, turns=turns, title="Talk", **of).pk
        for words in COUNTING:
            add_source(access, text=words, about=self.about)

    def find(self) -> int:
        return find_themes(self.access, about=self.about, askers={self.talk: ["Ida"]}).items

    def members(self, title: str) -> list[ThemeMember]:
        """Those of the theme whose words bear this one."""
        with within(self.access):
            found = ThemeMember.objects.select_related("theme__node").order_by("source", "start")
            return [m for m in found if title in m.theme.node.title.casefold() + " ".join(m.theme.terms)]

    def said(self, title: str) -> list[str]:
        text = source(self.access, self.talk).text
        return [text[m.start : m.end] for m in self.members(title)]


@pytest.fixture
def told(access: Access, meaning: str) -> Told:
    return Told(access)


def test_a_long_turn_is_cut_between_sentences() -> None:
    long = "Ten words stand in each of these sentences of mine. " * 25
    text, turns = read_spoken(f"Ida: And then?\nAnna: {long}\nIda: Was it so?\nAnna: Yes.\nIda: {ASKED}")
    found = [text[start:end] for start, end in passages(text, turns, ["Ida"])]
    assert [len(part.split()) for part in found] == [100, 100, 50]
    assert all(part.endswith("mine.") and part.startswith("Ten") for part in found)
    assert [text[start:end] for start, end in passages(text, turns)][-1] == ASKED
    assert passages("Some words without anybody's name before them. No.", []) == [(0, 50)]
    assert passages(text, turns, ["Ida", "Anna"]) == passages("", []) == passages("…", []) == []


def test_what_is_claimed_holds_what_shares_its_words() -> None:
    claimed = Claimed([Piece(1, 10, 20), Piece(2)])
    held = {
        (1, 19, 30): True,
        (1, 20, 30): False,
        (1, 0, 10): False,
        (1, 0, 0): True,
        (2, 5, 9): True,
        (3, 0, 0): False,
    }
    assert {place: claimed.holds(Piece(*place)) for place in held} == held


def test_passages_are_grouped_beside_notes(access: Access, told: Told) -> None:
    assert told.find() == 24, "eight passages of each, eight notes, nothing of whoever asked"
    assert (sorted(told.said("export")), sorted(told.said("login"))) == (sorted(EXPORT), sorted(LOGIN))
    found = themes(access, about=told.about)
    assert (found.there, sum(row.size for row in found.rows)) == (9, 24)
    assert found.theming is not None
    assert found.theming.new == 0
    assert all(row.stability is not None for row in found.rows)
    assert {quote.text for row in found.rows for quote in row.quotes} <= {*EXPORT, *LOGIN, *COUNTING}
    before = told.members("export")
    told.find()
    assert [(m.pk, m.theme_id) for m in told.members("export")] == [(m.pk, m.theme_id) for m in before]


def test_its_words_become_evidence_where_they_stand(access: Access, told: Told) -> None:
    told.find()
    theme_id = told.members("login")[0].theme_id
    piece = theme(access, theme_id).members[0]
    made = turn_into_need(access, theme_id=theme_id, title="Log in once", piece_ids=[piece.id])
    others = [m.pk for m in told.members("export")]
    assert telling_words(access, theme_id, limit=20)[0].piece_id in {m.pk for m in told.members("login")}
    bare = turn_into_need(access, theme_id=theme_id, title="Bare", piece_ids=others)
    assert need(access, bare.pk, on=date(2026, 3, 2)).supporting == ()
    (quote,) = [said.quote for said in need(access, made.pk, on=date(2026, 3, 2)).supporting]
    assert (quote.source_id, quote.exact, quote.start) == (told.talk, piece.text, piece.start)


def test_passages_follow_their_words(access: Access, told: Told) -> None:
    told.find()
    text = source(access, told.talk).text
    correct_source(
        access, source_id=told.talk, text=text.replace("fails\n", "fails every day\n").replace("Ida: ", "", 1)
    )
    assert told.said("login") == list(LOGIN)
    assert told.said("export")[1:] == list(EXPORT[1:])
    rename_speaker(access, source_id=told.talk, speaker="Anna", name="Anna Keller of the bakery")
    assert told.said("login") == list(LOGIN)
    correct_source(access, source_id=told.talk, text="Nothing of it is left.")
    assert (told.said("login"), told.said("export")) == ([], [])


def test_what_a_person_made_stays(access: Access, told: Told) -> None:
    told.find()
    chosen = [m.pk for m in told.members("export")[:3]]
    mine = split_off(access, theme_id=told.members("export")[0].theme_id, piece_ids=chosen, title="Mine")
    assert move_sources(access, piece_ids=[told.members("login")[0].pk], to_theme=mine.pk) == 1
    text = source(access, told.talk).text
    correct_source(access, source_id=told.talk, text=f"Ida: {ASKED}\n{text}")
    told.find()
    assert told.said("mine") == [*EXPORT[:3], LOGIN[0]]
    assert sorted(told.said("export")) == sorted(EXPORT[3:])


@pytest.mark.slow
def test_words_go_with_whoever_said_them(access: Access, told: Told) -> None:
    anna = add_person(access, name="Anna Keller")
    bind_speaker(access, source_id=told.talk, speaker="Anna", person_id=anna.pk)
    told.find()
    with within(access):
        before = Embedding.objects.count()
    erase_person(access, person_id=anna.pk, typed_name="Anna Keller")
    with within(access):
        kept = {(m.source_id, m.start) for m in ThemeMember.objects.filter(end__gt=0)}
        gone = before - Embedding.objects.count()
    text = source(access, told.talk).text
    assert len(kept) == 8
    assert not any(words in text for words in EXPORT)
    assert gone >= len(EXPORT)
