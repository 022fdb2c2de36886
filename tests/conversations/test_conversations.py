"""Conversations over real stores: kept for their asker, withdrawn with their sources, deleted."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from assistant.pipeline import ask, search
from assistant.retrieval import retrieve
from assistant.scoping import limited
from assistant.understanding import understand
from eval.question_set import Question
from ingest.pipeline import ingest
from ingest.sync import sync
from plansvar import local
from plansvar.access import ANONYMOUS, User, user
from plansvar.answers import Answer, Mode
from plansvar.asking import NEW, AskOptions, Scope
from plansvar.conversations.types import MAX_COMMENT_CHARACTERS, Verdict
from plansvar.database.models import TurnRow
from plansvar.documents.types import DocumentType
from plansvar.errors import AccessError, NotFoundError, QuestionError
from plansvar.local import LocalService, Pipelines
from plansvar.service import IngestRequest
from plansvar.settings import Settings
from tests.conftest import HashingEmbedder, share_word_list

KARI = user("kari", ("internal",))
OLA = user("ola", ())
PLAN = """\
# Kystplan for Sundet 2023–2030

Vedtatt av Sundet kommunestyre 10. januar 2023

## Tiltak

| Nr. | Tiltak | Ansvarlig | Samarbeidspartner | Frist |
| --- | --- | --- | --- | --- |
| 1.1 | Fyrlykta på Neset | Sundet kommune | Kystlaget | 30.06.2026 |
| 1.2 | Felles mottak for treavfall | Trevirke AS | Sundet kommune | 31.12.2027 |
"""
MINUTES = """\
# Protokoll fra styremøte 2. mai 2024

Til stede: Eline Tarholt og Ingrid Solvang.

## Sak 4/24 Kafeen på kaia

Styret drøftet kafeen på kaia. Kafeen på kaia skal drives av Sundet Kystlag fra 1. juni 2024.
"""
SECRET = """\
# Internt handlingsprogram 2025

| Nr. | Tiltak | Ansvarlig | Frist |
| --- | --- | --- | --- |
| 9.9 | Hemmelig bru til Skjæret | Sundet kommune | 01.03.2029 |
"""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two public documents and an internal one, read in once."""
    folder = tmp_path_factory.mktemp("samtaler")
    files = folder / "files"
    files.mkdir()
    for name, text in (("plan", PLAN), ("protokoll-2024-05-02", MINUTES), ("notat", SECRET)):
        (files / f"{name}.md").write_text(text, encoding="utf-8")
    share_word_list(folder / "cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "load_embedder", lambda *_, **__: HashingEmbedder())
        service = _service(folder)
        names = (files / "plan.md", files / "protokoll-2024-05-02.md")
        service.ingest(IngestRequest(names, ("public",)))
        service.ingest(IngestRequest((files / "notat.md",), ("internal",)))
        service.close()
    return folder


def _service(folder: Path, keep_days: int = 365) -> LocalService:
    settings = Settings.model_validate(
        {
            "data": folder / "data",
            "cache": folder / "cache",
            "lock_timeout": 0.05,
            "conversations": {"keep_days": keep_days},
        }
    )
    return LocalService(settings, Pipelines(ingest, sync, ask, search))


@pytest.fixture
def office(
    shelf: Path, no_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LocalService]:
    """A service on a copy of that folder, to be changed."""
    monkeypatch.setattr(local, "load_embedder", lambda *_, **__: HashingEmbedder())
    shutil.copytree(shelf / "data", no_settings / "data")
    (no_settings / "cache").symlink_to(shelf / "cache")
    service = _service(no_settings)
    yield service
    service.close()


def talk(office: LocalService, who: User, *questions: str) -> list[Answer]:
    """The answers of one conversation."""
    answers: list[Answer] = []
    for question in questions:
        id_ = answers[-1].conversation if answers else NEW
        answers.append(office.ask(question, who, AskOptions(conversation=id_)))
    return answers


def test_a_conversation_is_kept_and_shown_again_as_it_was(office: LocalService) -> None:
    first, second = talk(office, KARI, "Hvem har ansvaret for Fyrlykta?", "og når er fristen?")
    assert first.short_answer == "Sundet kommune"
    assert second.asked == "og når er fristen?"
    assert second.question == "Når er fristen for Fyrlykta?"
    assert second.notices[0] == "Spørsmålet er lest som: Når er fristen for Fyrlykta?"
    assert "30.06.2026" in second.text
    (info,) = office.conversations(KARI)
    assert (info.id, info.title, info.turns) == (
        first.conversation,
        "Hvem har ansvaret for Fyrlykta?",
        2,
    )
    turns = office.conversation(info.id, KARI).turns
    assert [one.asked for one in turns] == ["Hvem har ansvaret for Fyrlykta?", "og når er fristen?"]
    assert [one.answer["answer"] for one in turns] == [first.text, second.text]
    assert [one.withdrawn for one in turns] == [0, 0]
    assert turns[0].versions["model"] == "hashing-1"
    assert turns[0].versions["readings"]


def test_without_a_conversation_nothing_is_kept(office: LocalService) -> None:
    answer = office.ask("Hvem har ansvaret for Fyrlykta?", KARI)
    assert (answer.conversation, answer.turn) == (None, None)
    assert office.conversations(KARI) == []


def test_nobody_else_sees_a_conversation(office: LocalService) -> None:
    (answer,) = talk(office, KARI, "Hvem har ansvaret for Fyrlykta?")
    id_, turn = answer.conversation or "", answer.turn or ""
    assert office.conversations(OLA) == []
    for forbidden in (
        lambda: office.conversation(id_, OLA),
        lambda: office.delete_conversation(id_, OLA),
        lambda: office.ask("og når er fristen?", OLA, AskOptions(conversation=id_)),
    ):
        with pytest.raises(NotFoundError, match=r"conversation\.unknown"):
            forbidden()
    with pytest.raises(NotFoundError, match=r"conversation\.no_turn"):
        office.feedback(turn, Verdict.WRONG, OLA)
    assert len(office.conversation(id_, KARI).turns) == 1


def test_who_is_nobody_has_no_conversations(office: LocalService) -> None:
    with pytest.raises(AccessError, match=r"conversation\.nobody"):
        talk(office, ANONYMOUS, "Hvem har ansvaret for Fyrlykta?")


def test_what_is_withdrawn_is_blanked_and_said(office: LocalService) -> None:
    open_, secret, after = talk(
        office,
        KARI,
        "Hva har Sundet kommune ansvar for?",
        "Når er fristen for Hemmelig bru til Skjæret?",
        "og hvem har ansvaret?",
    )
    assert "Hemmelig bru" in open_.text
    assert "2029" in secret.text
    assert "Hemmelig bru" in after.question
    now_public = user("kari", ())
    turns = office.conversation(open_.conversation or "", now_public).turns
    shown = json.dumps([one.answer for one in turns], ensure_ascii=False)
    # What she wrote herself stays.
    assert turns[1].asked == "Når er fristen for Hemmelig bru til Skjæret?"
    own = shown.replace(turns[1].asked, "")
    assert "Hemmelig" not in own
    assert "2029" not in own
    assert all(one.withdrawn for one in turns)
    assert "ikke lenger tilgjengelig" in turns[1].answer["notices"][0]
    # Of the list, what stands in the plan is still shown; follow-ups know of nothing else.
    assert "Fyrlykta" in turns[0].answer["answer"]
    again = office.ask(
        "når er fristen for det?", now_public, AskOptions(conversation=open_.conversation)
    )
    assert "2029" not in again.text
    assert office.conversation(open_.conversation or "", KARI).turns[1].withdrawn == 0


def test_a_removed_document_is_withdrawn(office: LocalService) -> None:
    (answer,) = talk(office, KARI, "Hvem har ansvaret for Hemmelig bru?")
    (secret,) = [one for one in office.documents(KARI) if "notat" in one.path]
    office.remove([secret.id], KARI)
    (turn,) = office.conversation(answer.conversation or "", KARI).turns
    assert turn.withdrawn == 1
    assert turn.answer["citations"][0]["quote"] == ""


def test_a_user_deletes_a_conversation_with_all_of_it(office: LocalService) -> None:
    first = talk(office, KARI, "Hvem har ansvaret for Fyrlykta?", "og når er fristen?")[-1]
    (other,) = talk(office, KARI, "Hvem har ansvaret for treavfall?")
    office.feedback(first.turn or "", Verdict.HELPFUL, KARI)
    office.delete_conversation(first.conversation or "", KARI)
    assert [one.id for one in office.conversations(KARI)] == [other.conversation]
    assert office.feedback_export(KARI).questions == ()
    with pytest.raises(NotFoundError):
        office.delete_conversation(first.conversation or "", KARI)


def test_what_is_old_is_purged_when_the_data_is_opened(
    office: LocalService, no_settings: Path
) -> None:
    old, new = talk(office, KARI, "Hvem har ansvaret for Fyrlykta?", "og når er fristen?")
    (gone,) = talk(office, KARI, "Hvem har ansvaret for treavfall?")
    engine = office.stores.engine
    with engine.begin() as connection:
        then = dt.datetime.now(dt.UTC) - dt.timedelta(days=40)
        for turn in (old.turn, gone.turn):
            connection.execute(update(TurnRow).where(TurnRow.id == turn).values(at=then))
    assert len(office.conversations(KARI)) == 2
    office.close()
    again = _service(no_settings, keep_days=30)
    (info,) = again.conversations(KARI)
    assert (info.id, info.turns) == (new.conversation, 1)
    assert [one.id for one in again.conversation(info.id, KARI).turns] == [new.turn]
    again.close()


def test_feedback_becomes_questions_to_measure_with(office: LocalService) -> None:
    good, better, bad = talk(
        office,
        OLA,
        "Hvem har ansvaret for Fyrlykta?",
        "og når er fristen?",
        "Hvem skal drive kafeen på kaia?",
    )
    office.feedback(good.turn or "", Verdict.WRONG, OLA)
    office.feedback(good.turn or "", Verdict.HELPFUL, OLA, "stemmer")
    office.feedback(better.turn or "", Verdict.HELPFUL, OLA)
    office.feedback(bad.turn or "", Verdict.WRONG, OLA, "Det er kystlaget sin nabo.")
    found = office.feedback_export(KARI)
    lines = [json.dumps(one, ensure_ascii=False) for one in found.questions]
    questions = {one.question: one for one in map(Question.model_validate_json, lines)}
    assert found.left_out == 0
    assert '"ola"' not in "".join(lines)
    helpful = questions["Hvem har ansvaret for Fyrlykta?"]
    assert (helpful.expected, helpful.answer) == (("Sundet\\ kommune",), "stemmer")
    assert helpful.evidence[0].document == "plan.md"
    follow_up = questions["og når er fristen?"]
    assert (follow_up.kind, follow_up.history) == ("conversation", (good.question,))
    wrong = questions["Hvem skal drive kafeen på kaia?"]
    assert (wrong.expected, wrong.answer) == ((), "Det er kystlaget sin nabo.")


def test_feedback_on_what_the_exporter_may_not_read_is_left_out(office: LocalService) -> None:
    (answer,) = talk(office, KARI, "Hvem har ansvaret for Fyrlykta?")
    office.feedback(answer.turn or "", Verdict.HELPFUL, KARI)
    found = office.feedback_export(OLA)
    assert (found.questions, found.left_out) == ((), 1)
    with pytest.raises(QuestionError, match=r"conversation\.long_comment"):
        office.feedback(answer.turn or "", Verdict.WRONG, KARI, "x" * (MAX_COMMENT_CHARACTERS + 1))


def test_a_chosen_source_is_never_left(office: LocalService) -> None:
    minutes = Scope(types=(DocumentType.MINUTES,))
    answer = office.ask("Hvem har ansvaret for Fyrlykta?", KARI, AskOptions(minutes))
    assert answer.abstained
    assert answer.applied_filters == {"type": ["minutes"]}
    assert "Søkt i møtereferater." in answer.notices
    assert answer.coverage.documents == 1
    stores = limited(minutes, None, KARI, office.stores, "nb").stores
    question = understand("Hvem har ansvaret for kafeen på kaia?")
    vector = HashingEmbedder().embed_queries([question.text])[0]
    found = list(retrieve(question, vector, KARI, stores))
    assert {one.chunk.document.type for one in found} == {DocumentType.MINUTES}
    assert len(list(retrieve(question, vector, KARI, office.stores))) > len(found)
    titled = AskOptions(Scope(documents=("plan.md",)))
    answer = office.ask("Hvem har ansvaret for Fyrlykta?", KARI, titled)
    assert answer.short_answer == "Sundet kommune"
    assert answer.mode is Mode.REGISTER
    for hidden in ("notat.md", "finnes ikke", ""):
        with pytest.raises(QuestionError, match=r"scope\.no_document"):
            office.ask("Hva?", OLA, AskOptions(Scope(documents=(hidden,))))
    with pytest.raises(QuestionError, match=r"scope\.bad_date"):
        office.ask("Hva?", OLA, AskOptions(as_of="i går"))


def test_sources_that_do_not_exist_or_do_not_have_it(office: LocalService) -> None:
    answer = office.ask("Hvem skal drive kafeen på kaia ifølge årsrapporten?", KARI)
    assert answer.notices[:2] == (
        "Søkt i rapporter.",
        "Det er ingen slike dokumenter blant dem du har tilgang til.",
    )
    early = office.ask("Hvem har ansvaret for Fyrlykta?", KARI, AskOptions(as_of="2022"))
    assert early.abstained
    assert early.as_of == "2022"
    assert "Søkt i dokumenter til og med 2022." in early.notices
