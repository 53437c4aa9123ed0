"""The public form for feedback, its twin for the widget, and the team's page that opens it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse

from clew.ground.doors.api import PublicPage, Route, TooOften, WorkRequest, before_answer, done, sent_json, typed, url
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import forms as acts
from clew.rooms.roadmap.queries.forms import FormDoor, enter_by_form, feedback_form

TRAP = "website"
SENT_LIMIT = 20_000
TITLE = "What should be better?"


def show(request: WorkRequest) -> HttpResponse:
    found = feedback_form(request.access)
    home = settings.HOME_URL or request.build_absolute_uri("/").rstrip("/")
    shown: dict[str, Any] = {"form": found, "title": found.title if found else TITLE}
    if found:
        shown["link"] = home + reverse("feedback_form", args=[found.token])
        shown["line"] = (
            f'<script async src="{home}{static("dist/widget.js").partition("?")[0]}" data-form="{found.token}"></script>'
        )
        shown["origins"] = "\n".join(found.origins)
    return render(request, "roadmap/feedback/form.html", shown)


def change(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return show(request)
    acts.set_form(
        request.access,
        title=typed.words(request.POST, "title", most=acts.TITLE_LIMIT),
        intro=typed.words(request.POST, "intro", most=acts.INTRO_LIMIT),
        origins=typed.words(request.POST, "origins", most=5_000).split(),
        is_open=request.POST.get("is_open") == "1",
    )
    return done(request, "Saved.", url(request, "inbox_form"), undo=True)


def change_address(request: WorkRequest) -> HttpResponse:
    acts.change_form_address(request.access)
    return done(request, "The form has a new address.", url(request, "inbox_form"))


def form(request: HttpRequest, token: str) -> HttpResponse:
    door = enter_by_form(token)
    if request.method == "GET":
        return form_again(request, token)
    if not request.POST.get(
        TRAP
    ):  # a field nobody sees; whoever fills it in is a machine, and is thanked like everybody
        before_answer(request)
        acts.send_words(
            door,
            text=typed.words(request.POST, "text", most=acts.TEXT_LIMIT),
            name=typed.words(request.POST, "name", most=500),
            email=typed.words(request.POST, "email", most=500),
        )
    response = redirect("feedback_thanks", token=token)
    response.status_code = 303
    return response


def form_again(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "roadmap/asked/feedback.html", {"door": enter_by_form(token), "trap": TRAP})


def thanks(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "roadmap/feedback/thanks.html", {"door": enter_by_form(token)})


def sent(request: HttpRequest, token: str) -> HttpResponse:
    """What the widget sends, from the sites that the workspace lists and no others. No cookie is read or set."""
    door = enter_by_form(token)
    origin = request.headers.get("Origin", "")
    if origin not in door.form.origins:
        return JsonResponse({"message": "This site may not send feedback here."}, status=403)
    answer = HttpResponse(status=204) if request.method == "OPTIONS" else _taken(request, door)
    answer["Access-Control-Allow-Origin"] = origin
    answer["Access-Control-Allow-Methods"] = "POST"
    answer["Access-Control-Allow-Headers"] = "Content-Type"
    answer["Access-Control-Max-Age"] = "600"
    answer["Vary"] = "Origin"
    return answer


def _taken(request: HttpRequest, door: FormDoor) -> HttpResponse:
    try:
        told = sent_json(request, SENT_LIMIT)
        if not told.get(TRAP):
            before_answer(request)
            words = {name: str(told.get(name, "")) for name in ("text", "name", "email", "url")}
            acts.send_words(door, **words, channel="widget")
    except Refused as error:
        said = {"message": f"{error.message} {error.remedy}".strip(), "field": error.field}
        if isinstance(error, TooOften):
            return JsonResponse(said, status=429, headers={"Retry-After": str(error.wait)})
        return JsonResponse(said, status=422)
    return JsonResponse({"message": "Thank you."}, status=201)


ROUTES = [
    Route("roadmap/inbox/form", "inbox_form", change, get=Role.EDITOR, post=Role.EDITOR, again=show),
    Route("roadmap/inbox/form/address", "inbox_form_address", change_address, post=Role.EDITOR, again=show),
]
PUBLIC = [
    PublicPage("feedback/<str:token>", "feedback_form", form, ("GET", "POST"), form_again),
    PublicPage("feedback/<str:token>/thanks", "feedback_thanks", thanks),
    PublicPage("feedback/<str:token>/send", "feedback_send", sent, ("POST", "OPTIONS"), by_machine=True),
]
