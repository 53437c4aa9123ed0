"""Builds the site: pictures by the tests, pages from docs/ and from the code, HTML by Sphinx. Anything amiss ends it with 1."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

from scripts.docs.pages import DOCS, ROOT, assemble

BUILD = ROOT / "build"
PICTURES, PAGES, SITE = BUILD / "pictures", BUILD / "pages", BUILD / "site"
# What a browser would fetch by itself; links that a person follows may lead elsewhere.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["'](?:https?:)?//[^"']+"""
    r"""|<link\b[^>]*\bhref=["'](?:https?:)?//[^"']+"""
    r"""|url\(["']?(?:https?:)?//[^)]+|@import\s+["'](?:https?:)?//[^"']+"""
)
LOCAL = re.compile(r"""\b(?:href|src)="(?![a-z]+:|//|#)([^"#?]+)""")


def take_pictures() -> int:
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    settings = {"CLEW_PICTURES": str(PICTURES), "CLEW_TEST_DATABASE": "sqlite"}
    test = [sys.executable, "-m", "pytest", "-m", "browser", "tests/browser/test_pictures.py"]
    return subprocess.run(test, cwd=ROOT, env={**os.environ, **settings}, check=False).returncode  # noqa: S603


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")
    import django

    django.setup()


def build() -> int:
    """Every warning is an error, and a link that leads nowhere is a warning."""
    shutil.rmtree(SITE, ignore_errors=True)
    sphinx = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-n",
        "-q",
        "-b",
        "html",
        "-d",
        str(BUILD / "doctrees"),
    ]
    return subprocess.run([*sphinx, "-c", str(DOCS), str(PAGES), str(SITE)], cwd=ROOT, check=False).returncode  # noqa: S603


def from_elsewhere(site: Path) -> list[str]:
    """What the site would fetch from other places: nothing may."""
    files = [path for kind in ("*.html", "*.css", "*.js") for path in sorted(site.rglob(kind))]
    return [
        f"{path.relative_to(site)}: {found[0][:120]}"
        for path in files
        for found in FETCHED.finditer(path.read_text(encoding="utf-8"))
    ]


def dead_ends(site: Path) -> list[str]:
    """Addresses in the built pages behind which there is no file."""
    return [
        f"{page.relative_to(site)}: {found[1]}"
        for page in sorted(site.rglob("*.html"))
        for found in LOCAL.finditer(page.read_text(encoding="utf-8"))
        if not (page.parent / unquote(found[1])).exists()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/site", description="Builds the documentation in build/site.")
    parser.add_argument("--no-pictures", action="store_true", help="show the pictures that were taken last")
    asked = parser.parse_args()
    if asked.no_pictures and not PICTURES.is_dir():
        parser.error("no pictures were taken yet; leave --no-pictures out once")
    if not asked.no_pictures and (status := take_pictures()):
        return status
    start_django()
    count = assemble(PAGES, PICTURES)
    if status := build():
        return status
    for wrong, found in (("would fetch from elsewhere", from_elsewhere(SITE)), ("leads nowhere", dead_ends(SITE))):
        if found:
            print(f"The site {wrong}:", *found, sep="\n  ", file=sys.stderr)
            return 1
    print(f"{count} pages: {(SITE / 'index.html').relative_to(Path.cwd())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
