"""What was noted in the interviews of the demo's finished study, and the themes that are found in it."""

from uuid import NAMESPACE_URL, uuid5

from clew.ground.evidence.api import find_themes
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.conduct import note
from clew.rooms.interviews.actions.gathering import gather_notes
from clew.rooms.interviews.models import Interview
from clew.rooms.interviews.queries.held import askers_in

EVERY = 70  # seconds between two notes

NOTED: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("pain", "No signal in the cellar: the count she typed there was lost"),
        ("pain", "Counts twice: on cardboard in the cold room, then into the phone"),
        ("quote", "Even if you told me it was mended, I'd bring the cardboard for a month"),
        ("", "Lost counts three times; does not trust the phone in the cold room any more"),
        ("", "Thirty minutes is what she has before she collects her daughter"),
        ("", "A bad night: the count is dropped and Monday's order is from memory"),
    ),
    (
        ("pain", "Butter went up in small steps and nobody saw what it did to the dish"),
        ("", "The dish cost was right on the day he typed it in and wrong by June"),
        ("", "Invoices go on a spike, to the bookkeeper; the price rise reaches him six weeks later"),
        ("", "Wants to hear of a price that touches a dish, not of every price"),
        ("quote", "It's the wee ones that get you"),
        ("", "With the date of the price rise he got money back from the dairy"),
    ),
    (
        ("pain", "One case of tomatoes missing: order, delivery note and invoice are in three places"),
        ("", "31 of 218 deliveries in January had something wrong, she kept a tally"),
        ("pain", "Whoever signs for the delivery is also making coffee; a clean signature means no credit"),
        ("", "Six hours a week proving that a box did not come; a folder called Arguments"),
        ("", "Two minutes to check a delivery at the door is fine, ten is not: the driver leans on the horn"),
        ("idea", "Tick at the door, a photo, and a claim to the supplier in the morning"),
    ),
    (
        ("surprise", "Agrees prices at her cousin's table: a price warning would be an insult"),
        ("", "A dish cost that is right in March is enough, the menu is printed once a year"),
        ("quote", "I do not need a computer to watch my cousin"),
        ("pain", "New people every season: nobody but her can count the cold store"),
        ("", "Wants somebody new to write down the cold store without her standing behind"),
    ),
    (
        ("pain", "New cook took thirty-five minutes to count nine things: the words on the list, not the counting"),
        ("idea", "A picture of the tub in her own fridge instead of its name"),
        ("", "Explained a par level sixty times; always on somebody's first three shifts"),
        ("", "A new starter every fortnight, so showing people how to count never ends"),
        ("", "Her own count is thirty lines and eight minutes; counting is slow only for somebody new"),
        ("pain", "Orders go out through six ways, and again in Larder; the noodle deadline is when she goes to bed"),
    ),
    (
        ("pain", "Quoted in March for September; lamb went up by a third and nothing was left"),
        ("", "Had she known of the price in June she would have bought forward or changed the menu"),
        ("surprise", "Does not count stock at all: buys for a job and uses it on the job"),
        ("", "Nagged to count every week; it is like being nagged about a cat she does not have"),
        ("", "Waste is on purpose at a wedding: eight percent too much is insurance"),
    ),
)  # fmt: skip


def load_notes(by: Access, study_id: int, interviews: list[Interview]) -> None:
    for interview, noted in zip(interviews, NOTED, strict=True):
        for number, (tag, text) in enumerate(noted, 1):
            key = str(uuid5(NAMESPACE_URL, f"clew-demo-note-{text}"))
            note(by, interview_id=interview.pk, client_id=key, at_ms=number * EVERY * 1000, text=text, tag=tag)
    gather_notes(by, study_id=study_id)
    find_themes(by, about=study_id, askers=askers_in(by, study_id))
