"""Contrast, worked out from the tokens: text at least 5:1 on every surface it stands on, controls and the thread 3:1."""

import math
import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent.parent / "web" / "src" / "styles" / "tokens.css").read_text()
SURFACES = ("bg", "surface", "sunken", "hover", "selected")
TEXT = ("text", "muted", "accent", "good", "warn", "danger")
SOFT = tuple((name, f"{name}-soft") for name in ("accent", "good", "warn", "danger"))
THEMES = {
    "light": TOKENS.split("@media screen and (prefers-color-scheme: dark)")[0],
    "dark, by the system": TOKENS.split("@media screen and (prefers-color-scheme: dark)")[1].split("@media screen {")[
        0
    ],
    "dark, by the switch": TOKENS.split("@media screen {")[1],
}


def colours(css: str) -> dict[str, float]:
    """The relative luminance of each opaque colour."""
    found = re.findall(r"--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);", css)
    return {name: luminance(float(light), float(chroma), float(hue)) for name, light, chroma, hue in found}


def luminance(light: float, chroma: float, hue: float) -> float:
    """OKLCH to linear sRGB (Björn Ottosson, 2020), to the luminance of WCAG 2.2; what no screen shows is clipped."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    parts = zip((0.2126, 0.7152, 0.0722), (red, green, blue), strict=True)
    return sum(share * min(1.0, max(0.0, part)) for share, part in parts)


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert contrast(luminance(0, 0, 0), luminance(1, 0, 0)) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_text(theme: str) -> None:
    of = colours(THEMES[theme])
    pairs = [*product(TEXT, SURFACES), *SOFT, ("text", "accent-soft"), ("text", "warn-soft"), ("on-accent", "accent")]
    poor = {f"{text} on {under}": round(contrast(of[text], of[under]), 2) for text, under in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_borders_of_controls_and_the_thread(theme: str) -> None:
    of = colours(THEMES[theme])
    poor = {
        f"{line} on {under}": contrast(of[line], of[under]) for line, under in product(("control", "thread"), SURFACES)
    }
    assert {pair: round(ratio, 2) for pair, ratio in poor.items() if ratio < 3} == {}


def test_both_ways_to_the_dark_are_the_same() -> None:
    assert colours(THEMES["dark, by the system"]) == colours(THEMES["dark, by the switch"])
