"""Pages as images over HTTP."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from plansvar.service import IngestRequest
from tests.api.conftest import Town


def test_a_page_is_shown_with_the_quote_marked(town: Town) -> None:
    client = town.client()
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
