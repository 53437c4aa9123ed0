"""An assistant that gives a tool what it cannot take is told which field it is and what to give, in any room."""

import asyncio
from typing import Any

import pytest
from mcp.server.mcpserver.exceptions import ToolError

from clew.front.mcp import make_server
from clew.front.misasked import MOST_NAMED, in_words, misnamed


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("read", {}, "“record_id” is missing. Give it and call again."),
        ("read", {"record_id": "the first"}, '“record_id” cannot be "the first". Give a whole number.'),
        ("read", {"record_id": 1.5}, "“record_id” cannot be 1.5. Give a whole number."),
        ("find", {"words": ["count"]}, '“words” cannot be ["count"]. Give text.'),
        ("find", {"words": "x", "kinds": 3}, "“kinds” cannot be 3. Give a list."),
        (
            "add_evidence",
            {"source_id": "x", "quotation": "y", "stance": "maybe"},
            '“source_id” cannot be "x". Give a whole number.'
            " “stance” cannot be \"maybe\". Give one of 'supports', 'contradicts' or 'mentions'.",
        ),
        (
            "record_prediction",
            {"question": "Will they?", "resolve_by": "soon"},
            '“resolve_by” cannot be "soon". Give a day such as 2026-03-31.',
        ),
        ("study_interviews", {"study_id": None}, "“study_id” cannot be null. Give a whole number."),
        ("why", {"record_id": "x" * 100}, f'“record_id” cannot be "{"x" * 59}…. Give a whole number.'),
    ],
)
def test_the_field_and_the_remedy_are_named(tool: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ToolError) as refused:
        asyncio.run(make_server().call_tool(tool, given))
    assert str(refused.value) == said


def test_every_tool_says_it_without_the_librarys_words() -> None:
    server = make_server()
    for tool in asyncio.run(server.list_tools()):
        for name in tool.input_schema.get("required", ()):
            given = {one: {"odd": 1} for one in tool.input_schema["required"] if one != name}
            with pytest.raises(ToolError) as refused:
                asyncio.run(server.call_tool(tool.name, given))
            assert f"“{name}” is missing" in str(refused.value)
            for word in ("pydantic", "validation error", "type=", "input_value", "Arguments", "Error executing"):
                assert word not in str(refused.value), (tool.name, refused.value)


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        (
            "find",
            {"words": "count", "limitt": 3},
            "“find” has no argument “limitt”; perhaps you mean “limit”. It takes “words”, “kinds”, “limit”.",
        ),
        ("read", {"id": 3}, "“read” has no argument “id”. It takes “record_id”."),
        ("what_is_due", {"zzz": 1}, "“what_is_due” has no argument “zzz”. It takes no arguments."),
        ("propose_need", {"title": "X", "context": {}}, "“propose_need” has no argument “context”"),
    ],
)
def test_a_name_that_a_tool_does_not_have_is_refused(tool: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ToolError) as refused:
        asyncio.run(make_server().call_tool(tool, given))
    assert said in str(refused.value)


def test_no_tool_passes_over_a_name() -> None:
    server = make_server()
    for tool in asyncio.run(server.list_tools()):
        assert tool.input_schema["additionalProperties"] is False, tool.name
        for given in ({"oddly": 1}, {**dict.fromkeys(tool.input_schema["properties"], "1"), "oddly": 1}):
            with pytest.raises(ToolError, match=f"“{tool.name}” has no argument “oddly”"):
                asyncio.run(server.call_tool(tool.name, given))


def test_many_strange_names_are_bounded() -> None:
    said = misnamed("read", ["x" * 500 + str(n) for n in range(100)], ["record_id"])
    assert (said.count("has no argument"), len(said) < 600) == (MOST_NAMED, True)
    assert misnamed("read", ["record_id"], ["record_id"]) == ""


def test_bounds_and_what_has_no_words_of_its_own() -> None:
    bound = {"type": "greater_than_equal", "loc": ("limit",), "input": 0, "msg": "", "ctx": {"ge": 1}}
    odd = {"type": "value_error", "loc": (), "input": 3, "msg": "Value error, odd"}
    assert (
        in_words([bound, odd]) == "“limit” cannot be 0. Give at least 1. “the arguments” cannot be 3: Value error, odd."
    )
