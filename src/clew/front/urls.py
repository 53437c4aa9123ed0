"""Every address Clew answers. Pages of a workspace come from the rows of the access table (`routes.Route`)."""

from django.urls import include, path

from clew.front.api.root import build
from clew.front.api.table import DOORS
from clew.front.pages import account, entry, guests, invited
from clew.front.pages.table import ROUTES
from clew.ground.doors.api import rooms

urlpatterns = [
    path("", entry.home, name="home"),
    path("styleguide", entry.home, {"to": "styleguide"}),
    path("enter/<str:token>", entry.enter_once, name="enter"),
    path("guest/<str:secret>", guests.follow, name="guest"),
    path("invited/<str:secret>", invited.follow, name="invited"),
    path("invited/<str:secret>/begin", invited.begin, name="invited_begin"),
    path("invited/<str:secret>/accept", invited.accept, name="invited_accept"),
    path("accounts/", account.profile, name="account"),
    path("accounts/sessions/", account.sessions, name="account_sessions"),
    path("accounts/sessions/<int:session>/end", account.end_session, name="account_end_session"),
    path("accounts/sessions/end-others", account.end_others, name="account_end_others"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("api/v1/", build(DOORS).urls),
    path("health", entry.health, name="health"),
    *(route.pattern() for route in ROUTES),
    *(page.pattern() for room in rooms() for page in room.public_pages),
]
handler400 = "clew.front.pages.errors.bad_request"
handler403 = "clew.front.pages.errors.forbidden"
handler404 = "clew.front.pages.errors.not_found"
handler500 = "clew.front.pages.errors.server_error"
