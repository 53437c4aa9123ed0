"""The documents say what is so: the tutorial's commands run, every command and page named exists, links lead somewhere,
every act has a how-to, every setting and every picture is there."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import pytest
from scripts.docs import acts, addresses, markdown, pages
from scripts.docs import commands as command_line
from scripts.docs.__main__ import dead_ends, from_elsewhere

from clew.front.cli import COMMANDS
from tests.browser.test_pictures import PICTURES

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
DOCUMENTS = [ROOT / "README.md", ROOT / "AGENTS.md", *sorted((ROOT / "docs").rglob("*.md"))]
SETTING = re.compile(r"\bCLEW_[A-Z]+(?:_[A-Z]+)*\b")


def commands(document: Path) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture
def follow(house: dict[str, str], tmp_path: Path) -> Callable[[str, Sequence[str]], list[str]]:
    """What the commands of a tutorial say, each after the other in a new house; these are among them."""
    first = tmp_path / "clew-id"
    first.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.load(sys.stdin)['hits'][0]['id'])\n")
    first.chmod(0o755)
    environment = {**house, "PATH": os.pathsep.join([str(tmp_path), str(BIN), os.environ["PATH"]])}

    def run(name: str, job: Sequence[str]) -> list[str]:
        said, some = [], commands(ROOT / "docs" / name)
        assert [one for one in job if not any(f"clew {one} " in f"{command} " for command in some)] == []
        for command in ["clew init", *some]:
            ended = subprocess.run(
                command,
                shell=True,
                check=False,
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                timeout=120,
            )
            assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
            said.append(ended.stdout)
        return said

    return run


@pytest.mark.slow
def test_the_tutorial_runs(follow: Callable[[str, Sequence[str]], list[str]], tmp_path: Path) -> None:
    said = follow(
        "tutorial.md",
        ("import", "find", "mark", "themes", "idea", "decide", "predict", "resolve", "why", "brief"),
    )
    assert any("6 new, 0 here already" in text for text in said)
    assert any("Brier score 0.09" in text for text in said)
    assert any("themes in 6 pieces" in text for text in said)
    assert any("is supported by “Offline does not work at all on the train.”" in text for text in said)
    brief = (tmp_path / "brief.md").read_text()
    assert "Against: “offline means nothing to me”" in brief
    assert "Read my notes without a connection" in brief
    assert "Offline does not work at all on the train." in brief
    assert json.loads((tmp_path / "found.json").read_text())


@pytest.mark.slow
def test_the_tutorial_on_interviews_runs(follow: Callable[[str, Sequence[str]], list[str]]) -> None:
    *_, why = follow(
        "tutorial-interviews.md",
        ("interviews studies add", "interviews guides check", "interviews transcripts import", "mark", "decide", "why"),
    )
    chain = ("What to do about counting", "Count once, and be done", "I count the shelves by hand", "in anna")
    assert [words for words in chain if words not in why] == [], why


@pytest.mark.slow
def test_the_tutorial_on_the_roadmap_runs(follow: Callable[[str, Sequence[str]], list[str]]) -> None:
    said = follow(
        "tutorial-roadmap.md",
        ("import", "roadmap sort", "idea", "roadmap rank", "roadmap decide", "roadmap plan", "roadmap item",
         "roadmap publish", "roadmap release", "roadmap changelog", "resolve", "why", "so-what"),
    )  # fmt: skip
    *_, why, so_what = said
    assert any("Brier score 0.09" in text for text in said)
    chain = ("Notes anywhere", "Keep the last notebooks", "without a connection", "Offline does not work at all")
    assert [words for words in chain if words not in why] == [], why
    assert "is scored by resolution" in so_what


def test_every_command_is_in_the_reference() -> None:
    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in {*COMMANDS, *command_line.commands()}:
        assert f"`clew {name}" in reference, f"docs/commands.md does not name clew {name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} points to {target}"


def told(document: Path) -> Iterator[list[str]]:
    """The words of every `clew` command in a fenced block."""
    for block in re.findall(r"^```\w*\n(.*?)^```", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            yield from words_of(line.removeprefix("$ "))


def words_of(line: str) -> Iterator[list[str]]:
    """What stands in $( ) is a command of its own, and a number in this one."""
    if inner := re.search(r"\$\(([^()]*)\)", line):
        yield from words_of(inner[1])
        yield from words_of(line.replace(inner[0], "1"))
    elif line.startswith("clew "):
        words = shlex.split(line, comments=True)
        ends = [n for n, word in enumerate(words) if word in ("|", ">", "&&")]
        yield words[1 : min(ends, default=len(words))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_commands_are_such_as_the_program_takes(document: Path) -> None:
    known = command_line.commands()
    for words in told(document):
        name = next((n for n in (" ".join(words[:most]) for most in (3, 2, 1)) if n in known), "")
        assert name, f"{document.name} tells of clew {' '.join(words)}"
        understand(known[name], name, words[len(name.split()) :])


def understand(command: click.Command, name: str, given: list[str]) -> None:
    """Options that there are, each with its values, and nothing left out; without asking whether a file exists."""
    context = click.Context(command, info_name=name)
    options, rest, _ = command.make_parser(context).parse_args(list(given))
    needed = {p.name for p in command.params if p.required}
    assert not rest, f"clew {name} takes no {rest}"
    said = {key for key, value in options.items() if isinstance(value, str | list | tuple) and value}
    assert needed <= said, f"clew {name} lacks {needed - said}"


def test_a_wrong_command_is_found() -> None:
    find = command_line.commands()["find"]
    understand(find, "find", ["cold", "--limit", "5"])
    with pytest.raises(click.NoSuchOption):
        understand(find, "find", ["cold", "--most", "5"])
    with pytest.raises(AssertionError):
        understand(find, "find", [])


def shown_anywhere() -> str:
    """All that pages are made of."""
    kinds = [(ROOT / "src" / "clew", "*.html"), (ROOT / "src" / "clew", "*.py"), (ROOT / "web" / "src", "*.ts")]
    files = [p for folder, kind in kinds for p in folder.rglob(kind) if "tests" not in p.parts]
    return "\n".join(p.read_text(encoding="utf-8") for p in files)


def test_what_is_bold_in_a_how_to_stands_in_the_interface() -> None:
    shown, missing = shown_anywhere(), []
    for guide in sorted((ROOT / "docs" / "guides").glob("*.md")):
        text = re.sub(r"^```.*?^```", "", guide.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        for bold in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL):
            words = [part.strip(" .:,") for part in " ".join(bold.split()).split("→")]
            missing += [f"{guide.name}: {word}" for word in words if word not in shown]
    assert missing == []


def test_every_act_has_a_how_to() -> None:
    shown, there = set(pages.guides()), {entry.function for entry in acts.entries()}
    assert there - shown == set(), "acts that no page of docs/guides names in its `acts`"
    assert shown - there == set(), "what is named there is no act"
    assert set(acts.TITLES) <= set(acts.modules())


def test_the_reference_finds_what_calls_an_act() -> None:
    found = {entry.function: entry for entry in acts.entries()}
    assert found["decide"].addresses == ("decide_with_evidence",)
    assert found["resolve"].commands == ("resolve",)
    assert found["resolve"].places == ("Predictions",)
    assert found["start_retention"].undo.startswith("No. ")
    assert [
        entry.function for entry in acts.entries() if not entry.about and not entry.places and not entry.addresses
    ] == []


def test_every_address_is_in_the_reference() -> None:
    reference = ROOT / "docs" / "openapi.json"
    api = json.loads(reference.read_text(encoding="utf-8"))
    told = "".join(addresses.pages(reference).values())
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            assert f"(api-{operation['operationId'].replace('_', '-')})=" in told
            assert f"`{method.upper()} {path}`" in told


def test_words_from_the_code_are_no_markup() -> None:
    assert markdown.plain("a <b> in `x_y`, not_so [z]") == r"a \<b\> in `x_y`, not\_so \[z\]"
    assert markdown.table(("A", "B"), [("1|2", "")]) == "| A |\n| --- |\n| 1\\|2 |\n"


@pytest.mark.parametrize(
    "fetched",
    [
        '<script async src="https://example.org/a.js">',
        "<img alt='x' src='//example.org/a.png'>",
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "<style>a { background: url(https://example.org/a.png) }</style>",
    ],
)
def test_what_comes_from_elsewhere_is_found(tmp_path: Path, fetched: str) -> None:
    page = tmp_path / "index.html"
    page.write_text(f'{fetched}<a href="https://example.org">a link that a person follows</a>')
    assert [line.split(":")[0] for line in from_elsewhere(tmp_path)] == ["index.html"]
    page.write_text(fetched.replace("https:", "").replace("//example.org/", ""))
    assert from_elsewhere(tmp_path) == []


def test_what_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "other page.html").touch()
    page = '<a href="other%20page.html#part">there</a> <a href="#here">here</a> <a href="gone.html">gone</a>'
    (tmp_path / "index.html").write_text(page)
    assert dead_ends(tmp_path) == ["index.html: gone.html"]


def test_the_index_leads_to_every_page() -> None:
    led = {found["to"].removesuffix(".md") for found in pages.LINK.finditer(pages.sources()["index"].text)}
    written = {n for n in pages.sources() if n != "index" and n not in pages.BESIDE.values()}
    assert written - led == set()


def test_pictures_are_those_that_pages_show() -> None:
    assert pages.pictures() == set(PICTURES)


def test_every_setting_is_told() -> None:
    user, maker = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8").split("## For who changes Clew")
    ours = {p for p in (ROOT / "src" / "clew").rglob("*.py") if "tests" not in p.parts}
    theirs = {p for place in ("tests", "bench", "scripts", "src/clew") for p in (ROOT / place).rglob("*.py")}
    theirs |= {ROOT / place for place in ("run", "test", "conftest.py", "scripts/setup.sh", ".ci/run")}
    assert settings_in(*ours) - set(SETTING.findall(user)) == set()
    assert settings_in(*theirs) == set(SETTING.findall(user + maker))


def settings_in(*places: Path) -> set[str]:
    return {found for place in places for found in SETTING.findall(place.read_text(encoding="utf-8"))}


def test_the_index_names_each_page_once() -> None:
    named = re.findall(r"\]\(([\w/-]+\.md)\)", (ROOT / "docs" / "index.md").read_text(encoding="utf-8"))
    assert sorted(named) == sorted(set(named))
