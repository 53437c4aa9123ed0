"""Forecasts: asked of an imported or of the roadmap's own history, kept with the record of their own method."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.forecasts import forecast, import_throughput
from clew.rooms.roadmap.actions.plan import add_item, move_item, set_item_state
from clew.rooms.roadmap.actions.releases import add_release, release
from clew.rooms.roadmap.models import Item
from clew.rooms.roadmap.queries.finished import slip, slip_of
from clew.rooms.roadmap.queries.forecasts import HowOften, forecasts, one_forecast, throughputs

KEP = (
    Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[6] / "shared" / "data"))
    / "roadmap"
    / "kep_events.csv"
)
FIRST = date(2025, 1, 6)


def counts(weekly: list[int], first: date = FIRST) -> str:
    rows = (f"{first + timedelta(weeks=week)},{count}" for week, count in enumerate(weekly))
    return "\n".join(["week,count", *rows])


@pytest.fixture
def history(access: Access) -> int:
    return int(import_throughput(access, name="The mobile team", text=counts([3, 1, 4, 2, 5, 0, 2, 6] * 8)).pk)


def test_when_so_many_are_done_with_the_record_of_such_forecasts(access: Access, history: int) -> None:
    made = forecast(access, items=20, throughput_id=history)
    found = one_forecast(access, made.pk)
    days = [one.day for one in found.row.promises]
    assert [one.chance for one in found.row.promises] == [0.5, 0.8, 0.9]
    assert all(days)
    assert days == sorted(day for day in days if day)
    assert days[0] is not None
    assert days[0] > found.row.last_day == FIRST + timedelta(weeks=64, days=-1)
    for one in found.row.promises:
        assert one.kept is not None
        assert one.kept.low <= one.kept.share <= one.kept.high
    assert found.row.record is not None
    assert (found.row.record.said, found.row.record.trials >= 3) == (0.8, True)
    assert found.fan[0].week == 1
    assert found.row.title == "When 20 more items are done"
    assert "forecast" in {entry.act_name for entry in record_history(access, made.pk).entries}


def test_the_same_question_gives_the_same_answer_and_hash(access: Access, history: int) -> None:
    one, two = (forecast(access, items=9, throughput_id=history, seed=4) for _ in range(2))
    other = forecast(access, items=9, throughput_id=history, until=FIRST + timedelta(weeks=40))
    assert (one.result, one.inputs_hash) == (two.result, two.inputs_hash)
    assert other.inputs_hash != one.inputs_hash
    assert len(other.weekly) == 40
    assert [row.id for row in forecasts(access)] == [other.pk, two.pk, one.pk]


def test_how_many_by_a_day(access: Access, history: int) -> None:
    end = FIRST + timedelta(weeks=64)
    found = one_forecast(access, forecast(access, by=end + timedelta(days=27), throughput_id=history).pk)
    least = [one.count or 0 for one in found.row.promises]
    assert least == sorted(least, reverse=True)
    assert found.fan[-1].week == 4
    assert (found.fan[-1].middle, found.fan[-1].low) == (least[0], least[2])


def test_a_later_day_never_promises_less_and_a_date_is_the_first_day_that_does(access: Access) -> None:
    first = FIRST - timedelta(weeks=100)
    past = import_throughput(access, name="In bursts", text=counts([0, 1, 7, 0, 2, 3] * 20, first)).pk
    end = first + timedelta(weeks=120, days=-1)

    def least(by: date) -> list[int]:
        made = forecast(access, by=by, throughput_id=past).pk
        return [one.count or 0 for one in one_forecast(access, made).row.promises]

    near, far = least(end + timedelta(weeks=13)), least(end + timedelta(weeks=14))
    assert all(less <= more for less, more in zip(near, far, strict=True))
    dated = forecast(access, items=near[1], throughput_id=past)
    day = one_forecast(access, dated.pk).row.promises[1].day
    assert day is not None
    assert day <= end + timedelta(weeks=13)
    assert least(day)[1] >= near[1] > least(day - timedelta(weeks=1))[1]


def test_own_history_is_what_went_out(access: Access) -> None:
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    assert throughputs(access) == ()
    with pytest.raises(Refused, match="fewer than two whole weeks"):
        forecast(access, items=3)
    for weeks in (1, 2, 2, 4):
        item = add_item(access, title=f"Item {weeks}").pk
        made = add_release(access, title=f"Release {weeks}", item_ids=[item]).pk
        release(access, release_id=made, released_on=monday - timedelta(weeks=weeks))
    alone = add_item(access, title="Alone").pk
    set_item_state(access, item_id=alone, state="released")
    assert Item._base_manager.get(pk=alone).out_on == today
    set_item_state(access, item_id=alone, state="in work")
    assert Item._base_manager.get(pk=alone).out_on is None
    (own,) = throughputs(access)
    assert (own.id, own.weekly, own.first_day) == (None, (1, 0, 2, 1), monday - timedelta(weeks=4))
    found = one_forecast(access, forecast(access, items=3).pk)
    assert found.row.record is None
    assert any("Only 4 weeks" in said for said in found.warnings)


def test_how_plans_slip_is_said_beside_an_item(access: Access) -> None:
    day = date(2026, 1, 5)
    alone = slip(access)
    assert (alone.own, round(alone.prior_share, 2), round(alone.later, 2)) == (0, 1.0, 0.4)
    assert "32 % of 1,296" in alone.public
    item = add_item(access, title="Late", earliest=day, latest=day).pk
    move_item(access, item_id=item, horizon="now", earliest=day, latest=day + timedelta(weeks=1))
    beside = slip_of(access, item)
    assert beside is not None
    assert (beside.first, [chance for chance, _ in beside.days]) == (day, [0.5, 0.8, 0.9])
    made = add_release(access, title="Out", item_ids=[item]).pk
    release(access, release_id=made, released_on=day + timedelta(weeks=3))
    assert slip_of(access, item) is None
    after = slip(access)
    assert after.own == 1
    assert after.prior_share == pytest.approx(10 / 11)
    assert after.later > alone.later


def test_few_cases_are_counted_and_many_are_a_percentage() -> None:
    few, many = HowOften(0.8, 0.92, 0.43, 1.0, 2, 13), HowOften(0.8, 0.92, 0.85, 0.96, 60, 300)
    assert few.words == "said 80 %, held 1.8 of 2 (likely 43 % to 100 %)"
    assert many.words == "said 80 %, held 92 % of 60 (likely 85 % to 96 %)"


def test_how_plans_slip_says_once_how_much_is_the_word_of_others(
    access: Access, browser_of: type[SignedIn], history: int
) -> None:
    day = date(2026, 1, 5)
    item = add_item(access, title="Late", earliest=day, latest=day).pk
    set_item_state(access, item_id=item, state="released")
    page = browser_of(access)
    shown = page.get(page.path("roadmap/forecasts")).content.decode()
    assert (shown.count("91 %"), shown.count("91%"), "others&#x27; plans speak too" in shown) == (1, 0, True)


def test_from_a_file_to_a_date_on_the_command_line(here: Access, tmp_path: Path) -> None:
    roadmap, file = Shell("roadmap"), tmp_path / "Tickets of the team.csv"
    file.write_text(counts([3, 1, 4, 2] * 16), encoding="utf-8-sig")
    assert roadmap.told("throughput", file)["items"] == 160
    assert [(one.name, len(one.weekly)) for one in throughputs(here)] == [("Tickets of the team", 64)]
    number = throughputs(here)[0].id
    told = roadmap.told("forecast", "--items", 20, "--history", number)
    assert told["row"]["history"] == "Tickets of the team"
    assert "held" in roadmap.said("forecast", "--by", FIRST + timedelta(weeks=70), "--history", number)
    file.write_bytes("week,count\n2025-01-06,3\n2025-01-13,Grün".encode("latin-1"))
    assert "no UTF-8 text" in roadmap.refused("throughput", file)
    file.write_text("week,count\nsoon,3\n", encoding="utf-8")
    assert "Row 2, week" in roadmap.refused("throughput", file)
    file.write_bytes(b"week,count\n" + b"\n" * 4_000_000)
    assert "larger than 4 MB" in roadmap.refused("throughput", file)
    assert len(throughputs(here)) == 1


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "items"),
        ({"items": 3, "by": date(2027, 1, 1)}, "items"),
        ({"items": 0}, "items"),
        ({"items": 100_001}, "items"),
        ({"items": 3, "seed": -1}, "seed"),
        ({"by": date(2020, 1, 1)}, "by"),
        ({"by": date(2099, 1, 1)}, "by"),
        ({"items": 3, "since": date(2030, 1, 1)}, "since"),
        ({"items": 3, "until": date(2020, 1, 1)}, "since"),
    ],
)
def test_what_cannot_be_forecast_is_refused_whole(
    access: Access, history: int, asked: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        forecast(access, throughput_id=history, **asked)
    assert refused.value.field == field
    assert forecasts(access) == ()


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access, history: int) -> None:
    made = forecast(access, items=5, throughput_id=history).pk
    assert one_forecast(viewer, made).row.items == 5
    for act in (
        lambda who: forecast(who, items=5, throughput_id=history),
        lambda who: import_throughput(who, name="Mine", text=counts([1, 2, 3])),
    ):
        with pytest.raises(Forbidden):
            act(viewer)
    for call in (lambda: forecast(elsewhere, items=5, throughput_id=history), lambda: one_forecast(elsewhere, made)):
        with pytest.raises(NotFound):
            call()
    assert (forecasts(elsewhere), throughputs(elsewhere)) == ((), ())
    with pytest.raises(Refused, match="has a name"):
        import_throughput(access, name=" ", text=counts([1, 2, 3]))


def test_pages(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    assert "Nothing to forecast from yet" in client.get(client.path("roadmap/forecasts")).content.decode()
    place, text = client.path("roadmap/throughput/new"), counts([3, 1, 4] * 25)
    assert ' type="file" name="file" required' not in client.get(place).content.decode().replace("\n", " ")
    refused = client.post(place, {"text": text + "\nsoon,3"})
    assert refused.status_code == 422
    assert "Row 77, week" in refused.content.decode()
    looked = client.post(place, {"text": text}).content.decode()
    assert "200 items" in looked
    assert throughputs(access) == ()
    client.post(place, {"text": text, "name": "The team", "then": "keep"})
    (history,) = throughputs(access)
    client.post(client.path("roadmap/forecasts/new"), {"items": "30", "throughput": history.id})
    (row,) = forecasts(access)
    for where in ("roadmap/forecasts", f"n/{row.id}"):
        shown = client.get(client.path(where)).content.decode()
        for words in ("When 30 more items are done", "held <strong"):
            assert words in shown, (where, words)
    assert "<polygon" in shown
    assert "starts from a prior" in shown
    item = add_item(access, title="Planned", earliest=date(2026, 1, 5), latest=date(2026, 1, 9)).pk
    assert "If it slips as plans do" in client.get(client.path(f"n/{item}")).content.decode()
    assert client.post(client.path("roadmap/forecasts/new"), {"items": "soon"}).status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize("weeks", [13, 26, 52])
def test_on_public_proposals_four_of_five_intervals_hold_out_of_sample(access: Access, weeks: int) -> None:
    """Asked by the act at past weeks, knowing nothing of what came later; and as the last forecast's own record says."""
    weekly, first = implemented()
    pk = import_throughput(access, name="Proposals", text=counts(weekly, first)).pk
    hits = []
    for now in range(54, len(weekly) - weeks + 1, 5):
        end = first + timedelta(weeks=now, days=-1)
        made = forecast(access, by=end + timedelta(weeks=weeks), throughput_id=pk, until=end)
        assert len(made.weekly) == now
        last = one_forecast(access, made.pk).fan[-1]
        hits.append(last.low <= sum(weekly[now : now + weeks]) <= last.high)
    assert 0.75 <= np.mean(hits) <= 0.87
    whole = forecast(access, by=first + timedelta(weeks=len(weekly) + weeks, days=-1), throughput_id=pk)
    record = one_forecast(access, whole.pk).row.record
    assert record is not None
    assert 0.75 <= record.share <= 0.87


def implemented() -> tuple[list[int], date]:
    """Proposals first seen as implemented, in each week."""
    if not KEP.is_file():
        pytest.skip("the proposals are not in the reference data (CLEW_REFERENCE_DATA)")
    with KEP.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seen: dict[str, date] = {}
    for row in rows:
        if row["status"].startswith("implemented"):
            seen.setdefault(row["kep"], date.fromisoformat(row["date"]))
    first = date.fromisoformat(rows[0]["date"])
    weeks = (date.fromisoformat(rows[-1]["date"]) - first).days // 7
    places = [(day - first).days // 7 for day in seen.values()]
    return np.bincount([place for place in places if place < weeks], minlength=weeks).tolist(), first
