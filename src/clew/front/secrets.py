"""The key that signs sessions: made once per data folder, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The folder's key; before `clew init` has made one, a key for this process alone."""
    if given := os.environ.get("CLEW_SECRET_KEY"):
        return given
    place = data / "secret-key"
    return place.read_text().strip() if place.is_file() else secrets.token_urlsafe(48)


def make_secret_key(data: Path) -> None:
    place = data / "secret-key"
    if place.exists():
        return
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
