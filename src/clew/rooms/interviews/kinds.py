"""The kinds and verbs of the room: what was heard, in which interview, for which study, and which decision the study informs."""

from clew.ground.evidence.api import EXCERPT, SOURCE
from clew.ground.thread.api import DECISION, Kind, Verb

STUDY, INTERVIEW, GUIDE = "study", "interview", "guide"
ROUND, CODED = "coding_round", "coded_in"
HEARD, HELD_FOR, INFORMS, GUIDES = "heard_in", "held_for", "informs", "guides"
TRANSCRIBE_JOB = "transcribe an interview"
ASKED = "asked"  # the tag of a note that says which question of the guide was asked

KINDS = (
    Kind(STUDY, "Study", "Studies", "clipboard-list", "interviews"),
    Kind(INTERVIEW, "Interview", "Interviews", "mic", "interviews"),
    Kind(GUIDE, "Guide", "Guides", "book-open", "interviews/guides"),
    Kind(ROUND, "Coding round", "Coding rounds", "users-round", "interviews"),
)
VERBS = (
    Verb(EXCERPT, CODED, ROUND, "was coded in", "gave"),
    Verb(SOURCE, HEARD, INTERVIEW, "was heard in", "gave"),
    Verb(INTERVIEW, HELD_FOR, STUDY, "was held for", "held"),
    Verb(GUIDE, GUIDES, STUDY, "guides", "is guided by"),
    Verb(STUDY, INFORMS, DECISION, "informs", "is informed by", by_hand=True),
)
