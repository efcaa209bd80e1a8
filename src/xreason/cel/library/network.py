"""IP addresses and networks."""

from __future__ import annotations

from collections.abc import Mapping

from xreason.cel.library.dispatch import Cases
from xreason.cel.values import Cidr, IpAddress, invalid, shown

_BITS = {4: 32, 6: 128}


def parse_ip(text: str) -> IpAddress:
    """Read an IPv4 or IPv6 address; no zone, and no IPv4 notation inside IPv6."""
    address = _parse(text)
    if address is None:
        raise invalid(f"{shown(text)} is not an IP address")
    return address


def _parse(text: str) -> IpAddress | None:
    from ipaddress import AddressValueError, IPv4Address, IPv6Address

    # "::ffff:1.2.3.4" would be two ways to write one address: refused, as in Kubernetes.
    if len(text) > 45 or "%" in text or (":" in text and "." in text):
        return None
    try:
        if ":" in text:
            return IpAddress(6, int(IPv6Address(text)))
        return IpAddress(4, int(IPv4Address(text)))
    except AddressValueError:
        return None


def is_ip(text: str) -> bool:
    """Whether a text is an IP address."""
    return _parse(text) is not None


def is_canonical(text: str) -> bool:
    """Whether an address is written in its shortest form."""
    return format_ip(parse_ip(text)) == text


def format_ip(address: IpAddress) -> str:
    """The shortest form of an address."""
    from ipaddress import IPv4Address, IPv6Address

    return str(IPv4Address(address.number) if address.version == 4 else IPv6Address(address.number))


def family(address: IpAddress) -> int:
    """4 or 6."""
    return address.version


def _in(address: IpAddress, four: tuple[int, int], six: tuple[int, int]) -> bool:
    """Whether its highest bits are those given, each as `(bits, how many)`."""
    version, number = address.identity
    bits, count = four if version == 4 else six
    return number >> (_BITS[version] - count) == bits


def is_unspecified(address: IpAddress) -> bool:
    """0.0.0.0 or ::."""
    return address.number == 0


def is_loopback(address: IpAddress) -> bool:
    """127.0.0.0/8 or ::1."""
    return _in(address, (127, 8), (1, 128))


def is_link_local_unicast(address: IpAddress) -> bool:
    """169.254.0.0/16 or fe80::/10."""
    return _in(address, (0xA9FE, 16), (0xFE80 >> 6, 10))


def is_link_local_multicast(address: IpAddress) -> bool:
    """224.0.0.0/24 or ff02::/16."""
    return _in(address, (0xE00000, 24), (0xFF02, 16))


def is_global_unicast(address: IpAddress) -> bool:
    """Neither unspecified, loopback, link-local, multicast nor broadcast; private addresses are."""
    return not (
        is_unspecified(address)
        or is_loopback(address)
        or is_link_local_unicast(address)
        or _in(address, (0xE, 4), (0xFF, 8))
        or address.identity == (4, 0xFFFFFFFF)
    )


def parse_cidr(text: str) -> Cidr:
    """Read a network such as 192.168.0.0/24."""
    network = _parse_cidr(text)
    if network is None:
        raise invalid(f"{shown(text)} is not a network such as 192.168.0.0/24")
    return network


def _parse_cidr(text: str) -> Cidr | None:
    head, slash, tail = text.partition("/")
    address = _parse(head)
    if address is None or not slash or not tail.isascii() or not tail.isdigit() or len(tail) > 3:
        return None
    if (tail[0] == "0" and tail != "0") or int(tail) > _BITS[address.version]:
        return None
    return Cidr(address, int(tail))


def is_cidr(text: str) -> bool:
    """Whether a text is a network."""
    return _parse_cidr(text) is not None


def _covers(network: Cidr, address: IpAddress, prefix: int) -> bool:
    version = network.address.version
    if address.version != version or prefix < network.prefix:
        return False
    shift = _BITS[version] - network.prefix
    return address.number >> shift == network.address.number >> shift


def contains_ip(network: Cidr, address: IpAddress) -> bool:
    """Whether the address lies in the network."""
    return _covers(network, address, _BITS[address.version])


def contains_ip_text(network: Cidr, text: str) -> bool:
    """Whether the address lies in the network."""
    return contains_ip(network, parse_ip(text))


def contains_cidr(network: Cidr, other: Cidr) -> bool:
    """Whether all of the other network lies in this one."""
    return _covers(network, other.address, other.prefix)


def contains_cidr_text(network: Cidr, text: str) -> bool:
    """Whether all of the other network lies in this one."""
    return contains_cidr(network, parse_cidr(text))


def address_of(network: Cidr) -> IpAddress:
    """The address as it was written, host bits included."""
    return network.address


def masked(network: Cidr) -> Cidr:
    """The network with its host bits cleared."""
    version = network.address.version
    shift = _BITS[version] - network.prefix
    return Cidr(IpAddress(version, network.address.number >> shift << shift), network.prefix)


def prefix_length(network: Cidr) -> int:
    """How many bits tell the network."""
    return network.prefix


CASES: Mapping[str, Cases] = {
    "ip": {(str,): parse_ip, (Cidr,): address_of},
    "isIP": {(str,): is_ip},
    "ip.isCanonical": {(str,): is_canonical},
    "cidr": {(str,): parse_cidr},
    "isCIDR": {(str,): is_cidr},
    "family": {(IpAddress,): family},
    "isUnspecified": {(IpAddress,): is_unspecified},
    "isLoopback": {(IpAddress,): is_loopback},
    "isGlobalUnicast": {(IpAddress,): is_global_unicast},
    "isLinkLocalMulticast": {(IpAddress,): is_link_local_multicast},
    "isLinkLocalUnicast": {(IpAddress,): is_link_local_unicast},
    "containsIP": {(Cidr, IpAddress): contains_ip, (Cidr, str): contains_ip_text},
    "containsCIDR": {(Cidr, Cidr): contains_cidr, (Cidr, str): contains_cidr_text},
    "masked": {(Cidr,): masked},
    "prefixLength": {(Cidr,): prefix_length},
}
