"""search, status, documents, remove, rebuild."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from plansvar.answers import SearchNotice, SearchResult
from plansvar.index import generations
from plansvar.language.detect import LANGUAGES
from plansvar.local import LocalService
from plansvar.messages.catalogue import message
from tests.cli.running import CORPUS, Cli


def test_search(corpus: Cli) -> None:
    result = corpus("search", "landstrøm på kaiene", "--limit", "3")
    assert (result.code, result.err) == (0, "")
    assert re.findall(r"^(\d+)\. \S", result.out, re.MULTILINE) == ["1", "2", "3"]
    # What is shown of a hit is its beginning; the word may stand further down.
    hits = corpus("search", "landstrøm på kaiene", "--limit", "3", "--json").json
    assert any("landstrøm" in hit["text"].lower() for hit in hits)


def test_search_tells_a_notice_apart_from_the_hits(
    corpus: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = SearchResult(notices=(SearchNotice.HURRIED,))
    monkeypatch.setattr(LocalService, "search", lambda *_: hurried)
    for language in LANGUAGES:
        result = corpus("search", "landstrøm", "--json", language=language)
        assert result.json == []
        assert result.err.strip() == message("search.hurried", language)


def test_search_json(corpus: Cli) -> None:
    result = corpus("search", "landstrøm på kaiene", "--limit", "4", "--json")
    hits = result.json
    assert len(hits) == 4
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    why = {"snippet", "matched", "found_by"}
    where = {"document", "page", "heading", "text", "start", "end", "score", "also"}
    assert set(hits[0]) == where | why
    assert "landstrøm" in hits[0]["matched"]


def test_status(corpus: Cli) -> None:
    result = corpus("status")
    assert (result.code, result.err) == (0, "")
    assert f"Datamappe     {corpus.data}\n" in result.out
    assert "Dokumenter    10 (1 uten dato)" in result.out
    status = corpus("status", "--json").json
    assert status["documents"] == 10
    assert status["chunks"] == status["indexed"] > 50
    assert status["latest"] == "2025-02-12"
    assert sum(status["by_type"].values()) == sum(status["by_language"].values()) == 10


def test_documents(corpus: Cli) -> None:
    result = corpus("documents")
    assert (result.code, result.err) == (0, "")
    for path in CORPUS.iterdir():
        assert str(path) in result.out
    listed = corpus("documents", "--json").json
    assert [one["path"] for one in listed] == sorted(str(path) for path in CORPUS.iterdir())
    assert all(one["groups"] == ["public"] for one in listed)
    plan = next(one for one in listed if one["title"].startswith("Strategisk næringsplan"))
    assert (plan["valid_from"], plan["valid_to"]) == ("2023", "2030")
    assert plan["type_reason"] == "title:næringsplan"
    assert plan["authority_reason"].startswith("text:vedtatt av representantskapet")
    assert (plan["organisation"], plan["organisation_found_in"]) == (
        "Brimfjord næringsråd",
        "adopted",
    )
    assert (plan["case_number"], plan["language"], plan["marks"]) == ("21/22", "nb", [])
    assert "Brimfjord næringsråd · gjelder 2023 til 2030 · sak 21/22" in result.out


def test_documents_are_shown_with_their_marks(own: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notat.md"
    path.write_text(
        "# Notat om havna\n\nUnntatt offentlighet, jf. offl. § 13\n\nAskøy kommune\n\nMolo.\n",
        encoding="utf-8",
    )
    own("ingest", path)
    listed = own("documents", "--json").json
    found = next(one for one in listed if one["path"] == str(path))
    quote = "Unntatt offentlighet, jf. offl. § 13"
    assert found["marks"] == [{"kind": "exempt", "quote": quote, "found_in": "text"}]
    assert found["municipalities"] == [{"number": "4627", "name": "Askøy"}]
    assert found["counties"] == [{"number": "46", "name": "Vestland"}]
    assert f"Askøy kommune · Askøy · MERKET: {quote}" in own("documents").out


def test_remove_by_path_id_and_folder(own: Cli, tmp_path: Path) -> None:
    documents = {Path(one["path"]).name: one for one in own("documents", "--json").json}
    news = CORPUS / "nyhet-klynge-2024.txt"
    result = own("remove", news, documents["partner-brief-2024.md"]["id"])
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0] == f"Fjernet {news}"
    assert len(own("documents", "--json").json) == 8
    assert news.exists()

    found = own("search", "Blå Brim får millioner", "--json").json
    assert str(news) not in {hit["document"]["path"] for hit in found}

    removed = own("remove", CORPUS, "--json").json
    assert len(removed) == 8
    assert own("documents", "--json").json == []
    assert message("cli.no_documents", "nb") in own("documents").err
    assert "plansvar ingest" in own.fails("status")


def test_remove_what_is_not_there(own: Cli) -> None:
    assert "finnes-ikke.pdf" in own.fails(
        "remove", CORPUS / "nyhet-klynge-2024.txt", "finnes-ikke.pdf"
    )
    assert len(own("documents", "--json").json) == 10


def test_rebuild(own: Cli) -> None:
    before = own("search", "landstrøm", "--json").json
    chunks = own("status", "--json").json["chunks"]
    shutil.rmtree(own.data / "index")
    assert "plansvar rebuild" in own.fails("ask", "Hva er landstrøm?")
    result = own("rebuild")
    assert (result.code, result.err) == (0, "")
    assert result.out == message("cli.rebuilt", "nb", count=chunks) + "\n"
    # Read in, vectors are float32; rebuilt, they are the database's float16.
    assert _scores(own("search", "landstrøm", "--json").json) == pytest.approx(
        _scores(before), abs=0.01
    )
    assert own("rebuild", "--json").json == {"chunks": chunks}


def test_verify_and_repair(own: Cli) -> None:
    counts = {"documents": 10, "chunks": own("status", "--json").json["chunks"]}
    agrees = message("cli.verify.agrees", "nb", **counts)
    assert own("verify").out == agrees + "\n"

    _lose_points(own.data, 3)
    result = own("verify")
    assert result.code == 2
    assert message("cli.verify.differs", "nb", **counts) in result.out
    assert message("cli.verify.missing", "nb", count=3) in result.out
    assert "--repair" in result.out
    assert own("verify", "--json").code == 2

    repaired = own("verify", "--repair", "--json")
    assert repaired.code == 0
    assert repaired.json["agrees"] is True
    assert len(repaired.json["found"]["missing"]) == 3
    assert repaired.json["repaired"]["missing"] == []
    _lose_points(own.data, 1)
    assert message("cli.verify.repaired", "nb") in own("verify", "--repair").out
    assert own("verify").out == agrees + "\n"


def _lose_points(data: Path, count: int) -> None:
    index = generations.open_current(data / "index", 384, create=False)
    index.delete_points(sorted(index.ids())[:count])
    index.close()


def _scores(hits: list[dict[str, Any]]) -> dict[tuple[str, int], float]:
    return {(hit["document"]["path"], hit["start"]): hit["score"] for hit in hits}


def test_removing_needs_the_right_to_read(own: Cli, tmp_path: Path) -> None:
    secret = tmp_path / "styrenotat.txt"
    secret.write_text("Notat\n\nStyret vil selge kaia.", encoding="utf-8")
    own("ingest", secret, "--groups", "board")
    assert "styrenotat.txt" in own.fails("remove", secret)
    assert "styrenotat.txt" in own.fails("remove", secret, "--as", "anonymous")
