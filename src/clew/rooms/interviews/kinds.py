"""The kinds and verbs of the room: what was heard, in which interview, for which study, and which decision the study informs."""

from clew.ground.evidence.api import CONTRADICTS, EXCERPT, IDEA, MENTIONS, NEED, SOURCE, SUPPORTS
from clew.ground.thread.api import DECISION, Kind, Verb

STUDY, INTERVIEW, GUIDE = "study", "interview", "guide"
TEST, TESTED_BY = "assumption_test", "tested_by"
ROUND, CODED = "coding_round", "coded_in"
FINDING, FOUND, SHOWS, REPORTS = "finding", "found_in", "shows", "reports"
HEARD, HELD_FOR, INFORMS, GUIDES = "heard_in", "held_for", "informs", "guides"
REEL, SHOWS, REEL_JOB = "reel", "shows", "make a highlight reel"
TRANSCRIBE_JOB = "transcribe an interview"
SILENCE_JOB = "silence a recording"
ASKED = "asked"  # the tag of a note that says which question of the guide was asked

KINDS = (
    Kind(STUDY, "Study", "Studies", "clipboard-list", "interviews", shared=True),
    Kind(INTERVIEW, "Interview", "Interviews", "mic", "interviews"),
    Kind(GUIDE, "Guide", "Guides", "book-open", "interviews/guides"),
    Kind(REEL, "Highlight reel", "Highlight reels", "video", "interviews"),
    Kind(ROUND, "Coding round", "Coding rounds", "users-round", "interviews"),
    Kind(FINDING, "Finding", "Findings", "eye", "interviews"),
    Kind(TEST, "Assumption test", "Assumption tests", "flask-conical", "interviews/tree"),
)
VERBS = (
    Verb(IDEA, TESTED_BY, TEST, "is tested by", "tests"),
    Verb(EXCERPT, CODED, ROUND, "was coded in", "gave"),
    Verb(REEL, SHOWS, STUDY, "shows", "is shown by"),
    Verb(SOURCE, HEARD, INTERVIEW, "was heard in", "gave"),
    Verb(INTERVIEW, HELD_FOR, STUDY, "was held for", "held"),
    Verb(GUIDE, GUIDES, STUDY, "guides", "is guided by"),
    Verb(EXCERPT, SUPPORTS, FINDING, "supports", "is supported by", by_hand=True),
    Verb(EXCERPT, CONTRADICTS, FINDING, "contradicts", "is contradicted by", by_hand=True),
    Verb(EXCERPT, MENTIONS, FINDING, "mentions", "is mentioned by", by_hand=True),
    Verb(FINDING, FOUND, STUDY, "was found in", "found"),
    Verb(FINDING, SHOWS, NEED, "shows the need", "is shown by", by_hand=True),
    Verb(SOURCE, REPORTS, STUDY, "reports", "is reported in"),
    Verb(STUDY, INFORMS, DECISION, "informs", "is informed by", by_hand=True),
)
