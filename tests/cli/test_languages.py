"""Messages are in the language of the settings, answers in that of the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansvar.language.detect import LANGUAGES, Language
from plansvar.messages.catalogue import message
from tests.cli.running import Cli

ASKED: dict[Language, str] = {
    "nb": "Hvem leder klyngen Blå Brim?",
    "nn": "Kven leier klynga Blå Brim?",
    "en": "Who leads the Blå Brim cluster?",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages(corpus: Cli, language: Language) -> None:
    assert message("cli.status.documents", language) in corpus("status", language=language).out
    error = corpus.fails("ask", "Hva?", "--as", "ola", language=language)
    assert error == message("error.access.unknown_user", language, name="ola")


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_from_the_settings(
    corpus: Cli, settings: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    expected = message("error.question.empty", language)
    monkeypatch.setenv("PLANSVAR_LANGUAGE", language)
    assert corpus.fails("ask", "") == expected
    monkeypatch.delenv("PLANSVAR_LANGUAGE")
    (settings / "plansvar.toml").write_text(f'language = "{language}"\n', encoding="utf-8")
    assert corpus.fails("ask", "") == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_around_the_quotes(corpus: Cli, language: Language) -> None:
    result = corpus("ask", ASKED[language])
    assert result.code == 0
    assert "[1]" in result.out
    assert f"\n{message('cli.sources', language)}:\n" in result.out
