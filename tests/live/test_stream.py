"""The live stream of a real server: who may listen, and that nothing is missed or told twice."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.listening import Listener, Server, until
from tests.live.test_follow import in_house

pytestmark = pytest.mark.slow


class Town:
    """A served house with Ines, who edits, Vera, who reads, and Stran, a stranger."""

    def __init__(self, house: dict[str, str], log: Path) -> None:
        self.house = house
        told = json.loads(in_house(house, "people"))
        self.slug: str = told["slug"]
        self.server = Server(house, log)
        self.cookies = {name: self.server.sign_in(token) for name, token in told["links"].items()}

    def listen(self, name: str, since: str = "", comes_back: bool = True) -> Listener:
        listener = Listener(self.server, self.slug, self.cookies[name], since, comes_back)
        until(lambda: listener.opened > 0 or listener.ended)
        return listener

    def write(self, title: str, times: int = 1) -> None:
        in_house(self.house, "write", title, str(times))


@pytest.fixture
def town(house: dict[str, str], tmp_path: Path) -> Iterator[Town]:
    made = Town(house, tmp_path / "serve.log")
    yield made
    made.server.stop()
    assert "Traceback" not in made.server.log.read_text(), made.server.log.read_text()


def test_who_may_listen(town: Town) -> None:
    assert town.listen("Ines").status == 200
    assert town.listen("Vera").status == 200
    assert town.listen("Stran").status == 404
    assert town.server.ask(f"/w/{town.slug}/live")[0] == 404
    assert town.server.ask("/w/no-such-place/live", Cookie=town.cookies["Ines"])[0] == 404
    assert town.server.ask(f"/w/{town.slug}/live", Cookie=town.cookies["Ines"], Host="evil.example")[0] == 404


def test_what_is_told(town: Town) -> None:
    vera = town.listen("Vera")
    town.write("Count stock")
    until(lambda: len(vera.events) == 1)
    event = vera.events[0]
    assert (event["who"], event["did"], event["title"]) == ("Me", "added a need", "Count stock 0")
    assert (event["places"], event["many"]) == (["needs"], False)
    assert "detail" not in json.dumps(event)


def test_a_killed_server_loses_nothing(town: Town) -> None:
    ines, vera = town.listen("Ines"), town.listen("Vera")
    town.write("before", 3)
    until(lambda: len(ines.events) == len(vera.events) == 3)
    town.server.kill()
    town.write("while it was away", 3)
    town.server.start()
    town.write("after", 3)
    wanted = [f"{when} {n}" for when in ("before", "while it was away", "after") for n in range(3)]
    for listener in (ines, vera):
        until(lambda listener=listener: len(listener.events) >= 9, 20)  # type: ignore[misc]
        assert listener.titles == wanted
        assert listener.opened == 2
        assert listener.looks == 0


def test_a_removed_member_hears_no_more(town: Town) -> None:
    ines, vera = town.listen("Ines"), town.listen("Vera")
    in_house(town.house, "remove", "Vera")
    until(lambda: vera.ended)
    assert vera.status == 404
    town.write("a secret")
    until(lambda: "a secret 0" in ines.titles)
    assert "a secret 0" not in vera.titles


@pytest.mark.parametrize("position", ["99999999", "nonsense"])
def test_a_position_that_cannot_be_is_told_to_look(town: Town, position: str) -> None:
    ines = town.listen("Ines", since=position)
    until(lambda: ines.looks == 1)
    town.write("goes on")
    until(lambda: ines.titles == ["goes on 0"])


def test_a_position_long_past_is_told_to_look(town: Town) -> None:
    vera = town.listen("Vera")
    in_house(town.house, "many", "2100")
    until(lambda: len(vera.events) >= 2)  # more entries than are read at once
    ines = town.listen("Ines", since="1")
    until(lambda: ines.looks == 1)
    assert ines.events == []


def test_open_streams_do_not_keep_the_server_from_stopping(town: Town) -> None:
    listeners = [town.listen("Ines", comes_back=False) for _ in range(3)]
    assert town.server.stop() < 4
    until(lambda: all(one.ended for one in listeners))
