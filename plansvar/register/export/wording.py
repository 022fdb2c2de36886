"""Facts in words: what kinds, fields and values are called, in each language."""

from __future__ import annotations

from collections.abc import Sequence

from plansvar.documents.stored import DocumentInfo
from plansvar.language.detect import LANGUAGES, Language
from plansvar.messages.catalogue import catalogue_keys, date_text, message
from plansvar.register.facts import Entry, Fact, Ground, GroundKind
from plansvar.register.kinds import FIELDS, FactKind, FieldType, field_of, key_field

_CODED = frozenset({"level", "outcome", "kind", "unanimous"})


def kind_text(kind: FactKind, language: Language) -> str:
    """The heading over facts of a kind: "Tiltak"."""
    return message(f"register.facts.{kind.value}", language)


def field_text(kind: FactKind, field: str, language: Language) -> str:
    """What a field is called; the one that names a fact is called after its kind."""
    if field == key_field(kind):
        return message(f"register.fact.{kind.value}", language)
    return message(f"register.field.{field}", language)


def value_text(kind: FactKind, field: str, entry: Entry, language: Language) -> str:
    """A value as people read it: dates and codes in words, anything else as it is written."""
    type_ = field_of(kind, field).type
    if entry.normal is None:
        return entry.text
    if type_ is FieldType.CODE:
        key = f"register.code.{field}.{entry.normal}"
        return catalogue_keys(language).get(key, entry.text)
    if type_ is FieldType.DATE:
        return when_text(entry.normal, language)
    if type_ is FieldType.PERIOD:
        return period_text(entry.normal, language)
    return entry.text


def period_text(value: str, language: Language) -> str:
    """A period, ``start/end``, each an ISO date cut to what is known: "2023–2026"."""
    ends = [when_text(part, language) if part else "" for part in value.split("/")]
    if len(ends) == 2 and ends[0] == ends[1]:
        return ends[0]
    # Only years stand close to the dash: "2023–2026", but "mai 2023 – juni 2024".
    short = all(end.isdigit() or not end for end in ends)
    return ("–" if short else " – ").join(ends)


def when_text(value: str | None, language: Language) -> str:
    """A date in words; "undated" where none is known. What is no ISO date stays as it is."""
    if not value:
        return message("register.ground.undated", language)
    try:
        return date_text(value, language)
    except (ValueError, IndexError):
        return value


def ground_text(ground: Ground, language: Language) -> str:
    """Why a value holds: "endret i «Protokoll …» (16. november 2023)"."""
    date = ground.date or (ground.document.date if ground.document else None)
    return message(
        f"register.ground.{ground.kind.value}",
        language,
        title=ground.document.title if ground.document else "",
        date=when_text(date, language),
        by=ground.by or "",
    )


def source_text(document: DocumentInfo, page: int | None, language: Language) -> str:
    """Where something stands: title, date and page."""
    return pages_text(document, () if page is None else (page,), language)


def pages_text(document: DocumentInfo, pages: Sequence[int], language: Language) -> str:
    """Title, date and pages of a document."""
    parts = [document.title, when_text(document.date, language)]
    if pages:
        parts.append(message("cli.page", language, page=", ".join(map(str, pages))))
    return " · ".join(parts)


def mark_texts(fact: Fact, language: Language) -> tuple[str, ...]:
    """What a reader must know beside the values: doubt, disagreement, a confirmation."""
    marks = []
    if not fact.known:
        marks.append(message("register.mark.uncertain", language))
    if fact.conflicts:
        fields = ", ".join(
            field_text(fact.kind, one.field, language).lower() for one in fact.conflicts
        )
        marks.append(f"{message('register.mark.conflict', language)}: {fields}")
    if fact.confirmed is not None:
        marks.append(_confirmation(fact.confirmed, language))
    return tuple(marks)


def _confirmation(ground: Ground, language: Language) -> str:
    words = ground_text(ground, language)
    return words[0].upper() + words[1:]


def by_people(entry: Entry) -> bool:
    """Whether a value rests on a person's word rather than on a document."""
    people = {GroundKind.CONFIRMED, GroundKind.CORRECTED}
    return bool(entry.grounds) and entry.grounds[0].kind in people


def code_of(field: str, words: str) -> str:
    """The code that is meant by a word for it in any language; other words stay as they are."""
    if field not in _CODED:
        return words
    wanted = words.strip().casefold()
    prefix = f"register.code.{field}."
    for language in LANGUAGES:
        for key, text in catalogue_keys(language).items():
            if key.startswith(prefix) and wanted == text.casefold():
                return key.removeprefix(prefix)
    return words


def field_named(kind: FactKind, words: str) -> str:
    """The field that is meant by its name, or by what it is called in any language.

    What names no field is given back as it is.
    """
    wanted = words.strip().casefold()
    for field in FIELDS[kind]:
        called = {field_text(kind, field.name, language).casefold() for language in LANGUAGES}
        if wanted == field.name or wanted in called:
            return field.name
    return words
