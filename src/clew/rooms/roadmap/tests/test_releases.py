"""Releases: prepared with items, out once, and told as a changelog to those who may see it."""

import re
from datetime import date
from typing import Any

import pytest
from django.core import mail
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_idea
from clew.ground.guests.api import share_with_guest
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import archive, record_history, why
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap import portal_mails
from clew.rooms.roadmap.actions.plan import add_item, deliver, describe_item, set_item_state
from clew.rooms.roadmap.actions.portal import publish_idea, set_public_status, set_up_portal
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.releases import add_release, release, ship, unship, write_release
from clew.rooms.roadmap.actions.votes import vote_for
from clew.rooms.roadmap.models import PortalNotice, PortalQuiet
from clew.rooms.roadmap.queries.plan import planned_item
from clew.rooms.roadmap.queries.portal import public_releases, published_idea
from clew.rooms.roadmap.queries.releases import one_release, releases
from clew.rooms.roadmap.tests.ready import estimated, rice

DAY = date(2027, 4, 1)


@pytest.fixture
def item(access: Access) -> int:
    idea = add_idea(access, title="Count by phone").pk
    return int(add_item(access, title="Phone counting", idea_ids=[idea]).pk)


def test_what_is_released_is_out_with_all_its_items(access: Access, item: int) -> None:
    made = add_release(access, title="Spring", version="2.0", notes="Count by phone.", item_ids=[item, item])
    assert [one.id for one in one_release(access, made.pk).items] == [item]
    release(access, release_id=made.pk, released_on=DAY)
    assert (planned_item(access, item).row.state, planned_item(access, item).row.release.id) == ("released", made.pk)  # type: ignore[union-attr]
    assert {step.card.title for step in why(access, made.pk).steps} >= {"Phone counting", "Count by phone"}
    assert "release" in {entry.act_name for entry in record_history(access, made.pk).entries}
    with pytest.raises(Refused, match="out already"):
        release(access, release_id=made.pk, released_on=DAY)
    late = add_item(access, title="Also").pk
    ship(access, release_id=made.pk, item_id=late)
    assert planned_item(access, late).row.state == "released"
    unship(access, release_id=made.pk, item_id=late)
    assert (planned_item(access, late).row.state, planned_item(access, late).row.release) == ("planned", None)


def test_the_changelog_is_told_to_those_who_may_see_it(access: Access, item: int) -> None:
    first = add_release(access, title="First", audience="public", item_ids=[item]).pk
    add_release(access, title="Next")
    release(access, release_id=first, released_on=DAY)
    assert [row.title for row in releases(access)] == ["Next", "First"]
    assert [row.title for row in releases(access, only_out=True)] == ["First"]
    assert [row.title for row in releases(access, audience="public")] == ["First"]
    write_release(access, release_id=first, version="1", notes="Changed", audience="team")
    assert (releases(access, audience="public"), one_release(access, first).notes) == ((), "Changed")


def test_items_for_the_team_alone_are_not_named_to_others(access: Access, item: int) -> None:
    public = add_item(access, title="Lists", audience="public").pk
    first = add_release(access, title="First", audience="public", item_ids=[item, public]).pk
    release(access, release_id=first, released_on=DAY)
    for audience in ("company", "public"):
        [row] = releases(access, audience=audience)
        assert [one.title for one in row.items] == ["Lists"]
    assert [one.title for one in releases(access)[0].items] == ["Phone counting", "Lists"]


def test_an_item_goes_out_once_and_not_when_dropped(access: Access, item: int) -> None:
    one, two = (add_release(access, title=title).pk for title in ("One", "Two"))
    with pytest.raises(Refused, match="Nothing is in it"):
        release(access, release_id=one, released_on=DAY)
    ship(access, release_id=one, item_id=item)
    with pytest.raises(Refused, match="“One”"):
        ship(access, release_id=two, item_id=item)
    with pytest.raises(Refused):
        unship(access, release_id=two, item_id=item)
    dropped = add_item(access, title="Dropped").pk
    set_item_state(access, item_id=dropped, state="dropped")
    with pytest.raises(Refused, match="dropped"):
        ship(access, release_id=two, item_id=dropped)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"version": "x" * 41}, "version"),
        ({"notes": "x" * 20_001}, "notes"),
        ({"audience": "rivals"}, "audience"),
        ({"item_ids": list(range(1, 200))}, "items"),
    ],
)
def test_bad_releases_are_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_release(access, title="Spring", **wrong)
    assert refused.value.field == field
    assert releases(access) == ()


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access, item: int) -> None:
    made = add_release(access, title="Spring").pk
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for call in (
            lambda who=who: write_release(who, release_id=made),
            lambda who=who: ship(who, release_id=made, item_id=item),
            lambda who=who: release(who, release_id=made, released_on=DAY),
        ):
            with pytest.raises(error):
                call()
    with pytest.raises(Forbidden):
        add_release(viewer, title="Summer")
    with pytest.raises(Forbidden):
        unship(viewer, release_id=made, item_id=item)
    with pytest.raises(NotFound):
        one_release(elsewhere, made)
    assert releases(elsewhere) == ()


def test_pages(access: Access, browser_of: type[SignedIn], item: int) -> None:
    client = browser_of(access)
    assert "No release yet" in client.get(client.path("roadmap/releases")).content.decode()
    client.get(client.path("roadmap/releases/new"))
    client.post(client.path("roadmap/releases/new"), {"title": "Spring", "version": "2.0", "notes": "Count\nby phone"})
    (row,) = releases(access)
    client.post(client.path(f"roadmap/releases/{row.id}/ship"), {"item": item})
    client.post(client.path(f"roadmap/releases/{row.id}/write"), {"notes": "Written anew", "audience": "public"})
    client.post(client.path(f"roadmap/releases/{row.id}/out"), {"released_on": "2027-04-01"})
    for place in ("roadmap/releases", f"n/{row.id}"):
        shown = client.get(client.path(place)).content.decode()
        for words in ("Written anew", "Phone counting", "1 Apr 2027"):
            assert words in shown, (place, words)
    client.post(client.path(f"roadmap/releases/{row.id}/unship"), {"item": item})
    assert one_release(access, row.id).items == ()
    assert client.post(client.path(f"roadmap/releases/{row.id}/ship"), {}).status_code == 422


FOLDS = ("It went out", "Write the notes", "Put an item in")


def folds(page: str) -> dict[str, bool]:
    """What is folded on the page of a release, and whether it is open."""
    return {name: bool(how) for how, name in re.findall(r"<details( open)?><summary>([^<]*)<", page) if name in FOLDS}


def test_forms_are_folded_and_what_was_refused_is_open_with_what_was_typed(
    access: Access, viewer: Access, browser_of: type[SignedIn], item: int
) -> None:
    client, made = browser_of(access), add_release(access, title="Spring").pk

    def shown(act: str, told: dict[str, Any]) -> str:
        answer = client.post(client.path(f"roadmap/releases/{made}/{act}"), told)
        assert answer.status_code == 422
        return answer.content.decode()

    out, write, put = FOLDS
    assert folds(client.get(client.path(f"n/{made}")).content.decode()) == {out: False, write: False, put: True}
    early = shown("out", {"released_on": "2027-04-01"})
    assert (folds(early)[out], "Put an item into it first." in early) == (True, True)
    ship(access, release_id=made, item_id=item)
    assert not any(folds(client.get(client.path(f"n/{made}")).content.decode()).values())
    no_day = shown("out", {"released_on": "soon"})
    assert (folds(no_day), 'value="soon"' in no_day) == ({out: True, write: False, put: False}, True)
    long = shown("write", {"version": "x" * 41, "notes": "Typed", "audience": "public"})
    assert folds(long) == {out: False, write: True, put: False}
    assert (">Typed</textarea>" in long, '<option value="public" selected' in long) == (True, True)
    assert folds(shown("ship", {})) == {out: False, write: False, put: True}
    release(access, release_id=made, released_on=DAY)
    assert folds(client.get(client.path(f"n/{made}")).content.decode()) == {write: False, put: False}
    vera = browser_of(viewer)
    assert folds(vera.get(vera.path(f"n/{made}")).content.decode()) == {}


def test_guests_see_what_is_shared_with_them(access: Access, browser_of: type[SignedIn], item: int) -> None:
    model = rice(access)
    estimated(access, "Better shelves")
    estimated(access, "Other shelves")
    ranking = rank_ideas(access, model_id=model).pk
    made = add_release(access, title="Spring", notes="Count by phone", item_ids=[item]).pk
    for pk, words in ((item, "Phone counting"), (made, "Count by phone"), (ranking, "Better shelves")):
        link = share_with_guest(access, node_id=pk, name="A partner")
        shown = browser_of(access).get(f"/guest/{link.secret}").content.decode()
        assert words in shown
        assert "/w/larder/" not in shown
    at = f"/guest/{share_with_guest(access, node_id=item, name='B').secret}"
    for state, said in (("planned", "Planned"), ("released", "Released")):
        set_item_state(access, item_id=item, state=state)
        assert f"<dt>State</dt><dd>{said}</dd>" in browser_of(access).get(at).content.decode()
    set_item_state(access, item_id=item, state="dropped")
    shown = browser_of(access).get(at).content.decode()
    assert ("it is not planned any more" in shown, "Horizon" in shown) == (True, False)


@pytest.mark.parametrize(
    ("audience", "named"),
    [
        ("team", {"Team", "Company", "Public", "Archived"}),
        ("company", {"Company", "Public", "Archived"}),
        ("public", {"Public", "Archived"}),
    ],
)
def test_a_guest_is_told_what_the_audience_of_the_release_may_know(
    access: Access, browser_of: type[SignedIn], audience: str, named: set[str]
) -> None:
    """Neither what is for fewer, nor what was dropped since. What went out did so, whoever puts its card into the archive."""
    made = {
        name: add_item(access, title=f"{name} thing", audience=name.lower()).pk
        for name in ("Team", "Company", "Public")
    }
    made |= {name: add_item(access, title=f"{name} thing", audience="public").pk for name in ("Dropped", "Archived")}
    shipped = add_release(access, title="Spring", audience=audience, item_ids=list(made.values())).pk
    release(access, release_id=shipped, released_on=DAY)
    set_item_state(access, item_id=made["Dropped"], state="dropped")
    archive(access, node_ids=[made["Archived"]])
    link = share_with_guest(access, node_id=shipped, name="A partner")
    shown = browser_of(access).get(f"/guest/{link.secret}").content.decode()
    assert {name for name in made if f"{name} thing" in shown} == named
    assert {one.title.split()[0] for one in one_release(access, shipped).items} == set(made)
    told = {item for row in public_releases(access) for item in row.items}
    assert told == ({"Public thing", "Archived thing"} if audience == "public" else set())


def archived_before(access: Access, item: int) -> tuple[int, int]:
    """An item for everybody that was put into the archive before its release went out, and that release."""
    never = add_item(access, title="Never thing", audience="public").pk
    made = add_release(access, title="Spring", audience="public", item_ids=[item, never]).pk
    archive(access, node_ids=[never])
    return never, made


def test_what_never_went_out_and_was_archived_is_told_to_nobody(
    access: Access, browser_of: type[SignedIn], item: int
) -> None:
    """Neither before the release nor after it."""
    never, made = archived_before(access, item)
    link = share_with_guest(access, node_id=made, name="A partner")
    assert "Never thing" not in browser_of(access).get(f"/guest/{link.secret}").content.decode()
    unship(access, release_id=made, item_id=never)
    release(access, release_id=made, released_on=DAY)
    assert [row.items for row in public_releases(access)] == [()]
    assert "Never thing" not in browser_of(access).get(f"/guest/{link.secret}").content.decode()


def test_an_item_that_is_archived_goes_out_with_no_release(
    access: Access, browser_of: type[SignedIn], item: int
) -> None:
    """Whoever archives it before means that it does not come."""
    never, made = archived_before(access, item)
    release(access, release_id=made, released_on=DAY)
    assert (planned_item(access, never).row.state, planned_item(access, item).row.state) == ("planned", "released")
    assert [row.items for row in public_releases(access)] == [()]
    browser = browser_of(access)
    for page in (f"n/{made}", "roadmap/releases"):
        assert browser.get(browser.path(page)).content.decode().count("did not go out") == 1


def test_a_text_that_is_too_long_is_told_its_true_limit(access: Access, browser_of: type[SignedIn], item: int) -> None:
    made = add_release(access, title="Spring", notes="Kept", item_ids=[item]).pk
    page = browser_of(access)
    for longer in (1, 2, 500):
        said = page.post(page.path(f"roadmap/releases/{made}/write"), {"notes": "x" * (20_000 + longer)})
        assert "This is longer than 20,000 characters." in said.content.decode()
    assert page.post(page.path(f"roadmap/releases/{made}/write"), {"notes": "x" * 20_000}).status_code == 303


def told_of(idea: int) -> list[str]:
    return [one.status for one in PortalNotice._base_manager.filter(idea=idea)]


@pytest.fixture
def wanted(access: Access) -> tuple[int, int]:
    """An item for everybody, with the idea on the portal that it delivers, for which somebody voted."""
    set_up_portal(access, title="Ideas", slug="larder")
    idea = add_idea(access, title="Count by phone").pk
    publish_idea(access, idea_id=idea, title="Count by phone")
    vote_for(access, idea_id=idea, person_id=add_person(access, name="Anna", email="anna@example.org").pk)
    return add_item(access, title="Phone counting", audience="public", idea_ids=[idea]).pk, idea


def test_what_is_put_into_a_release_that_is_out_is_told_too(access: Access, item: int, wanted: tuple[int, int]) -> None:
    made = add_release(access, title="Spring", audience="public", item_ids=[item]).pk
    release(access, release_id=made, released_on=DAY)
    assert told_of(wanted[1]) == []
    ship(access, release_id=made, item_id=wanted[0])
    assert told_of(wanted[1]) == ["shipped"]
    assert published_idea(access, wanted[1]).status == "shipped"


def test_of_what_is_for_the_team_alone_no_voter_hears(access: Access, wanted: tuple[int, int]) -> None:
    out_to_all(access, wanted[0], audience="company")
    assert (told_of(wanted[1]), published_idea(access, wanted[1]).status) == ([], "open")


def test_whoever_releases_for_everybody_sees_what_is_not(
    access: Access, browser_of: type[SignedIn], item: int, wanted: tuple[int, int]
) -> None:
    client, made = (
        browser_of(access),
        add_release(access, title="Spring", audience="public", item_ids=[item, *wanted[:1]]).pk,
    )
    hidden = "Not all of it is for everybody"
    assert hidden in client.get(client.path(f"n/{made}")).content.decode()
    write_release(access, release_id=made, audience="company")
    assert hidden not in client.get(client.path(f"n/{made}")).content.decode()
    write_release(access, release_id=made, audience="public")
    describe_item(access, item_id=item, audience="public")
    assert hidden not in client.get(client.path(f"n/{made}")).content.decode()


def test_an_item_that_is_shown_to_everybody_after_its_release_is_told_then_and_once(
    access: Access, wanted: tuple[int, int]
) -> None:
    """What a member says of the idea on the portal since then, no later change of words overwrites."""
    out_to_all(access, wanted[0], audience="company")
    assert told_of(wanted[1]) == []
    for detail in ("By phone", "By phone too"):
        describe_item(access, item_id=wanted[0], detail=detail, audience="public")
        assert (told_of(wanted[1]), published_idea(access, wanted[1]).status) == (["shipped"], "shipped")
    set_public_status(access, idea_id=wanted[1], status="started")
    describe_item(access, item_id=wanted[0], detail="More of it comes", audience="public")
    assert published_idea(access, wanted[1]).status == "started"


def test_what_is_shown_to_everybody_and_never_went_out_is_told_to_nobody(
    access: Access, wanted: tuple[int, int]
) -> None:
    describe_item(access, item_id=wanted[0], audience="company")
    add_release(access, title="Spring", audience="public", item_ids=[wanted[0]])
    describe_item(access, item_id=wanted[0], audience="public")
    set_item_state(access, item_id=wanted[0], state="released")
    describe_item(access, item_id=wanted[0], audience="team")
    describe_item(access, item_id=wanted[0], audience="public")
    assert (told_of(wanted[1]), published_idea(access, wanted[1]).status) == ([], "open")


def test_an_idea_that_is_said_later_to_be_what_went_out_is_told_then(access: Access, wanted: tuple[int, int]) -> None:
    out_to_all(access, wanted[0])
    set_public_status(access, idea_id=wanted[1], status="started")
    late = add_idea(access, title="Count by voice").pk
    publish_idea(access, idea_id=late, title="Count by voice")
    vote_for(access, idea_id=late, person_id=add_person(access, name="Ben", email="ben@example.org").pk)
    deliver(access, item_id=wanted[0], idea_id=late)
    assert (told_of(late), published_idea(access, late).status) == (["shipped"], "shipped")
    assert published_idea(access, wanted[1]).status == "started"


def out_to_all(access: Access, item: int, *, audience: str = "public") -> None:
    """The item is for `audience`, its release for everybody."""
    describe_item(access, item_id=item, audience=audience)
    made = add_release(access, title="Spring", audience="public", item_ids=[item])
    release(access, release_id=made.pk, released_on=DAY)


def test_a_release_that_is_shown_to_everybody_later_is_told_then_and_once(
    access: Access, wanted: tuple[int, int]
) -> None:
    made = add_release(access, title="Spring", item_ids=[wanted[0]]).pk
    write_release(access, release_id=made, notes="Soon", audience="public")
    write_release(access, release_id=made, notes="Soon", audience="company")
    release(access, release_id=made, released_on=DAY)
    assert told_of(wanted[1]) == []
    for notes in ("Count by phone.", "Count by phone!"):
        write_release(access, release_id=made, notes=notes, audience="public")
        assert told_of(wanted[1]) == ["shipped"]


def test_who_voted_for_several_ideas_of_a_release_hears_of_them_in_one_mail(access: Access) -> None:
    """Who voted through a member is told that they asked for it; one that says no meanwhile hears nothing; none hears twice."""
    set_up_portal(access, title="Larder ideas", slug="larder")
    idea, other = (add_idea(access, title=f"Inside: {title}").pk for title in ("Count", "Scan"))
    publish_idea(access, idea_id=idea, title="Count by phone")
    publish_idea(access, idea_id=other, title="Scan")
    anna, ben, cleo = (add_person(access, name=n, email=f"{n}@example.org".lower()).pk for n in ("Anna", "Ben", "Cleo"))
    for one, person in ((idea, anna), (other, anna), (other, ben), (idea, cleo), (other, cleo)):
        vote_for(access, idea_id=one, person_id=person)
    items = [add_item(access, title=f"Item {n}", audience="public", idea_ids=[idea, other]).pk for n in range(2)]
    release(
        access,
        release_id=add_release(access, title="Spring", audience="public", item_ids=items).pk,
        released_on=date(2026, 4, 1),
    )
    PortalQuiet._base_manager.create(workspace_id=access.workspace_id, person_id=cleo)
    assert (portal_mails.send_due(), portal_mails.send_due()) == (2, 0)
    told = {one.to[0]: one for one in mail.outbox}
    assert told["anna@example.org"].subject == "Larder ideas: news of 2 ideas"
    for words in (
        "ideas that you asked for on Larder ideas",
        "Scan: shipped",
        "Count by phone: shipped",
        "/portal/larder/changelog",
    ):
        assert words in str(told["anna@example.org"].body)
    assert (told["ben@example.org"].subject, set(told)) == ("Scan: shipped", {"anna@example.org", "ben@example.org"})
    assert "Inside" not in str(told["anna@example.org"].body)
    assert PortalNotice._base_manager.filter(person=cleo).count() == 0
