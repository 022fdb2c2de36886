"""docs/answer.md, the JSON Schema and the code agree on the JSON of an answer."""

import copy
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from plansvar.answer_json import answer_json
from plansvar.answers import (
    SCHEMA_VERSION,
    Answer,
    AnswerSentence,
    Citation,
    Mode,
    SentenceKind,
)
from plansvar.documents.stored import Coverage, DocumentInfo
from plansvar.documents.types import Authority, DatePrecision, DocumentType
from plansvar.language.detect import LANGUAGES

PAGE = (Path(__file__).parents[2] / "docs" / "answer.md").read_text("utf-8")
SCHEMA: dict[str, Any] = json.loads(
    resources.files("plansvar").joinpath("schemas/answer.schema.json").read_text("utf-8")
)
EXAMPLES = [json.loads(block) for block in re.findall(r"(?ms)^```json\n(.*?)^```", PAGE)]


def _check(value: object, part: str | None = None) -> None:
    schema = {**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{part}"}]} if part else SCHEMA
    Draft202012Validator(schema).validate(value)


def _answer() -> Answer:
    document = DocumentInfo(
        id="d",
        version_id="v",
        source="files",
        path="/planer/plan.pdf",
        groups=("public",),
        title="Næringsplan",
        type=DocumentType.PLAN,
        authority=Authority.ADOPTED,
        date="2022-12",
        date_precision=DatePrecision.MONTH,
        date_found_in="text",
        language="nb",
        page_count=8,
    )
    quote = "Kommunen eier tiltaket."
    return Answer(
        question="Hvem eier tiltaket?",
        language="nb",
        mode=Mode.EXTRACTIVE,
        abstained=False,
        sentences=(
            AnswerSentence("Under «Tiltak» står det 1 punkter:", SentenceKind.FRAMING),
            AnswerSentence(quote, SentenceKind.QUOTE, (1,), bullet=True),
        ),
        citations=(Citation(1, document, 3, ("Tiltak",), quote, 10, 33),),
        coverage=Coverage(documents=1, undated=0, latest="2022-12"),
        short_answer="Kommunen",
        timings_ms={"embed": 1.5},
    )


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_what_the_code_makes_is_valid() -> None:
    value = json.loads(json.dumps(answer_json(_answer())))
    _check(value)
    _check(value, "answer")
    _check({"id": 7, **value}, "batch_line")
    with pytest.raises(ValidationError):
        _check(value, "batch_line")
    with pytest.raises(ValidationError):
        _check({"id": 7, **value}, "answer")


def test_the_examples_in_the_documents_are_valid() -> None:
    assert len(EXAMPLES) == 3
    for example in EXAMPLES:
        _check(example)
        for citation in example.get("citations", ()):
            assert len(citation["quote"]) == citation["end"] - citation["start"]
    assert [example.get("abstained") for example in EXAMPLES] == [False, True, None]


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every field of an answer, except what stands in objects with free names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            if key not in {"timings_ms", "applied_filters"}:
                yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _places(inner, (*path, number))


def _parent(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path[:-1]:
        value = value[key]
    return value


PLACES = list(_places(answer_json(_answer())))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_no_field_may_be_missing_or_of_another_type(path: tuple[str | int, ...]) -> None:
    for broken in ("missing", "other type", "beside"):
        value = copy.deepcopy(answer_json(_answer()))
        parent = _parent(value, path)
        if broken == "missing":
            del parent[path[-1]]
        elif broken == "other type":
            parent[path[-1]] = {"no": ["such"]} if path[-1] != "applied_filters" else {"no": 1}
        else:
            parent["unknown"] = None
        if broken == "beside" and path[-1] in {"timings_ms", "applied_filters"}:
            continue
        with pytest.raises(ValidationError):
            _check(value)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("language", "no"),
        ("mode", "guessed"),
        ("schema_version", SCHEMA_VERSION + 1),
        ("as_of", "12. mai 2020"),
        ("abstained", True),
    ],
)
def test_values_outside_the_contract_are_refused(field: str, wrong: object) -> None:
    with pytest.raises(ValidationError):
        _check({**answer_json(_answer()), field: wrong})


def test_a_quote_without_a_citation_is_refused() -> None:
    value = answer_json(_answer())
    value["sentences"][1]["citations"] = []
    with pytest.raises(ValidationError):
        _check(value)


def test_a_date_has_a_precision_and_no_date_has_none() -> None:
    value = answer_json(_answer())
    value["citations"][0]["document"]["date"] = None
    with pytest.raises(ValidationError):
        _check(value)
    value["citations"][0]["document"]["date_precision"] = None
    _check(value)


def test_enumerations_are_those_of_the_code() -> None:
    parts = SCHEMA["$defs"]
    fields, document = parts["answer_fields"]["properties"], parts["document"]["properties"]
    assert fields["schema_version"]["const"] == SCHEMA_VERSION
    assert fields["language"]["enum"] == list(LANGUAGES)
    assert fields["mode"]["enum"] == [mode.value for mode in Mode]
    assert parts["sentence"]["properties"]["kind"]["enum"] == [kind.value for kind in SentenceKind]
    assert document["type"]["enum"] == [kind.value for kind in DocumentType]
    assert document["authority"]["enum"] == [authority.value for authority in Authority]
    precisions = [precision.value for precision in DatePrecision]
    assert document["date_precision"]["enum"] == [*precisions, None]


def _schema_fields(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                yield from value
            yield from _schema_fields(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _schema_fields(value)


def test_every_field_and_value_of_the_schema_is_documented() -> None:
    for name in set(_schema_fields(SCHEMA)):
        assert f"`{name}`" in PAGE or f'"{name}":' in PAGE, name
    tables = re.findall(r"(?m)^\| (`.+?`) \|", PAGE)
    documented = {name for cell in tables for name in re.findall(r"`(\w+)`", cell)}
    for part in ("answer_fields", "sentence", "citation", "document"):
        assert set(SCHEMA["$defs"][part]["properties"]) <= documented, part
    for kinds in (DocumentType, Authority, Mode, SentenceKind):
        for kind in kinds:
            assert f"`{kind.value}`" in PAGE
