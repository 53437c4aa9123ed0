"""A study of two talks with words for and against a need, for tests of what leaves it."""

from dataclasses import dataclass
from datetime import date

from clew.ground.customers.api import (
    add_account,
    add_person,
    ask_for_consent,
    give_consent,
    withdraw_consent,
    write_consent_text,
)
from clew.ground.evidence.api import add_need, add_source, mark
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.studies import add_study, take_in

ANNA = "I, Anna Keller, count by hand. It takes Keller’s Bakery an hour. anna is tired."
BEN = "Ask Anna. I count nothing, and my boss at Nordic Foods Ltd is happy."
NEED = "Anna Keller needs a quick count"


@dataclass(frozen=True, slots=True)
class Told:
    access: Access
    study: int
    anna: int
    ben: int
    interviews: tuple[int, int]
    sources: tuple[int, int]
    excerpts: tuple[int, int, int]
    need: int

    def consents(self, person: int, *scopes: str) -> int:
        """Asked for these, and gives them."""
        write_consent_text(self.access, title="Interviews", body=f"For {', '.join(scopes)}.")
        asked = ask_for_consent(self.access, person_id=person, scopes=list(scopes))
        give_consent(self.access, consent_id=asked.pk, scopes=list(scopes), how="written")
        return int(asked.pk)

    def withdraws(self, consent: int) -> None:
        withdraw_consent(self.access, consent_id=consent)


def told(access: Access) -> Told:
    bakery = add_account(access, name="Keller’s Bakery")
    nordic = add_account(access, name="Nordic Foods Ltd")
    anna = add_person(access, name="Anna Keller", account_id=bakery.pk, role="Baker")
    ben = add_person(access, name="Ben Holm", account_id=nordic.pk)
    talks = [
        add_source(access, text=text, title=title, kind="interview", person_id=who.pk, said_on=date(2026, 3, 2))
        for text, title, who in ((ANNA, "First talk", anna), (BEN, "Second talk", ben))
    ]
    study = add_study(access, title="How Anna counts", question="What takes the hour?", wanted=3)
    held = take_in(access, study_id=study.pk, source_ids=[talk.pk for talk in talks])
    need = int(add_need(access, title=NEED).pk)

    def marked(at: int, words: str, stance: str) -> int:
        start = (ANNA, BEN)[at].index(words)
        made = mark(
            access,
            source_id=talks[at].pk,
            start=start,
            end=start + len(words),
            exact=words,
            need_id=need,
            stance=stance,
        )
        return int(made.pk)

    excerpts = (
        marked(0, "I, Anna Keller, count by hand.", "supports"),
        marked(0, "It takes Keller’s Bakery an hour. anna is tired.", "supports"),
        marked(1, "I count nothing, and my boss at Nordic Foods Ltd is happy.", "contradicts"),
    )
    interviews, sources = (int(held[0].pk), int(held[1].pk)), (int(talks[0].pk), int(talks[1].pk))
    return Told(access, int(study.pk), int(anna.pk), int(ben.pk), interviews, sources, excerpts, need)
