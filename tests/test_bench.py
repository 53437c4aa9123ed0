"""A promise that is broken ends the full run of `bench/run` with 1, a benchmark that fails any run."""

import pytest
from bench import __main__ as bench
from bench.table import Row


@pytest.fixture
def one_part(monkeypatch: pytest.MonkeyPatch) -> object:
    def put(kept: bool | None) -> None:
        def rows() -> list[Row]:
            if kept is None:
                raise RuntimeError("the benchmark itself is broken")
            return [Row("a list", "30 ms", "bare 1 ms", 30, "p95 25 ms", kept)]

        monkeypatch.setattr(bench, "parts", lambda small: {"lists": rows})

    return put


@pytest.mark.parametrize(
    ("kept", "options", "status"),
    [
        (True, [], 0),
        (False, [], 1),
        (False, ["--small"], 0),
        (None, [], 1),
        (None, ["--small"], 1),
        (True, ["search"], 1),
        (True, ["--quick"], 2),
    ],
)
def test_how_it_ends(one_part, kept: bool | None, options: list[str], status: int) -> None:  # type: ignore[no-untyped-def]
    one_part(kept)
    assert bench.main(options) == status


def test_the_table_says_what_was_not_kept(one_part, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    one_part(False)
    bench.main(["--markdown"])
    out = capsys.readouterr()
    assert "| a list | 30 ms | bare 1 ms | 30.00 | p95 25 ms | NO |" in out.out
    assert "Promises not kept: 1" in out.err
