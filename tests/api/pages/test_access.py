"""Who gets to see pages, and whose forms change something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import build
from api.guard import PUBLIC_PAGES
from api.keys import KeyStore
from api.pages import documents
from api.pages.assets import load_assets
from api.pages.errors import is_api
from api.pages.render import Pages, local_path
from api.pages.session import Sessions, load_secret
from ingest.pipeline import SOURCE
from tests.api.pages.conftest import Site
from tests.api.test_access import routes

PAGE = {"Accept": "text/html"}
KEYS = {"leser": "reader", "redaktør": "editor"}


@pytest.fixture(scope="module")
def keys(site: Site) -> dict[str, str]:
    store = KeyStore(site.settings.data)
    return {name: store.add(name, ("internal",), role)[1] for name, role in KEYS.items()}  # type: ignore[arg-type]


def client_of(site: Site, **api: object) -> TestClient:
    api_settings = site.settings.api.model_copy(update=api)
    settings = site.settings.model_copy(update={"api": api_settings})
    return TestClient(
        build(site.service, settings),
        base_url="http://127.0.0.1:8321",
        client=("127.0.0.1", 50_000),
        raise_server_exceptions=False,
        headers=PAGE,
        follow_redirects=False,
    )


@pytest.fixture
def client(site: Site, keys: dict[str, str]) -> Iterator[TestClient]:
    yield client_of(site, access="keys")


def log_in(client: TestClient, key: str, to: str = "/") -> None:
    answer = client.post("/login", data={"key": key, "next": to})
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and key not in cookie


def token(client: TestClient, path: str = "/") -> str:
    found = re.search(r'X-CSRF-Token": "([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def test_whoever_is_not_known_gets_the_log_in_page_for_everything(client: TestClient) -> None:
    pages = [client.get(path) for path in ("/", "/documents", "/nothing/here", "/register/facts/x")]
    for answer in pages:
        assert answer.status_code == 401
        assert 'name="key"' in answer.text and "Dokumenter" not in answer.text
    assert 'value="/documents"' in pages[1].text
    part = client.get("/documents", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["hx-refresh"]) == (401, "true")
    assert client.get("/v1/documents").headers["content-type"] == "application/problem+json"


def test_a_key_opens_a_session_that_ends_with_it(
    client: TestClient, site: Site, keys: dict[str, str]
) -> None:
    wrong = client.post("/login", data={"key": "pv_000000000000_" + "x" * 43})
    assert wrong.status_code == 401 and "gjelder ikke" in wrong.text
    _, text = KeyStore(site.settings.data).add("kort", (), "reader")
    log_in(client, text, "/documents")
    shown = client.get("/documents")
    assert shown.status_code == 200 and "Logg ut kort" in shown.text
    assert "Last opp" not in shown.text  # a reader
    # What a link on a page downloads comes from the API; what changes something needs more.
    assert client.get("/v1/documents").status_code == 200
    assert client.post("/v1/ask", json={"question": "Hva?"}).status_code == 401
    KeyStore(site.settings.data).revoke("kort")
    assert client.get("/documents").status_code == 401


def test_logging_out_ends_the_session(client: TestClient, keys: dict[str, str]) -> None:
    log_in(client, keys["leser"])
    assert client.post("/logout").status_code == 403
    answer = client.post("/logout", data={"csrf": token(client)})
    assert answer.status_code == 303
    assert client.get("/").status_code == 401


@pytest.mark.parametrize("access", ["local", "keys"])
def test_no_form_changes_anything_without_our_token(
    site: Site, keys: dict[str, str], access: str
) -> None:
    """Walks all routes: a form that is added later is refused until it asks for the token."""
    client = client_of(site, access=access)
    if access == "keys":
        log_in(client, keys["redaktør"])
    forms = [
        one.path  # type: ignore[attr-defined]
        for one in routes(client)
        if "POST" in (getattr(one, "methods", None) or ()) and not is_api(one.path)  # type: ignore[attr-defined]
    ]
    assert len(forms) >= 5
    data = {"action": "confirm", "values": "", "source": ""}
    files = {"file": ("a.md", b"# A\n", "text/markdown")}
    for path in set(forms) - PUBLIC_PAGES:
        for given in ({}, {"csrf": "a.b"}, {"csrf": Sessions(b"x" * 32, None).token("key:1")}):
            sent = files if path == "/documents" else None
            address = path.replace("{fact_id}", "x").replace("{document_id}", "x")
            answer = client.post(address, data={**data, **given}, files=sent)
            assert answer.status_code == 403, path
    assert client.post("/documents/x/remove", data={"csrf": token(client)}).status_code == 404


def test_another_persons_token_is_no_good(site: Site, keys: dict[str, str]) -> None:
    one, other = client_of(site, access="keys"), client_of(site, access="keys")
    log_in(one, keys["leser"])
    log_in(other, keys["redaktør"])
    stolen = {"csrf": token(one)}
    assert other.post("/documents/x/remove", data=stolen).status_code == 403


def test_a_reader_sees_no_editing_and_may_not_do_it(
    client: TestClient, site: Site, keys: dict[str, str]
) -> None:
    fact = client_of(site).get("/register")
    (id_, *_) = re.findall(r'href="/register/facts/([^"]+)"', fact.text)
    log_in(client, keys["leser"])
    assert "Rett" not in client.get(f"/register/facts/{id_}").text
    refused = client.post(
        f"/register/facts/{id_}", data={"action": "confirm", "csrf": token(client)}
    )
    assert refused.status_code == 403 and "rett til" in refused.text


def test_forbidden_and_absent_look_the_same(site: Site) -> None:
    client = client_of(site)  # in public and internal, not in the board's group
    secret = site.id_of("styret.md")
    for path in ("/documents/{}", "/documents/{}/source?start=0&end=9", "/register/facts/{}"):
        there, not_there = (client.get(path.format(one)) for one in (secret, secret[::-1]))
        assert (there.status_code, not_there.status_code) == (404, 404)
        plain = [
            re.sub(r"[0-9a-f]{16}\.[0-9a-f]{64}", "", one.text).replace(id_, "")
            for one, id_ in ((there, secret), (not_there, secret[::-1]))
        ]
        assert plain[0] == plain[1]
    for path in ("/documents", "/search?q=Kaiholmen", "/register/decisions", "/?q=Kaiholmen"):
        found = client.get(path).text.replace("Kaiholmen", "", path.count("Kaiholmen") + 4)
        assert "tomta" not in found and "styret.md" not in found


def test_pages_keep_to_themselves(site: Site) -> None:
    answer = client_of(site).get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert not re.search(r"<script(?! src=)|<style| style=| on\w+=", answer.text)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text)


def test_an_address_to_go_on_to_is_one_of_ours(client: TestClient) -> None:
    for bad in ("//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil", "x"):
        assert local_path(bad) == "/"
        answer = client.get("/language/nn", params={"next": bad})
        assert answer.headers["location"] == "/"
    assert local_path("/search?q=a%20b") == "/search?q=a%20b"


def test_https_makes_cookies_secure(site: Site, keys: dict[str, str]) -> None:
    client = client_of(site, access="keys", origins=("https://plansvar.example.no",))
    answer = client.post("/login", data={"key": keys["leser"]})
    assert "Secure" in answer.headers["set-cookie"]


def test_the_secret_is_its_owners_alone(tmp_path: Path) -> None:
    secret = load_secret(tmp_path)
    assert len(secret) == 32 and load_secret(tmp_path) == secret
    assert (tmp_path / "session.secret").stat().st_mode & 0o077 == 0


def test_a_session_ends_after_some_hours(site: Site, keys: dict[str, str]) -> None:
    now = [1_000_000.0]
    sessions = Sessions(b"x" * 32, KeyStore(site.settings.data), lambda: now[0])
    cookie = sessions.begin(keys["leser"])
    assert sessions.identity(cookie)
    assert sessions.identity(cookie[:-1] + "0") is None or cookie.endswith("0")  # type: ignore[index]
    assert sessions.identity("a.b.c") is sessions.identity("") is sessions.identity(None) is None
    now[0] += 13 * 3600
    assert sessions.identity(cookie) is None


def test_without_npms_files_the_page_says_what_to_do(site: Site, tmp_path: Path) -> None:
    client = client_of(site)
    own: Pages = client.app.state.pages  # type: ignore[attr-defined]
    client.app.state.pages = Pages(load_assets(tmp_path), own.sessions, own.secure)  # type: ignore[attr-defined]
    answer = client.get("/")
    assert answer.status_code == 503
    assert "make serve" in answer.text and "htmx.js" in answer.text
    assert client.get("/v1/documents").status_code == 200


def test_documents_named_one_by_one_are_told_apart() -> None:
    assert documents.BY_HAND == SOURCE
