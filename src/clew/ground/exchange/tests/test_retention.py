"""How long words are kept: a rule, a dry run, and a job that erases."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from clew.ground.customers.api import add_account, add_person
from clew.ground.evidence.api import add_need, add_source, source, weight
from clew.ground.evidence.tests.importing import bring_in, table
from clew.ground.evidence.tests.shop import Quoter
from clew.ground.exchange.api import drop_retention, due, retention, set_retention, start_due_retention, start_retention
from clew.ground.files.api import StoredFile, path_of
from clew.ground.ledger.api import Forbidden, LedgerEntry, Refused, last_act_id
from clew.ground.runs.api import Run, RunRow, perform, run
from clew.ground.search.api import find
from clew.ground.thread.api import add_option, decide, open_decision, register_prediction, rest_on, undo
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
Said = Callable[..., int]


@pytest.fixture
def said(access: Access) -> Said:
    account = add_account(access, name="Bakery").pk
    ben = add_person(access, name="Ben Ortiz", account_id=account).pk

    def say(text: str, *, days: int) -> int:
        return int(add_source(access, text=text, person_id=ben, said_on=TODAY - timedelta(days=days)).pk)

    return say


def work(access: Access) -> RunRow:
    made = start_retention(access, today=TODAY)
    perform(made.key)
    return run(access, made.pk)


def decided(access: Access, ground: int) -> int:
    made = open_decision(access, title="Offline first", flips="Little.")
    options = [add_option(access, decision_id=made.pk, title=t).pk for t in ("Yes", "No")]
    rest_on(access, decision_id=made.pk, node_id=ground)
    register_prediction(
        access, decision_id=made.pk, question="Soon?", probability=0.5, resolve_by=TODAY + timedelta(30)
    )
    decide(access, decision_id=made.pk, chosen=options[0], reasons=dict.fromkeys(options, "So."))
    return int(made.pk)


def test_old_words_go_new_ones_stay(access: Access, said: Said, quote: Quoter) -> None:
    old, new = said("The cellar has no signal.", days=400), said("The scanner is broken.", days=10)
    need = add_need(access, title="Offline").pk
    quote(old, "no signal", need_id=need)
    before = weight(access, [need], on=date(2026, 1, 1))
    set_retention(access, days=365, spares_grounds=True)
    done = work(access)
    assert (done.state, done.result) == ("done", {"sources": 1})
    assert source(access, old).text == "[erased]"
    assert source(access, new).text == "The scanner is broken."
    assert weight(access, [need], on=date(2026, 1, 1)) == before
    assert find(access, "cellar").total == 0
    told = repr(list(LedgerEntry.objects.values_list("before", "after")))
    assert "cellar" not in told
    assert "no signal" not in told


def test_a_dry_run_changes_nothing(access: Access, said: Said) -> None:
    old = said("The cellar has no signal.", days=400)
    said("The scanner is broken.", days=10)
    found = due(access, days=365, spares_grounds=True)
    assert (found.sources, found.words, found.kept, [pk for pk, _ in found.titles]) == (1, 5, 0, [old])
    assert found.before == TODAY - timedelta(days=365)
    assert source(access, old).text == "The cellar has no signal."


@pytest.mark.parametrize("how", ["source", "excerpt", "need"])
def test_what_a_decision_rests_on_is_spared(access: Access, said: Said, quote: Quoter, how: str) -> None:
    ground, other = said("The cellar has no signal.", days=400), said("The scanner is broken.", days=400)
    need = add_need(access, title="Offline").pk
    excerpt = quote(ground, "no signal", need_id=need)
    quote(other, "scanner")
    decided(access, {"source": ground, "excerpt": excerpt, "need": need}[how])
    assert due(access, days=365, spares_grounds=True).kept == 1
    assert due(access, days=365, spares_grounds=False).sources == 2
    set_retention(access, days=365, spares_grounds=True)
    work(access)
    assert source(access, ground).text == "The cellar has no signal."
    assert source(access, other).text == "[erased]"


def test_an_open_decision_spares_nothing(access: Access, said: Said) -> None:
    ground = said("The cellar has no signal.", days=400)
    rest_on(access, decision_id=open_decision(access, title="Offline first").pk, node_id=ground)
    assert due(access, days=365, spares_grounds=True).sources == 1


def test_an_upload_goes_once_none_of_its_rows_is_left(access: Access) -> None:
    bring_in(access, table([("r1", "2020-01-02", "5", "", "", "", "Old words of long ago.")]))
    bring_in(
        access,
        table([("r2", "2020-01-02", "5", "", "", "", "Also old."), ("r3", TODAY.isoformat(), "5", "", "", "", "New.")]),
    )
    set_retention(access, days=365, spares_grounds=True)
    assert work(access).result == {"sources": 2}
    with within(access):
        first, second = StoredFile.objects.order_by("pk")
    assert b"Old words" not in path_of(access, file_id=first.pk).read_bytes()
    assert b"Also old." in path_of(access, file_id=second.pk).read_bytes()


def test_the_rule_is_set_changed_and_dropped(access: Access) -> None:
    assert retention(access) is None
    set_retention(access, days=365, spares_grounds=True)
    set_retention(access, days=30, spares_grounds=False)
    found = retention(access)
    assert found is not None
    assert (found.days, found.spares_grounds) == (30, False)
    undo(access, act=last_act_id())
    assert (retention(access) or found).days == 365
    drop_retention(access)
    assert retention(access) is None


def test_once_a_day_in_the_owners_name(access: Access, elsewhere: Access) -> None:
    set_retention(access, days=365, spares_grounds=True)
    assert start_due_retention() == start_due_retention() == 1
    with within(access):
        made = Run.objects.get()
    assert (made.asked_by_id, made.state) == (access.user_id, "queued")


@pytest.mark.parametrize("days", [0, -1, 10**9])
def test_bad_days(access: Access, days: int) -> None:
    with pytest.raises(Refused) as error:
        set_retention(access, days=days, spares_grounds=True)
    assert error.value.field == "days"


def test_nothing_to_start(access: Access) -> None:
    with pytest.raises(Refused, match="how long"):
        start_retention(access, today=TODAY)


def test_editors_and_viewers_may_not(editor: Access, viewer: Access) -> None:
    for who in (editor, viewer):
        for act in (
            lambda who=who: set_retention(who, days=1, spares_grounds=True),
            lambda who=who: drop_retention(who),
            lambda who=who: start_retention(who, today=TODAY),
        ):
            with pytest.raises(Forbidden):
                act()


def test_a_stranger_changes_only_their_own(access: Access, elsewhere: Access) -> None:
    set_retention(access, days=365, spares_grounds=True)
    drop_retention(elsewhere)
    assert retention(access) is not None
    assert retention(elsewhere) is None


@pytest.fixture
def quote(access: Access) -> Quoter:
    return Quoter(access)
