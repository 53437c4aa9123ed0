import json
import re

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_code, add_need, add_source, excerpt, mark, source, sources
from clew.ground.workspaces.api import Access

TEXT = "Interviewer: What slows you down?\nAnna: I count the shelves by hand. Every Friday 🥐.\nInterviewer: Why?\nAnna: No idea."
WORDS = "I count the shelves by hand"


@pytest.fixture
def talk(access: Access) -> int:
    return int(add_source(access, text=TEXT, title="Interview with Anna", kind="interview").pk)


@pytest.fixture
def counting(access: Access) -> int:
    return int(add_need(access, title="Count stock quickly").pk)


@pytest.fixture
def marked(access: Access, talk: int, counting: int) -> int:
    start = TEXT.index(WORDS)
    made = mark(access, source_id=talk, start=start, end=start + len(WORDS), exact=WORDS, need_id=counting)
    return int(made.pk)


def test_the_list_shows_sources_and_narrows(access: Access, browser_of: type[SignedIn], marked: int) -> None:
    add_source(access, text="The export is broken.", kind="feedback", channel="email")
    browser = browser_of(access)
    page = browser.get(browser.path("sources")).content.decode()
    assert "Interview with Anna" in page
    assert "The export is broken." in page
    narrowed = browser.get(browser.path("sources?kind=feedback&group=month&person=x&page=-4")).content.decode()
    assert "Interview with Anna" not in narrowed
    assert "Nothing fits" in browser.get(browser.path("sources?q=zebra")).content.decode()


def test_an_empty_list_teaches(access: Access, browser_of: type[SignedIn]) -> None:
    browser = browser_of(access)
    assert "No words yet" in browser.get(browser.path("sources")).content.decode()


def test_pasting_an_interview_finds_its_speakers(access: Access, browser_of: type[SignedIn]) -> None:
    browser = browser_of(access)
    answer = browser.post(browser.path("sources/new"), {"text": TEXT.replace("\n", "\r\n"), "kind": "interview"})
    assert answer.status_code == 303
    (row,) = sources(access).rows
    assert [t.speaker for t in source(access, row.id).turns] == ["Interviewer", "Anna", "Interviewer", "Anna"]


def test_a_refused_source_keeps_what_was_typed(access: Access, browser_of: type[SignedIn], talk: int) -> None:
    browser = browser_of(access)
    answer = browser.post(browser.path("sources/new"), {"text": TEXT, "title": "Once more", "said_on": "2999-01-01"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This day has not come yet." in page
    assert 'value="Once more"' in page
    assert "I count the shelves" in page


def test_the_reader_holds_the_text_exactly_and_its_marks(
    access: Access, browser_of: type[SignedIn], talk: int, marked: int
) -> None:
    browser = browser_of(access)
    page = browser.get(browser.path(f"n/{talk}")).content.decode()
    shown = re.search(r'data-text[^>]*aria-label="What was said">(.*?)</div>', page, re.DOTALL)
    assert shown
    assert shown[1].replace("&#x27;", "'") == source(access, talk).text
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', page)[1])  # type: ignore[index]
    start = TEXT.index(WORDS)
    assert [(m["id"], m["start"], m["end"], m["stance"]) for m in data["marks"]] == [
        (marked, start, start + len(WORDS), "supports")
    ]
    assert f'id="excerpt-{marked}"' in page


def test_marking_by_script_answers_in_json(
    access: Access, browser_of: type[SignedIn], talk: int, counting: int
) -> None:
    browser = browser_of(access)
    text = source(access, talk).text
    start = text.index("Friday 🥐")
    sent = {
        "start": start,
        "end": start + 8,
        "exact": "Friday 🥐",
        "stance": "contradicts",
        "need": counting,
        "code": "Friday, habit",
    }
    answer = browser.post(browser.path(f"sources/{talk}/mark"), sent, headers={"accept": "application/json"})
    found = excerpt(access, answer.json()["id"])
    assert (found.quote.exact, found.stance) == ("Friday 🥐", "contradicts")
    assert [c.title for c in found.codes] == ["Friday", "habit"]


def test_a_stale_mark_is_refused_in_json(access: Access, browser_of: type[SignedIn], talk: int) -> None:
    browser = browser_of(access)
    sent = {"start": 0, "end": 4, "exact": "else"}
    answer = browser.post(browser.path(f"sources/{talk}/mark"), sent, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["message"] == "The text changed while you read."


def test_words_over_two_lines_come_back_from_a_form(access: Access, browser_of: type[SignedIn], talk: int) -> None:
    browser = browser_of(access)
    text = source(access, talk).text
    start, end = text.index("Every"), text.index("Why")
    sent = {"start": start, "end": end, "exact": text[start:end].replace("\n", "\r\n")}
    assert browser.post(browser.path(f"sources/{talk}/mark"), sent).status_code == 303


def test_marking_without_script_finds_the_words(access: Access, browser_of: type[SignedIn], talk: int) -> None:
    browser = browser_of(access)
    where = browser.path(f"sources/{talk}/mark")
    assert browser.post(where, {"exact": "count  the\r\nshelves", "new_need": "Save time"}).status_code == 303
    (found,) = source(access, talk).marks
    assert (found.quote.exact, found.ties[0].need) == ("count the shelves", "Save time")
    assert "several places" in browser.post(where, {"exact": "Interviewer"}).content.decode()
    assert "do not stand" in browser.post(where, {"exact": "zebra"}).content.decode()


def test_correcting_says_how_the_marks_fared(
    access: Access, browser_of: type[SignedIn], talk: int, marked: int
) -> None:
    browser = browser_of(access)
    where = browser.path(f"sources/{talk}/correct")
    assert browser.get(where).status_code == 200
    text = source(access, talk).text
    answer = browser.post(where, {"text": "Interviewer: Hello.\n\n" + text}, follow=True)
    assert "1 of 1 quotations found their place" in answer.content.decode()
    refused = browser.post(where, {"text": " "})
    assert (refused.status_code, "The text is empty." in refused.content.decode()) == (422, True)
    assert "Version 1 of 2" in browser.get(browser.path(f"n/{talk}?version=1")).content.decode()


def test_describing_tying_coding_and_withdrawing(
    access: Access, browser_of: type[SignedIn], talk: int, marked: int, counting: int
) -> None:
    browser = browser_of(access)
    browser.post(
        browser.path(f"sources/{talk}/describe"), {"kind": "note", "channel": "phone", "said_on": "2025-02-03"}
    )
    assert source(access, talk).channel == "phone"
    browser.post(browser.path(f"excerpts/{marked}/tie"), {"need": counting, "stance": "contradicts"})
    assert excerpt(access, marked).stance == "contradicts"
    browser.post(browser.path(f"excerpts/{marked}/code"), {"code": "Friday"})
    (code,) = excerpt(access, marked).codes
    browser.post(browser.path(f"excerpts/{marked}/uncode/{code.id}"))
    browser.post(browser.path(f"excerpts/{marked}/withdraw"), {"need": counting, "reason": "misread"})
    found = excerpt(access, marked)
    assert (found.ties, found.codes) == ((), ())
    assert browser.get(browser.path(f"n/{marked}")).status_code == 200
    assert browser.post(browser.path(f"excerpts/{marked}/tie"), {}).status_code == 422


def test_many_are_archived_at_once(access: Access, browser_of: type[SignedIn], talk: int) -> None:
    browser = browser_of(access)
    page = browser.get(browser.path("sources")).content.decode()
    assert f'name="ids" value="{talk}"' in page
    assert browser.post(browser.path("bulk"), {"ids": [talk], "act": "archive"}).status_code == 303
    assert sources(access).total == 0


def test_refuses_a_viewer_and_a_stranger(
    viewer: Access, elsewhere: Access, access: Access, browser_of: type[SignedIn], talk: int
) -> None:
    reader, stranger = browser_of(viewer), browser_of(elsewhere)
    assert reader.get(reader.path("sources")).status_code == 200
    assert "marker" not in reader.get(reader.path(f"n/{talk}")).content.decode()
    for path in (f"sources/{talk}/mark", "sources/new", f"sources/{talk}/correct"):
        assert reader.post(reader.path(path), {"text": "x"}).status_code == 403
        assert stranger.post(f"/w/{access.slug}/{path}", {"text": "x"}).status_code == 404
    sent = {"start": 0, "end": 4, "exact": TEXT[:4]}
    assert stranger.post(stranger.path(f"sources/{talk}/mark"), sent).status_code == 404


def test_nothing_to_mark_leads_to_the_next_unread(access: Access, browser_of: type[SignedIn], talk: int) -> None:
    other = int(add_source(access, text="The export is broken.").pk)
    browser = browser_of(access)
    page = browser.get(browser.path(f"n/{other}")).content.decode()
    assert "Nothing to mark" in page
    assert f"/n/{talk}" in page
    answer = browser.post(browser.path(f"sources/{other}/read"))
    assert (answer.status_code, answer["Location"]) == (303, browser.path(f"n/{talk}"))
    assert browser.post(browser.path(f"sources/{talk}/read"))["Location"] == browser.path("sources")
    assert "Back to unread" in browser.get(browser.path(f"n/{other}")).content.decode()
    assert "Nothing fits" in browser.get(browser.path("sources?marked=unread")).content.decode()
    browser.post(browser.path(f"sources/{other}/unread"))
    assert "The export is broken." in browser.get(browser.path("sources?marked=unread")).content.decode()


def test_many_are_read_at_once(access: Access, browser_of: type[SignedIn], talk: int) -> None:
    browser = browser_of(access)
    assert browser.post(browser.path("bulk"), {"act": "read", "ids": [talk]}).status_code == 303
    assert [r.id for r in sources(access, is_unread=True).rows] == []


def test_a_lost_quotation_is_placed_by_hand(access: Access, browser_of: type[SignedIn], talk: int, marked: int) -> None:
    browser = browser_of(access)
    browser.post(browser.path(f"sources/{talk}/correct"), {"text": "Counting takes all of Friday."})
    assert "Place it by hand" in browser.get(browser.path(f"n/{talk}")).content.decode()
    refused = browser.post(browser.path(f"excerpts/{marked}/place"), {"exact": "Sunday at noon"})
    assert refused.status_code == 422
    assert "Sunday at noon" in refused.content.decode()
    assert browser.post(browser.path(f"excerpts/{marked}/place"), {"exact": "all of Friday"}).status_code == 303
    assert (excerpt(access, marked).quote.exact, excerpt(access, marked).quote.status) == ("all of Friday", "exact")


def test_the_reader_places_it_too(access: Access, browser_of: type[SignedIn], talk: int, marked: int) -> None:
    browser = browser_of(access)
    browser.post(browser.path(f"sources/{talk}/correct"), {"text": "Counting takes all of Friday."})
    sent = {"excerpt": marked, "start": 0, "end": 8, "exact": "Counting"}
    answer = browser.post(browser.path(f"sources/{talk}/mark"), sent, HTTP_ACCEPT="application/json")
    assert answer.json() == {"id": marked}
    assert excerpt(access, marked).quote.exact == "Counting"


def test_turns_have_names_and_times(access: Access, browser_of: type[SignedIn]) -> None:
    turns = [
        {"start": 0, "end": 9, "speaker": "Anna", "start_ms": 5_000},
        {"start": 10, "end": 13, "speaker": "", "start_ms": 20_000},
        {"start": 14, "end": 17, "speaker": "", "start_ms": 3_725_000},
    ]
    made = add_source(access, text="Anna: Hi.\nYes\nBye", kind="interview", turns=turns)
    browser = browser_of(access)
    page = browser.get(browser.path(f"n/{made.pk}")).content.decode()
    told = json.loads(re.findall(r'type="application/json">(.*?)</script>', page, re.S)[0])
    assert told["turns"] == [
        {"start": 0, "end": 5, "time": "0:05", "name": "Anna"},
        {"start": 14, "end": 15, "time": "1:02:05", "name": ""},
    ]


def test_codes_are_suggested(access: Access, browser_of: type[SignedIn]) -> None:
    for title in ("Slow count", "Count", "Price"):
        add_code(access, title=title)
    browser = browser_of(access)
    found = browser.get(browser.path("codes/options?q=count")).json()["items"]
    assert [f["title"] for f in found] == ["Count", "Slow count"]
