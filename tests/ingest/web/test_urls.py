from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.urls import join, parse
from plansvar.errors import WebError


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://plan.example", "https://plan.example/"),
        ("HTTPS://Plan.Example:443/A?b=c#d", "https://plan.example/A?b=c"),
        ("http://plan.example.:80/", "http://plan.example/"),
        ("http://plan.example:443/", "http://plan.example:443/"),
        ("https://Blåbær.example/Ås plan.pdf", "https://xn--blbr-roah.example/%C3%85s%20plan.pdf"),
        ("https://plan.example/a/../b/./c", "https://plan.example/b/c"),
        ("https://plan.example/a@b?c=d@e", "https://plan.example/a@b?c=d@e"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2001:700:0::1]/", "https://[2001:700::1]/"),
        ("https://a_b.plan-1.example/", "https://a_b.plan-1.example/"),
    ],
)
def test_an_address_has_one_spelling(given: str, url: str) -> None:
    assert parse(given).url == url
    assert parse(url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "plan.example",
        "//plan.example/",
        "https:plan.example",
        "https:/plan.example",
        "https://",
        "https:///plan.example",
        "https://?q",
        "file:///etc/passwd",
        "ftp://plan.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://kari@plan.example/",
        "https://kari:hemmelig@plan.example/",
        "https://@plan.example/",
        "https://plan.example:8080/",
        "https://plan.example:0/",
        "https://plan.example:99999999/",
        "https://plan.example:x/",
        "https://plan .example/",
        "https://plan\n.example/",
        "https://plan.example/\r\nHost: x",
        "https://plan%2eexample/",
        "https://plan..example/",
        "https://-plan.example/",
        "https://plan.example..",
        "https://plan.example\\@10.0.0.1/",
        "https:\\\\plan.example/",
        f"https://{'a' * 64}.example/",
        f"https://{'a.' * 130}example/",
        "https://plan.example/" + "a" * 5000,
        "http://127.1/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://127.0.0.0x1/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.0.0.1/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://[v1.x]/",
        "http://pl\u202ean.example/",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(WebError) as caught:
        parse(url)
    assert caught.value.code == "web.bad_url"
    assert len(str(caught.value.params["url"])) <= 200


@given(st.text(max_size=60), st.sampled_from(["http://", "https://", "", "http://a@", "http:\\"]))
def test_any_text_is_an_address_or_an_error_of_ours(text: str, start: str) -> None:
    try:
        target = parse(start + text)
    except WebError:
        return
    assert parse(target.url) == target
    assert target.host.isascii()
    assert target.path.startswith("/")
    assert target.url.isascii()


@given(st.text("0123456789abcdefx.", min_size=1, max_size=20))
def test_no_number_is_left_to_the_resolver(host: str) -> None:
    """What C's ``inet_aton`` takes for an address is refused or is that address, spelt as usual."""
    try:
        number = socket.inet_aton(host)
        parsed = parse(f"http://{host}/").host
    except (OSError, WebError):
        return
    assert parsed == str(ipaddress.IPv4Address(number)) == host.removesuffix(".")


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("b", "https://plan.example/a/b"),
        ("/b?c", "https://plan.example/b?c"),
        ("//annet.example/b", "https://annet.example/b"),
        ("http://annet.example", "http://annet.example/"),
        ("?side=2", "https://plan.example/a/?side=2"),
        ("#del", "https://plan.example/a/"),
    ],
)
def test_references(reference: str, url: str) -> None:
    assert join(parse("https://plan.example/a/"), reference).url == url


@pytest.mark.parametrize(
    "reference", ["file:///etc/passwd", "mailto:a@b.example", "//a@b.example", "\\\\10.0.0.1\\a"]
)
def test_references_that_are_refused(reference: str) -> None:
    with pytest.raises(WebError, match="bad_url"):
        join(parse("https://plan.example/a/"), reference)
