"""What travels for the first page: the page, its style, script, icons and the fonts it uses, compressed as browsers take them."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.engines import ROOT, Row

PROMISE_KB = 120
DIST = ROOT / "src" / "clew" / "front" / "static" / "dist"
ALWAYS = ("app.css.br", "app.js.br", "icons.svg.br", "inter-latin-wght-normal.woff2")
WORDS = ("source-serif-4-latin-400-normal.woff2",)


def rows() -> list[Row]:
    """Today does not show customers' words; a page that does loads one more font, once."""
    page = len(gzip.compress(_today()))
    fixed = sum((DIST / name).stat().st_size for name in ALWAYS)
    words = sum((DIST / name).stat().st_size for name in WORDS)
    first, with_words = (page + fixed) / 1000, (page + fixed + words) / 1000
    return [
        (
            "first page, compressed",
            f"{first:.0f} kB",
            f"{PROMISE_KB} kB; the page alone {page / 1000:.1f} kB",
            f"{first / PROMISE_KB:.2f}",
        ),
        (
            "first page with customers' words",
            f"{with_words:.0f} kB",
            f"{PROMISE_KB} kB",
            f"{with_words / PROMISE_KB:.2f}",
        ),
    ]


def _today() -> bytes:
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(CLEW_DATA=folder, CLEW_DATABASE_URL="")
        from bench.engines import workspace

        access = workspace()
        from django.contrib.auth import get_user_model
        from django.test import Client

        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(get_user_model().objects.get(), backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(f"/w/{access.slug}/")
        assert answer.status_code == 200
        return bytes(answer.content)


if __name__ == "__main__":
    for line in rows():
        print(" | ".join(line))
