"""The server against its own description: requests made up by Schemathesis, all its checks.

A few for each operation here; ``SCHEMA_EXAMPLES=200`` makes up 200.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import build
from api.keys import KeyStore
from tests.api.conftest import copied, serving

# A description can't say that one message is a user's and has words, nor what a file is called.
FUSSY = {"POST /v1/chat/completions", "POST /v1/documents"}
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "3"))


@pytest.fixture(scope="module")
def served(
    read_in: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Any], str, dict[str, str]]]:
    """The description, the address of a server, and what to send to be let in."""
    with copied(read_in, tmp_path_factory.mktemp("schema")) as town:
        key = KeyStore(town.settings.data).add("prøve", ["styret"], "admin")[1]
        api = town.settings.api.model_copy(
            update={"access": "keys", "requests_per_minute": 1_000_000}
        )
        app = build(town.service, town.settings.model_copy(update={"api": api}))
        with serving(app) as address:
            yield app.openapi(), address, {"Authorization": f"Bearer {key}"}


def test_the_server_does_what_it_says(served: tuple[dict[str, Any], str, dict[str, str]]) -> None:
    description, address, headers = served
    failures: dict[str, str] = {}
    tried = 0
    last = ""
    for found in schemathesis.openapi.from_dict(description).get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        def check(case: schemathesis.Case) -> None:
            nonlocal tried, last
            tried += 1
            last = case.as_curl_command()
            refused = [positive_data_acceptance] if case.operation.label in FUSSY else []
            case.call_and_validate(base_url=address, headers=headers, excluded_checks=refused)

        try:
            check()
        except (Exception, FailureGroup) as error:  # noqa: BLE001 - all are told together
            why = "\n".join(map(str, getattr(error, "exceptions", [error])))
            failures[operation.label] = f"{why[:2_000]}\n{last[:2_000]}"
    print(f"{tried} requests, {len(failures)} operations failed")  # noqa: T201
    assert not failures, "\n\n".join(f"{name}: {why}" for name, why in failures.items())
