"""Where `clew serve` says that people reach it: links in mails begin so."""

import pytest

from clew.front.cli.serve import reached_at

HERE = ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize(
    ("home", "hosts", "reached"),
    [
        ("http://127.0.0.1:8765", [*HERE, "clew.example.org"], "http://127.0.0.1:8765"),
        ("http://10.0.0.5:8765", HERE, "http://10.0.0.5:8765"),
        ("http://[fd00::5]:8765", HERE, "http://[fd00::5]:8765"),
        ("http://0.0.0.0:8765", [*HERE, "clew.example.org", "10.0.0.5"], "http://clew.example.org:8765"),
        ("http://[::]:8765", ["10.0.0.5"], "http://10.0.0.5:8765"),
        ("http://0.0.0.0:8765", [".example.org", "*"], ""),
        ("http://0.0.0.0:8765", HERE, ""),
    ],
)
def test_nobody_is_sent_to_all_addresses_at_once(home: str, hosts: list[str], reached: str) -> None:
    """Where it is not known, a program that wants a mail sent is told what to set."""
    assert reached_at(home, hosts) == reached
