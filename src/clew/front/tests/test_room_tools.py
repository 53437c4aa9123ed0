"""What a room offers to assistants: a query answers at once, an act waits for a person's yes."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from mcp import Client
from tests.people import SignedIn

from clew.front import assistant
from clew.front.mcp import make_server
from clew.front.proposing import accept
from clew.ground.customers import api as customers
from clew.ground.doors.api import Tool, rooms
from clew.ground.evidence.api import add_source, code_names, mark, source, sources
from clew.ground.ledger.api import Forbidden, Refused
from clew.ground.proposals.api import proposal
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.studies import add_study, take_in

pytestmark = pytest.mark.django_db
TOOLS = {tool.door.name: tool for room in rooms() for tool in room.assistant_tools}


def used(access: Access, tool: str, /, **given: Any) -> dict[str, Any]:
    return assistant.by_tool(access, tool=TOOLS[tool], given=given, assistant="a helper")


def test_an_act_waits_and_is_done_in_the_name_of_who_says_yes(access: Access) -> None:
    asked = used(access, "add_study", title="Counting", wanted=5)
    assert used(access, "studies") == {"answer": []}
    made = accept(access, proposal_id=asked["proposal_id"])
    (found,) = used(access, "studies")["answer"]
    assert (found["id"], found["progress"]["wanted"], asked["what"]) == (made.pk, 5, "Begin the study “Counting”")
    assert assistant.read(access, record_id=made.pk)["study"]["row"]["title"] == "Counting"
    assert "asked by a helper" in str(record_history(access, made.pk).entries)


def test_a_talk_is_read_and_a_code_waits(access: Access) -> None:
    study = add_study(access, title="Counting").pk
    said = add_source(access, text="I count by hand. It takes an hour.", title="Talk", kind="interview").pk
    (talk,) = take_in(access, study_id=study, source_ids=[said])
    answer = used(access, "transcript", interview_id=talk.pk)["answer"]
    assert (answer["source_id"], answer["turns"][0]["words"]) == (said, "I count by hand. It takes an hour.")
    assert used(access, "heard")["answer"]["interviews"] == 0
    guide = {
        "sections": [
            {"title": "One", "minutes": None, "items": [{"kind": "question", "text": "Do you like counting?"}]}
        ]
    }
    assert used(access, "look_at_guide", content=guide)["answer"]["marks"][0]["rule"] == "closed"
    quoted = mark(access, source_id=said, start=0, end=16, exact="I count by hand.").pk
    asked = used(access, "apply_code", excerpt_id=quoted, name="By hand")
    assert asked["what"] == f"Give excerpt {quoted} the code “By hand”"
    assert code_names(access) == []
    accept(access, proposal_id=asked["proposal_id"])
    assert "By hand" in str(code_names(access))
    assert assistant.read(access, record_id=talk.pk)["interview"]["study"] == "Counting"


def test_feedback_waits_like_all_else(access: Access, viewer: Access) -> None:
    words = "I count the shelves twice, every Friday."
    asked = assistant.capture_feedback(
        access, assistant="a helper", words=words, said_on=date(2026, 3, 2), channel="mail"
    )
    assert asked["what"] == f"Keep what a customer said: “{words}”"
    assert not sources(access).rows
    page = SignedIn(access)
    assert "2026-03-02" in page.get(page.path("proposals")).content.decode()
    made = source(access, accept(access, proposal_id=asked["proposal_id"]).pk)
    assert (made.text, made.kind, made.channel, str(made.said_on)) == (words, "feedback", "mail", "2026-03-02")
    assert "asked by a helper" in str(record_history(access, made.id).entries)
    with pytest.raises(Refused, match="already"):
        assistant.capture_feedback(access, assistant="a helper", words=words)
    with pytest.raises(Forbidden):
        assistant.capture_feedback(viewer, assistant="a helper", words="Another.")


def test_feedback_of_somebody_who_took_consent_back_is_not_shown_while_it_waits(access: Access) -> None:
    person = customers.add_person(access, name="Anna Keller").pk
    customers.write_consent_text(access, title="Interviews", body="We quote what you say.")
    consent = customers.ask_for_consent(access, person_id=person, scopes=["quote"]).pk
    customers.give_consent(access, consent_id=consent, scopes=["quote"], how="written")
    asked = assistant.capture_feedback(access, assistant="a helper", words="I count twice.", person_id=person)
    assert "I count twice" in str(proposal(access, asked["proposal_id"]))
    customers.withdraw_consent(access, consent_id=consent)
    assert "I count twice" not in str(proposal(access, asked["proposal_id"]))


def test_what_could_not_be_done_is_refused_at_once(access: Access, viewer: Access) -> None:
    with pytest.raises(Refused, match="1 to 1,000"):
        used(access, "add_study", title="Counting", wanted=0)
    with pytest.raises(Forbidden):
        used(viewer, "add_study", title="Counting")
    assert used(viewer, "studies") == {"answer": []}


async def listed() -> dict[str, Any]:
    async with Client(make_server()) as client:
        return {tool.name: tool for tool in (await client.list_tools()).tools}


def test_the_guide_tells_every_tool() -> None:
    guide = Path("docs/assistants.md").read_text()
    told = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", guide, re.MULTILINE)))
    assert sorted(told) == sorted(async_to_sync(listed)())


def test_the_tools_are_listed_with_what_they_take() -> None:
    there = async_to_sync(listed)()
    for name, tool in TOOLS.items():
        taken = set(there[name].input_schema["properties"])
        assert taken == set(Tool(tool.door).door.in_path) | taken, name
        assert "access" not in taken
        assert "context" not in taken
    assert there["add_study"].input_schema["required"] == ["title"]
    assert json.dumps(there["add_study"].input_schema["properties"]["wanted"])
