"""The command: gold from files, real documents, and nothing but figures of the blind half."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from eval.register import covered, gold, running
from eval.register.running import BlindError, Half, run
from eval.register.types import Quote
from plansvar.register.kinds import FactKind
from tests.cli.running import Cli
from tests.eval.making import fact

SECRET = "Hemmelig kai i Lommedalen"


def lines(path: Path, *records: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    path.write_text(text, encoding="utf-8")


def measure(title: str, document: str = "plan.md", **more: object) -> dict[str, object]:
    evidence = [{"field": "title", "document": document, "page": None, "quote": title}]
    return {"id": title, "type": "measure", "title": title, "evidence": evidence, **more}


@pytest.fixture
def half(tmp_path: Path) -> Half:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "plan.md").write_text("# Plan 2030\n\n- Bygge kai\n", encoding="utf-8")
    (corpus / "annet.md").write_text("# Noe annet\n\nTekst.\n", encoding="utf-8")
    lines(tmp_path / "gold" / "a.jsonl", measure(SECRET, leads=["Sund kommune"]))
    return Half("mine", tmp_path / "gold", corpus)


@pytest.fixture
def cli(tmp_path: Path, no_settings: Path) -> Cli:
    return Cli(tmp_path / "data")


def test_gold_from_a_file(tmp_path: Path) -> None:
    goal = {"id": "g", "type": "goal", "text": "Flere arbeidsplasser", "evidence": []}
    first = measure(
        "2.1 Ny kai", goal="g", leads=["Sund kommune"], note="annet.pdf has another date",
        history=[{"field": "lead", "value": "Nes kommune", "date": "2028",
                  "document": "plan.md", "page": None, "quote": "Nes kommune"}],
    )  # fmt: skip
    lines(tmp_path / "a.jsonl", goal, first)
    lines(tmp_path / "covered.jsonl", {"document": "plan.md", "pages": None})
    _, read = gold.load(tmp_path)
    assert read.kind is FactKind.MEASURE
    assert read.values["number"][0].text == "2.1"
    assert read.values["goal"][0].text == "Flere arbeidsplasser"
    assert [(one.field, one.date) for one in read.history] == [("leads", "2028")]
    assert {one.text for one in read.quotes} == {"2.1 Ny kai", "Nes kommune"}
    assert read.conflicts == {""}


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"type": "roman", "id": "x"}\n')
    with pytest.raises(ValueError, match=r"a\.jsonl:1"):
        gold.load(tmp_path)


def test_only_covered_documents_are_read(half: Half) -> None:
    lines(half.gold / "covered.jsonl", {"document": "plan.md", "pages": None})
    done = run(half, "claims")
    assert done.score.documents == 1
    assert done.score.kinds[FactKind.MEASURE].gold == 1
    assert done.facts is not None


def test_what_is_covered(tmp_path: Path) -> None:
    lines(
        tmp_path / "covered.jsonl",
        {"document": "plan.pdf", "pages": [[2, 3], [7, 7]], "kinds": ["measure"]},
        {"document": "annet.pdf", "pages": None},
    )
    parts = covered.load(tmp_path)
    kai = fact(quote="Ny kai", title="Ny kai")
    for document, page, kind, inside in (
        ("plan.pdf", 1, FactKind.MEASURE, False),
        ("plan.pdf", 3, FactKind.MEASURE, True),
        ("plan.pdf", 7, FactKind.MEASURE, True),
        ("plan.pdf", 7, FactKind.PARTY, False),
        ("annet.pdf", 99, FactKind.PARTY, True),
        ("tredje.pdf", 2, FactKind.MEASURE, False),
    ):
        quote = Quote("title", document, page, "Ny kai")
        one = replace(kai, kind=kind, quotes=(quote,))
        assert covered.is_covered(one, parts) is inside
        assert covered.is_covered(one, None)


def test_nothing_but_figures_of_the_blind_half(
    half: Half, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    monkeypatch.setattr(running, "BLIND", half.gold.parent)
    done = run(half, "claims")
    assert done.facts is None
    assert done.unread == ()
    folders = ("--gold", str(half.gold), "--corpus", str(half.corpus))
    for more in ((), ("--json",), ("--show", "missed"), ("--show", "extra")):
        result = cli("eval", "register", "--level", "claims", *folders, *more)
        said = result.out + result.err
        assert SECRET not in said
        assert "Sund" not in said
        assert "plan.md" not in said
        assert (result.code == 0) is ("--show" not in more)


def test_an_error_in_the_blind_half_tells_nothing(
    half: Half, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    monkeypatch.setattr(running, "BLIND", half.gold.parent)
    (half.gold / "a.jsonl").write_text(f'{{"type": "{SECRET}", "id": "x"}}\n')
    with pytest.raises(BlindError) as raised:
        run(half)
    assert str(raised.value) == "ValueError"
    assert raised.value.__cause__ is raised.value.__context__ is None
    result = cli("eval", "register", "--gold", str(half.gold), "--corpus", str(half.corpus))
    assert result.code == 1
    assert SECRET not in result.out + result.err
    assert "a.jsonl" not in result.out + result.err


def test_the_command(half: Half, cli: Cli) -> None:
    folders = ("--gold", str(half.gold), "--corpus", str(half.corpus), "--level", "claims")
    figures = cli("eval", "register", *folders, "--json").json["gold"]
    assert figures["kinds"]["measure"]["gold"] == 1
    assert figures["documents"] == 2
    assert "| measure | 1 |" in cli("eval", "register", *folders).out
    shown = cli("eval", "register", *folders, "--show", "missed").out
    assert f"measure {SECRET}" in shown
    assert (
        "missed: 0" in cli("eval", "register", *folders, "--show", "missed", "--kind", "goal").out
    )


def test_wrong_use(half: Half, cli: Cli) -> None:
    assert "--corpus" in cli("eval", "register", "--gold", str(half.gold)).err
    shutil.rmtree(half.gold)
    half.gold.mkdir()
    result = cli("eval", "register", "--gold", str(half.gold), "--corpus", str(half.corpus))
    assert result.code == 1
    assert str(half.gold) in result.err
