"""A guide: written, saved anew, tied to a study, copied; from a file and as a file."""

from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.search.api import find
from clew.ground.thread.api import neighbours, record_history
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.guides import MOST_TEXT, copy_guide, edit_guide, tie_guide, write_guide
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.guide_coach import Coach, look
from clew.rooms.interviews.guide_content import sections_of
from clew.rooms.interviews.guide_formats import read_markdown
from clew.rooms.interviews.models import Guide, GuideVersion
from clew.rooms.interviews.queries.guides import guide, guide_view, guides, guides_of_study
from clew.rooms.interviews.starter import MINUTES, STARTER
from clew.science.questions import Context

TEXT = """# Counting stock

## Warm-up (5 min)

Say thanks.

- What does your day look like?
  - And yesterday?

## Counting

- Do you count by hand?
"""


def test_is_written_and_asked_from(access: Access) -> None:
    study = add_study(access, title="Counting")
    made = write_guide(access, text=TEXT, study_id=study.pk, minutes=30)
    shown = guide_view(access, made.pk)
    assert (shown.title, shown.version) == ("Counting stock", 1)
    warm_up, counting = shown.sections
    assert (warm_up.title, warm_up.minutes, warm_up.notes) == ("Warm-up", 5, ("Say thanks.",))
    assert [(q.text, q.probes) for q in warm_up.questions] == [("What does your day look like?", ("And yesterday?",))]
    assert [q.text for q in counting.questions] == ["Do you count by hand?"]
    assert [(row.id, row.questions, row.minutes) for row in guides_of_study(access, study.pk)] == [(made.pk, 2, 30)]
    assert [h.node_id for h in find(access, "yesterday").hits] == [made.pk]
    assert "write a guide" in {entry.act_name for entry in record_history(access, made.pk).entries}


def test_a_version_is_kept_only_when_something_changed(access: Access) -> None:
    made = write_guide(access, text=TEXT)
    assert edit_guide(access, guide_id=made.pk, text=guide(access, made.pk).markdown).version == 1
    changed = edit_guide(access, guide_id=made.pk, text=TEXT.replace("stock", "bottles") + "- How long?\n", minutes=20)
    found = guide(access, made.pk)
    assert (changed.version, found.title, found.minutes) == (2, "Counting bottles", 20)
    assert [row.number for row in found.versions] == [2, 1]
    assert "How long?" not in guide(access, made.pk, version=1).markdown
    assert "- How long?" in found.markdown
    assert "edit a guide" in {entry.act_name for entry in record_history(access, made.pk).entries}
    assert edit_guide(access, guide_id=made.pk, text="- Why?").node.title == "Counting bottles"


def test_is_for_one_study_at_a_time(access: Access) -> None:
    first, second = add_study(access, title="Counting"), add_study(access, title="Ordering")
    made = write_guide(access, text=TEXT, study_id=first.pk)
    write_guide(access, title="Another", study_id=first.pk)
    assert len(guides_of_study(access, first.pk)) == 2
    tie_guide(access, guide_id=made.pk, study_id=second.pk)
    assert [row.title for row in guides_of_study(access, first.pk)] == ["Another"]
    ties = [i for group in neighbours(access, made.pk).down for i in group.items]
    assert {i.card.id: i.withdrawn_at is None for i in ties} == {first.pk: False, second.pk: True}
    tie_guide(access, guide_id=made.pk)
    assert (guides_of_study(access, second.pk), guide(access, made.pk).study_id) == ((), None)


def test_is_copied_for_another_study(access: Access) -> None:
    study = add_study(access, title="Ordering")
    made = write_guide(access, text=TEXT)
    copied = copy_guide(access, guide_id=made.pk, study_id=study.pk)
    assert guide_view(access, copied.pk).sections == guide_view(access, made.pk).sections
    assert [row.title for row in guides_of_study(access, study.pk)] == ["Copy of Counting stock"]
    assert copy_guide(access, guide_id=made.pk, title="Mine").node.title == "Mine"


def test_the_starter_is_a_good_guide() -> None:
    sections = read_markdown(STARTER.format(title="Counting")).sections
    looked = look(sections, Coach(Context(), frozenset(), ()), planned=MINUTES)
    assert {mark.rule for mark in looked.marks} == {"story"}
    assert (looked.balance.minutes, looked.balance.notes) == (MINUTES, ())


def test_listing_asks_a_fixed_number_of_questions(access: Access, django_assert_max_num_queries: Any) -> None:
    study = add_study(access, title="Counting")
    for number in range(8):
        write_guide(access, title=f"Guide {number}", text=TEXT, study_id=study.pk)
    with django_assert_max_num_queries(2):
        assert [row.study for row in guides(access)] == ["Counting"] * 8
    assert [row.title for row in guides(access, search="guide 3")] == ["Guide 3"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "x" * (MOST_TEXT + 1)}, "text"),
        ({"text": "- " + "x" * 4001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 601}, "minutes"),
    ],
)
def test_bad_guides_are_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        write_guide(access, **{"title": "Counting", **wrong})
    assert refused.value.field == field
    assert refused.value.remedy
    made = write_guide(access, text=TEXT)
    with pytest.raises(Refused):
        edit_guide(access, guide_id=made.pk, **{"text": "- Another?", **wrong})
    assert guide(access, made.pk).version == 1
    assert len(guides(access)) == 1


def test_what_is_not_there_is_refused(access: Access) -> None:
    with pytest.raises(Refused, match="title"):
        write_guide(access, text="- Why?")
    made = write_guide(access, text=TEXT)
    for wrong in (made.pk, 0):
        with pytest.raises(NotFound):
            tie_guide(access, guide_id=made.pk, study_id=wrong)
    with pytest.raises(NotFound):
        guide(access, made.pk, version=7)
    with pytest.raises(Refused, match="not a guide"):
        sections_of({"sections": [{"title": "", "minutes": True, "items": []}]})


def test_the_database_guards_a_guide(access: Access) -> None:
    made = write_guide(access, text=TEXT)
    for wrong in ({"minutes": 0}, {"version": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Guide._base_manager.filter(pk=made.pk).update(**wrong)
    for column, value in (("content", {}), ("content_hash", "0"), ("raised", {})):
        with pytest.raises(DatabaseError), transaction.atomic():
            GuideVersion._base_manager.filter(guide=made.pk).update(**{column: value})


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access) -> None:
    made, study = write_guide(access, text=TEXT), add_study(access, title="Counting")
    assert guide_view(viewer, made.pk).title == "Counting stock"
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            write_guide(who, title="Mine", study_id=study.pk)
        with pytest.raises(error):
            edit_guide(who, guide_id=made.pk, text="- Mine?")
        with pytest.raises(error):
            tie_guide(who, guide_id=made.pk, study_id=study.pk)
        with pytest.raises(error):
            copy_guide(who, guide_id=made.pk)
    with pytest.raises(NotFound):
        guide_view(elsewhere, made.pk)
    assert guides(elsewhere) == ()
    with pytest.raises(NotFound):
        guides_of_study(elsewhere, study.pk)


def test_an_erased_person_leaves_every_version(access: Access) -> None:
    anna = add_person(access, name="Anna Keller")
    made = write_guide(access, text="# Counting\n\n- Ask about what Anna Keller told us?\n")
    edit_guide(access, guide_id=made.pk, text="# Counting\n\n- What did Anna Keller tell us?\n")
    erase_person(access, person_id=anna.pk, typed_name="Anna Keller")
    for number in (1, 2):
        assert "Keller" not in guide(access, made.pk, version=number).markdown
    left = guide(access, made.pk).markdown
    assert edit_guide(access, guide_id=made.pk, text=left).version == 2


def test_a_file_comes_in_and_goes_out(access: Access) -> None:
    client = SignedIn(access)
    file = BytesIO(TEXT.encode())
    file.name = "counting.md"
    sent = client.post(client.path("interviews/guides/new"), {"begin": "file", "file": file})
    made = guides(access)[0]
    assert sent["Location"] == client.path(f"interviews/guides/{made.id}/edit")
    answer = client.get(client.path(f"interviews/guides/{made.id}/markdown"))
    assert answer.content.decode() == TEXT
    assert answer["Content-Disposition"] == f'attachment; filename="guide-{made.id}.md"'
    broken = BytesIO(b"PK\x03\x04 no document")
    broken.name = "counting.docx"
    refused = client.post(client.path("interviews/guides/new"), {"begin": "file", "file": broken})
    assert refused.status_code == 422
    assert "Save it" in refused.content.decode() or "Open it" in refused.content.decode()


def test_two_who_edit_are_shown_both_versions(access: Access, editor: Access) -> None:
    made = write_guide(access, text=TEXT)
    alice, bob = SignedIn(access), SignedIn(editor)
    path = alice.path(f"interviews/guides/{made.pk}/edit")
    page = alice.get(path).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert bob.post(path, {"text": TEXT + "- Bob's?\n", "minutes": "60", "seen": seen}).status_code == 303
    clash = alice.post(path, {"text": TEXT + "- Alice's?\n", "minutes": "60", "seen": seen})
    assert clash.status_code == 409
    assert "Alice&#x27;s?" in clash.content.decode()
    assert "Bob&#x27;s?" in clash.content.decode()
    assert guide(access, made.pk).version == 2


def test_minutes_that_are_not_sent_stay(access: Access) -> None:
    made, client = write_guide(access, text=TEXT, minutes=30), SignedIn(access)
    path = client.path(f"interviews/guides/{made.pk}/edit")
    assert client.post(path, {"text": TEXT + "- More?\n"}).status_code == 303
    assert client.post(path, {"text": TEXT, "minutes": "0"}).status_code == 422
    found = guide(access, made.pk)
    assert (found.minutes, found.version) == (30, 2)
