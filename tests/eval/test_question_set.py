"""How a question set is read and an answer is judged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.question_set import Expected, judge, load_questions, run, summary
from plansvar.answers import Answer, AnswerSentence, Citation, Mode, SentenceKind
from plansvar.documents.stored import Coverage, DocumentInfo
from plansvar.documents.types import Authority, DocumentType

OWNER = Expected(
    id="nb-01",
    question="Hvem eier moloen?",
    language="nb",
    kind="who",
    facts=("Kystverket", r"fra \d{4}"),
    short="kystverket",
    document="plan.pdf",
)
PRICE = replace(OWNER, id="nn-01", language="nn", facts=(), short=None, document=None)
DOCUMENT = DocumentInfo(
    id="d",
    version_id="v",
    source="files",
    path="/planer/plan.pdf",
    groups=("public",),
    title="Plan",
    type=DocumentType.PLAN,
    authority=Authority.ADOPTED,
    date=None,
    date_precision=None,
    date_found_in=None,
    language="nb",
    page_count=1,
)


def says(*texts: str, short: str | None = None, path: str = "/planer/plan.pdf") -> Answer:
    document = replace(DOCUMENT, path=path)
    return Answer(
        question="Hvem eier moloen?",
        language="nb",
        mode=Mode.EXTRACTIVE,
        abstained=not texts,
        sentences=tuple(
            AnswerSentence(text, SentenceKind.QUOTE, (number,))
            for number, text in enumerate(texts, start=1)
        ),
        citations=tuple(
            Citation(number, document, 1, (), text, 0, len(text))
            for number, text in enumerate(texts, start=1)
        ),
        coverage=Coverage(1, 1, None),
        short_answer=short,
    )


@pytest.mark.parametrize(
    ("texts", "right"),
    [
        (("Kystverket eier den fra 2030.",), True),
        (("KYSTVERKET eier den.", "Det er slik fra 2030."), True),
        # Every fact is needed, wherever it stands; a long answer is judged whole.
        (("Kystverket eier den.",), False),
        (("x" * 5000, "Kystverket eier den fra 2030."), True),
        (("Kommunen eier den fra 2030.",), False),
        ((), False),
    ],
)
def test_right(texts: tuple[str, ...], right: bool) -> None:
    assert judge(OWNER, says(*texts)).right is right


def test_where_there_is_no_answer_only_abstaining_is_right() -> None:
    assert judge(PRICE, says()).right
    assert not judge(PRICE, says("Moloen koster 3 millioner.")).right
    assert not PRICE.answerable
    assert OWNER.answerable


@pytest.mark.parametrize(
    ("answer", "short", "document"),
    [
        (says("Kystverket", short="Kystverket"), True, True),
        (says("Kystverket", short="Kommunen"), False, True),
        (says("Kystverket", path="/planer/gammel/plan.pdf"), False, True),
        (says("Kystverket", path="/planer/annen plan.pdf"), False, False),
        (says(), None, None),
    ],
)
def test_short_answer_and_document(
    answer: Answer, short: bool | None, document: bool | None
) -> None:
    judged = judge(OWNER, answer)
    assert (judged.short, judged.document) == (short, document)


def test_nothing_is_said_of_what_is_not_expected() -> None:
    judged = judge(replace(OWNER, short=None, document=None), says("Kystverket", short="Kommunen"))
    assert (judged.short, judged.document) == (None, None)


def test_summary() -> None:
    answers = {
        "a": says("Kystverket, fra 2030", short="Kystverket"),
        "b": says("Kommunen", short="Kommunen", path="/planer/nyhet.txt"),
        "c": says(),
        "d": says(),
        "e": says("Den koster 3 millioner."),
    }
    questions = [
        *(replace(OWNER, question=name) for name in "abc"),
        *(replace(PRICE, question=name) for name in "de"),
    ]
    judged = run(questions, answers.__getitem__)
    assert [one.expected.question for one in judged] == list("abcde")
    assert summary(judged) == {
        "all": "2/5",
        "nb": "1/3",
        "nn": "1/2",
        "answerable": "1/3",
        "unanswerable": "1/2",
        "abstained wrongly": "1/3",
        "short answer": "1/2",
        "expected document cited": "1/2",
    }


def test_load(tmp_path: Path) -> None:
    whole = {
        "id": "nb-01",
        "question": "Hvem eier moloen?",
        "language": "nb",
        "kind": "who",
        "expected": ["Kystverket", "fra \\d{4}"],
        "short": "kystverket",
        "document": "plan.pdf",
        "page": 3,
    }
    bare = {"id": "nn-01", "question": "Kva kostar han?", "language": "nn", "kind": "who"}
    lines = [whole, {**bare, "expected": []}]
    path = tmp_path / "spørsmål.jsonl"
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines)
    path.write_text(text, encoding="utf-8")
    assert load_questions(path) == [OWNER, replace(PRICE, question="Kva kostar han?")]
