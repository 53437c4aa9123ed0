"""Which addresses may be called. A hook is a way to make the server speak to others; never to its own network.

The name is resolved once for each call, every address it stands for is checked, and the call goes to one that was checked:
a name that means something else a moment later gains nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from clew.ground.ledger.api import Refused

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
LONGEST = 500
OF_CLOUD = ipaddress.ip_address("fd00:ec2::254")  # as 169.254.169.254: a cloud tells its machines secrets there
HOW = "Use a public address that begins with https://"
THIS_MACHINE = "It leads to the machine that Clew runs on, which is called only where CLEW_HOOKS_LOOPBACK=1 says so."


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: the name for the certificate and the Host header, the address for the socket."""

    is_secure: bool
    host: str
    port: int
    path: str
    ip: str

    @property
    def authority(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.is_secure else 80) else f"{name}:{self.port}"


class NotAllowed(Exception):
    """This may not be called; says why."""


def check_url(url: str, *, inside: Collection[str] = ()) -> str:
    """The address as it is kept; refused where it can be told without asking for the name."""
    wanted = url.strip()
    try:
        scheme, host, _, _ = _parts(wanted)
        for ip in _literal(host):
            _check(scheme, ip, is_known=host in inside)
        if scheme == "http" and not (_may_loop() and _literal(host)):
            raise NotAllowed("It does not begin with https://.")
    except NotAllowed as error:
        raise Refused(f"{error}", field="url", remedy=HOW) from error
    return wanted


def target_of(url: str, resolve: Resolve | None = None, *, inside: Collection[str] = ()) -> Target:
    """Raises NotAllowed when any address behind the name may not be called, and OSError when there is none.

    `inside`: names that may stand for addresses in a private network.
    """
    scheme, host, port, path = _parts(url)
    found = [ipaddress.ip_address(a.partition("%")[0]) for a in (resolve or _resolved)(host, port)]
    if not found:
        raise OSError("The name stands for no address.")
    for ip in found:
        _check(scheme, ip, is_known=host in inside)
    return Target(scheme == "https", host, port, path, str(found[0]))


def _parts(url: str) -> tuple[str, str, int, str]:
    if len(url) > LONGEST or not url.isascii() or any(c.isspace() or ord(c) < 33 or c == "\\" for c in url):
        raise NotAllowed("That is not an address.")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise NotAllowed("That is not an address.") from error
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise NotAllowed("That is not an address.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise NotAllowed("Names, passwords and # have no place in this address.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path


def _check(scheme: str, ip: IP, *, is_known: bool) -> None:
    for one in _meant(ip):
        if one.is_loopback:
            if _may_loop():
                continue
            raise NotAllowed(THIS_MACHINE)
        if scheme != "https":
            raise NotAllowed("It does not begin with https://.")
        if is_known and one.is_private and not _is_odd(one):
            continue
        if not one.is_global or one.is_multicast or one.is_reserved:
            raise NotAllowed("It leads into a private network.")


def _is_odd(ip: IP) -> bool:
    """Nobody's server stands there, whatever its name: not even a known name may lead to what a cloud tells its machines."""
    return (
        ip == OF_CLOUD or ip.is_link_local or ip.is_loopback or ip.is_multicast or ip.is_reserved or ip.is_unspecified
    )


def _meant(ip: IP) -> tuple[IP, ...]:
    """An IPv6 address may carry an IPv4 address that is called in the end."""
    if isinstance(ip, ipaddress.IPv4Address):
        return (ip,)
    if ip.ipv4_mapped is not None:
        return (ip.ipv4_mapped,)
    return (ip,) if ip.sixtofour is None else (ip, ip.sixtofour)


def _literal(host: str) -> list[IP]:
    """What a host stands for whoever is asked: as a number however it is spelled (127.1), or as the name of this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return [ipaddress.IPv4Address("127.0.0.1")]
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    try:
        return [ipaddress.IPv4Address(socket.inet_aton(host))]
    except OSError:
        return []


def _resolved(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _may_loop() -> bool:
    return bool(settings.CLEW_HOOKS_LOOPBACK)
