"""A workspace grown by acts, differently for every seed: what people do, in no particular order."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from clew.ground.customers import api as customers
from clew.ground.evidence import api as evidence
from clew.ground.evidence.tests.importing import bring_in, table
from clew.ground.exchange.api import set_retention
from clew.ground.ledger.api import Refused
from clew.ground.thread import api as thread
from clew.ground.workspaces.api import Access, within

WORDS = [
    "counting",
    "shelves",
    "export",
    "fails",
    "login",
    "password",
    "phone",
    "kitchen",
    "supplier",
    "invoice",
    "’né’",
    "Größe",
    "日本語",
    "🍋",
    "\\n",
    '"quoted"',
    "<b>",
]


class Grower:
    """Each act is one somebody could do now; one that is refused leaves nothing, as for a person."""

    def __init__(self, access: Access, seed: int) -> None:
        self.access, self.dice = access, random.Random(seed)
        self.accounts: list[int] = []
        self.people: list[int] = []
        self.sources: list[int] = []
        self.needs: list[int] = []
        self.excerpts: list[int] = []
        self.predictions: list[int] = []
        self.segments: list[int] = []

    def grow(self, acts: int) -> None:
        for act in (
            self.account,
            self.person,
            self.source,
            self.need,
            self.segment,
            self.decision,
            self.file,
            self.consent,
        ):
            act()
        ways: list[Callable[[], object]] = [
            self.account, self.fact, self.person, self.source, self.source, self.mark, self.mark, self.correct, self.need, self.under,
            self.comment, self.rename, self.archive, self.segment, self.pick, self.unpick, self.decision, self.resolve, self.idea,
            self.keep, self.code, self.consent,
        ]  # fmt: skip
        for _ in range(acts):
            try:
                self.dice.choice(ways)()
            except (Refused, IndexError):
                continue

    def text(self, words: int = 12) -> str:
        return (
            " ".join(self.dice.choice(WORDS) for _ in range(self.dice.randint(3, words)))
            + f" {self.dice.random():.6f}."
        )

    def account(self) -> None:
        self.accounts.append(customers.add_account(self.access, name=self.text(3)).pk)

    def fact(self) -> None:
        day = date(2025, 1, 1) + timedelta(days=self.dice.randint(0, 300))
        amount = self.dice.randint(0, 10**9)
        customers.set_fact(
            self.access, account_id=self.dice.choice(self.accounts), kind="arr", amount=amount, starts_on=day
        )

    def person(self) -> None:
        number = len(self.people)
        account = self.dice.choice([None, *self.accounts])
        email = f"p{number}@x.example" if self.dice.random() < 0.5 else ""
        made = customers.add_person(self.access, name=f"Person {number}", email=email, account_id=account)
        self.people.append(made.pk)

    def consent(self) -> None:
        customers.write_consent_text(self.access, title=self.text(3), body=self.text())
        about = self.dice.choice([None, *self.needs])
        evidence.hear_for(self.access, source_id=self.dice.choice(self.sources), about=about)
        asked = customers.ask_for_consent(
            self.access, person_id=self.dice.choice(self.people), scopes=["record", "quote", "share"], about=about
        )
        if self.dice.random() < 0.8:
            ends = date(2031, 1, 1) if self.dice.random() < 0.5 else None
            customers.give_consent(self.access, consent_id=asked.pk, scopes=["quote"], how="form", expires_on=ends)
            if self.dice.random() < 0.25:
                customers.withdraw_consent(self.access, consent_id=asked.pk)

    def source(self) -> None:
        made = evidence.add_source(
            self.access,
            text="\n".join(self.text(30) for _ in range(self.dice.randint(1, 4))),
            kind=self.dice.choice(["feedback", "interview"]),
            person_id=self.dice.choice([None, *self.people]),
            said_on=date(2025, 1, 1) + timedelta(days=self.dice.randint(0, 300)),
        )
        self.sources.append(made.pk)

    def mark(self) -> None:
        source = self.dice.choice(self.sources)
        text = evidence.source(self.access, source).text
        start = self.dice.randrange(len(text) - 2)
        end = self.dice.randint(start + 1, len(text))
        exact = text[start:end]
        stance = self.dice.choice(["supports", "contradicts", "mentions"])
        made = evidence.mark(
            self.access, source_id=source, start=start, end=end, exact=exact, need_id=self.dice.choice(self.needs), stance=stance,
            codes=[self.dice.choice(["speed", "trust"])],
        )  # fmt: skip
        self.excerpts.append(made.pk)

    def correct(self) -> None:
        source = self.dice.choice(self.sources)
        evidence.correct_source(
            self.access, source_id=source, text=evidence.source(self.access, source).text + " Also " + self.text()
        )

    def need(self) -> None:
        self.needs.append(evidence.add_need(self.access, title=self.text(6), detail=self.text()).pk)

    def under(self) -> None:
        evidence.move_need(self.access, need_id=self.dice.choice(self.needs), under=self.dice.choice(self.needs))

    def idea(self) -> None:
        evidence.add_idea(self.access, title=self.text(6), addresses=[self.dice.choice(self.needs)])

    def code(self) -> None:
        made = evidence.add_code(self.access, title=self.text(3))
        older = evidence.add_code(self.access, title=self.text(3))
        evidence.move_code(self.access, code_id=made.pk, under=older.pk)

    def comment(self) -> None:
        thread.comment(self.access, node_id=self.dice.choice(self.needs + self.sources), text=self.text())

    def rename(self) -> None:
        thread.rename(self.access, node_id=self.dice.choice(self.needs + self.accounts), title=self.text(5))

    def archive(self) -> None:
        thread.archive(self.access, node_ids=[self.dice.choice(self.sources + self.needs)])

    def segment(self) -> None:
        self.segments.append(customers.add_segment(self.access, name=self.text(3), rule={"arr_from": 1000}).pk)

    def pick(self) -> None:
        customers.pick(
            self.access, segment_id=self.dice.choice(self.segments), account_ids=[self.dice.choice(self.accounts)]
        )

    def unpick(self) -> None:
        """Rows that are gone, and of which only the history speaks."""
        segment, account = self.dice.choice(self.segments), self.dice.choice(self.accounts)
        customers.pick(self.access, segment_id=segment, account_ids=[account])
        customers.unpick(self.access, segment_id=segment, account_id=account)

    def decision(self) -> None:
        made = thread.open_decision(self.access, title=self.text(5), question=self.text(), flips=self.text())
        options = [
            thread.add_option(self.access, decision_id=made.pk, title=f"Way {n} {self.text(4)}").pk for n in range(3)
        ]
        thread.remove_option(self.access, option_id=options.pop())
        thread.rest_on(self.access, decision_id=made.pk, node_id=self.dice.choice(self.needs))
        prediction = thread.register_prediction(
            self.access, decision_id=made.pk, question=self.text(), probability=self.dice.random(),
            resolve_by=timezone.localdate() + timedelta(days=30),
        )  # fmt: skip
        self.predictions.append(prediction.pk)
        thread.decide(
            self.access, decision_id=made.pk, chosen=options[0], reasons=dict.fromkeys(options, self.text()),
            known={"weights": {"1": 0.1 + self.dice.random()}, "large": 1e15, "tiny": 1e-7, "none": None},
        )  # fmt: skip

    def resolve(self) -> None:
        thread.resolve(self.access, prediction_id=self.dice.choice(self.predictions), outcome=self.dice.random() < 0.5)

    def file(self) -> None:
        bring_in(self.access, table() + "r9,not a day,,,,,Bad\n")

    def keep(self) -> None:
        set_retention(self.access, days=self.dice.randint(100, 1000), spares_grounds=self.dice.random() < 0.5)


def grow(access: Access, seed: int, acts: int = 40) -> Grower:
    grower = Grower(access, seed)
    with within(access):
        grower.grow(acts)
    return grower
