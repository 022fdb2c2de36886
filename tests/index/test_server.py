"""What only the server's adapter must do: say what is wrong with the server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from qdrant_client import QdrantClient, models

from plansvar.errors import IndexStateError
from plansvar.index import points
from plansvar.index.server import ServerIndex
from tests.index.points import ALL, BM25, DIMENSION, make, unit


class Refuse(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path.split("/")[1]))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def refusing_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Refuse)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(IndexStateError, match=r"index\.unreachable"):
        ServerIndex.connect("http://127.0.0.1:1", "chunks", DIMENSION)


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "index.refused"), (403, "index.refused"), (500, "index.failed")],
)
def test_a_server_that_refuses(
    refusing_server: str, status: int, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(IndexStateError, match=code):
        ServerIndex.connect(f"{refusing_server}/{status}", "c", DIMENSION, api_key="hemmelig")
    assert "unencrypted" in caplog.text
    assert "hemmelig" not in caplog.text


def test_a_collection_that_is_there_is_used() -> None:
    client = QdrantClient(":memory:")
    ServerIndex(client, "chunks", DIMENSION).upsert([make(0)])
    again = ServerIndex(client, "chunks", DIMENSION)
    assert again.count() == 1
    again.close()


def test_another_models_collection_is_refused() -> None:
    client = QdrantClient(":memory:")
    ServerIndex(client, "chunks", DIMENSION)
    with pytest.raises(IndexStateError, match=r"index\.wrong_model") as error:
        ServerIndex(client, "chunks", 384)
    assert error.value.params == {"expected": 384, "found": DIMENSION}
    client.close()


def test_a_collection_of_before_no_longer_counts_by_itself() -> None:
    """It multiplied by the rarity among all points, also those that the asker may not read."""
    client = QdrantClient(":memory:")
    client.create_collection(
        "chunks",
        vectors_config={
            points.DENSE: models.VectorParams(size=DIMENSION, distance=models.Distance.COSINE)
        },
        sparse_vectors_config={
            points.SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)
        },
    )
    index = ServerIndex(client, "chunks", DIMENSION)
    index.upsert([make(0)])
    (hit,) = index.candidates(unit(0), BM25.query(["felles"]), ALL, 5).sparse
    assert hit[1] == pytest.approx(BM25.passage(["felles"]).values[0])
    index.close()
