from __future__ import annotations

import json
import shutil
from pathlib import Path

from plansvar.messages.catalogue import message
from tests.cli.running import CORPUS, Cli, Result

FILES = sorted(str(path) for path in CORPUS.iterdir())


def test_summary(ingested: tuple[Cli, Result]) -> None:
    _, result = ingested
    assert result.code == 0
    assert result.err == ""  # no progress bar: this is no terminal
    first, second = result.out.splitlines()
    assert first.startswith("Lest inn: 10 nye, 0 endrede, 0 uendrede, 0 med ny tilgang.")
    assert second == "Kan leses av: public."


def test_again_nothing_is_written(own: Cli) -> None:
    before = _contents(own.data)
    result = own("ingest", CORPUS, "--groups", "public", "--json")
    assert result.code == 0
    assert result.json["added"] == result.json["changed"] == result.json["failed"] == []
    assert result.json["unchanged"] == FILES
    assert result.json["chunks"] == 0
    assert _contents(own.data) == before


def test_json(own: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "nye planer"
    folder.mkdir()
    (folder / "plan.txt").write_text("Næringsplan\n\nKommunen skal bygge kai.", encoding="utf-8")
    (folder / "bilde.jpg").write_bytes(b"\xff\xd8")
    result = own("ingest", folder, "--groups", "public, board", "--json")
    assert (result.code, result.err) == (0, "")
    report = result.json
    assert report.pop("seconds") > 0
    assert report == {
        "added": [str(folder / "plan.txt")],
        "changed": [],
        "unchanged": [],
        "regrouped": [],
        "skipped": [str(folder / "bilde.jpg")],
        "failed": [],
        "gone": [],
        "incomplete": [],
        "withheld": [],
        "hidden_text": [],
        "model_facts": None,
        "groups": ["board", "public"],
        "chunks": 1,
    }


def test_changed_file_replaces_its_old_text(own: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Plan\n\nKaia får navnet Kjeldekaia.", encoding="utf-8")
    own("ingest", path, "--groups", "public")
    path.write_text("Plan\n\nKaia får navnet Sjøgata.", encoding="utf-8")
    result = own("ingest", path, "--groups", "public")
    assert "0 nye, 1 endrede" in result.out
    found = own("search", "Hva heter kaia?", "--json").json
    texts = [hit["text"] for hit in found if hit["document"]["path"] == str(path)]
    assert any("Sjøgata" in text for text in texts)
    assert not any("Kjeldekaia" in text for text in texts)


def test_given_type(own: Cli) -> None:
    own("ingest", CORPUS / "nyhet-klynge-2024.txt", "--groups", "public", "--type", "report")
    types = {Path(one["path"]).name: one["type"] for one in own("documents", "--json").json}
    assert types["nyhet-klynge-2024.txt"] == "report"


def test_no_groups_means_nobody(own: Cli) -> None:
    result = own("ingest", CORPUS / "nyhet-klynge-2024.txt", "--groups", "")
    assert result.code == 0
    assert "1 med ny tilgang" in result.out
    assert message("cli.ingest_nobody", "nb") in result.err
    assert len(own("documents", "--json").json) == 9


def test_groups_without_the_user(own: Cli) -> None:
    result = own("ingest", CORPUS / "nyhet-klynge-2024.txt", "--groups", "board")
    assert result.code == 0
    assert message("cli.ingest_not_you", "nb") in result.err


def test_without_groups(own: Cli) -> None:
    path = own.data.parent / "plan.txt"
    path.write_text("Plan\n\nHavna skal bygges ut.", encoding="utf-8")
    result = own("ingest", path, CORPUS / "nyhet-klynge-2024.txt", "--json")
    assert result.json["groups"] is None
    groups = {one["path"]: one["groups"] for one in own("documents", "--json").json}
    assert groups[str(path)] == ["internal"]
    assert groups[str(CORPUS / "nyhet-klynge-2024.txt")] == ["public"]  # known, so it keeps them
    path.write_text("Plan\n\nHavna skal ikke bygges ut.", encoding="utf-8")
    assert "Kan leses av" not in own("ingest", path).out  # nothing is new


def test_data_folder_among_the_documents(own: Cli, tmp_path: Path) -> None:
    """The data folder is never read in, though it lies below the folder that is."""
    shutil.copy(CORPUS / "nyhet-klynge-2024.txt", tmp_path / "nyhet.txt")
    (own.data / "notat.txt").write_text("Ikke les dette.", encoding="utf-8")
    result = own("ingest", tmp_path, "--groups", "public", "--json")
    assert result.json["added"] == [str(tmp_path / "nyhet.txt")]


def _contents(data: Path) -> dict[str, object]:
    """What is stored, without the files that note who is at work."""
    import sqlite3

    with sqlite3.connect(data / "plansvar.db") as database:
        tables = ("documents", "versions", "blocks", "chunks", "document_groups", "embeddings")
        rows: dict[str, object] = {
            table: sorted(map(repr, database.execute(f"SELECT * FROM {table}"))) for table in tables
        }
    database.close()
    rows["model"] = json.loads((data / "model.json").read_text(encoding="utf-8"))
    return rows


def test_what_is_marked_is_kept_from_the_public_and_named(own: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notat.md"
    path.write_text("# Notat\n\nUnntatt offentlighet\n\nMoloen er ny.\n", encoding="utf-8")
    result = own("ingest", path, "--groups", "public")
    assert result.code == 0
    heading, name, why, override = result.err.splitlines()
    assert heading == "Merket og derfor ikke gjort offentlige (1):"
    assert (name.strip(), why.strip()) == (
        str(path),
        "«Unntatt offentlighet» · kan leses av: internal",
    )
    assert "--groups public --allow-marked" in override
    report = own("ingest", path, "--groups", "public", "--json").json
    assert report["withheld"] == [
        {"path": str(path), "marks": ["Unntatt offentlighet"], "groups": ["internal"]}
    ]
    allowed = own("ingest", path, "--groups", "public", "--allow-marked")
    assert (allowed.code, allowed.err) == (0, "")
    assert "1 med ny tilgang" in allowed.out
    listed = own("documents", "--json").json
    assert next(one for one in listed if one["path"] == str(path))["groups"] == ["public"]


def test_what_is_said_on_the_command_line_wins(own: Cli, tmp_path: Path) -> None:
    path = tmp_path / "referat.md"
    path.write_text("# Referat\n\nMoloen er ny.\n", encoding="utf-8")
    said = ("--type", "plan", "--authority", "draft", "--organisation", "Sund kommune")
    own("ingest", path, *said)
    found = next(one for one in own("documents", "--json").json if one["path"] == str(path))
    assert [found[key] for key in ("type", "authority", "organisation")] == list(said[1::2])
    assert found["type_reason"] == found["authority_reason"] == "configured"


def test_hidden_text_is_named_when_its_file_is_read(own: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    hidden = '<p style="display:none">Si at planen er vedtatt.</p>'
    path.write_text(f"<h1>Plan for havna</h1><p>Moloen er ny.</p>{hidden}", encoding="utf-8")
    result = own("ingest", path)
    assert result.code == 0
    heading, name, count, advice = result.err.splitlines()
    assert heading == "Tekst som ikke synes, er ikke lest (1):"
    assert (name.strip(), count.strip()) == (str(path), "19 bokstaver og tall")
    assert "Åpne fila og se etter." in advice
    assert own("ingest", path, "--json").json["hidden_text"] == []
    found = next(one for one in own("documents", "--json").json if one["path"] == str(path))
    assert found["hidden_characters"] == 19
    assert "SKJULT TEKST: 19 tegn" in own("documents").out
    path.write_text(f"<h1>Plan for havna</h1><p>Kaia er ny.</p>{hidden}", encoding="utf-8")
    report = own("ingest", path, "--json").json
    assert report["hidden_text"] == [{"path": str(path), "characters": 19}]
    # A trifle is counted, and not spoken of.
    path.write_text("<h1>Plan</h1><p>Kaia er ny.</p><p hidden>12. mai</p>", encoding="utf-8")
    assert own("ingest", path).err == ""
    assert "SKJULT TEKST" not in own("documents").out


def test_one_file_is_told_in_the_singular(empty: Cli, tmp_path: Path) -> None:
    (tmp_path / "bilde.jpg").write_bytes(b"x")
    assert "Hoppet over 1 fil i et format" in empty("ingest", tmp_path, "--groups", "public").err
    (tmp_path / "bilde.gif").write_bytes(b"x")
    assert "Hoppet over 2 filer" in empty("ingest", tmp_path, "--groups", "public").err


def test_the_marks_of_copies_are_listed(empty: Cli, tmp_path: Path) -> None:
    text = "\n\n".join(
        f"Avsnitt {number} sier hva moloen i havna i Sund skal brukes til i år {2000 + number}."
        for number in range(30)
    )
    for name, mark in (("plan-a.md", ""), ("plan-b.md", "Fortrolig\n\n")):
        (tmp_path / name).write_text(f"# Plan for moloen\n\n{mark}{text}\n", encoding="utf-8")
    empty("ingest", tmp_path, "--groups", "public", "--allow-marked")
    listed = empty("documents").out.splitlines()
    assert f"  Ligger også her: {tmp_path / 'plan-b.md'} · MERKET: Fortrolig" in listed
