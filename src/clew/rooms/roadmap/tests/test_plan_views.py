"""The plan shown to others: what each audience sees, by a link, as files; baselines; cards and bars put elsewhere."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea
from clew.ground.guests.api import share_with_guest
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.plan import (
    add_item,
    move_item,
    place_item,
    set_item_state,
    shift_item,
    wait_for,
)
from clew.rooms.roadmap.actions.views import add_plan_view, change_plan_view, take_baseline
from clew.rooms.roadmap.models import Item, PlanView
from clew.rooms.roadmap.plan_slides import ROWS, _rows
from clew.rooms.roadmap.queries.outgoing import download_plan, download_plan_view
from clew.rooms.roadmap.queries.plan import Expected, baselines, planned_item, planned_items
from clew.rooms.roadmap.queries.views import plan_view, plan_views
from clew.rooms.roadmap.timeline import laid_out

MARCH, MAY = date(2027, 3, 1), date(2027, 5, 1)


@pytest.fixture
def items(access: Access) -> dict[str, int]:
    """One for the team alone, which the others wait for; one for the company, one for everybody."""
    idea = add_idea(access, title="A secret idea").pk
    made = {
        audience: int(
            add_item(access, title=f"For {audience}", audience=audience, earliest=MARCH, latest=MAY, starts_on=MARCH,
                     team="Stock", idea_ids=[idea]).pk
        )
        for audience in ("team", "company", "public")
    }  # fmt: skip
    for waits in ("company", "public"):
        wait_for(access, item_id=made[waits], other_id=made["team"])
    return made


def test_outside_nothing_is_told_of_items_that_may_not_be_seen(access: Access, items: dict[str, int]) -> None:
    inside = {row.title: row for row in planned_items(access)}
    assert "For team" in inside["For public"].conflict
    company = planned_items(access, audience="company")
    assert [row.title for row in company] == ["For company", "For public"]
    assert [(row.waits_for, row.conflict, row.team) for row in company] == [((), "", "Stock")] * 2
    [public] = planned_items(access, audience="public")
    assert (public.team, public.ideas, public.waits_for, public.conflict) == ("", (), (), "")


def test_what_was_dropped_is_not_told_outside(access: Access, items: dict[str, int]) -> None:
    """Neither of itself, in lists and files, nor where others wait for it."""
    wait_for(access, item_id=items["company"], other_id=items["public"])
    set_item_state(access, item_id=items["public"], state="dropped")
    assert planned_items(access, audience="public") == ()
    assert [(row.title, row.waits_for) for row in planned_items(access, audience="company")] == [("For company", ())]
    assert "For public" in {row.title for row in planned_items(access)}
    slides = download_plan(access, format="pptx", audience="public")
    with zipfile.ZipFile(BytesIO(bytes(slides.content))) as deck:  # type: ignore[arg-type]
        assert not any(b"For public" in deck.read(name) for name in deck.namelist())


@pytest.mark.slow
def test_a_guest_sees_the_view_as_it_is_today_and_takes_it_along(access: Access, items: dict[str, int]) -> None:
    view = add_plan_view(access, title="For partners", audience="public", arrangement="timeline").pk
    link = f"/guest/{share_with_guest(access, node_id=view, name='Ines').secret}"
    page = Client().get(link).content.decode()
    assert "1 Mar 2027 to 1 May 2027" in page.split("</svg>")[-1], "in words too, for a phone and for who hears it"
    assert ("For public" in page, "For company" in page, "secret" in page, "Stock" in page) == (
        True,
        False,
        False,
        False,
    )
    for ending, begins in (("pdf", b"%PDF"), ("png", b"\x89PNG"), ("pptx", b"PK")):
        answer = Client().get(f"{link}/plan.{ending}")
        assert (answer.status_code, answer.content[:4].startswith(begins)) == (200, True)
    assert Client().get(f"{link}/plan.exe").status_code in (400, 404, 422)
    change_plan_view(access, view_id=view, audience="company", arrangement="horizon", team="Stock")
    assert "For company" in Client().get(link).content.decode()
    item = share_with_guest(access, node_id=items["public"], name="Ines").secret
    assert Client().get(f"/guest/{item}/plan.pdf").status_code == 404


def test_views_are_kept_changed_and_refused(access: Access, viewer: Access, elsewhere: Access) -> None:
    made = add_plan_view(access, title="For partners", audience="public").pk
    assert [(row.id, row.title, row.audience) for row in plan_views(viewer)] == [(made, "For partners", "public")]
    change_plan_view(access, view_id=made, audience="company", arrangement="goal")
    assert (plan_view(access, made).audience, plan_view(access, made).arrangement) == ("company", "goal")
    assert "change a view of the plan" in {entry.act_name for entry in record_history(access, made).entries}
    refusals: tuple[tuple[dict[str, Any], str], ...] = (
        ({"audience": "rivals"}, "audience"),
        ({"arrangement": "pile"}, "arrangement"),
        ({"audience": "public", "arrangement": "team"}, "arrangement"),  # of which everybody is shown nothing
        ({"team": "x" * 61}, "team"),
    )
    for wrong, field in refusals:
        with pytest.raises(Refused) as refused:
            add_plan_view(access, title="Wrong", **wrong)
        assert refused.value.field == field
    PlanView._base_manager.filter(pk=made).update(audience="public")  # as one that was made before that was refused
    assert plan_view(access, made).arrangement == "horizon"
    with pytest.raises(Forbidden):
        add_plan_view(viewer, title="No")
    for act in (lambda: change_plan_view(elsewhere, view_id=made), lambda: plan_view(elsewhere, made)):
        with pytest.raises(NotFound):
            act()


def test_a_baseline_tells_what_moved_since(
    access: Access, items: dict[str, int], viewer: Access, elsewhere: Access
) -> None:
    agreed = take_baseline(access, name=" Agreed ")
    move_item(access, item_id=items["team"], horizon="now", earliest=MARCH, latest=MAY + timedelta(days=10))
    move_item(access, item_id=items["team"], horizon="now", earliest=MARCH, latest=MAY + timedelta(days=20))
    new = add_item(access, title="New").pk
    rows = {row.id: row for row in planned_items(access, baseline_id=agreed.pk)}
    assert (rows[items["team"]].was, rows[items["team"]].moved) == (Expected("later", MARCH, MAY), 20)
    assert rows[items["team"]].moved_words == "was in “later”, later by 20 days"
    assert (rows[new].is_new, rows[items["public"]].is_new, rows[items["public"]].was) == (True, False, None)
    [row] = baselines(viewer)
    assert (row.name, row.taken_by) == ("Agreed", "Alice")
    for name in ("Agreed", "", "x" * 61):
        with pytest.raises(Refused) as refused:
            take_baseline(access, name=name)
        assert refused.value.field == "name"
    with pytest.raises(Forbidden):
        take_baseline(viewer, name="No")
    with pytest.raises(NotFound):
        planned_items(elsewhere, baseline_id=agreed.pk)


def column(access: Access, horizon: str) -> list[str]:
    return [row.title for row in planned_items(access) if row.horizon == horizon]


def test_a_card_is_put_before_another_and_its_days_stay(access: Access, viewer: Access, elsewhere: Access) -> None:
    a, b, c = (int(add_item(access, title=title, earliest=MARCH, latest=MAY).pk) for title in "ABC")
    place_item(access, item_id=c, horizon="later", before=a)
    assert column(access, "later") == ["C", "A", "B"]
    place_item(access, item_id=a, horizon="now")
    place_item(access, item_id=b, horizon="now", before=a)
    assert (column(access, "now"), column(access, "later")) == (["B", "A"], ["C"])
    assert (planned_item(access, b).row.latest, planned_item(access, b).row.horizon) == (MAY, "now")
    with pytest.raises(Refused, match="does not stand there"):
        place_item(access, item_id=a, horizon="now", before=c)
    with pytest.raises(Refused, match="no such horizon"):
        place_item(access, item_id=a, horizon="soon")
    with pytest.raises(Forbidden):
        place_item(viewer, item_id=a, horizon="later")
    with pytest.raises(NotFound):
        place_item(elsewhere, item_id=a, horizon="later")


def test_items_at_one_place_come_apart(access: Access) -> None:
    made = [int(add_item(access, title=title).pk) for title in "ABC"]
    Item._base_manager.update(place=4)
    place_item(access, item_id=made[2], horizon="later", before=made[0])
    assert column(access, "later") == ["C", "A", "B"]


def test_a_bar_is_shifted_with_all_its_days(access: Access, items: dict[str, int], viewer: Access) -> None:
    shift_item(access, item_id=items["team"], days=-14, why="Sooner")
    row = planned_item(access, items["team"]).row
    assert (row.starts_on, row.earliest, row.latest) == tuple(day - timedelta(days=14) for day in (MARCH, MARCH, MAY))
    with pytest.raises(Forbidden):
        shift_item(viewer, item_id=items["team"], days=1)
    undated = add_item(access, title="Some day").pk
    last = add_item(access, title="Last", earliest=date.max, latest=date.max).pk
    for item, days in ((items["team"], 4_000), (undated, 1), (last, 1)):
        with pytest.raises(Refused) as refused:
            shift_item(access, item_id=item, days=days)
        assert refused.value.field == "days"


def test_files_hold_it_and_are_the_same_each_time(access: Access, items: dict[str, int], elsewhere: Access) -> None:
    view = add_plan_view(access, title="For <partners> & “friends”", arrangement="team").pk
    for form in ("pdf", "png", "pptx"):
        first, again = (download_plan(access, format=form, lanes="team").content for _ in range(2))
        assert first == again
    slides = download_plan_view(access, view, format="pptx")
    with zipfile.ZipFile(BytesIO(bytes(slides.content))) as deck:  # type: ignore[arg-type]
        told = b"".join(deck.read(name) for name in deck.namelist() if name.startswith("ppt/slides/")).decode()
    assert ("For company" in told, "For team" in told, slides.name) == (True, False, "for-partners-friends.pptx")
    wrongs: tuple[dict[str, Any], ...] = ({"format": "exe"}, {"audience": "rivals"}, {"lanes": "x"})
    for wrong in wrongs:
        with pytest.raises(Refused) as refused:
            download_plan(access, **wrong)
        assert [refused.value.field] == list(wrong)
    with pytest.raises(NotFound):
        download_plan_view(elsewhere, view)


def test_pages(access: Access, viewer: Access, items: dict[str, int]) -> None:
    alice, vera = SignedIn(access), SignedIn(viewer)
    agreed = alice.post(alice.path("roadmap/plan/baselines"), {"name": "Agreed"})
    assert "?baseline=" in agreed["Location"]
    made = alice.post(
        alice.path("roadmap/plan/views/new"),
        {"title": "Board", "audience": "company", "arrangement": "team", "team": ""},
    )
    view = made["Location"].rpartition("/")[2]
    assert b"For company" in vera.get(vera.path(f"n/{view}")).content
    alice.post(
        alice.path(f"roadmap/plan/views/{view}/change"), {"audience": "public", "arrangement": "timeline", "team": ""}
    )
    assert b"For company" not in vera.get(vera.path(f"n/{view}")).content
    refused = alice.post(
        alice.path("roadmap/plan/views/new"), {"title": "Board", "audience": "rivals", "arrangement": "team"}
    )
    assert (refused.status_code, b"no such audience" in refused.content) == (422, True)
    for asked in (
        "",
        "?view=timeline&lanes=goal",
        "?view=goal",
        "?view=team&team=Stock",
        f"?view=timeline&{agreed['Location'].rpartition('?')[2]}",
        "?audience=public&since=2027-01-01",
    ):
        answer = vera.get(vera.path(f"roadmap/plan{asked}"))
        assert (answer.status_code, b"For public" in answer.content) == (200, True)
    assert vera.get(vera.path("roadmap/plan?baseline=999999")).status_code == 404
    assert vera.get(vera.path("roadmap/plan/file.pdf?audience=public"))["Content-Type"] == "application/pdf"


def sent(browser: SignedIn, path: str, **told: Any) -> Any:
    return browser.post(browser.path(f"roadmap/plan/{path}"), told)


def test_what_the_script_sends(access: Access, viewer: Access, items: dict[str, int]) -> None:
    alice, item = SignedIn(access), items["team"]
    put = sent(alice, "put", card=item, column="now", before="", asked="view=team&evil=//x")
    assert put.json()["to"].endswith(f"roadmap/plan?view=team&at={item}")
    shifted = sent(alice, "shift", bar=item, days="-7", asked="view=timeline")
    assert shifted.json()["to"].endswith(f"roadmap/plan?view=timeline&at={item}")
    assert (planned_item(access, item).row.horizon, planned_item(access, item).row.latest) == (
        "now",
        MAY - timedelta(days=7),
    )
    for answer in (sent(alice, "put", card=item, column="soon"), sent(alice, "shift", bar=item, days="1e300")):
        assert (answer.status_code, bool(answer.json()["message"])) == (422, True)
    assert sent(SignedIn(viewer), "put", card=item, column="later").status_code == 403


def test_a_timeline_says_in_words_what_cannot_hold_and_what_moved(access: Access, items: dict[str, int]) -> None:
    """A red frame and a dashed range alone say it to who sees colours, and not to a phone."""
    before = take_baseline(access, name="Before").pk
    shift_item(access, item_id=items["company"], days=7)
    page = SignedIn(access).get(f"/w/{access.slug}/roadmap/plan?view=timeline&baseline={before}").content.decode()
    told = page[page.index("the range before") :]
    assert "begins before “For team” is surely out" in told
    assert "later by 7 days" in told
    assert "cannot hold" in told


def test_slides_have_the_lanes_of_the_plan(access: Access, items: dict[str, int]) -> None:
    for number in range(ROWS + 2):
        add_item(access, title=f"More {number}", team="Stock", earliest=MARCH, latest=MAY)
    slides = download_plan(access, format="pptx", lanes="team")
    with zipfile.ZipFile(BytesIO(bytes(slides.content))) as deck:  # type: ignore[arg-type]
        shown = [deck.read(name).decode() for name in deck.namelist() if name.startswith("ppt/slides/slide")]
    assert ["<a:t>Stock</a:t>" in one for one in shown[:2]] == [True, True], "again where it goes on"
    rows = _rows(laid_out(planned_items(access, limit=50), today=MARCH, lanes="team"))
    assert max(len(one) for one in rows) <= ROWS
