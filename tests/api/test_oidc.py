"""Logging in with OpenID Connect, against a real HTTP server that plays the service."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.api.conftest import Town


@dataclass
class Issuer:
    """A service with keys of its own; counts how often they are fetched."""

    address: str = ""
    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=dict)
    fetched: int = 0

    def token(self, kid: str = "one", key: Any = None, **claims: Any) -> str:
        now = int(time.time())
        told = {"iss": self.address, "aud": "plansvar", "sub": "7", "exp": now + 300, **claims}
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, key or self.keys[kid], "RS256", headers={"kid": kid})


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    own = Issuer(keys={"one": rsa.generate_private_key(65_537, 2_048)})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                content: Any = {"issuer": own.address, "jwks_uri": own.address + "/keys"}
            else:
                own.fetched += 1
                algorithm = jwt.algorithms.RSAAlgorithm
                content = {
                    "keys": [
                        {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid}
                        for kid, key in own.keys.items()
                    ]
                }
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        own.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield own
        server.shutdown()


def test_tokens_open_what_they_say_and_nothing_else(shared_town: Town, issuer: Issuer) -> None:
    api = {
        "access": "oidc",
        "oidc_issuer": issuer.address,
        "oidc_audience": "plansvar",
        "oidc_groups": {"guid-1": "styret"},
        "oidc_editors": ("guid-1",),
        "host": "0.0.0.0",
    }
    with shared_town.client(**api) as client:

        def get(token: str, path: str = "/v1/documents") -> Any:
            return client.get(path, headers={"Authorization": f"Bearer {token}"})

        assert get(issuer.token()).json()["total"] == 1
        assert get(issuer.token(groups=["guid-1"])).json()["total"] == 2
        # What isn't mapped gives nothing, whatever it is called.
        assert get(issuer.token(groups=["styret"])).json()["total"] == 1
        assert get(issuer.token(groups=["guid-1"]), "/v1/jobs").status_code == 200
        assert get(issuer.token(), "/v1/jobs").status_code == 403
        now = int(time.time())
        assert get(issuer.token(exp=now - 30)).status_code == 200  # clocks may differ a little
        stranger = rsa.generate_private_key(65_537, 2_048)
        for bad in (
            issuer.token(exp=now - 3_600),
            issuer.token(nbf=now + 3_600),
            issuer.token(aud="other"),
            issuer.token(iss="http://127.0.0.1:1"),
            issuer.token(exp=None),
            issuer.token(sub=None),
            issuer.token(key=stranger),
            issuer.token("two", key=stranger),
            jwt.encode({"sub": "7"}, None, "none", headers={"kid": "one"}),
            jwt.encode({"sub": "7"}, "x" * 32, "HS256", headers={"kid": "one"}),
            "x.y.z",
            "x",
            "x" * 20_000,
        ):
            assert get(bad).status_code == 401, bad
        assert issuer.fetched == 1


def test_a_service_that_doesn_t_answer_lets_nobody_in(shared_town: Town, issuer: Issuer) -> None:
    token = issuer.token(iss="http://127.0.0.1:1")
    api = {"access": "oidc", "oidc_issuer": "http://127.0.0.1:1", "oidc_audience": "plansvar"}
    with shared_town.client(**api) as client:
        answer = client.get("/v1/documents", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (503, "api.oidc_down")
