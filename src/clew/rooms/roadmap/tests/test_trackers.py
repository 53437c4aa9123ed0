"""Files of trackers: what each says comes in, goes out as it came, and what is wrong is named."""

import csv
import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.rooms.roadmap.trackers import SHAPES, Issue, TrackerError, guessed, read, written

JIRA = """Issue key,Issue Type,Summary,Status,Labels,Labels,Assignee,Votes,Description,Custom field (Rank)
STO-1,Story,Count by phone,To Do,stock,phones,bea,"1,204","Line one
line two",0|i0
STO-2,Bug,=HYPERLINK(1),Done,,,,,,0|i1
"""
GITLAB = """Title,Description,Issue ID,URL,State,Author,Assignee Username,Labels,Weight
Count by phone,Words,12,https://git.example/12,Open,Ann,bea,"stock,phones",3
"""
LINEAR = """ID,Team,Title,Description,Status,Estimate,Priority,Creator,Assignee,Labels,Created
STO-3,Stock,Count by phone,Words,In Progress,3,High,ann,bea@x.example,"stock, phones",2026-01-02
"""
CANNY = """ID,Title,Details,Status,Votes,Category,URL
65a,Count by phone,Words,planned,31,stock,https://ideas.example/p/count
"""
PRODUCTBOARD = """Feature name;Feature description;Status;Owner;Tags;User impact score
Count by phone;Words;New idea;bea@x.example;"stock,phones";12
"""
GITHUB = [
    {"number": 7, "title": "Count by phone", "body": None, "state": "open", "labels": [{"name": "stock"}],
     "assignee": {"login": "bea"}, "html_url": "https://github.example/7", "reactions": {"+1": 5, "-1": 1}, "node_id": "I_1"},
    {"number": 8, "title": "A change", "state": "open", "pull_request": {"url": "x"}},
]  # fmt: skip
TRELLO = {
    "name": "Stock",
    "lists": [{"id": "l1", "name": "Soon"}, {"id": "l2", "name": "Done"}],
    "cards": [
        {"id": "c1", "name": "Count by phone", "desc": "Words", "idList": "l1", "labels": [{"name": "", "color": "red"}],
         "closed": False, "shortUrl": "https://t.example/c1", "badges": {"votes": 4}},
        {"id": "c2", "name": "Old", "desc": "", "idList": "l2", "closed": True},
    ],
    "checklists": [{"idCard": "c1", "name": "To do", "checkItems": [{"name": "Try", "state": "complete"}]}],
}  # fmt: skip
FILES: dict[str, str] = {
    "jira": JIRA, "gitlab": GITLAB, "linear": LINEAR, "canny": CANNY, "productboard": PRODUCTBOARD,
    "generic": "Name,Status,Tags\nCount by phone,New,stock\n",
    "github": json.dumps(GITHUB), "trello": json.dumps(TRELLO),
}  # fmt: skip


def out(issues: list[Issue], shape: str) -> str:
    return "".join(written(issues, shape))


@pytest.mark.parametrize("shape", FILES)
def test_each_is_known_by_itself_and_says_its_issues(shape: str) -> None:
    assert guessed(FILES[shape]) == shape
    first = read(FILES[shape], shape)[0]
    assert first.title == "Count by phone"
    assert (first.state, first.labels[:1]) == {
        "jira": ("To Do", ("stock",)), "gitlab": ("Open", ("stock",)), "linear": ("In Progress", ("stock",)),
        "canny": ("planned", ("stock",)), "productboard": ("New idea", ("stock",)), "generic": ("New", ("stock",)),
        "github": ("open", ("stock",)), "trello": ("Soon", ("red",)),
    }[shape]  # fmt: skip


def test_what_each_says_more() -> None:
    jira, second = read(JIRA, "jira")
    assert (jira.key, jira.labels, jira.owner, jira.votes, jira.body) == (
        "STO-1",
        ("stock", "phones"),
        "bea",
        1204,
        "Line one\nline two",
    )
    assert second.title == "=HYPERLINK(1)"
    [github] = read(FILES["github"], "github")
    assert (github.key, github.votes, github.owner, github.url) == ("7", 5, "bea", "https://github.example/7")
    [card] = read(FILES["trello"], "trello")
    assert (card.key, card.votes, card.body) == ("c1", 4, "Words\nTo do:\n- [x] Try")


@pytest.mark.parametrize("shape", FILES)
def test_out_and_in_again_is_the_same(shape: str) -> None:
    issues = read(FILES[shape], shape)
    assert read(out(issues, shape), shape) == issues
    assert out(issues, shape) == out(read(out(issues, shape), shape), shape)


def test_nothing_is_lost_and_nothing_runs() -> None:
    rows = list(csv.reader(io.StringIO(out(read(JIRA, "jira"), "jira"))))
    assert rows[0] == next(csv.reader(io.StringIO(JIRA)))
    assert (rows[1][4:6], rows[1][9], rows[2][2]) == (["stock", "phones"], "0|i0", "'=HYPERLINK(1)")
    [back] = json.loads(out(read(FILES["github"], "github"), "github"))
    assert back == GITHUB[0]
    board = json.loads(out(read(FILES["trello"], "trello"), "trello"))
    assert (board["cards"], board["lists"]) == (TRELLO["cards"][:1], TRELLO["lists"][:1])
    assert json.loads("".join(written(read(FILES["trello"], "trello"), "trello", [FILES["trello"]]))) == TRELLO


@pytest.mark.parametrize("shape", FILES)
def test_what_changed_here_goes_out_changed(shape: str) -> None:
    changed = [issue.told(title="Count it", state="planned") for issue in read(FILES[shape], shape)[:1]]
    [back] = read(out(changed, shape), shape)
    assert (back.title, back.state) == ("Count it", "planned")


@pytest.mark.parametrize("shape", [shape for shape in FILES if shape != "generic"])
def test_what_was_described_here_goes_out_so(shape: str) -> None:
    first = read(FILES[shape], shape)[0]
    words = first.body.replace("Words", "", 1).strip()  # checklists of Trello stand below
    [back] = read(out([first.told(title=first.title, body=f"Ours\n{words}".strip())], shape), shape)
    assert (back.title, back.body) == (first.title, f"Ours\n{words}".strip())


def test_what_changed_goes_out_in_the_column_that_a_person_chose() -> None:
    text = "Nr,Title,Was,Text\n1,Dr,Count by phone,\n2,Dr,Lists,Long\n"
    mapped = {"key": "Nr", "title": "Was"}
    issues = [one.told(title=f"{one.title} now", body=one.body or "New") for one in read(text, "generic", mapped)]
    assert out(issues, "generic").split() == [
        "Nr,Title,Was,Text", "1,Dr,Count", "by", "phone", "now,New", "2,Dr,Lists", "now,Long",
    ]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_what_began_here_goes_out_too(shape: str) -> None:
    mine = Issue("41", "Count by phone", "Words", "planned", ("stock",))
    [back] = read(out([mine], shape), shape)
    assert (back.title, back.state, back.labels) == ("Count by phone", "planned", ("stock",))


def test_a_column_is_chosen_by_a_person() -> None:
    text = "Nr,Was,Stand\n1,Count by phone,neu\n"
    with pytest.raises(TrackerError, match="No column is the name"):
        read(text, "generic")
    [issue] = read(text, "generic", {"key": "Nr", "title": "was", "state": "Stand"})
    assert (issue.key, issue.title, issue.state) == ("1", "Count by phone", "neu")


@pytest.mark.parametrize(
    ("shape", "text", "said", "row"),
    [
        ("jira", "Issue key,Summary\nA-1,\n", "name is missing", 2),
        ("jira", "Issue key,Summary\nA-1,One\nA-1,Two\n", "stands in row 2 already", 3),
        ("jira", "Issue key,Summary\n", "nothing in this file", 0),
        ("jira", "", "nothing in this file", 0),
        ("jira", 'Issue key,Summary\nA-1,"One\n', "no CSV", 2),
        ("jira", "Issue key,Summary\nA-1,One,Two\n", "more cells", 2),
        ("generic", "Name\n" + "".join(f"n{n}\n" for n in range(5_001)), "5,001 issues", 0),
        ("github", "[1]", "no object", 1),
        ("github", "{}", "no list", 0),
        ("github", "{", "no JSON", 0),
        ("github", '[{"number": 1}]', "name is missing", 1),
        ("trello", "[]", "no board", 0),
        ("trello", '{"lists": []}', "no list of cards", 0),
        ("trello", "[" * 100_000, "no JSON", 0),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(shape: str, text: str, said: str, row: int) -> None:
    with pytest.raises(TrackerError, match=said) as wrong:
        read(text, shape)
    assert (wrong.value.row, bool(wrong.value.remedy)) == (row, True)


def test_names_that_stand_twice_ask_for_the_column_of_numbers() -> None:
    text = "Nr,Name\n1,Lists\n2,Lists\n"
    with pytest.raises(TrackerError, match="stands in row 2 already") as wrong:
        read(text, "generic")
    assert "which column is the number" in wrong.value.remedy
    assert [one.key for one in read(text, "generic", {"key": "Nr"})] == ["1", "2"]


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
NAMES = WORDS.filter(lambda text: bool(text.strip()))
CANNY_EXPORT = """Post title,Post details,Post URL,Board,Category,Post status,Votes,Owner email
Count by phone,Words,https://ideas.example/p/count,Stock,phones,planned,31,bea@x.example
Count by phone,Other words,https://ideas.example/p/count-2,Stock,,open,1,
"""
PRODUCTBOARD_EXPORT = """Type,Name,Description,Status,Owner email,Tags,Productboard URL
feature,Count by phone,Words,Candidate,bea@x.example,"stock, phones",https://larder.productboard.com/detail/1
feature,Count by phone,,Idea,,,https://larder.productboard.com/detail/2
"""
MORE = {"canny": CANNY_EXPORT, "productboard": PRODUCTBOARD_EXPORT}


@pytest.mark.parametrize(
    ("shape", "state", "label"), [("canny", "planned", "phones"), ("productboard", "Candidate", "stock")]
)
def test_other_headings_of_theirs_are_known_and_an_address_tells_apart(shape: str, state: str, label: str) -> None:
    assert guessed(MORE[shape]) == shape
    first, second = read(MORE[shape], shape)
    assert (first.title, first.body, first.state, first.labels[:1], first.owner) == (
        "Count by phone", "Words", state, (label,), "bea@x.example",
    )  # fmt: skip
    assert (first.key, second.key) == (first.url, second.url)
    assert first.url.startswith("https://")


@pytest.mark.parametrize(
    "head",
    ["Name,Details,Status", "Name,Link", "Title,Post URL", "ID,Title,Status", "Summary,Status", "Name,Description,URL"],
)
def test_a_file_of_nobody_is_taken_for_nobodys(head: str) -> None:
    assert guessed(f"{head}\na,b,c\n") == "generic"


def test_an_address_is_no_key_where_two_have_the_same_or_one_has_none() -> None:
    for link in ("https://x.example/1", ""):
        text = f"Name,Link\nOne,https://x.example/1\nTwo,{link}\n"
        assert [one.key for one in read(text, "generic")] == ["One", "Two"]
    assert [one.key for one in read("Name,Link\nOne,https://x.example/1\nTwo,https://x.example/2\n", "generic")][1][
        -1
    ] == "2"


@pytest.mark.parametrize("shape", [*FILES, *MORE])
def test_with_what_began_here_each_still_says_the_same(shape: str) -> None:
    text = MORE.get(shape, FILES[shape])
    issues = read(text, shape)
    mine = Issue("clew-41-00000000", "Ours", "Our words", "planned")
    back = read(out([*issues, mine], shape), shape)
    fields = ("key", "title", "body", "state", "labels", "owner", "url", "votes")
    assert [[getattr(one, name) for name in fields] for one in back] == [
        [getattr(one, name) for name in fields] for one in [*issues, mine]
    ]
    assert guessed(out([*issues, mine], shape)) == shape
    assert guessed(out([mine], shape)) == shape


def test_what_a_file_never_said_gets_a_column_when_it_is_said_here() -> None:
    [issue] = read("Name,Tags\nCount,stock\n", "generic")
    assert out([issue], "generic").splitlines() == ["Name,Tags", "Count,stock"]
    changed = issue.told(title="Count", body="By phone", state="planned")
    assert out([changed], "generic").splitlines() == ["Name,Tags,Description,Status", "Count,stock,By phone,planned"]


def test_what_began_here_stands_in_the_columns_that_a_person_chose() -> None:
    text, mapped = "Nr,Title,Was\n1,Dr,Count by phone\n2,Dr,Lists\n", {"key": "Nr", "title": "Was"}
    text = out([*read(text, "generic", mapped), Issue("clew-9-00000000", "Ours")], "generic")
    assert [(one.key, one.title) for one in read(text, "generic", mapped)][2] == ("clew-9-00000000", "Ours")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(st.tuples(NAMES, WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_any_table_comes_back_equal(rows: list[tuple[str, str, str, str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [
            ("Issue key", "Summary", "Status", "Labels", "Labels", "Mine"),
            *[(f"A-{n}", name, a, b, c, a) for n, (name, a, b, c) in enumerate(rows)],
        ]
    )
    issues = read(text.getvalue(), "jira")
    again = read(out(issues, "jira"), "jira")
    assert [(one.key, one.title, one.state, one.labels, one.raw) for one in again] == [
        (one.key, one.title, one.state, one.labels, one.raw) for one in issues
    ]


@given(
    st.lists(
        st.fixed_dictionaries(
            {"number": st.integers(0, 10**6), "title": NAMES},
            optional={"labels": JSON, "assignees": JSON, "reactions": JSON, "state": JSON, "extra": JSON},
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda row: row["number"],
    )
)
def test_any_json_comes_back_equal(rows: list[dict[str, Any]]) -> None:
    issues = read(json.dumps(rows), "github")
    assert [json.loads(one.raw[0][1]) for one in issues] == json.loads(json.dumps(rows))
    assert json.loads(out(issues, "github")) == json.loads(json.dumps(rows))


@given(JSON, st.sampled_from(["github", "trello"]))
def test_any_other_json_is_refused_in_words(found: Any, shape: str) -> None:
    with suppress(TrackerError):
        assert read(json.dumps(found), shape)


@given(st.text(max_size=200), st.sampled_from([*SHAPES]))
def test_any_text_is_read_or_refused_in_words(text: str, shape: str) -> None:
    with suppress(TrackerError):
        assert read(text, shape)
    with suppress(TrackerError):
        assert guessed(text) in SHAPES
