"""A talk of two hours, every word with its time: how quickly it opens for marking, and how smoothly it scrolls."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from bench.engines import ENGINES, measured, open_house, spread
from bench.served import Server, Visitor, serving
from bench.table import Row

WORDS, SMALL = 20_000, 2_000
MARKS = 60
PROMISE_MS = 300.0
FRAME_MS, FRAMES = 1000 / 60, 240
SAID = [
    "I",
    "count",
    "the",
    "shelves",
    "by",
    "hand",
    "on",
    "Friday,",
    "because",
    "the",
    "export",
    "of",
    "the",
    "list",
    "stops",
    "half",
    "way",
    "and",
    "nobody",
    "knows",
    "why",
    "it",
    "does",
]
# Scrolls by a line and a half each frame and says how long each frame took.
SCROLL = """async (frames) => {
  const taken = [];
  let before = await new Promise(requestAnimationFrame);
  for (let at = 0; at < frames; at++) {
    scrollBy(0, 40);
    const now = await new Promise(requestAnimationFrame);
    taken.push(now - before);
    before = now;
  }
  return taken;
}"""


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__name__, engine, small=small)


def measure(engine: str, small: bool) -> list[Row]:
    access = open_house()
    words = SMALL if small else WORDS
    source_id = add_talk(access, words)
    with serving(Path(os.environ["CLEW_DATA"])) as server:
        visitor = Visitor(server)
        page, times = f"/w/{access.slug}/n/{source_id}", f"/w/{access.slug}/sources/{source_id}/times"
        opened = _asked(visitor, page, 2 if small else 10)
        timed = _asked(visitor, times, 2 if small else 10)
        frames = _frames(server, visitor.cookie, page, 20 if small else FRAMES) if engine == "sqlite" else None
    where = f"{words:,} words, {MARKS} marks, {ENGINES[engine]}"
    found = [
        _row(f"a transcript's page ({where})", opened),
        _row(f"the times of its words ({where})", timed),
    ]
    return [*found, *([_frame_row(where, frames)] if frames else [])]


def add_talk(access: Any, words: int) -> int:
    """Two people in turns of forty words; as many marks as somebody makes in an afternoon."""
    from clew.ground.evidence.api import Word, add_source, as_transcript, kept_turns, mark

    said = [Word(SAID[at % len(SAID)], 360 * at, 360 * at + 300) for at in range(words)]
    channels = [[word for at, word in enumerate(said) if at // 40 % 2 == speaker] for speaker in (0, 1)]
    text, turns = kept_turns(as_transcript(channels))
    source = add_source(access, text=text, title="A talk of two hours", kind="interview", turns=turns)
    step = len(text) // MARKS
    for at in range(MARKS):
        start = text.index("I count the shelves", at * step)
        mark(access, source_id=source.pk, start=start, end=start + 27, exact=text[start : start + 27], new_need="Count")
    return int(source.pk)


def _asked(visitor: Visitor, path: str, times: int) -> tuple[float, float]:
    visitor.ask(path)
    return spread([[visitor.ask(path) for _ in range(times)] for _ in range(3)])


def _row(work: str, asked: tuple[float, float]) -> Row:
    middle, late = asked
    ours = f"p50 {middle:.1f} ms, p95 {late:.1f} ms"
    return Row(work, ours, "", None, f"p95 {PROMISE_MS:.0f} ms", late <= PROMISE_MS)


def _frames(server: Server, cookie: str, path: str, count: int) -> list[float] | None:
    """None where there is no browser to look with."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    chromium = Path("/usr/bin/chromium")
    options = {"executable_path": chromium, "args": ["--no-sandbox"]} if chromium.exists() else {}
    with sync_playwright() as play:
        try:
            browser = play.chromium.launch(**options)  # type: ignore[arg-type]
        except Error:
            return None
        page = browser.new_page(viewport={"width": 1280, "height": 800}, extra_http_headers={"Cookie": cookie})
        page.goto(f"http://127.0.0.1:{server.port}{path}")
        page.locator("clew-reader:defined").wait_for(state="attached")
        page.wait_for_timeout(500)
        taken: list[float] = page.evaluate(SCROLL, count)
        browser.close()
    return taken


def _frame_row(where: str, frames: list[float]) -> Row:
    ordered = sorted(frames)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    ours = f"p50 {middle:.1f} ms, p95 {late:.1f} ms a frame"
    return Row(f"scrolling it ({where})", ours, "", None, "p50 60 frames a second", middle <= FRAME_MS + 1)
