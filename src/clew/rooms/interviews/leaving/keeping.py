"""How long a study keeps words: how that leaves."""

from clew.ground.ledger.api import Table
from clew.rooms.interviews.models import StudyRetention
from clew.rooms.interviews.queries.keeping import studies_over

TABLES = (
    Table(
        StudyRetention,
        about="How long what was heard in a study is kept once it has ended.",
        erased="Holds no words.",
        over=studies_over,
    ),
)
