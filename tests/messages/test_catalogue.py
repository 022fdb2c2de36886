"""The words of the program, and that every error in the code has its words."""

import ast
import inspect
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from plansvar import errors
from plansvar.errors import IndexStateError, PlansvarError
from plansvar.language.detect import LANGUAGES, Language, detect
from plansvar.messages.catalogue import (
    catalogue_keys,
    date_text,
    error_message,
    failure_message,
    message,
)

REPOSITORY = Path(__file__).parents[2]
ERRORS = {
    name
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, PlansvarError)
}
CODE = re.compile(r"[a-z]+\.[a-z_]+")
NAMESPACES = {key.split(".")[1] for key in catalogue_keys("nb") if key.startswith("error.")}


@dataclass(frozen=True)
class Raised:
    """A place in the code that makes an error: one of these codes, with these parameters."""

    place: str
    codes: tuple[str, ...]
    params: frozenset[str]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def raised() -> list[Raised]:
    """Every ``SomeError("code", …)`` and ``IngestFailure(path, "code", {…})`` of the program."""
    found: list[Raised] = []
    for package in ("plansvar", "ingest", "assistant", "cli", "api", "bots", "eval"):
        for path in sorted((REPOSITORY / package).rglob("*.py")):
            found += _raised_in(path)
    return found


def _raised_in(path: Path) -> Iterator[Raised]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = f"{path.relative_to(REPOSITORY)}:{node.lineno}"
        if name in ERRORS and node.args:
            params = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
            yield Raised(place, _codes(node.args[0], tree), params)
        elif name == "IngestFailure" and isinstance(node.args[2], ast.Dict):
            keys = [key.value for key in node.args[2].keys if isinstance(key, ast.Constant)]
            yield Raised(place, _codes(node.args[1], tree), frozenset(map(str, keys)))


def _codes(argument: ast.expr, tree: ast.Module) -> tuple[str, ...]:
    """The codes an argument can be; for a variable, all that its module names but doesn't raise."""
    nodes = set(ast.walk(argument))
    if isinstance(argument, ast.Name):
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        nodes = set(ast.walk(tree)) - {
            call.args[0] for call in calls if call.args and getattr(call.func, "id", "") in ERRORS
        }
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    codes = {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    return tuple(sorted(code for code in codes if code.split(".")[0] in NAMESPACES))


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_catalogues_have_the_same_keys_and_placeholders(language: Language) -> None:
    bokmal, other = catalogue_keys("nb"), catalogue_keys(language)
    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in bokmal.items()
    }


def test_the_code_was_searched() -> None:
    """The search below must find what it is to judge: every kind of call, in every package."""
    found = raised()
    codes = {code for one in found for code in one.codes}
    assert {
        "read.empty",
        "read.unreadable",
        "read.encrypted",
        "index.held",
        "index.failed",
    } <= codes
    assert {"question.too_long", "batch.bad_line", "settings.bad_value"} <= codes
    assert all(one.codes for one in found), [one.place for one in found if not one.codes]
    assert len(found) > 60


def test_every_error_has_its_words_and_gives_what_they_need() -> None:
    texts = catalogue_keys("nb")
    missing = {
        (one.place, code)
        for one in raised()
        for code in one.codes
        if f"error.{code}" not in texts or not placeholders(texts[f"error.{code}"]) <= one.params
    }
    assert missing == set()


def test_no_words_for_errors_that_nobody_makes() -> None:
    codes = {code for one in raised() for code in one.codes}
    written = {
        key.removeprefix("error.") for key in catalogue_keys("nb") if key.startswith("error.")
    }
    assert written - codes == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_whole_and_in_their_language(language: Language) -> None:
    texts = catalogue_keys(language)
    for key, text in texts.items():
        assert text == text.strip() or key.startswith("answer."), key
        assert "  " not in text, key
        if key.startswith("error."):
            assert text[0].isupper(), key
            assert text.endswith((".", "}", '"', "…")), key
    prose = " ".join(text for key, text in texts.items() if key.startswith(("error.", "cli.")))
    assert detect(prose) == language


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_quotation_marks_are_those_of_the_language(language: Language) -> None:
    assert not [key for key, text in catalogue_keys(language).items() if "“" in text or "”" in text]
    assert not [key for key, text in catalogue_keys("en").items() if "«" in text or "»" in text]


def test_an_error_in_words() -> None:
    error = IndexStateError("index.held", path="/data", pid=12)
    assert error_message(error, "nb") == (
        "Datamappa /data er i bruk av et annet program (prosess 12). "
        "Vent til det er ferdig, eller avslutt det, og prøv igjen."
    )
    assert "process 12" in error_message(error, "en")
    assert failure_message("read.unsupported", {"suffix": ".png"}, "nn").startswith(
        "Formatet .png kan ikkje lesast."
    )


def test_braces_in_a_parameter_are_text() -> None:
    assert message("error.access.unknown_user", "en", name="{kari}").startswith(
        "The user “{kari}” is not configured."
    )


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("2020", ("2020", "2020", "2020")),
        ("2020-12", ("desember 2020", "desember 2020", "December 2020")),
        ("2020-12-06", ("6. desember 2020", "6. desember 2020", "6 December 2020")),
    ],
)
def test_dates_in_words(value: str, texts: tuple[str, ...]) -> None:
    assert tuple(date_text(value, language) for language in LANGUAGES) == texts
