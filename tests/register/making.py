"""Claims written by hand: what documents could say."""

import itertools
from collections.abc import Sequence

from plansvar.documents.about import About
from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority, DatePrecision, DocumentType
from plansvar.register.claims import Operation
from plansvar.register.consolidate import consolidate
from plansvar.register.corrections import Correction
from plansvar.register.evidence import StatedValue, StoredClaim
from plansvar.register.facts import Fact, Register
from plansvar.register.kinds import FactKind

TODAY = "2026-01-15"
_PRECISION = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}
_counter = itertools.count()


def document(
    path: str,
    date: str | None = "2023-01-01",
    authority: Authority = Authority.ADOPTED,
    type_: DocumentType | None = None,
    *,
    organisation: str | None = "Fjellheim regionråd",
    work: str | None = None,
    copy_group: str | None = None,
    groups: tuple[str, ...] = ("public",),
    title: str | None = None,
) -> DocumentInfo:
    types = {
        Authority.ADOPTED: DocumentType.PLAN,
        Authority.DRAFT: DocumentType.PLAN,
        Authority.MINUTES: DocumentType.MINUTES,
        Authority.NEWS: DocumentType.NEWS,
        Authority.APPLICATION: DocumentType.APPLICATION,
        Authority.OTHER: DocumentType.OTHER,
    }
    return DocumentInfo(
        id=f"id-{path}",
        version_id=f"version-{path}",
        source="s",
        path=path,
        groups=groups,
        title=title or path,
        type=type_ or types[authority],
        authority=authority,
        date=date,
        date_precision=_PRECISION[len(date)] if date else None,
        date_found_in="text" if date else None,
        language="nb",
        page_count=None,
        about=About(organisation=organisation),
        work=work,
        copy_group=copy_group,
    )


Raw = str | tuple[str, str] | Sequence[str]


def claim(
    of: DocumentInfo,
    kind: FactKind,
    *,
    changes: bool = False,
    effective: str | None = None,
    scope: str | None = None,
    confidence: float = 1.0,
    id_: str | None = None,
    add: Sequence[tuple[str, str]] = (),
    remove: Sequence[tuple[str, str]] = (),
    **fields: str | list[str] | None,
) -> StoredClaim:
    """A claim; dates and years are their own normal form."""
    values = [
        _value(field, text, Operation.SET)
        for field, texts in fields.items()
        if texts is not None
        for text in ([texts] if isinstance(texts, str) else texts)
    ]
    values += [_value(field, text, Operation.ADD) for field, text in add]
    values += [_value(field, text, Operation.REMOVE) for field, text in remove]
    return StoredClaim(
        id=id_ or f"{next(_counter):08d}-0000",
        document=of,
        kind=kind,
        values=tuple(values),
        extractor="test",
        confidence=confidence,
        changes=changes,
        effective=effective,
        scope=scope,
    )


def _value(field: str, text: str, operation: Operation) -> StatedValue:
    codes = {"deadline", "date", "outcome", "level", "year", "period", "amount", "kind"}
    start = next(_counter)
    return StatedValue(
        field=field,
        text=text,
        normal=text if field in codes and not text.startswith("~") else None,
        operation=operation,
        quote=text,
        start=start,
        end=start + len(text),
        page=1,
    )


def measure(of: DocumentInfo, title: str | None = None, **more: object) -> StoredClaim:
    return claim(of, FactKind.MEASURE, title=title, **more)  # type: ignore[arg-type]


def register(
    *claims: StoredClaim,
    corrections: Sequence[Correction] = (),
    as_of: str | None = None,
    today: str = TODAY,
) -> Register:
    return consolidate(claims, corrections, as_of, today)


def only(found: Register) -> Fact:
    (fact,) = found.facts
    return fact
