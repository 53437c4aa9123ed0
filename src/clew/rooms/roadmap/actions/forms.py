"""The public form: opened and closed by the team; what people without an account write comes into the inbox."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from clew.ground.doors.api import DAY, TooOften, by_link
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.feedback import take_in
from clew.rooms.roadmap.actions.writers import NAME_LIMIT, address_of, short, writer
from clew.rooms.roadmap.models import Feedback, FeedbackForm
from clew.rooms.roadmap.queries.forms import FormDoor

TITLE_LIMIT, INTRO_LIMIT, MOST_ORIGINS = 120, 1_000, 20
TEXT_LIMIT, URL_LIMIT = 5_000, 1_000
A_DAY = 500


@act("set the feedback form")
def set_form(
    access: Access, *, title: str, intro: str = "", origins: Sequence[str] = (), is_open: bool = True
) -> FeedbackForm:
    """What the form says, and which sites may embed it. It is made the first time; `is_open` false closes it."""
    found = FeedbackForm.objects.select_for_update().first()
    found = found or FeedbackForm(workspace_id=access.workspace_id, token=secrets.token_urlsafe(12))
    found.title, found.intro = short(title, "title", TITLE_LIMIT), short(intro, "intro", INTRO_LIMIT)
    if not found.title:
        raise Refused(
            "The form has no heading.", field="title", remedy="Ask a question, such as “What should be better?”"
        )
    if len(origins) > MOST_ORIGINS:
        raise Refused(f"These are more than {MOST_ORIGINS} sites.", field="origins", remedy="Name fewer.")
    found.origins, found.is_open = sorted({_origin(one) for one in origins if one.strip()}), is_open
    found.save()
    return found


@act("change the address of the feedback form")
def change_form_address(access: Access) -> FeedbackForm:
    """The old address opens nothing any more; a widget needs the new line."""
    found = FeedbackForm.objects.select_for_update().first()
    if found is None:
        raise Refused("There is no form yet.", remedy="Open one first.")
    found.token = secrets.token_urlsafe(12)
    found.save(update_fields=["token"])
    return found


@by_link("send feedback by the form")
def send_words(
    door: FormDoor, *, text: str, name: str = "", email: str = "", url: str = "", channel: str = "form"
) -> None:
    """By somebody without an account. The same words of the same person come in once; it looks the same to whoever sends."""
    words = short(text, "text", TEXT_LIMIT)
    if len(words.split()) < 2:
        raise Refused("That is too short to be understood.", field="text", remedy="Please say a little more.")
    short(name, "name", NAME_LIMIT)
    address_of(email)
    _keep_bounded()
    person, where = writer(door.access, name=name, email=email), _address(url)
    with suppress(Refused):  # these words of this person are here already, which is for nobody outside to know
        take_in(door.access, text=words, channel=channel, person_id=person, url=where, is_proved=False)


def _keep_bounded() -> None:
    """A public door takes some hundreds of entries a day, not what a machine can send."""
    since = timezone.now() - timedelta(days=1)
    if Feedback.objects.filter(channel__in=("form", "widget"), received_at__gt=since).count() >= A_DAY:
        raise TooOften("Many people have written today.", wait=DAY, remedy="Please come back tomorrow.")


def _address(url: str) -> str:
    """The page a widget was opened on, without what stands behind “?”, which may name people."""
    found = url.partition("?")[0].partition("#")[0]
    return found if found.startswith(("https://", "http://")) and len(found) <= URL_LIMIT else ""


def _origin(text: str) -> str:
    try:
        found = urlsplit(text.strip())
        host, port = found.hostname, found.port
    except ValueError:
        host, port = None, None
    if (
        not host
        or found.scheme not in ("https", "http")
        or found.path not in ("", "/")
        or found.query
        or found.username
    ):
        raise Refused(f"“{text.strip()[:80]}” is no site.", field="origins", remedy="Write it as https://shop.example.")
    return f"{found.scheme}://{host}{f':{port}' if port else ''}"
