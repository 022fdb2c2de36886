"""docs/register.md, the JSON Schema and the code agree on the JSON of the register."""

import copy
import datetime as dt
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from plansvar.register.corrections import Action, Correction
from plansvar.register.export.facts_json import (
    SCHEMA_VERSION,
    corrected_json,
    history_json,
    log_json,
    one_json,
    page_json,
    review_json,
)
from plansvar.register.facts import GroundKind
from plansvar.register.kinds import FIELDS, GOAL_LEVELS, OUTCOMES, PARTY_KINDS, FactKind
from plansvar.register.queries import FactPage
from plansvar.register.review import Reason, ReviewItem
from tests.register.export.building import FACTS, MEASURE, PARTY

PAGE = (Path(__file__).parents[2] / "docs" / "register.md").read_text("utf-8")
SCHEMA: dict[str, Any] = json.loads(
    resources.files("plansvar").joinpath("schemas/register.schema.json").read_text("utf-8")
)
CORRECTION = Correction(
    id="c1",
    at=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
    by="kari",
    action=Action.CORRECT,
    claims=("a",),
    field="leads",
    before=("Vik kommune",),
    after=("Vik havn KF",),
)
VALUES = {
    "page_of_facts": page_json(FactPage(FACTS, len(FACTS)), "2025"),
    "one_fact": one_json(MEASURE, None),
    "fact_history": history_json(PARTY, [CORRECTION]),
    "corrected": corrected_json(None, CORRECTION),
    "queue": review_json([ReviewItem(MEASURE, Reason.CONFLICT, MEASURE.conflicts[0])], 1),
    "log": log_json([CORRECTION], {"c1": MEASURE.id}),
}


def _check(value: object) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(value)))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", VALUES)
def test_what_the_code_makes_is_valid(name: str) -> None:
    _check(VALUES[name])
    part = {**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{name}"}]}
    Draft202012Validator(part).validate(json.loads(json.dumps(VALUES[name])))


def test_every_kind_is_checked() -> None:
    for kind in FactKind:
        value = copy.deepcopy(one_json(MEASURE, None))
        value["fact"]["kind"] = kind.value
        if kind is FactKind.MEASURE:
            _check(value)
        else:
            with pytest.raises(ValidationError):
                _check(value)


def test_a_field_beside_the_contract_is_refused() -> None:
    for place in ((), ("fact",), ("fact", "fields"), ("fact", "fields", "leads", 0)):
        value: Any = copy.deepcopy(one_json(MEASURE, None))
        inner = value
        for key in place:
            inner = inner[key]
        inner["unknown"] = None
        with pytest.raises(ValidationError):
            _check(value)


def test_enumerations_are_those_of_the_code() -> None:
    parts = SCHEMA["$defs"]
    assert parts["fact"]["properties"]["kind"]["enum"] == [kind.value for kind in FactKind]
    assert parts["ground"]["properties"]["kind"]["enum"] == [kind.value for kind in GroundKind]
    assert parts["item"]["properties"]["reason"]["enum"] == [reason.value for reason in Reason]
    assert parts["correction"]["properties"]["action"]["enum"] == [one.value for one in Action]
    assert parts["page_of_facts"]["properties"]["schema_version"]["const"] == SCHEMA_VERSION


def test_everything_is_documented() -> None:
    names = {
        name
        for key, part in SCHEMA["$defs"].items()
        if key != "document"
        for name in part.get("properties", ())
    }
    words = [*GOAL_LEVELS, *OUTCOMES, *PARTY_KINDS]
    words += [one.value for kinds in (FactKind, GroundKind, Reason, Action) for one in kinds]
    words += [field.name for fields in FIELDS.values() for field in fields]
    for name in (*names, *words):
        assert f"`{name}`" in PAGE, name
