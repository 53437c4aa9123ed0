"""How customers take part when a workspace leaves."""

from clew.ground.customers.models import Account, AccountFact, Consent, ConsentText, Person, Segment, SegmentMember
from clew.ground.ledger.api import Table, register_tables, text_of

ORGANISATION = "Is about an organisation; the person's name in it is replaced."


def register_all() -> None:
    register_tables(
        Table(Account, about="A customer organisation.", erased=ORGANISATION),
        Table(AccountFact, about="What was true of an account from one day to another.", erased=ORGANISATION),
        Table(
            Person,
            about="Somebody whose words we have.",
            erased="Name, address and role go; a nameless record stays, so that counts stay.",
            body=text_of(Person, "role", "email"),
        ),
        Table(Segment, about="A group of accounts.", erased=ORGANISATION),
        Table(ConsentText, about="A version of what people are asked to agree to.", erased="Holds no words of theirs."),
        Table(
            Consent,
            about="What a person was asked to agree to, and what they answered.",
            erased="It stays with the nameless record, as the proof that consent was asked.",
        ),
        Table(SegmentMember, about="An account picked into a segment.", erased="Holds no words."),
    )
