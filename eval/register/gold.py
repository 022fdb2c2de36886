"""The gold register as facts; the format is in ``examples/FORMAT.md``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.register.types import Change, Fact, Quote, Said, values_of
from plansvar.language.dates import find_dates
from plansvar.register.kinds import FIELDS, FactKind, Field, FieldType

# The number before a name: "2.1 Sirkulær havn", but not "30 farms have new owners".
_NUMBER = re.compile(
    r"^\s*(?:tiltak|mål|measure|goal)?\s*(\d+(?:\.\d+)+[a-z]?|\d+(?=[.):]))[.):]?\s+",
    re.IGNORECASE,
)
# "8/25 punkt 1–2" is a case and a point of it.
_POINT = re.compile(r"(?P<case>.*\S)\s+(?:punkt|point)\s+(?P<point>\d.*)", re.IGNORECASE)
_ISO = re.compile(r"\d{4}(-\d{2}){0,2}")
# A note tells of a conflict where it uses one of these words, or names another document.
_CONFLICT = re.compile(
    r"\b(?:contradict\w*|conflict\w*|wrong|error|feil|motstrid\w*|avvik\w*|differs?)\b|"
    r"\.(?:pdf|docx|pptx|xlsx|html|txt|md|eml)\b[^.]*\bhas\b",
    re.IGNORECASE,
)


def load(folder: Path) -> tuple[Fact, ...]:
    """All facts of a folder's ``*.jsonl`` files; ``covered.jsonl`` isn't one of them.

    Raises:
        OSError: the folder can't be read.
        ValueError: a line isn't in the format; the message names the file and the line.
    """
    records = []
    for path in sorted(folder.glob("*.jsonl")):
        if path.name == "covered.jsonl":
            continue
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, start=1):
            if line.strip():
                records.append(_record(line, f"{path.name}:{number}"))
    names = {one["id"]: _called(one) for one in records}
    return tuple(fact(one, names) for one in records)


def _record(line: str, place: str) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(line)
        FactKind(record["type"])
        str(record["id"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{place}: no gold fact ({error})") from error
    return record


def fact(record: Mapping[str, Any], names: Mapping[str, str]) -> Fact:
    """One line as a fact. ``names`` gives the name of each fact, for fields that hold its id."""
    kind = FactKind(record["type"])
    values = {
        field.name: tuple(_said(one, field, names) for one in _listed(record.get(field.name)))
        for field in FIELDS[kind]
    }
    if "number" in values and not values["number"] and (found := _NUMBER.match(_name(record))):
        values["number"] = (Said(found[1]),)
    if cases := values.get("case_number"):
        values |= _case(cases[0].text)
    history = record.get("history") or ()
    conflicts = {str(one["field"]) for one in record.get("conflicts") or ()}
    if not conflicts and _CONFLICT.search(record.get("note") or ""):
        conflicts = {""}
    return Fact(
        id=str(record["id"]),
        kind=kind,
        values=values_of(values),
        quotes=tuple(_quotes((*(record.get("evidence") or ()), *history), kind)),
        history=tuple(_changes(history, kind, names)),
        conflicts=frozenset(conflicts),
        optional=bool(record.get("optional")),
    )


def _case(text: str) -> dict[str, tuple[Said, ...]]:
    found = _POINT.fullmatch(text)
    if found is None:
        return {}
    return {"case_number": (Said(found["case"]),), "point": (Said(found["point"]),)}


def _name(record: Mapping[str, Any]) -> str:
    return str(record.get(FIELDS[FactKind(record["type"])][0].name) or "")


def _called(record: Mapping[str, Any]) -> str:
    """What another fact calls this one: a decision by its case, too."""
    case = record.get("case_number")
    return f"{_name(record)} (sak {case})" if case else _name(record)


def _listed(value: object) -> Sequence[object]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, list) else (value,)


def _said(value: object, field: Field, names: Mapping[str, str]) -> Said:
    if isinstance(value, bool):
        return Said(str(value).lower(), str(value).lower())
    text = str(value)
    if field.type is FieldType.FACT:
        return Said(names.get(text, text))
    if field.type is FieldType.CODE:
        return Said(text, text)
    if field.type is FieldType.DATE:
        return Said(text, text if _ISO.fullmatch(text) else _date(text))
    return Said(text)


def _date(text: str) -> str | None:
    found = [date for date in find_dates(text) if date.year is not None]
    return found[-1].value if found else None


def _quotes(items: Iterable[Mapping[str, Any]], kind: FactKind) -> Iterable[Quote]:
    for item in items:
        if item.get("quote") and item.get("document"):
            field = _field_name(str(item["field"]), kind)
            yield Quote(field, str(item["document"]), item.get("page"), str(item["quote"]))


def _changes(
    items: Iterable[Mapping[str, Any]], kind: FactKind, names: Mapping[str, str]
) -> Iterable[Change]:
    fields = {field.name: field for field in FIELDS[kind]}
    for item in items:
        name = _field_name(str(item["field"]), kind)
        if name not in fields:
            continue
        said = tuple(_said(one, fields[name], names) for one in _listed(item.get("value")))
        yield Change(name, said, item.get("date"), item.get("document"))


def _field_name(name: str, kind: FactKind) -> str:
    known = {field.name for field in FIELDS[kind]}
    return f"{name}s" if name not in known and f"{name}s" in known else name
