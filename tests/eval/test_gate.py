"""The gate is measured on claims; of the blind ones nothing but figures is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.gate.checking import Fault
from eval.gate import claims as sets
from eval.gate.claims import BadClaimsError, Claim, load_claims
from eval.gate.report import markdown, wilson, wrong
from eval.gate.running import Verdict, run
from plansvar.embedding import Embedder
from tests.cli.running import Cli

QUOTE = "Sund kommune eier kaia, og Vik kommune skal drive den fra 1. juni 2024."
TRUE = {
    "id": "t", "true": True, "kind": "voice", "language": "nb", "question": "Hvem eier kaia?",
    "quotes": ["Kaia er av tre.", QUOTE], "cites": [2], "sentence": "Kaia eies av Sund kommune.",
}  # fmt: skip
FALSE = {**TRUE, "id": "f", "true": False, "kind": "name", "sentence": "Kaia eies av Nes kommune."}
SHIFTED = {**TRUE, "id": "s", "true": False, "kind": "shifted", "cites": [1]}


def written(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


@pytest.fixture
def cli(tmp_path: Path, no_settings: Path) -> Cli:
    return Cli(tmp_path / "data")


def test_claims_are_judged_by_the_quotes_that_they_cite(tmp_path: Path, model: Embedder) -> None:
    claims = load_claims(written(tmp_path / "c.jsonl", TRUE, FALSE, SHIFTED))
    assert [one.stopped for one in run(claims, model)] == [False, True, True]


@pytest.mark.parametrize(
    "line", ["{}", "no JSON", json.dumps({**TRUE, "cites": [3]}), json.dumps({**TRUE, "cites": 1})]
)
def test_a_bad_line_is_named_but_not_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps(TRUE) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(BadClaimsError) as caught:
        load_claims(path)
    assert (caught.value.line, str(caught.value)) == (2, f"{path}: line 2")


def test_the_table_counts_by_kind() -> None:
    def verdict(record: dict[str, object], *faults: Fault) -> Verdict:
        values = {**record, "quotes": (QUOTE,), "cites": (1,)}
        return Verdict(Claim(**values), faults, 5.0)  # type: ignore[arg-type]

    verdicts = [verdict(TRUE), verdict(FALSE, Fault.NAME), verdict(SHIFTED)]
    table = markdown("mine", verdicts)
    assert "| **false** | 2 | 1 | 0.500 (0.095–0.905) |" in table
    assert "| false: numbers, dates, names | 1 | 1 | 1.000" in table
    assert "| true: voice | 1 | 0 | 0.000" in table
    assert "p50 5.0, p95 5.0" in table
    assert QUOTE not in table
    assert "**s** shifted (shown)" in wrong(verdicts)
    assert "**f**" not in wrong(verdicts)


def test_intervals_are_wilsons() -> None:
    """Against the worked figures of Newcombe (1998), Statistics in Medicine 17, table I."""
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 20)[0] == 0.0
    assert wilson(0, 0) == (0.0, 1.0)


def test_sentences_of_the_blind_half_are_never_shown(
    tmp_path: Path,
    cli: Cli,
    loaded_once: Callable[..., Embedder],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "blind").mkdir()
    untold = {**TRUE, "sentence": "Nes kommune eier kaia."}
    written(tmp_path / "claims" / "open.jsonl", untold)
    written(tmp_path / "blind" / "claims.jsonl", {**untold, "sentence": "Vik kommune eier kaia."})
    monkeypatch.setattr(sets, "EXAMPLES", tmp_path)
    told = cli("eval", "gate", "--wrong").out
    assert "Nes kommune eier kaia." in told
    assert "Vik kommune eier kaia." not in told
    assert told.count("## gate") == 2
    named = cli("eval", "gate", "--wrong", "--claims", str(tmp_path / "blind" / "claims.jsonl")).out
    assert "Vik kommune eier kaia." not in named


def test_a_file_without_claims_is_told(tmp_path: Path, cli: Cli) -> None:
    path = written(tmp_path / "c.jsonl", {})
    result = cli("eval", "gate", "--claims", str(path))
    assert "linje 1" in result.err


def test_the_open_claims_are_whole() -> None:
    claims = load_claims(sets.file_of("open"))
    assert len({one.id for one in claims}) == len(claims) > 150
    assert {one.kind for one in claims if not one.true} > set(sets.EXACT)
