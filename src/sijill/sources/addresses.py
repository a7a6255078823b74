"""Which network addresses may be fetched from: those of the public Internet."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")


class InwardAddressError(Exception):
    """A name or redirect that leads into the host's own network."""


def inward(address: str) -> bool:
    """True for an address that is not of the public Internet: loopback, private, link-local, reserved, multicast, unspecified.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is looked at too.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    return any(not a.is_global or a.is_multicast or a.is_reserved for a in _meant(ip))


def _meant(ip: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The addresses that are reached by this one."""
    if isinstance(ip, IPv6Address):
        translated = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped
        if translated is not None:
            yield translated
            return
        yield from (inner for inner in (ip.sixtofour, *(ip.teredo or ())) if inner is not None)
    yield ip


def allowed(address: str, inner: Sequence[str]) -> bool:
    """Whether an address is of the public Internet or of one of these networks ("192.168.7.0/24", "::1")."""
    if not inward(address):
        return True
    try:
        ip = ip_address(address.partition("%")[0])
        return any(ip in ip_network(network) for network in inner)
    except ValueError:
        return False


def connect_outward(host: str, port: int, timeout: float | None, inner: Sequence[str] = ()) -> socket.socket:
    """A connection to a host, made to the very address that was looked at.

    The name is resolved once and only what it resolved to is connected to, so that a name cannot answer with a public
    address when it is looked at and with an inner one when it is connected to.

    Args:
        host: a name or an address.
        port: where to connect.
        timeout: seconds for each address.
        inner: networks of the host's own that are allowed all the same.

    Raises:
        InwardAddressError: every address of the host lies in the host's own network.
        OSError: the name is not known, or nothing answers.
    """
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = [info for info in found if allowed(str(info[4][0]), inner)]
    if not addresses:
        raise InwardAddressError(f"{host} is {found[0][4][0]}")
    failed: OSError | None = None
    for family, kind, protocol, _, address in addresses:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
            reached = str(connection.getpeername()[0])
        except OSError as error:
            connection.close()
            failed = error
            continue
        if not allowed(reached, inner):
            connection.close()
            raise InwardAddressError(f"{host} is {reached}")
        return connection
    raise failed or OSError(f"no address of {host} answers")
