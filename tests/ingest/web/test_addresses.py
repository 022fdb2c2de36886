from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.addresses import is_public

V4 = st.integers(0, 2**32 - 1).map(IPv4Address)
V6 = st.integers(0, 2**128 - 1).map(IPv6Address)
NAT64 = int(IPv6Address("64:ff9b::"))
MAPPED = int(IPv6Address("::ffff:0:0"))


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:0:8.8.8.8",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3ffe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2a00:1450:400f:801::200e%eth0",
    ],
)
def test_addresses_that_are_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:700:100::1",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450:400f:801::200e",
        "64:ff9b::8.8.8.8",
        "::ffff:8.8.8.8",
    ],
)
def test_addresses_that_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@given(V4)
def test_ipv4_is_never_more_open_than_the_standard_library_says(address: IPv4Address) -> None:
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@given(V6)
def test_ipv6_is_never_more_open_than_the_standard_library_says(address: IPv6Address) -> None:
    if is_public(address) and int(address) >> 32 not in (NAT64 >> 32, MAPPED >> 32):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_site_local


@given(V4)
def test_an_ipv4_address_inside_another_counts_as_itself(address: IPv4Address) -> None:
    for prefix in (NAT64, MAPPED):
        assert is_public(IPv6Address(prefix | int(address))) == is_public(address)


@given(st.sampled_from(["::", "2002::", "2001::", "64:ff9b:1::"]), st.integers(0, 2**96 - 1))
def test_what_no_public_server_has_any_more_is_refused_with_whatever_it_holds(
    prefix: str, rest: int
) -> None:
    bits = {"::": 2**32, "2002::": 2**96, "2001::": 2**96, "64:ff9b:1::": 2**80}[prefix]
    assert not is_public(IPv6Address(int(IPv6Address(prefix)) | rest % bits))
