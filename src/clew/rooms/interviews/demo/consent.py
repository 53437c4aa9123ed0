"""The demo's consent: the second study asks before anything is kept; one said yes aloud, one through her link, the others are still to answer."""

from clew.ground.customers.api import SCOPES, consents, give_consent, write_consent_text
from clew.ground.doors.api import DemoSoFar
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.consent import give_by_link, plan_consent
from clew.rooms.interviews.actions.invitations import make_link
from clew.rooms.interviews.queries.candidates import candidates
from clew.rooms.interviews.queries.invited import enter_by_invitation

TITLE = "How we treat what you tell us"
BODY = """Larder is made by a small team. We talk with people who run kitchens to learn what makes their work hard, and build on what they tell us.

With your yes we record the talk, so that we can listen instead of writing. What you said is kept on our own machine and read by our team. Nothing of it is sold, and no other company gets it.

You say below what we may do. You need not say yes to all of it, and we talk with you in any case. You can take your yes back at any time, on this page or by telling us; from then on nobody is shown what you said."""
ALOUD, BY_LINK = "Orla Devaney", "Amparo Llorens"


def load_consent(by: Access, study_id: int, so_far: DemoSoFar) -> None:
    text = write_consent_text(by, title=TITLE, body=BODY)
    plan_consent(by, study_id=study_id)
    [asked] = consents(by, person_id=so_far.people[ALOUD], about=study_id)
    give_consent(by, consent_id=asked.id, scopes=tuple(SCOPES), how="spoken")
    one = next(row for row in candidates(by, study_id, limit=100) if row.name == BY_LINK)
    invited = enter_by_invitation(make_link(by, candidate_id=one.id).secret)
    give_by_link(invited, number=text.number, days=None, scopes=("record", "quote"))
