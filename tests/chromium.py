"""Chromium as every journey starts it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

# Without these a browser talks to its maker while it is tested.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    # A microphone that beeps, and nobody who has to allow it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


@contextmanager
def started() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = os.environ.get("CLEW_BROWSER")
        if not path and not own.exists():
            pytest.fail(
                "No browser: start the journeys with ./test, or set CLEW_BROWSER=/path/to/chromium", pytrace=False
            )
        as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium's sandbox does not work for root
        browser = playwright.chromium.launch(executable_path=path or None, args=[*QUIET, *as_root])
        yield browser
        browser.close()
