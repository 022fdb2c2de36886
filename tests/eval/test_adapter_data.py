"""What the adapter of the embedding model learns from."""

from __future__ import annotations

import json
from pathlib import Path

from eval.adapter.data import documents, made_up, made_up_sections, norquad, norquad_passages
from eval.norquad import is_training


def test_each_question_comes_with_its_unit_and_with_its_section() -> None:
    units, sections = list(made_up()), list(made_up_sections())
    assert len(units) >= len(sections) > 1000
    of_question: dict[str, list[str]] = {}
    for section in sections:
        of_question.setdefault(section.question, []).append(section.answer)
    for unit in units:
        told = unit.answer.partition("\n")[2]
        assert any(told in answer for answer in of_question[unit.question])
    for one in (*units, *sections):
        assert one.answer not in one.others


def test_unanswered_questions_have_no_right_text() -> None:
    asked = [one for document in documents() for one in document.asked]
    assert any(one.right == () for one in asked)
    for document in documents():
        assert len(document.texts) == len(document.units)
        for one in document.asked:
            assert set(one.right) <= set(range(len(document.units)))


def test_the_training_part_with_sentences_and_with_passages(tmp_path: Path) -> None:
    names = [name for name in (f"wiki-{number}" for number in range(60)) if is_training(name)][:2]
    first, second = "Elva heter Å. Den er kort.", "Broen ble bygd i 1911. Den står ennå."
    passages, questions = [], []
    for name in (*names, next(f"wiki-{n}" for n in range(600) if not is_training(f"wiki-{n}"))):
        starts = (0, len(first) + 2)
        for number, (start, text) in enumerate(zip(starts, (first, second), strict=True)):
            key = f"{name}#{number}"
            passages.append({"_id": key, "context_id": name, "start": start, "text": text})
        start = starts[1] + second.index("1911")
        questions.append(
            {
                "id": name,
                "question": "Når kom broen?",
                "passage_id": f"{name}#1",
                "context_start": start,
                "context_end": start + 4,
            }
        )
    for file, records in (("passage_corpus", passages), ("dev_qa", questions)):
        lines = "\n".join(map(json.dumps, records))
        (tmp_path / f"{file}.jsonl").write_text(lines, encoding="utf-8")
    sentences, whole = list(norquad(tmp_path)), list(norquad_passages(tmp_path))
    assert len(sentences) == len(whole) == len(names) == 2
    assert {one.answer for one in sentences} == {"Broen ble bygd i 1911."}
    assert "Den står ennå." in sentences[0].others
    assert {(one.answer, one.others) for one in whole} == {(second, (first,))}
