"""The mails that this machine kept instead of sending; for the one person of local mode."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from clew.front.mail import kept
from clew.ground.doors.api import Route, WorkRequest
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Role


def index(request: WorkRequest) -> HttpResponse:
    if not settings.LOCAL:
        raise NotFound("A team's mails are for those they are sent to.")
    return render(
        request, "settings/outbox.html", {"mails": kept(settings.EMAIL_FILE_PATH), "sends": settings.MAIL_SERVER}
    )


ROUTES = [Route("settings/outbox", "outbox", index, get=Role.OWNER)]
