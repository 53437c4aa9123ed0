"""The reference and the client made from it are those of today's API; and the client works against a real server."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import clew as package
from clew import Client, Problem
from clew import client as of_client
from tests.serving import as_a_user, begin_house, serving, token

ROOT = Path(__file__).resolve().parents[1]
CLEW = Path(sys.prefix) / "bin" / "clew"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server of its own, and a token."""
    data = begin_house(tmp_path_factory)
    with serving(CLEW, as_a_user(data), tmp_path_factory.mktemp("log") / "serve.log") as link:
        yield link.split("/enter/")[0], token(data, "write")


@pytest.fixture
def clew(served: tuple[str, str]) -> Iterator[Client]:
    with Client(served[0], token=served[1]) as client:
        yield client


@pytest.mark.slow
def test_reference_and_client_are_of_today(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "scripts/client.py", "--check"],
        cwd=ROOT, env=as_a_user(tmp_path), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_it_is_the_package_s_own_and_costs_nothing_before_it_is_asked_for() -> None:
    assert (Client, Problem) == (of_client.Client, of_client.Problem)
    with pytest.raises(AttributeError):
        package.Nothing  # noqa: B018 - the asking is what is tried
    loaded = "import sys, clew.front.cli; print([m for m in sys.modules if m.startswith(('clew.client', 'httpx', 'django'))])"
    ended = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_main_job_through_the_client(clew: Client, tmp_path: Path) -> None:
    source = clew.add_source(text="I count the shelves by hand every Friday.", kind="interview")["id"]
    assert source is not None
    excerpt = clew.mark(source, start=0, end=30, exact="I count the shelves by hand ev", new_need="Count quickly")["id"]
    assert excerpt is not None
    need = next(iter(clew.every(clew.needs)))
    decision = clew.open_decision(title="How to count", flips="If nobody counts")["id"]
    assert decision is not None
    options = [clew.add_option(decision, title=title)["id"] for title in ("By phone", "Do nothing")]
    clew.rest_on(decision, node_id=need["id"])
    clew.register_prediction(
        question="Will it be quicker?", resolve_by="2040-01-01", probability=0.7, decision_id=decision
    )
    clew.decide_with_evidence(decision, chosen=options[0] or 0, reasons={str(o): "So it is." for o in options})
    walk = clew.why(decision)
    assert source in [step["card"]["id"] for step in walk["steps"]]
    assert clew.so_what(source)["links"]


@pytest.mark.slow
def test_a_refusal_is_an_exception_with_field_and_remedy(clew: Client) -> None:
    with pytest.raises(Problem) as refused:
        clew.add_need(title="")
    assert (refused.value.status, refused.value.field) == (422, "title")
    assert refused.value.remedy
    with pytest.raises(Problem) as absent:
        clew.card(987654321)
    assert absent.value.status == 404


@pytest.mark.slow
def test_a_file_is_sent_and_brought_in(clew: Client, tmp_path: Path) -> None:
    place = tmp_path / "reviews.csv"
    place.write_text("id,review\n1,It counts wrong.\n2,I love the count.\n")
    number = clew.upload_file(place)["id"]
    assert number is not None
    understood = clew.understand(number)
    assert understood["shape"]["kind"] == "csv"
    mapping = understood["mapping"]
    assert mapping is not None
    trial = clew.try_import(number, shape=understood["shape"], mapping=mapping)
    assert trial["added"] == 2


@pytest.mark.slow
def test_a_file_is_saved_whole_or_not_at_all(clew: Client, tmp_path: Path) -> None:
    with pytest.raises(Problem):
        clew.download_project(987654321, to=tmp_path / "none.qdpx")
    clew.add_code(title="Counting")
    saved = clew.download_codebook(to=tmp_path / "book.qdc")
    assert saved.read_bytes().startswith(b"<?xml")
    assert [one.name for one in tmp_path.iterdir()] == ["book.qdc"]


@pytest.mark.slow
def test_a_wrong_token_is_refused(served: tuple[str, str]) -> None:
    with Client(served[0], token="clew_no") as client, pytest.raises(Problem) as refused:
        client.needs()
    assert refused.value.status == 401
