"""The rules for documents, questions and facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from examples.checker.corpus import INTERNAL, PAGED, Corpus
from examples.checker.problem import Problem, error, warning
from examples.checker.records import Change, Document, Evidence, Fact, Question
from examples.checker.texts import normalise

REACH = 1500
SHARED = ("kind", "groups", "answerable", "near_miss", "expected", "forbidden", "evidence")
FACT_ID = re.compile(r"[a-zæøå]+-[a-zæøå]+-\d+")


def check_ids(records: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Each id stands once; ``records`` are (file, id)."""
    seen: dict[str, str] = {}
    for file, name in records:
        if name in seen:
            yield error(f"{file}:{name}", f"the id is used before, in {seen[name]}")
        seen.setdefault(name, file)


def check_documents(corpus: Corpus, documents: Sequence[Document]) -> Iterator[Problem]:
    """documents.jsonl names each file of the corpus, with the right groups and language."""
    for name in sorted(corpus.files.keys() - {document.file for document in documents}):
        yield error(f"corpus/{name}", "not in documents.jsonl")
    for document in documents:
        where = f"documents.jsonl:{document.file}"
        for name in (document.file, *document.related):
            if name not in corpus.files:
                yield error(where, corpus.missing(name))
        groups = ["internal" if document.file.startswith(INTERNAL) else "public"]
        if document.groups != groups:
            yield error(where, f"its groups must be {groups}, as its folder says")
        source = corpus.sources.get(document.file)
        if source and not source.head.language.startswith(document.language):
            yield warning(where, f"the source says {source.head.language}")


def check_evidence(
    corpus: Corpus, where: str, evidence: Evidence, groups: Sequence[str]
) -> Iterator[Problem]:
    """A quote stands in its document, on its page, in one block, and may be read."""
    name, quote = evidence.document, f"«{evidence.quote}»"
    if name not in corpus.files:
        yield error(where, corpus.missing(name))
        return
    if name.startswith(INTERNAL) and "internal" not in groups:
        yield error(where, f"{name} is internal, but groups are {list(groups)}")
    paged = name.endswith(PAGED)
    if paged and evidence.page is None:
        yield error(where, f"evidence in {name} lacks its page")
    if not paged and evidence.page is not None:
        yield error(where, f"{name} has no pages: page must be null")
    pages = corpus.pages(name, evidence.quote)
    if not pages:
        yield error(where, f"not in one block of {name}: {quote}")
    elif paged and evidence.page is not None and evidence.page not in pages:
        found = ", ".join(map(str, dict.fromkeys(pages)))
        yield error(where, f"on page {found} of {name}, not on {evidence.page}: {quote}")
    elif not corpus.in_one_text(name, evidence.quote):
        yield error(where, f"over more than one paragraph or cell of {name}: {quote}")


def check_question(corpus: Corpus, where: str, question: Question) -> Iterator[Problem]:
    """Evidence and patterns of a question are right, and fit each other."""
    for evidence in question.evidence:
        yield from check_evidence(corpus, where, evidence, question.groups)
    quotes = [normalise(evidence.quote) for evidence in question.evidence]
    near = [corpus.around(e.document, normalise(e.quote), REACH) for e in question.evidence]
    for pattern in (*question.expected, *question.forbidden):
        try:
            regex = re.compile(pattern, re.IGNORECASE)
        except re.error as fault:
            yield error(where, f"no regular expression: {pattern} ({fault})")
            continue
        if pattern in question.forbidden:
            if any(map(regex.search, quotes)):
                yield warning(where, f"a forbidden pattern matches the evidence: {pattern}")
            continue
        if not any(map(regex.search, (*quotes, *near))):
            yield warning(where, f"matches neither the quotes nor the text near them: {pattern}")
        if not regex.search(normalise(question.answer)):
            yield warning(where, f"doesn't match the answer: {pattern}")


def check_pairs(questions: Iterable[tuple[str, Question]]) -> Iterator[Problem]:
    """A pair is one question in bokmål and one in nynorsk, and all else is the same."""
    pairs: dict[str, list[tuple[str, Question]]] = defaultdict(list)
    for file, question in questions:
        if question.pair:
            pairs[question.pair].append((file, question))
    for name, members in pairs.items():
        where = f"{members[0][0]}:{name}"
        languages = sorted(question.language for _, question in members)
        if languages != ["nb", "nn"]:
            yield error(where, f"a pair is one nb and one nn, not {', '.join(languages)}")
            continue
        first, second = (question for _, question in members)
        for field in SHARED:
            if getattr(first, field) != getattr(second, field):
                yield error(where, f"{field} differs between {first.id} and {second.id}")


def check_fact(corpus: Corpus, where: str, fact: Fact) -> Iterator[Problem]:
    """Evidence and history of a fact are right."""
    known = type(fact).model_fields.keys() - Fact.model_fields.keys()
    for evidence in (*fact.evidence, *fact.history):
        yield from check_evidence(corpus, where, evidence, ["public", "internal"])
        if evidence.field not in known and f"{evidence.field}s" not in known:
            yield error(where, f"{type(fact).__name__} has no field {evidence.field}")
    internal = all(evidence.document.startswith(INTERNAL) for evidence in fact.evidence)
    if fact.groups != ["internal" if internal else "public"]:
        yield error(where, f"groups are {fact.groups}, which the evidence doesn't bear out")
    by_field: dict[str, list[Change]] = defaultdict(list)
    for change in fact.history:
        by_field[change.field].append(change)
    for field, changes in by_field.items():
        dates = [change.date for change in changes if change.date]
        if dates != sorted(dates):
            yield warning(where, f"the history of {field} isn't oldest first")
        value = getattr(fact, field, getattr(fact, f"{field}s", None))
        last = changes[-1].value
        if last != value and not (isinstance(value, list) and last in value):
            yield warning(where, f"the history of {field} doesn't end with its value {value!r}")


def check_links(facts: Sequence[tuple[str, Fact]]) -> Iterator[Problem]:
    """What looks like the id of a fact is one."""
    ids = {fact.id for _, fact in facts}
    for file, fact in facts:
        for field in ("parent", "goal", "replaces", "answered_by"):
            value = getattr(fact, field, None)
            for name in value if isinstance(value, list) else [value]:
                if name and FACT_ID.fullmatch(name) and name not in ids:
                    yield error(f"{file}:{fact.id}", f"{field}: no fact {name}")
