"""How a connection is spoken: the one place that knows which tracker speaks which language."""

from django.conf import settings

from clew.rooms.roadmap.models import TrackerConnection
from clew.rooms.roadmap.trackers import github_rest, jira_rest
from clew.rooms.roadmap.trackers.remote import Tracker
from clew.rooms.roadmap.trackers.wire import Wire


def tracker_at(connection: TrackerConnection) -> Tracker:
    """Its token is read here, and stays inside."""
    token, inside = connection.key.token, settings.CLEW_TRACKER_HOSTS
    if connection.kind == "github":
        return github_rest.GitHub(Wire(connection.address, github_rest.headers(token), inside), connection.project)
    told = jira_rest.headers(connection.account, token)
    return jira_rest.Jira(Wire(connection.address, told, inside), connection.project)
