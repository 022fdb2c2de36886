"""Parts of sheets of measures: labelled lines, fact boxes, the names of items."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ingest.extract import stated
from ingest.extract.columns import topic_fields, topic_of
from ingest.extract.labelled import Labelled, labelled, values_of
from ingest.extract.measure_names import named, number_of_kind
from ingest.extract.spans import Span
from plansvar.documents.types import Block, Document
from plansvar.register.claims import Value

_DIVIDES = re.compile(r"\W*(?:på|for|i|innen|innan|med|gjennom|within|in|on)\s", re.IGNORECASE)
# A longer item of several sentences is named by its first.
_LONGEST_NAME = 60


def leads_other_list(text: str) -> bool:
    """Whether a line leads a list of something else in; "På kort sikt:" only divides one."""
    return text.endswith(":") and not _DIVIDES.match(text)


def first_sentence(name: Span) -> Span:
    """What an item says first, where it goes on to explain it."""
    sentences = list(name.sentences()) if len(name) > _LONGEST_NAME else []
    first = sentences[0].strip(" .") if len(sentences) > 1 else name
    return first if len(first.text.split()) > 1 else name


def labels_of(span: Span) -> list[Labelled]:
    """The labels of a line that tell of a measure, without those that name it."""
    names = {"title", "number", "subtitle", "subnumber", "year", "other", "comment"}
    return [each for each in labelled(span, "measures") if each.field not in names]


def values_of_labels(labels: Iterable[Labelled]) -> Iterator[Value]:
    """The values of labels; of several who lead (an owner, a manager) the first one counts."""
    seen: set[str] = set()
    for each in labels:
        said = each.said
        if each.field == "leads" and "leads" in seen:
            continue
        seen.add(each.field)
        sentence = next(iter(said.sentences()), None)
        if each.field in {"leads", "partners"} and sentence:
            said = sentence
        yield from values_of(each.field, said.strip(". ") if each.field != "funding" else said)


def box_of(
    document: Document, block: Block, name_of: Callable[[Span], list[Value] | None]
) -> tuple[list[Value], list[Value] | None]:
    """The values of a table of labels, and the measure's name where a row gives it."""
    values: list[Value] = []
    name: list[Value] | None = None
    titles = set(topic_of("measures").key)
    for row in block.rows:
        cells = [Span(document.text, start, end).strip() for start, end in row.cells]
        if len(cells) not in {1, 2}:
            return [], None
        if len(cells) == 1 or not cells[1].text or cells[0].text == cells[1].text:
            name = name or name_of(cells[0])
            continue
        label, said = cells
        (found,) = topic_fields("measures", [label.text.rstrip(":")])
        if found in titles and said.text and name is None:
            code = stated.code_at(said)
            name = named(stated.behind_code(said, code) if code else said, code)
        elif found and said.text:
            values.extend(new_values(values, list(values_of(found, said))))
        elif name is None and (code := number_of_kind(label)):
            name = named(said, code)
    return values, name


def new_values(known: Iterable[Value], values: Sequence[Value]) -> Iterator[Value]:
    """What is said for the first time; parties add up within a line, not over lines."""
    said = {value.field for value in known}
    return (value for value in values if value.field not in said)
