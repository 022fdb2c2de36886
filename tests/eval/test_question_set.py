"""How a question set is read and an answer is judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.question_set import Evidence, Question, judge, load_questions, run, summary
from plansvar.answers import Answer, AnswerSentence, Citation, Mode, SentenceKind
from plansvar.documents.stored import Coverage
from tests.assistant.making import DOCUMENT

OWNER = Question(
    id="a-nb-01",
    pair=None,
    language="nb",
    kind="owner",
    question="Hvem eier moloen?",
    groups=("public",),
    answerable=True,
    near_miss=False,
    answer="Kystverket, fra 2030.",
    expected=("Kystverket", r"fra \d{4}"),
    forbidden=("fra 2031",),
    evidence=(Evidence(document="plan.pdf", page=1, quote="Kystverket overtar fra 2030."),),
)
PRICE = OWNER.model_copy(
    update={
        "id": "a-nn-01",
        "language": "nn",
        "kind": "fact",
        "answerable": False,
        "near_miss": True,
        "expected": (),
        "evidence": (),
    }
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
        (("Kystverket eier den fra 2030.", "Nei, fra 2031."), False),
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
    ("answer", "short", "cited"),
    [
        (says("Kystverket", short="Kystverket"), True, True),
        (says("Kystverket", short="Kommunen"), False, True),
        (says("Kystverket", path="/planer/gammel/plan.pdf"), None, True),
        (says("Kystverket", path="/planer/annen plan.pdf"), None, False),
        (says(), None, None),
    ],
)
def test_short_answer_and_source(answer: Answer, short: bool | None, cited: bool | None) -> None:
    judged = judge(OWNER, answer)
    assert (judged.short, judged.cited) == (short, cited)


def test_the_page_has_to_be_right_where_there_are_pages() -> None:
    second = OWNER.evidence[0].model_copy(update={"page": 2})
    unpaged = OWNER.evidence[0].model_copy(update={"page": None})
    for evidence, right in ((second, False), (unpaged, True)):
        question = OWNER.model_copy(update={"evidence": (evidence,)})
        assert judge(question, says("Kystverket")).cited is right


def test_part_of_the_facts() -> None:
    assert judge(OWNER, says("Kystverket eier den.")).facts == 0.5
    assert judge(OWNER, says()).facts == 0
    assert judge(PRICE, says()).facts == 1


def test_summary() -> None:
    answers = {
        "a": says("Kystverket, fra 2030", short="Kystverket"),
        "b": says("Kystverket", short="Kommunen", path="/planer/nyhet.txt"),
        "c": says(),
        "d": says(),
        "e": says("Den koster 3 millioner."),
    }
    questions = [
        *(OWNER.model_copy(update={"question": name}) for name in "abc"),
        *(PRICE.model_copy(update={"question": name}) for name in "de"),
    ]
    judged = list(run(questions, lambda one: answers[one.question]))
    assert [one.question.question for one in judged] == list("abcde")
    assert summary(judged) == {
        "all": "2/5",
        "nb": "1/3",
        "nn": "1/2",
        "answerable": "1/3",
        "- owner": "1/3",
        "some of it right": "2/3",
        "abstained wrongly": "1/3",
        "unanswerable: abstained": "1/2",
        "- near misses": "1/2",
        "short answer": "1/2",
        "right source cited": "1/2",
    }


def test_load(tmp_path: Path) -> None:
    for name, question in (("b", PRICE), ("a", OWNER)):
        line = question.model_dump_json() + "\n"
        (tmp_path / f"{name}.jsonl").write_text(line, encoding="utf-8")
    assert load_questions(tmp_path) == [OWNER, PRICE]
    assert load_questions(tmp_path / "b.jsonl") == [PRICE]
    (tmp_path / "b.jsonl").write_text('{"id": "b", "pris": 3}', encoding="utf-8")
    with pytest.raises(ValueError, match="pris"):
        load_questions(tmp_path)
