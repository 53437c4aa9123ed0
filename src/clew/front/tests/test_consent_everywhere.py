"""A word that was said under consent stands on many pages; once consent is withdrawn it stands on none, for nobody."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled
from tests.people import SignedIn

from clew.front import assistant
from clew.front.api.table import DOORS
from clew.front.pages.table import ROUTES
from clew.front.proposing import ask_for
from clew.front.tests.test_api import Program
from clew.ground.assist.models import Letter, LetterWords
from clew.ground.customers import api as customers
from clew.ground.evidence import api as evidence
from clew.ground.evidence.models import ThemeMember
from clew.ground.guests.api import share_with_guest
from clew.ground.ledger.api import NotFound
from clew.ground.thread import api as thread
from clew.ground.workspaces.api import Access

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PLANTED, BESIDE = "quagga", "tapir"
SAID = f"The {PLANTED} counts our {BESIDE} shelves. Every Friday it takes the {PLANTED} two hours to do so."
GROUP = f"Moderator: And you?\nAnna Keller: My {PLANTED} eats the {BESIDE} labels.\nOlaf: Ours does not."
TURNS = [
    {"start": 0, "end": 19, "speaker": "Moderator", "start_ms": 0},
    {"start": 20, "end": GROUP.index("\nOlaf"), "speaker": "Anna Keller", "start_ms": 4000},
    {"start": GROUP.index("Olaf"), "end": len(GROUP), "speaker": "Olaf", "start_ms": 9000},
]
OLD = SAID + " Yes."


@dataclass(frozen=True, slots=True)
class Told:
    """What is in the workspace: who said it, under which consent, and what shows it."""

    anna: int
    consent: int
    source: int
    group: int
    excerpt: int
    need: int
    decision: int


@pytest.fixture(autouse=True)
def counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def told(access: Access) -> Told:
    anna = customers.add_person(access, name="Anna Keller").pk
    olaf = customers.add_person(access, name="Olaf Berg").pk
    source = evidence.add_source(access, text=OLD, kind="feedback", person_id=anna).pk
    evidence.correct_source(access, source_id=source, text=SAID)
    group = evidence.add_source(
        access, text=GROUP, title="Round table", kind="interview", person_id=olaf, turns=TURNS
    ).pk
    need = evidence.add_need(access, title="Count stock quickly").pk
    words = SAID[: SAID.index(".") + 1]
    excerpt = evidence.mark(
        access, source_id=source, start=0, end=len(words), exact=words, need_id=need, codes=["counting"]
    ).pk
    at = GROUP.index("My ")
    evidence.mark(access, source_id=group, start=at, end=at + 20, exact=GROUP[at : at + 20], need_id=need)
    _theme(access, source, group)
    decision = _decided(access, need, excerpt, source)
    second = SAID[len(words) + 1 :]
    arguments = {"source_id": source, "start": len(words) + 1, "end": len(SAID), "exact": second, "need_id": need}
    ask_for(access, call="mark", arguments=arguments, words=f"Mark “{second}”", assistant="a model")
    _letter(access, source)
    return Told(anna, _given(access, anna), source, group, excerpt, need, decision)


def _given(access: Access, person: int) -> int:
    customers.write_consent_text(access, title="Interviews", body="We quote what you say.")
    asked = customers.ask_for_consent(access, person_id=person, scopes=list(customers.SCOPES)).pk
    customers.give_consent(access, consent_id=asked, scopes=list(customers.SCOPES), how="written")
    return int(asked)


def _theme(access: Access, *sources: int) -> None:
    for n in range(5):
        evidence.add_source(access, text=f"Shelf number {n} is counted twice a week by hand.", kind="feedback")
    theming = evidence.find_themes(access)
    with scopes_disabled():
        theme = evidence.Theme.objects.filter(theming=theming).first()
        assert theme is not None
        ThemeMember.objects.filter(source__in=sources).delete()
        for source in sources:
            ThemeMember.objects.create(
                workspace_id=access.workspace_id, theming=theming, theme=theme, source_id=source, centrality=1.0
            )
        evidence.Theme.objects.filter(theming=theming).update(terms=["shelf"])
        for node in thread.Node.objects.filter(kind="theme"):
            thread.Node.objects.filter(pk=node.pk).update(title=f"Theme {node.pk}")


def _decided(access: Access, need: int, *grounds: int) -> int:
    made = thread.open_decision(access, title="Scan shelves", question="Do we?", flips="Nobody counts.").pk
    for title in ("Scan", "Wait"):
        thread.add_option(access, decision_id=made, title=title)
    for ground in (need, *grounds):
        thread.rest_on(access, decision_id=made, node_id=ground)
    thread.register_prediction(
        access, question="Will they scan?", probability=0.7, decision_id=made,
        resolve_by=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    options = [option.id for option in thread.decision(access, made).options]
    thread.decide(access, decision_id=made, chosen=options[0], reasons=dict.fromkeys(options, "So it is."))
    return int(made)


def _letter(access: Access, source: int) -> None:
    with scopes_disabled():
        for task, node in (("summary", source), ("brief", None)):
            letter = Letter.objects.create(
                workspace_id=access.workspace_id, task=task, node_id=node, asked_by_id=access.user_id,
                address="https://example.com", model="liar", sent_hash="0" * 64, sent_bytes=1, ground_hash="0" * 64,
            )  # fmt: skip
            said = {"messages": [{"role": "user", "content": SAID}]}
            LetterWords.objects.create(workspace_id=access.workspace_id, letter=letter, sent=said, answer=SAID)


def numbers(access: Access) -> list[int]:
    """What an address could hold: the newest record of each kind, those of the kinds that hold words, rows with a page of their own."""
    with scopes_disabled():
        nodes = thread.Node.objects.filter(workspace_id=access.workspace_id).order_by("pk")
        newest = dict(nodes.values_list("kind", "pk"))
        wordy = nodes.filter(kind__in=("source", "excerpt"), pk__lte=newest["excerpt"]).values_list("pk", flat=True)
        return sorted({*newest.values(), *wordy, 1, 2})


def pages(access: Access) -> Iterator[tuple[str, str]]:
    browser, asked = SignedIn(access), f"?q={BESIDE}&search={BESIDE}"
    for route in ROUTES:
        if route.get is None or "<str:" in route.path or route.name == "live":
            continue
        has_number = "<int:" in route.path
        for number in numbers(access) if has_number else [0]:
            path = re.sub(r"<int:\w+>", str(number), route.path)
            also = [] if has_number else [asked]
            for query in ["", *(["?version=1"] if route.name == "record" else also)]:
                answer = browser.get(browser.path(path + query))
                if answer.status_code < 400 and not answer.streaming:
                    yield path + query, answer.content.decode("utf-8", "replace")


def answers(access: Access) -> Iterator[tuple[str, str]]:
    program, on = Program(access), timezone.localdate().isoformat()
    for door in DOORS:
        if (
            door.method == "GET" and door.name != "download_workspace"
        ):  # all there is, for its owner: what consent covers no more too
            asked = {"on": on} if door.in_path else {"on": on, "text": BESIDE, "search": BESIDE}
            for number in numbers(access) if door.in_path else [0]:
                for query in [asked] if door.in_path else [{"on": on}, {**asked, "waiting": "false"}]:
                    answer = program.get(door.path.format(**dict.fromkeys(door.in_path, number)), **query)
                    if answer.status_code < 400:
                        yield f"{door.path} {number} {query}", said(answer)


def said(answer: Any) -> str:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if zipfile.is_zipfile(BytesIO(whole)):
        with zipfile.ZipFile(BytesIO(whole)) as packed:
            whole = b"\n".join(packed.read(name) for name in packed.namelist())
    return str(whole.decode("utf-8", "replace"))


def tools(access: Access) -> Iterator[tuple[str, str]]:
    yield "find", json.dumps(assistant.find(access, words=BESIDE))
    yield "due", json.dumps(assistant.what_is_due(access))
    asked: list[Callable[..., Any]] = [assistant.read, assistant.why, assistant.so_what]
    for number in numbers(access):
        for tool in asked:
            try:
                yield f"{tool.__name__} {number}", json.dumps(tool(access, record_id=number), default=str)
            except NotFound:
                continue


def beside(access: Access) -> Iterator[tuple[str, str]]:
    """The brief as it is printed, and what open pages are told of what others do."""
    yield "brief", evidence.brief_markdown(evidence.brief(access, on=timezone.localdate()))
    yield "live", str(thread.touched(access, numbers(access)))
    yield "quotations", str(evidence.quotations(access, numbers(access)))
    yield "conversations", str(evidence.conversations(access, numbers(access)))
    yield "coded marks", str(evidence.coded_marks(access, source_ids=numbers(access)))
    yield "said about", str(evidence.said_about(access, numbers(access)))
    yield "said in", str(evidence.said_in(access, numbers(access), numbers(access)))
    yield "cards", str(thread.cards(access, numbers(access)))


def showing(access: Access) -> dict[str, list[str]]:
    """Where the planted word is seen, by kind of door."""
    doors = {"pages": pages, "api": answers, "mcp": tools, "beside": beside}
    return {name: [where for where, text in door(access) if PLANTED in text.casefold()] for name, door in doors.items()}


@pytest.mark.slow  # every page and every address of the API, asked for a planted word
def test_a_withdrawn_word_is_shown_nowhere(access: Access, told: Told) -> None:
    before = showing(access)
    assert len(before["pages"]) > 30
    assert len(before["api"]) > 20
    assert len(before["mcp"]) > 4
    assert before["beside"]
    customers.withdraw_consent(access, consent_id=told.consent)
    assert showing(access) == {"pages": [], "api": [], "mcp": [], "beside": []}
    again = customers.ask_for_consent(access, person_id=told.anna, scopes=["quote"]).pk
    customers.give_consent(access, consent_id=again, scopes=["quote"], how="form")
    assert PLANTED in evidence.source(access, told.source).text
    assert len([where for where, text in tools(access) if PLANTED in text]) == len(before["mcp"])


def test_guests_need_share(access: Access, told: Told) -> None:
    links = [share_with_guest(access, node_id=n, name="Ines").secret for n in (told.source, told.need, told.decision)]

    def seen() -> list[bool]:
        return [PLANTED in Client().get(f"/guest/{link}").content.decode().casefold() for link in links]

    assert seen() == [True, True, True]
    again = customers.ask_for_consent(access, person_id=told.anna, scopes=["quote", "record"]).pk
    customers.give_consent(access, consent_id=again, scopes=["quote", "record"], how="form")
    assert seen() == [False, False, False]
    assert PLANTED in evidence.source(access, told.source).text
