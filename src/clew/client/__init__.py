"""A typed client of Clew's API, also as `clew.Client`: `Client("https://clew.example.org", token="clew_…")`."""

from clew.client.client import Client
from clew.client.transport import Problem

__all__ = ["Client", "Problem"]
