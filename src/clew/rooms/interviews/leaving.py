"""How the room's tables take part when a workspace leaves or a person is erased."""

from clew.ground.ledger.api import Table, text_of
from clew.rooms.interviews.models import Candidate, Interview, Study

TABLES = (
    Table(
        Study,
        about="A question to be answered by talking with customers.",
        erased="Quotations of the person in it are replaced.",
        body=text_of(Study, "question"),
    ),
    Table(
        Candidate,
        about="A person who may be asked for a study.",
        erased="The note's words about the person are replaced; the row stays, so that counts stay.",
    ),
    Table(
        Interview,
        about="A conversation for a study: booked, held or called off.",
        erased="The person's name in its title is replaced; that it was held stays.",
    ),
)
