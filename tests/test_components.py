"""Pages are made of what the style guide shows, and of nothing else."""

import re
from pathlib import Path

import pytest

from clew.ground.workspaces.api import Access
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

SOURCE = Path(__file__).parents[1] / "src/clew"
STYLES = Path(__file__).parents[1] / "web/src/styles"
# Pages with a frame of their own, which the style guide's page does not stand in.
OTHER_FRAMES = re.compile(
    r"/(account|mfa|guests|asked|booking|surveyed)/|shell/(account|quiet|participant)\.html|/\d{3}\.html"
)
TAG = re.compile(r'class="([^"]*)"')
LOGIC = re.compile(r"\S*\{[{%].*?[%}]\}\S*")


def styled() -> set[str]:
    """The classes that the style sheets know."""
    return {name for sheet in STYLES.glob("*.css") for name in re.findall(r"\.([a-z][\w-]*)", sheet.read_text())}


def classes(text: str) -> set[str]:
    return {name for value in TAG.findall(text) for name in LOGIC.sub(" ", value).split()}


def used() -> dict[str, str]:
    """Each class of a page's template, and a template that has it."""
    found = {}
    for page in sorted(SOURCE.glob("**/templates/**/*.html")):
        if not OTHER_FRAMES.search(str(page)):
            text = page.read_text()
            found.update(dict.fromkeys(classes(text) | in_logic(text), str(page.relative_to(SOURCE))))
    return found


def in_logic(text: str) -> set[str]:
    """Classes that a condition decides about."""
    values = re.findall(r'class="((?:\{%.*?%\}|\{\{.*?\}\}|[^"{])*)"', text)
    return {name for value in values for name in re.sub(r"\{%.*?%\}|\S*\{\{.*?\}\}\S*", " ", value).split()}


def guide() -> str:
    """The templates of the style guide and of the rooms' own parts."""
    pages = [*SOURCE.glob("front/templates/styleguide/*.html"), *SOURCE.glob("rooms/*/templates/*/parts.html")]
    return "".join(page.read_text() for page in pages)


def test_every_component_and_drawing_is_shown() -> None:
    shown = guide()
    parts = {page.stem for page in SOURCE.glob("front/templates/cotton/*.html")}
    assert {part for part in parts if not re.search(rf"<c-{part}\b", shown)} == set()
    drawn = re.findall(r"def (\w+)\([^)]*\) -> SafeString:", (SOURCE / "front/drawings.py").read_text())
    called = {"calibration": "calibration_plot", "balance": 'include "needs/balance.html"'}
    tags = {called.get(name, name) for name in drawn if not name.startswith("_")}
    assert {tag for tag in tags if f"{{% {tag} " not in shown} == set()


def test_pages_are_made_of_what_the_style_guide_shows(access: Access) -> None:
    page = SignedIn(access).get(f"/w/{access.slug}/styleguide")
    assert page.status_code == 200
    shown = classes(page.content.decode())
    missing = {name: where for name, where in used().items() if name in styled() and name not in shown}
    assert not missing, " ".join(sorted(missing))
