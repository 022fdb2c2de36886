"""Facts as CSV, for programs: columns with the names of the fields, one fact a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from plansvar.register.export.cells import plain_cell
from plansvar.register.export.evidence import main_evidence
from plansvar.register.facts import Fact
from plansvar.register.kinds import FIELDS, FactKind, FieldType

_BETWEEN = "; "
_ABOUT = ("known", "confirmed_by", "conflicts")
_SOURCE = ("document", "document_date", "path", "page", "quote")
_NORMAL = frozenset({FieldType.DATE, FieldType.PERIOD, FieldType.CODE})


def facts_csv(
    facts: Sequence[Fact], kinds: Sequence[FactKind], shown: Callable[[str], str] = str
) -> str:
    """One table: UTF-8, commas, a line of column names, lines as RFC 4180 has them.

    Values of a list stand in one cell, with "; " between. Dates and codes are written in their
    normal form where there is one. ``shown`` makes a path as the reader may see it.
    """
    fields = list(dict.fromkeys(field.name for kind in kinds for field in FIELDS[kind]))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "fact", *fields, *_ABOUT, *_SOURCE])
    for fact in facts:
        writer.writerow([plain_cell(cell) for cell in _row(fact, fields, shown)])
    return out.getvalue()


def _row(fact: Fact, fields: Iterable[str], shown: Callable[[str], str]) -> Iterator[str]:
    yield fact.id
    yield fact.kind.value
    types = {field.name: field.type for field in FIELDS[fact.kind]}
    for name in fields:
        entries = fact.fields.get(name, ())
        as_normal = types.get(name) in _NORMAL
        yield _BETWEEN.join((one.normal or one.text) if as_normal else one.text for one in entries)
    yield "true" if fact.known else "false"
    yield (fact.confirmed.by or "") if fact.confirmed else ""
    yield _BETWEEN.join(one.field for one in fact.conflicts)
    piece = main_evidence(fact)
    if piece is None:
        yield from [""] * len(_SOURCE)
        return
    yield piece.document.title
    yield piece.document.date or ""
    yield shown(piece.document.path)
    yield "" if piece.page is None else str(piece.page)
    yield piece.quote
