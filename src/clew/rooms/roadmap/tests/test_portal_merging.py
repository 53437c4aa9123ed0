"""Ideas on the portal that are the same: merged with their votes and comments, shown before one is suggested again, and found."""

from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django_scopes import scope
from tests.people import SignedIn

from clew.ground.customers.api import add_account, add_person
from clew.ground.evidence.api import add_idea
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import undo
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap import portal_mails
from clew.rooms.roadmap.actions import casting
from clew.rooms.roadmap.actions.portal import (
    answer_on_portal,
    mark_shipped,
    publish_idea,
    set_public_status,
    set_up_portal,
    take_suggestion,
    unpublish_idea,
)
from clew.rooms.roadmap.actions.portal_merging import merge_published
from clew.rooms.roadmap.actions.visiting import suggest, take_back_vote, vote
from clew.rooms.roadmap.actions.votes import vote_for
from clew.rooms.roadmap.models import PortalQuiet, PublishedIdea, Suggestion
from clew.rooms.roadmap.queries.portal import (
    merged_into,
    portal_queue,
    public_comments,
    published_idea,
    published_ideas,
)
from clew.rooms.roadmap.queries.portal_alike import ideas_alike
from clew.rooms.roadmap.queries.visitors import enter_portal
from clew.rooms.roadmap.queries.votes import Votes, voters, votes_of
from clew.rooms.roadmap.tests.test_portal import signed_in


@pytest.fixture(autouse=True)
def counts(db: None) -> None:
    for name in ("default", "here"):
        caches[name].clear()


@pytest.fixture
def ideas(access: Access) -> list[int]:
    """Three that are published: the first two are one."""
    set_up_portal(access, title="Larder ideas", slug="larder", holds_comments=True)
    told = [
        ("Count by phone", "In the cellar."),
        ("Counting with the phone", ""),
        ("Price digest", "Each Monday, by mail."),
    ]
    made = [int(add_idea(access, title=title).pk) for title, _ in told]
    for pk, (title, detail) in zip(made, told, strict=True):
        publish_idea(access, idea_id=pk, title=title, detail=detail)
    return made


def test_votes_and_comments_go_over_and_its_address_leads_there(access: Access, ideas: list[int]) -> None:
    kept, gone, _ = ideas
    account = int(add_account(access, name="Bar").pk)
    both, one, other = (int(add_person(access, name=n, account_id=account).pk) for n in ("Anna", "Ben", "Cleo"))
    for idea, people in ((kept, (both, other)), (gone, (both, one))):
        for person in people:
            vote_for(access, idea_id=idea, person_id=person)
    answer_on_portal(access, idea_id=gone, text="We think so, too.")
    merge_published(access, idea_id=gone, into=kept)
    assert votes_of(access, ideas) == {kept: Votes(3, 1, 0), gone: Votes(), ideas[2]: Votes()}
    assert [one.text for one in public_comments(access, kept)] == ["We think so, too."]
    assert {row.id for row in published_ideas(access)} == {kept, ideas[2]}
    assert merged_into(access, gone) == kept
    answer = Client().get(f"/portal/larder/ideas/{gone}")
    assert (answer.status_code, answer["Location"]) == (303, f"/portal/larder/ideas/{kept}")
    merge_published(access, idea_id=kept, into=ideas[2])
    assert merged_into(access, gone) == ideas[2], "what was led to the one is led on"
    publish_idea(access, idea_id=gone, title="On its own again")
    assert Client().get(f"/portal/larder/ideas/{gone}").status_code == 200


def test_nothing_is_chosen_before_a_merge_that_cannot_be_undone(
    access: Access, ideas: list[int], browser_of: type[SignedIn]
) -> None:
    client = browser_of(access)
    shown = client.get(client.path(f"n/{ideas[1]}")).content.decode()
    dialog = shown.split('id="portal-merge"')[1].split("</form>")[0]
    assert dialog.index('<option value="">') < dialog.index(f'<option value="{ideas[0]}">')
    assert "required" in dialog.split("<select")[1].split(">")[0]
    assert "cannot be undone" in dialog


def test_a_merge_is_not_undone_and_where_people_said_so_stays_readable(access: Access, ideas: list[int]) -> None:
    kept, gone, _ = ideas
    anna, ben = (int(add_person(access, name=name).pk) for name in ("Anna", "Ben"))
    vote_for(access, idea_id=gone, person_id=anna, note="At the fair")
    vote_for(access, idea_id=gone, person_id=ben, note="By phone")
    vote_for(access, idea_id=kept, person_id=ben, note="By mail")
    merge_published(access, idea_id=gone, into=kept)
    told = {row.person: (row.given_by, row.note) for row in voters(access, kept)}
    assert told == {"Anna": ("Alice", "At the fair"), "Ben": ("Alice", "By mail")}
    with pytest.raises(Refused, match="Votes went over"):
        undo(access, act=str(last_act_id()))
    assert votes_of(access, [kept, gone]) == {kept: Votes(2, 0, 0), gone: Votes()}


@pytest.mark.parametrize("do", [vote, take_back_vote])
def test_a_vote_that_waited_for_a_merge_is_not_left_on_the_hidden_idea(
    access: Access, ideas: list[int], monkeypatch: pytest.MonkeyPatch, do: Any
) -> None:
    dora = replace(enter_portal("larder"), person_id=int(add_person(access, name="Dora").pk))
    locked = casting._voter

    def merged_meanwhile(house: int, person: int) -> tuple[int | None, int]:
        PublishedIdea._base_manager.filter(pk=ideas[1]).update(is_shown=False, into=ideas[0])
        return locked(house, person)

    monkeypatch.setattr(casting, "_voter", merged_meanwhile)
    with pytest.raises(NotFound, match="not on the portal"):
        do(dora, idea_id=ideas[1])
    assert votes_of(access, ideas)[ideas[1]] == Votes()


def test_a_suggestion_of_a_merged_idea_is_a_vote_for_the_other(access: Access, ideas: list[int]) -> None:
    kept, gone, _ = ideas
    suggest(replace(enter_portal("larder"), person_id=int(add_person(access, name="Dora").pk)), title="Phone counts")
    merge_published(access, idea_id=gone, into=kept)
    take_suggestion(access, suggestion_id=portal_queue(access).suggestions[0].id, idea_id=gone)
    assert votes_of(access, ideas[:2]) == {kept: Votes(1, 0, 0), gone: Votes()}


def test_what_is_shipped_already_keeps_its_reason(access: Access, ideas: list[int]) -> None:
    told, other = ideas[:2]
    set_public_status(access, idea_id=told, status="shipped", reason="For all phones")
    set_public_status(access, idea_id=other, status="planned", reason="In spring")
    act("release")(mark_shipped)(access, idea_ids=[told, other])
    found = [published_idea(access, pk) for pk in (told, other)]
    assert [(one.status, one.reason) for one in found] == [("shipped", "For all phones"), ("shipped", "")]


def test_merging_is_refused(access: Access, viewer: Access, elsewhere: Access, ideas: list[int]) -> None:
    with pytest.raises(Refused, match="itself"):
        merge_published(access, idea_id=ideas[0], into=ideas[0])
    for by, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            merge_published(by, idea_id=ideas[1], into=ideas[0])
    unpublish_idea(access, idea_id=ideas[0])
    with pytest.raises(NotFound):
        merge_published(access, idea_id=ideas[1], into=ideas[0])


def test_what_is_not_planned_says_why(access: Access, ideas: list[int], settings: Any) -> None:
    settings.HOME_URL = "https://clew.example"
    vote_for(access, idea_id=ideas[0], person_id=add_person(access, name="Anna", email="anna@example.org").pk)
    for wrong in ("", "  ", "x" * 501):
        with pytest.raises(Refused) as refused:
            set_public_status(access, idea_id=ideas[0], status="declined", reason=wrong)
        assert refused.value.field == "reason"
    set_public_status(access, idea_id=ideas[0], status="declined", reason="Phones break in <cellars>.")
    assert "Phones break in &lt;cellars&gt;." in Client().get(f"/portal/larder/ideas/{ideas[0]}").content.decode()
    assert portal_mails.send_due() == 1
    assert "Phones break in <cellars>." in str(mail.outbox[-1].body)
    publish_idea(access, idea_id=ideas[0], title="Count by phone", status="planned")
    assert published_idea(access, ideas[0]).reason == ""


def test_what_is_there_is_shown_before_it_is_suggested_again(access: Access, ideas: list[int]) -> None:
    assert [row.id for row in ideas_alike(access, words="phone counts")] == ideas[1::-1]
    assert ideas_alike(access, words="the of it") == ideas_alike(access, words="Zebra crossing") == ()
    client = signed_in()
    told = {"title": "Count on a phone", "text": "For the cellar"}
    first = client.post("/portal/larder/suggest", told).content.decode()
    for words in ("Is one of these yours?", 'value="Count on a phone"', "For the cellar", "Mine is another"):
        assert words in first
    with scope(workspace=access.workspace_id):
        assert not Suggestion.objects.exists()
        assert "Thank you" in client.post("/portal/larder/suggest", told | {"seen": "1"}).content.decode()
        assert Suggestion.objects.count() == 1
    piece = client.get("/portal/larder/alike", {"title": "phone"}).content.decode()
    assert "Vote for Counting with the phone" in piece
    assert "<html" not in piece
    set_up_portal(access, title="Larder ideas", is_public=False)
    assert Client().get("/portal/larder/alike", {"title": "phone"}).status_code == 404


def test_ideas_are_found_by_their_public_words_and_by_ones_own_votes(access: Access, ideas: list[int]) -> None:
    assert [row.id for row in published_ideas(access, words="CELLAR phone")] == ideas[:1]
    client = signed_in()
    client.post(f"/portal/larder/ideas/{ideas[2]}/vote")
    mine = client.get("/portal/larder/?sort=mine").content.decode()
    assert ("Price digest" in mine, "Count by phone" in mine) == (True, False)
    assert "No idea fits" in client.get("/portal/larder/?q=zebra").content.decode()
    back = client.post(
        f"/portal/larder/ideas/{ideas[2]}/vote", {"do": "take-back", "back": "q=price&sort=new&next=//evil"}
    )
    assert back["Location"] == f"/portal/larder/?q=price&sort=new#idea-{ideas[2]}"


def test_whoever_signs_in_to_vote_comes_back_to_the_idea(access: Access, ideas: list[int]) -> None:
    client = Client()
    place = f"/portal/larder/ideas/{ideas[0]}"
    asked = client.post(f"{place}/vote", follow=True).content.decode()
    assert f'name="idea" value="{ideas[0]}"' in asked
    client.post("/portal/larder/sign-in", {"email": "dora@example.org", "idea": ideas[0]})
    link = next(word for word in str(mail.outbox[-1].body).split() if "/enter/" in word)
    assert client.post(link, {"name": "Dora"})["Location"] == place


def test_mails_are_stopped_and_wanted_again(access: Access, ideas: list[int]) -> None:
    client = signed_in()
    with scope(workspace=access.workspace_id):
        for do, many in (("off", 1), ("off", 1), ("on", 0)):
            assert client.post("/portal/larder/mails", {"do": do}).status_code == 303
            assert PortalQuiet.objects.count() == many
    assert "No more mails" in client.get("/portal/larder/mails").content.decode()
    assert Client().get("/portal/larder/mails")["Location"] == "/portal/larder/sign-in"


def test_an_idea_that_is_not_there_says_so_in_the_portals_own_page(access: Access, ideas: list[int]) -> None:
    answer = Client().get("/portal/larder/ideas/999999")
    assert (answer.status_code, "This idea is not here" in answer.content.decode()) == (404, True)
