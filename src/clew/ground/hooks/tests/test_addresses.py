"""A hook never makes the server call its own network."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from clew.ground.hooks.addresses import NotAllowed, check_url, target_of
from clew.ground.ledger.api import Refused

PUBLIC, PUBLIC6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
INSIDE = (
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "2002:a00:1::1",
    "2001:0:53aa:64c::1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2001:db8::1",
)


@pytest.fixture(autouse=True)
def no_loopback(settings: Settings) -> None:
    settings.CLEW_HOOKS_LOOPBACK = False


@pytest.mark.parametrize("ip", INSIDE)
def test_no_address_inside_is_called(ip: str) -> None:
    with pytest.raises(NotAllowed):
        target_of("https://example.com/hook", lambda host, port: [ip])
    with pytest.raises(NotAllowed):
        target_of("https://example.com/hook", lambda host, port: [PUBLIC, ip])


@given(st.ip_addresses())
def test_only_global_addresses_are_called(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    try:
        found = target_of("https://example.com/", lambda host, port: [str(ip)])
    except NotAllowed:
        return
    assert ip.is_global
    assert not any((ip.is_multicast, ip.is_loopback, ip.is_link_local, ip.is_private))
    assert found.ip == str(ip)


@pytest.mark.parametrize("ip", [PUBLIC, PUBLIC6])
def test_the_call_goes_to_the_address_that_was_checked(ip: str) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [ip] if len(asked) == 1 else ["127.0.0.1"]

    found = target_of("https://example.com:8443/a?b=c", resolve)
    assert (found.host, found.port, found.path, found.ip, found.authority) == (
        "example.com",
        8443,
        "/a?b=c",
        ip,
        "example.com:8443",
    )
    assert asked == ["example.com"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "gopher://example.com",
        "javascript:alert(1)",
        "http://example.com/hook",
        "http://localhost/hook",
        "http://127.0.0.1/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://10.0.0.1",
        "https://169.254.169.254/latest/meta-data",
        "https://user:secret@example.com",
        "https://user@example.com",
        "https://example.com/#a",
        "https://exa mple.com",
        "https://example.com/\r\nHost: inside",
        "https://example.com\\@inside",
        "https://exämple.com",
        "https://example.com:99999",
        "https://example.com:0",
        "https://[::1",
        "https://",
        "https://example.com/" + "a" * 500,
    ],
)
def test_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(Refused) as error:
        check_url(url)
    assert error.value.field == "url"
    assert error.value.remedy


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.1", "2130706433", "[::1]"]
)
def test_this_machine_is_refused_by_its_name_and_the_words_say_so(scheme: str, host: str) -> None:
    """It was taken when it was typed, and each call then refused it."""
    with pytest.raises(Refused, match="the machine that Clew runs on"):
        check_url(f"{scheme}://{host}/hook")


@pytest.mark.parametrize("url", ["https://example.com", "https://example.com:8443/a?b=c", "https://[2606:4700::1]/x"])
def test_accepted(url: str) -> None:
    assert check_url(f" {url} ") == url


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001"])
def test_other_spellings_of_this_machine(host: str) -> None:
    """The name service reads them as 127.0.0.1, or does not know them."""
    with pytest.raises((NotAllowed, OSError)):
        target_of(f"https://{host}/")


def test_loopback_only_where_it_is_allowed(settings: Settings) -> None:
    settings.CLEW_HOOKS_LOOPBACK = True
    assert check_url("http://127.0.0.1:9/hook") == "http://127.0.0.1:9/hook"
    assert check_url("http://localhost:9/hook") == "http://localhost:9/hook"
    assert check_url("https://localhost/hook") == "https://localhost/hook"
    assert target_of("http://localhost/hook", lambda host, port: ["::1"]).ip == "::1"
    for inside in ("10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"):
        with pytest.raises(NotAllowed):
            target_of("https://localhost/hook", lambda host, port, inside=inside: [inside])  # type: ignore[misc]
    with pytest.raises(NotAllowed):
        target_of("http://example.com/hook", lambda host, port: [PUBLIC])


def test_a_known_name_may_lead_inside_and_not_further() -> None:
    """A tracker of one's own network, by the name that whoever runs the server gave."""
    known = ["jira.example.org", "10.0.0.7"]
    assert target_of("https://jira.example.org/x", lambda host, port: ["10.0.0.7"], inside=known).ip == "10.0.0.7"
    assert check_url("https://10.0.0.7/jira", inside=known) == "https://10.0.0.7/jira"
    for inside in (
        "127.0.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "0.0.0.0",
        "224.0.0.1",
        "::ffff:169.254.169.254",
        "fd00:ec2::254",
    ):
        with pytest.raises(NotAllowed):
            target_of("https://jira.example.org/x", lambda host, port, inside=inside: [inside], inside=known)  # type: ignore[misc]
    for url in ("http://jira.example.org/x", "https://other.example.org/x"):
        with pytest.raises(NotAllowed):
            target_of(url, lambda host, port: ["10.0.0.7"], inside=known)
