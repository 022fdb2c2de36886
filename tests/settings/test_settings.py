from pathlib import Path

import pytest
from pydantic import ValidationError

from plansvar.access import ANONYMOUS
from plansvar.environment import peek_language
from plansvar.errors import AccessError, SettingsError
from plansvar.messages.catalogue import error_message
from plansvar.settings import Settings, load

pytestmark = pytest.mark.usefixtures("no_settings")


def toml(text: str) -> None:
    Path("plansvar.toml").write_text(text, encoding="utf-8")


def test_defaults() -> None:
    settings = load()
    assert settings.data == Path(".plansvar")
    assert settings.language == "nb"
    assert settings.default_groups == ("internal",)
    assert settings.index.url is None
    assert 0 <= settings.answer.threshold <= 1


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PLANSVAR_DATA": "/srv/plansvar",
        "PLANSVAR_LANGUAGE": "nn",
        "PLANSVAR_USERS": '{"kari": ["styret"]}',
        "PLANSVAR_EMBEDDING__BATCH_SIZE": "8",
        "PLANSVAR_ANSWER__THRESHOLD": "0.25",
        "PATH_OF_SOMEBODY_ELSE": "x",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert (settings.data, settings.language) == (Path("/srv/plansvar"), "nn")
    assert settings.users == {"kari": ("styret",)}
    assert (settings.embedding.batch_size, settings.answer.threshold) == (8, 0.25)


def test_file() -> None:
    toml('language = "en"\n[users]\nkari = ["styret"]\n[index]\nurl = "http://q:6333"\n')
    settings = load()
    assert settings.language == "en"
    assert settings.users == {"kari": ("styret",)}
    assert settings.index.url == "http://q:6333"
    # What the file doesn't say is as it was.
    assert settings.index.collection == "plansvar"


def test_arguments_beat_the_environment_and_that_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    toml('language = "en"\ndata = "fra-fil"\nlock_timeout = 1.0\n[answer]\npassages = 3\n')
    monkeypatch.setenv("PLANSVAR_LANGUAGE", "nn")
    monkeypatch.setenv("PLANSVAR_DATA", "fra-miljo")
    monkeypatch.setenv("PLANSVAR_SEARCH__CANDIDATES", "7")
    settings = load(data=Path("fra-kall"), language=None)
    assert settings.data == Path("fra-kall")
    assert settings.language == "nn"
    assert settings.lock_timeout == 1.0
    assert (settings.answer.passages, settings.search.candidates) == (3, 7)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("sprak = 'nb'", "sprak"),
        ("[embedding]\nmodell = 'x'", "embedding.modell"),
        ("[index]\nport = 1", "index.port"),
    ],
)
def test_an_unknown_key_is_refused(text: str, key: str) -> None:
    toml(text)
    with pytest.raises(SettingsError, match=r"settings\.unknown_key") as error:
        load()
    assert error.value.params == {"key": key}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("PLANSVAR_LANGAUGE", "PLANSVAR_LANGAUGE"),
        ("PLANSVAR_INDEKS__URL", "PLANSVAR_INDEKS__URL"),
        ("PLANSVAR_INDEX__URI", "index.uri"),
    ],
)
def test_an_unknown_variable_is_refused(
    name: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(SettingsError, match=r"settings\.unknown_key") as error:
        load()
    assert error.value.params == {"key": key}


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("PLANSVAR_LANGUAGE", "se", "language"),
        ("PLANSVAR_LOCK_TIMEOUT", "-1", "lock_timeout"),
        ("PLANSVAR_EMBEDDING__DTYPE", "int8", "embedding.dtype"),
        ("PLANSVAR_ANSWER__THRESHOLD", "1.5", "answer.threshold"),
        ("PLANSVAR_SEARCH__CANDIDATES", "mange", "search.candidates"),
        ("PLANSVAR_USERS", "kari", "PLANSVAR_…"),
    ],
)
def test_a_bad_value_names_its_setting(
    name: str, value: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=r"settings\.bad_value") as error:
        load()
    assert error.value.params["key"] == key
    assert key in error_message(error.value, "nb")


@pytest.mark.parametrize("data", [b"language = ", b"language = 'n\xf8'", b"[users\n"])
def test_a_file_that_is_no_toml(data: bytes) -> None:
    Path("plansvar.toml").write_bytes(data)
    with pytest.raises(SettingsError, match=r"settings\.bad_file"):
        load()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANSVAR_INDEX__API_KEY", "hemmelig-1")
    monkeypatch.setenv("PLANSVAR_DATABASE_URL", "postgresql://kari:hemmelig-2@vert/db")
    settings = load()
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert "hemmelig" not in shown
    assert settings.index.api_key is not None
    assert settings.index.api_key.get_secret_value() == "hemmelig-1"


def test_a_bad_secret_is_not_shown_either() -> None:
    toml("database_url = ['hemmelig']")
    with pytest.raises(SettingsError) as error:
        load()
    assert "hemmelig" not in error_message(error.value, "en") + str(error.value)


def test_settings_do_not_change() -> None:
    settings = load()
    with pytest.raises(ValidationError):
        settings.language = "nn"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        settings.index.url = "http://annen"  # type: ignore[misc]


def test_every_setting_is_described() -> None:
    def undescribed(model: type[object], prefix: str = "") -> list[str]:
        fields = getattr(model, "model_fields", {})
        found: list[str] = []
        for name, field in fields.items():
            if hasattr(field.annotation, "model_fields"):
                found += undescribed(field.annotation, f"{name}.")
            elif not field.description:
                found.append(prefix + name)
        return found

    assert undescribed(Settings) == []


def test_users() -> None:
    toml('local_groups = ["styret"]\n[users]\nkari = ["internal"]\n')
    settings = load()
    assert settings.find_user(None).groups == ("public", "styret")
    assert settings.find_user("local") == settings.find_user(None)
    assert settings.find_user("kari").groups == ("internal", "public")
    assert settings.find_user("anonymous") == ANONYMOUS
    with pytest.raises(AccessError, match=r"access\.unknown_user"):
        settings.find_user("ola")


@pytest.mark.parametrize(
    ("variable", "file", "language"),
    [
        (None, None, "nb"),
        ("en", 'language = "nn"', "en"),
        (None, 'language = "nn"', "nn"),
        ("tull", None, "nb"),
        (None, "language = [", "nb"),
        (None, "language = 7", "nb"),
    ],
)
def test_the_language_to_fail_in(
    variable: str | None, file: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variable is not None:
        monkeypatch.setenv("PLANSVAR_LANGUAGE", variable)
    if file is not None:
        toml(file)
    assert peek_language() == language
