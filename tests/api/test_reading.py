"""Questions, passages and documents over HTTP."""

from __future__ import annotations

import json
from importlib import resources

import jsonschema
from reportlab.pdfgen.canvas import Canvas
from starlette.testclient import TestClient

from plansvar.service import IngestRequest
from tests.api.conftest import SECRET, Town


def test_a_question_is_answered_in_the_contract_s_form(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "Hvem har ansvaret for å bygge landstrøm?"})
    assert answer.status_code == 200
    text = resources.files("plansvar.schemas").joinpath("answer.schema.json").read_text("utf-8")
    jsonschema.validate(answer.json(), json.loads(text))
    assert "Havnevesenet" in answer.json()["answer"]


def test_an_answer_comes_sentence_by_sentence_when_asked_for(client: TestClient) -> None:
    question = {"question": "Hvem har ansvaret for å bygge landstrøm?"}
    whole = client.post("/v1/ask", json=question).json()
    answer = client.post("/v1/ask", json=question, headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [
        dict(line.split(": ", 1) for line in event.splitlines() if ": " in line)
        for event in answer.text.replace("\r\n", "\n").strip().split("\n\n")
    ]
    assert [one["event"] for one in events] == ["sentence"] * len(whole["sentences"]) + ["answer"]
    assert [json.loads(one["data"]) for one in events[:-1]] == whole["sentences"]
    assert json.loads(events[-1]["data"])["citations"] == whole["citations"]


def test_search_finds_passages_and_says_when_nothing_has_changed(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "landstrøm"})
    assert found.json()["hits"][0]["document"]["title"] == "Handlingsplan for Nordvik 2024"
    again = client.get(
        "/v1/search", params={"q": "landstrøm"}, headers={"If-None-Match": found.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_documents_are_listed_by_page(town: Town) -> None:
    wider = town.settings.model_copy(update={"local_groups": ("public", "styret")})
    with Town(town.service, wider, town.folder).client() as client:
        first = client.get("/v1/documents", params={"limit": 1}).json()
        second = client.get("/v1/documents", params={"limit": 1, "offset": 1}).json()
        assert first["total"] == second["total"] == 2
        assert first["documents"] != second["documents"]
        assert client.get("/v1/documents", params={"q": "referat"}).json()["total"] == 1


def test_a_document_with_its_text_parts_and_file(town: Town, client: TestClient) -> None:
    id_ = town.id_of("plan.md")
    assert client.get(f"/v1/documents/{id_}").json()["title"] == "Handlingsplan for Nordvik 2024"
    text = client.get(f"/v1/documents/{id_}/text").json()["text"]
    blocks = client.get(f"/v1/documents/{id_}/blocks").json()
    assert blocks["total"] == len(blocks["blocks"])
    assert all(text[one["start"] : one["end"]] == one["text"] for one in blocks["blocks"])
    table = next(one for one in blocks["blocks"] if one["kind"] == "table")
    assert ["Bygge landstrøm i havna", "Havnevesenet", "2025"] in table["rows"]
    file = client.get(f"/v1/documents/{id_}/original")
    assert file.content == (town.folder / "files" / "plan.md").read_bytes()
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith('attachment; filename="plan.md"')
    assert "sandbox" in file.headers["content-security-policy"]


def test_what_is_forbidden_looks_like_what_isn_t_there(town: Town, client: TestClient) -> None:
    secret, nothing = town.id_of("styret.md"), "00000000-0000-0000-0000-000000000000"
    for tail in ("", "/text", "/blocks", "/original", "/pages/1.png"):
        one = client.get(f"/v1/documents/{secret}{tail}")
        other = client.get(f"/v1/documents/{nothing}{tail}")
        assert one.status_code == other.status_code == 404
        assert one.text.replace(secret, "X") == other.text.replace(nothing, "X")
    assert client.delete(f"/v1/documents/{secret}").status_code == 404
    words = SECRET.split()
    for answer in (
        client.post("/v1/ask", json={"question": "Hva vedtok styret om Kaiholmen?"}),
        client.get("/v1/search", params={"q": "tomta på Kaiholmen"}),
        client.get("/v1/documents"),
        client.get("/v1/register/facts", params={"everything": True}),
    ):
        assert "7 millioner" not in answer.text, words


def test_nothing_has_been_read_in_yet(empty: Town) -> None:
    with empty.client() as client:
        answer = client.post("/v1/ask", json={"question": "Hvem?"})
        assert answer.status_code == 409
        assert answer.json()["code"] == "api.nothing_yet"
        assert str(empty.folder) not in answer.text
        assert client.get("/v1/documents").json()["total"] == 0


def test_a_page_is_shown_with_the_quote_marked(town: Town, client: TestClient) -> None:
    path = town.folder / "files" / "havn.pdf"
    canvas = Canvas(str(path), pagesize=(300, 200))
    canvas.drawString(20, 150, "Kommunestyret vedtok å utvide havna i Nordvik.")
    canvas.save()
    town.service.ingest(IngestRequest((path,), ("public",)))
    at = f"/v1/documents/{town.id_of('havn.pdf')}"
    text = client.get(f"{at}/text").json()["text"]
    start = text.index("utvide havna")
    image = client.get(f"{at}/pages/1.png", params={"start": start, "end": start + 12})
    plain = client.get(f"{at}/pages/1.png")
    assert image.headers["content-type"] == "image/png"
    assert image.content.startswith(b"\x89PNG") and image.content != plain.content
    again = client.get(f"{at}/pages/1.png", headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{at}/pages/2.png").json()["code"] == "document.no_page"
    plan = f"/v1/documents/{town.id_of('plan.md')}/pages/1.png"
    assert client.get(plan).json()["code"] == "document.no_image"
