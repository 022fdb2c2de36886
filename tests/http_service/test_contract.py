"""The same tests over the service in this process and over the one of a server."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import build
from cli.build import build_service, find_service
from plansvar.access import ANONYMOUS, User, user
from plansvar.errors import (
    CorrectionError,
    IndexStateError,
    NotFoundError,
    QuestionError,
    ServerError,
)
from plansvar.http_service import HttpService
from plansvar.owner import read_owner, serving_owner
from plansvar.register.corrections import Action, CorrectionRequest
from plansvar.register.kinds import FactKind
from plansvar.register.queries import FactQuery
from plansvar.service import IngestRequest, Progress, Service
from plansvar.settings import Settings
from tests.api.conftest import (  # noqa: F401 - fixtures
    Town,
    copied,
    hashing,
    read_in,
    serving,
    shared_town,
)

BOARD = user("styreleder", ("styret",))
READERS = [ANONYMOUS, BOARD]
NOTHING = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module", params=["http", "local"])
def both(request: pytest.FixtureRequest, shared_town: Town) -> Iterator[tuple[Service, Service]]:  # noqa: F811
    """What is tested, and the service in this process."""
    if request.param == "local":
        yield shared_town.service, shared_town.service
        return
    with serving(build(shared_town.service, shared_town.settings)) as address:
        shared_town.service.open(address)
        # This process holds the folder itself, so it is asked for the owner as another would.
        owner = read_owner(shared_town.settings.data)
        assert owner is not None and owner.address == address
        client = HttpService.of_owner(owner, shared_town.settings.data)
        yield client, shared_town.service
        client.close()


def without_clock(answer: object) -> object:
    return dataclasses.replace(answer, timings_ms={})  # type: ignore[type-var]


@pytest.mark.parametrize("who", READERS, ids=lambda one: one.name)
def test_reads_are_the_same(both: tuple[Service, Service], who: User) -> None:
    service, local = both
    question = "Hvem har ansvaret for å bygge landstrøm?"
    assert without_clock(service.ask(question, who)) == without_clock(local.ask(question, who))
    assert service.search("landstrøm", who, 3).hits
    assert service.search("landstrøm", who, 3) == local.search("landstrøm", who, 3)
    assert service.documents(who) == local.documents(who)
    assert service.status(who) == local.status(who)
    assert service.register(who) == local.register(who)
    assert service.review(who) == local.review(who)
    query = FactQuery(kinds=(FactKind.MEASURE,), owner="Havnevesenet", limit=1)
    assert service.facts(query, who) == local.facts(query, who)
    (fact,) = local.facts(query, who).facts
    assert service.fact(fact.id, who, "2024") == local.fact(fact.id, who, "2024")
    assert service.corrections(fact.id, who) == ()
    id_ = local.documents(who)[0].id
    assert service.document(id_, who) == local.document(id_, who)
    assert service.document_text(id_, who) == local.document_text(id_, who)
    assert service.document_blocks(id_, who) == local.document_blocks(id_, who)
    assert service.original(id_, who).read_bytes() == local.original(id_, who).read_bytes()


def test_errors_are_the_same(both: tuple[Service, Service]) -> None:
    service, local = both
    (secret,) = {one.id for one in local.documents(BOARD)} - {
        one.id for one in local.documents(ANONYMOUS)
    }
    for id_ in (secret, NOTHING):
        with pytest.raises(NotFoundError) as caught:
            service.document_text(id_, ANONYMOUS)
        assert (caught.value.code, caught.value.params) == ("document.unknown", {"id": id_})
        with pytest.raises(NotFoundError, match=r"document\.missing"):
            service.remove([id_], ANONYMOUS)
    with pytest.raises(QuestionError, match="empty"):
        service.ask(" ", ANONYMOUS)
    with pytest.raises(CorrectionError, match="bad_date"):
        service.facts(FactQuery(as_of="i går"), ANONYMOUS)
    with pytest.raises(NotFoundError, match="no_fact"):
        service.correct(CorrectionRequest("measure-0", Action.CONFIRM), ANONYMOUS)
    with pytest.raises(NotFoundError, match=r"path\.missing"):
        service.ingest(IngestRequest((Path("nowhere"),)))


def test_writes_are_the_same(both: tuple[Service, Service], tmp_path: Path) -> None:
    service, local = both
    path = tmp_path / "nytt.md"
    path.write_text("# Møte\n\nRådet vedtok å male kaia grønn.\n", encoding="utf-8")
    seen: list[Progress] = []
    report = service.ingest(IngestRequest((path,), ("styret",)), seen.append)
    assert report.added == (str(path),)
    assert seen
    assert str(path) in {one.path for one in local.documents(BOARD)}
    found, after = service.verify()
    assert found.agrees and after is None
    assert [one.path for one in service.remove([str(path)], BOARD)] == [str(path)]
    assert str(path) not in {one.path for one in local.documents(BOARD)}
    measure = local.facts(FactQuery(kinds=(FactKind.MEASURE,)), BOARD).facts[0]
    fact = service.correct(CorrectionRequest(measure.id, Action.CONFIRM), BOARD)
    assert fact is not None and fact.confirmed is not None
    (line,) = service.corrections(measure.id, BOARD)
    assert line == local.corrections(measure.id, BOARD)[0]
    assert line.by == "styreleder"
    service.correct(CorrectionRequest("", Action.WITHDRAW, withdraws=line.id), BOARD)
    for one in service.corrections(None, BOARD):
        assert one.by == "styreleder"
    _forget(local)


def _forget(service: Service) -> None:
    """The log keeps all lines, which the next parameter's test isn't to see."""
    from sqlalchemy import text

    with service._engine.begin() as connection:  # type: ignore[attr-defined]
        connection.execute(text("DELETE FROM corrections"))


def test_what_would_stop_the_server_says_who_holds_the_folder(
    both: tuple[Service, Service],
) -> None:
    service, local = both
    if service is local:
        pytest.skip("this is about the server")
    for call in (service.rebuild, lambda: service.verify(repair=True)):
        with pytest.raises(ServerError) as caught:
            call()
        assert caught.value.code == "server.holds"
        assert {"path", "address", "pid"} == set(caught.value.params)


def test_nothing_has_been_read_in_yet(hashing: None, no_settings: Path) -> None:  # noqa: F811
    settings = Settings(data=no_settings / "data", cache=no_settings / "cache")
    service = build_service(settings)
    with serving(build(service, settings)) as address:
        service.open(address)
        owner = read_owner(settings.data)
        assert owner is not None
        client = HttpService.of_owner(owner, settings.data)
        with pytest.raises(IndexStateError, match="nothing_yet"):
            client.ask("Hvem?", ANONYMOUS)
        client.close()
    service.close()


def test_nobody_serves_after_a_kill(no_settings: Path) -> None:
    settings = Settings(data=no_settings / "data")
    settings.data.mkdir()
    left = '{"pid": 1, "address": "http://127.0.0.1:1", "secret": "x"}'
    (settings.data / "owner.json").write_text(left)
    assert serving_owner(settings.data) is None
    assert not isinstance(find_service(settings), HttpService)


def test_an_address_that_is_none_and_a_server_that_isn_t_there() -> None:
    with pytest.raises(ServerError, match="bad_address"):
        HttpService("plansvar.example.no")
    client = HttpService("http://127.0.0.1:9")
    with pytest.raises(ServerError, match="unreachable"):
        client.documents(user("local", ()))
    client.close()


def test_a_key_decides_who_asks(shared_town: Town) -> None:  # noqa: F811
    from api.keys import KeyStore

    store = KeyStore(shared_town.settings.data)
    _, key = store.add("kari", ["styret"], "reader")
    api = shared_town.settings.api.model_copy(update={"access": "keys"})
    settings = shared_town.settings.model_copy(update={"api": api})
    me = user("local", ())
    with serving(build(shared_town.service, settings)) as address:
        client = HttpService(address, key)
        found = client.documents(me)
        assert sorted(one.path for one in found) == ["plan.md", "styret.md"]
        assert client.status(me).data == ""
        id_ = next(one.id for one in found if one.path == "plan.md")
        original = client.original(id_, me)
        assert original.read_text(encoding="utf-8").startswith("# Handlingsplan")
        with pytest.raises(ServerError, match="as_user"):
            client.documents(BOARD)
        with pytest.raises(ServerError, match="not_over_http"):
            client.ingest(IngestRequest((original,)))
        with pytest.raises(ServerError, match="told"):
            client.verify()
        client.close()
        assert not original.exists()
        stranger = HttpService(address, "pv_wrong")
        with pytest.raises(ServerError, match="told"):
            stranger.documents(me)
        stranger.close()
