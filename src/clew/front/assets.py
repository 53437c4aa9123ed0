"""Addresses of built assets: each carries a stamp of the build, so that browsers may keep it for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

DIST = Path(__file__).parent / "static" / "dist"


@lru_cache(maxsize=1)
def stamp() -> str:
    digest = hashlib.sha256()
    for name in ("app.css", "app.js", "reader.js", "icons.svg"):
        place = DIST / name
        digest.update(place.read_bytes() if place.is_file() else b"")
    return digest.hexdigest()[:12]


class StampedStorage(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        return f"{super().url(name)}?v={stamp()}"


@lru_cache(maxsize=1)
def icons_url() -> str:
    from django.templatetags.static import static

    return static("dist/icons.svg")
