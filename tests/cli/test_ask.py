from __future__ import annotations

import json
import textwrap
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema

from plansvar.access import user
from plansvar.database import reads
from plansvar.database.engine import open_database
from plansvar.messages.catalogue import date_text, message
from tests.cli.running import QUESTIONS, Cli

SCHEMA = resources.files("plansvar") / "schemas" / "answer.schema.json"


def test_people_see_numbered_sources(corpus: Cli, answers: dict[str, Any]) -> None:
    """The same answer as the JSON has: text with numbers, then title, date, page and quote."""
    answer = _with_a_page(answers)
    result = corpus("ask", answer["question"])
    assert (result.code, result.err) == (0, "")
    text, _, sources = result.out.partition("\nKilder:\n")
    assert text.startswith(answer["short_answer"] or answer["sentences"][0]["text"][:20])
    for sentence in answer["sentences"]:
        numbers = "".join(f" [{number}]" for number in sentence["citations"])
        assert _joined(sentence["text"] + numbers) in _joined(text)
    # The document's line, unless it is that of the source before, and below it the quote.
    expected, before = [], ""
    for citation in answer["citations"]:
        document = citation["document"]
        date = date_text(document["date"], "nb") if document["date"] else "uten dato"
        page = [] if citation["page"] is None else [f"side {citation['page']}"]
        place = " · ".join([document["title"], date, *page])
        expected += [place] if place != before else []
        quote = textwrap.shorten(citation["quote"], 240, placeholder=" …")
        expected.append(f"[{citation['number']}] «{quote}»")
        before = place
    assert _joined(sources) == _joined(" ".join(expected))


def test_json_is_the_same_answer(corpus: Cli, answers: dict[str, Any]) -> None:
    in_batch = _with_a_page(answers)
    result = corpus("ask", in_batch["question"], "--json")
    assert (result.code, result.err) == (0, "")
    assert _without_timings(result.json) == _without_timings(in_batch)
    assert set(in_batch) - set(result.json) == {"id"}


def test_answers_keep_the_contract(answers: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for answer in answers.values():
        validator.validate(answer)


def test_batch_keeps_ids_and_order(answers: dict[str, Any]) -> None:
    asked = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert [(key, answer["question"]) for key, answer in answers.items()] == [
        (question["id"], question["question"]) for question in asked
    ]


def test_answers_follow_the_language_of_the_question(answers: dict[str, Any]) -> None:
    assert {key: answer["language"] for key, answer in answers.items()} == {
        key: key[:2] for key in answers
    }


def test_every_citation_is_verbatim(corpus: Cli, answers: dict[str, Any]) -> None:
    """Each quote stands where its citation says, in the text that the database holds."""
    reader = user("leser", ())
    engine = open_database(f"sqlite:///{corpus.data / 'plansvar.db'}")
    versions = {one.id: one.version_id for one in reads.documents(engine, reader)}
    texts = {key: reads.text(engine, reader, version) for key, version in versions.items()}
    engine.dispose()
    checked = 0
    for answer in answers.values():
        quotes = {}
        for citation in answer["citations"]:
            text = texts[citation["document"]["id"]]
            assert text is not None
            assert citation["quote"]
            assert text[citation["start"] : citation["end"]] == citation["quote"]
            quotes[citation["number"]] = citation["quote"]
            checked += 1
        assert sorted(quotes) == list(range(1, len(quotes) + 1))
        for sentence in answer["sentences"]:
            cited = [quotes[number] for number in sentence["citations"]]
            assert (sentence["kind"] in {"quote", "fact"}) == bool(cited)
            assert sentence["kind"] != "quote" or sentence["text"] in cited
    assert checked >= 20


def test_abstention_names_no_source(answers: dict[str, Any]) -> None:
    abstained = [answer for answer in answers.values() if answer["abstained"]]
    assert abstained
    for answer in abstained:
        assert answer["citations"] == []
        assert answer["short_answer"] is None
        assert answer["coverage"]["documents"] == 10
        words = message("answer.not_found", answer["language"], documents="").split(" {")[0]
        assert " ".join(words.split()[:4]) in answer["answer"]


def test_batch_for_people(corpus: Cli, tmp_path: Path) -> None:
    # A line separator inside a string and a byte order mark are both allowed.
    lines = ['\ufeff{"question": "Hvem leder\u2028klyngen Blå Brim?"}', "", '{"question": " "}']
    path = tmp_path / "spørsmål.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    result = corpus("ask", "--batch", path)
    assert result.code == 2
    assert result.out.startswith("# Hvem leder\u2028klyngen Blå Brim?\n")
    assert result.err == f"3: {message('error.question.empty', 'nb')}\n"


def test_batch_goes_on_after_a_question_that_cannot_be_asked(corpus: Cli, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "a", "question": ""}\n{"question": "Hva koster en barnehageplass?"}')
    result = corpus("ask", "--batch", path, "--json")
    assert result.code == 2
    refused, answered = result.lines
    assert refused == {
        "id": "a",
        "question": "",
        "error": {
            "code": "question.empty",
            "message": message("error.question.empty", "nb"),
        },
    }
    assert answered["id"] == 2
    assert answered["schema_version"] == 5


def _with_a_page(answers: dict[str, Any]) -> dict[str, Any]:
    """An answer in bokmål with a source that has pages."""
    return next(
        answer
        for answer in answers.values()
        if answer["language"] == "nb"
        and any(citation["page"] is not None for citation in answer["citations"])
    )


def _joined(text: str) -> str:
    return " ".join(text.split())


def _without_timings(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key not in {"timings_ms", "id"}}
