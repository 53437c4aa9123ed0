"""The demo's recruiting: a screener, whom the study asked, what they answered, and one who said no."""

from typing import Any

from clew.ground.customers.api import segments
from clew.ground.doors.api import DemoSoFar
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.answering import answer_screener, decline
from clew.rooms.interviews.actions.invitations import add_candidates, make_link
from clew.rooms.interviews.actions.recruiting import set_incentive, set_quota
from clew.rooms.interviews.actions.screeners import publish_screener
from clew.rooms.interviews.queries.candidates import candidates
from clew.rooms.interviews.queries.invited import Invited, enter_by_invitation

QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "q1", "text": "Who signs for deliveries where you work?", "kind": "single", "is_required": True,
        "options": ["I do", "Somebody else", "Nobody signs"],
    },
    {"key": "q2", "text": "How many deliveries come in a week?", "kind": "number"},
    {
        "key": "q3", "text": "What do you check them against?", "kind": "multi",
        "options": ["The order", "The delivery note", "The invoice", "Nothing"],
    },
    {"key": "q4", "text": "What was wrong the last time something was wrong?", "kind": "text"},
]  # fmt: skip
RULES: list[dict[str, Any]] = [
    {"question": "q1", "test": "is", "value": "Somebody else", "then": "reject"},
    {"question": "q3", "test": "is", "value": "Nothing", "then": "queue"},
    {"question": "q2", "test": "at_least", "value": "5", "then": "accept"},
]
INTRO = (
    "We build Larder, and want to learn how kitchens notice that a delivery or an invoice is wrong."
    " A conversation takes 45 minutes by video, and we thank you with a voucher of 60 euros."
)
ANSWERS: dict[str, dict[str, list[str]]] = {
    "Amparo Llorens": {
        "q1": ["I do"],
        "q2": ["9"],
        "q3": ["The delivery note"],
        "q4": ["Two crates of the wrong tomatoes."],
    },
    "Callum Drever": {"q1": ["I do"], "q2": ["6"], "q3": ["The order", "The delivery note"]},
    "Eleni Vasilaki": {"q1": ["I do"], "q2": ["3"], "q3": ["The delivery note"], "q4": ["The fish was not weighed."]},
    "Graham Pike": {"q1": ["Nobody signs"], "q3": ["The invoice"], "q4": ["Billed for a delivery that never came."]},
    "Isla Mochrie": {"q1": ["I do"], "q2": ["7"], "q3": ["Nothing"]},
    "Jodie Ashworth": {"q1": ["Somebody else"]},
    "Karel Wouterse": {"q1": ["I do"], "q2": ["12"], "q3": ["The order"], "q4": ["Butter, again."]},
}
SAYS_NO, NOT_ANSWERED = "Bram Coussens", ("Dom Farley", "Wen Lau", "Ruth Adeyemi")
FOUND = ("Priya Ramanan", "Sanne Dekkers", "Nerea Zubiri")
WANTED = {"Neighbourhood restaurant": 3, "Single café": 2, "Small group (2-6 sites)": 2}


def recruit(by: Access, study_id: int, so_far: DemoSoFar) -> None:
    known = {row.name: row.id for row in segments(by, limit=50)}
    for name, wanted in WANTED.items():
        set_quota(by, study_id=study_id, segment_id=known[name], wanted=wanted)
    version = publish_screener(
        by, study_id=study_id, title="How do deliveries reach you?", intro=INTRO, questions=QUESTIONS, rules=RULES
    )
    asked = (*ANSWERS, SAYS_NO, *NOT_ANSWERED)
    add_candidates(by, study_id=study_id, person_ids=[so_far.people[name] for name in (*asked, *FOUND)])
    ids = {row.name: row.id for row in candidates(by, study_id, limit=100)}
    invited = {name: _link(by, ids[name]) for name in asked}
    for name, given in ANSWERS.items():
        answer_screener(invited[name], version_id=version.id, given=given)
    decline(invited[SAYS_NO])
    for name in ("Amparo Llorens", "Karel Wouterse"):
        set_incentive(by, candidate_id=ids[name], amount_minor=6_000, what="Voucher")


def _link(by: Access, candidate_id: int) -> Invited:
    return enter_by_invitation(make_link(by, candidate_id=candidate_id).secret)
