"""All settings, in one frozen object: the only reader of environment and ``plansvar.toml``.

Order of precedence: arguments, environment (``PLANSVAR_…``), ``plansvar.toml`` in the working
folder, defaults. Unknown keys are refused.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal, Self

import platformdirs
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from plansvar.access import INTERNAL, PUBLIC, User, find_user, user
from plansvar.drafts.settings import DraftSettings, OverviewSettings
from plansvar.environment import CONFIG_FILE, PREFIX
from plansvar.errors import SettingsError
from plansvar.language.detect import Language
from plansvar.search_settings import AnswerSettings, SearchSettings
from plansvar.serving import ApiSettings
from plansvar.slack_settings import SlackSettings
from plansvar.sources import WRONG_KIND, AnySource, unknown_key

LOCAL_USER = "local"


class EmbeddingSettings(BaseModel):
    """Which model turns text into vectors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field("default", description="default, published, a model's id or a folder")
    query_prefix: str | None = Field(None, description="put before questions; unset: the model's")
    passage_prefix: str | None = Field(None, description="put before passages; unset: the model's")
    dtype: Literal["auto", "float32", "bfloat16"] = Field(
        "auto", description="number format; auto: the faster one on this processor"
    )
    batch_size: int = Field(32, ge=1, le=1024, description="texts per model call")


class IndexSettings(BaseModel):
    """Which engine holds the vectors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str | None = Field(None, description="address of a Qdrant server; unset: embedded")
    api_key: SecretStr | None = Field(None, description="key of the Qdrant server")
    collection: str = Field("plansvar", description="collection on the Qdrant server")


class IngestSettings(BaseModel):
    """What a file may cost that is read in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workers: int | None = Field(
        None, ge=1, le=64, description="files read at the same time; unset: one per processor"
    )
    seconds: float = Field(30.0, gt=0, description="time for one file")
    max_memory_bytes: int = Field(
        1_073_741_824, ge=134_217_728, description="address space for one file (Linux)"
    )
    max_unzipped_bytes: int = Field(
        200_000_000, ge=1, description="what a zipped file may unpack to"
    )
    max_zip_entries: int = Field(2_000, ge=1, description="files inside a zipped file")
    max_zip_ratio: int = Field(100, ge=1, description="unpacked size over packed size")
    max_pages: int = Field(2_000, ge=1, description="pages or slides of one file")
    max_characters: int = Field(5_000_000, ge=1, description="characters of text in one file")
    office_program: str | None = Field(
        None, description="the LibreOffice program, for doc, ppt and xls; unset: the one found"
    )
    office_seconds: float = Field(120.0, gt=0, description="time for one doc, ppt or xls")
    office_max_memory_bytes: int = Field(
        3_221_225_472, ge=536_870_912, description="address space for one doc, ppt or xls (Linux)"
    )


class WebSettings(BaseModel):
    """How web pages are fetched. What may be reached is no setting: public addresses only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: str | None = Field(
        None,
        pattern=r"^[!-'*-~]{1,200}$",
        description="web or e-mail address that the sites are told, to reach whoever fetches",
    )
    delay: float = Field(1.0, ge=0, le=60, description="seconds between two pages of one site")


class ConversationSettings(BaseModel):
    """How long conversations are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_days: int = Field(
        365, ge=1, le=36500, description="days after which questions and answers are deleted"
    )


class OcrSettings(BaseModel):
    """How scanned pages are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(True, description="read scanned pages with Tesseract, where it is there")
    languages: tuple[str, ...] = Field(
        ("nor", "eng"),
        min_length=1,
        description="Tesseract's names of the languages; the first one must be installed",
    )
    program: str | None = Field(None, description="the Tesseract program; unset: the one found")
    seconds: float = Field(30.0, gt=0, description="time for one page, counted as for a file")
    max_memory_bytes: int = Field(1024**3, ge=1, description="memory for one page")

    @field_validator("languages")
    @classmethod
    def _are_names(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[A-Za-z][\w/]*", language) for language in languages):
            raise ValueError('names such as "nor" are needed')
        return languages


class LlmSettings(BaseModel):
    """Which language model is used, and what it is shown. Without a kind: none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["openai", "anthropic"] | None = Field(
        None, description="openai: any OpenAI-compatible endpoint; unset: no language model"
    )
    base_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s/]",
        description="address of the endpoint; unset: the vendor's own",
    )
    model: str | None = Field(
        None, min_length=1, description="the model's name, as the endpoint has it"
    )
    api_key: SecretStr | None = Field(None, description="key of the endpoint")
    temperature: float | None = Field(
        None,
        ge=0,
        le=2,
        description="0: always the likeliest word (openai only); unset: the endpoint's own",
    )
    max_output_tokens: int = Field(4096, ge=64, description="longest answer, in the model's tokens")
    seconds: float = Field(60.0, gt=0, le=3600, description="time for one answer")
    retries: int = Field(
        3, ge=0, le=10, description="further tries when the endpoint is busy, slow or failing"
    )
    extract: bool = Field(
        False, description="send documents that are read in to the model, which looks for facts"
    )
    extract_groups: tuple[str, ...] = Field(
        (PUBLIC,), description="only documents that one of these groups may read are sent"
    )
    answer: bool = Field(
        False, description="let the model word answers, which are checked against their quotes"
    )
    answer_groups: tuple[str, ...] = Field(
        (PUBLIC,), description="only quotes of documents that one of these groups may read are sent"
    )
    answer_seconds: float = Field(
        20.0, gt=0, le=600, description="time for wording one answer, further tries included"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind and not self.model:
            raise ValueError("llm.model is needed where llm.kind is set")
        if self.extract and not self.kind:
            raise ValueError("llm.kind is needed where llm.extract is set")
        if self.answer and not self.kind:
            raise ValueError("llm.kind is needed where llm.answer is set")
        return self


class Settings(BaseSettings):
    """Plansvar's settings. Every field can be set as ``PLANSVAR_<NAME>`` or in plansvar.toml."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        toml_file=CONFIG_FILE,
        frozen=True,
        extra="forbid",
    )

    data: Path = Field(Path(".plansvar"), description="folder of the database and the index")
    cache: Path = Field(
        Path(platformdirs.user_cache_dir("plansvar")), description="folder of built models"
    )
    language: Language = Field("nb", description="language of messages: nb, nn or en")
    database_url: SecretStr | None = Field(
        None, description="SQLAlchemy address; unset: SQLite in the data folder"
    )
    default_groups: tuple[str, ...] = Field(
        (INTERNAL,), description="who may read what is ingested without --groups"
    )
    local_groups: tuple[str, ...] = Field(
        (PUBLIC, INTERNAL), description="groups of the person at this machine (no --as)"
    )
    users: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="users for --as, and their groups"
    )
    server: str | None = Field(
        None, description="address of a server to ask instead of opening the data folder"
    )
    server_key: SecretStr | None = Field(None, description="API key for that server")
    lock_timeout: float = Field(
        5.0, ge=0, description="seconds to wait for another program that holds the data folder"
    )
    sources: dict[str, AnySource] = Field(
        default_factory=dict, description="folders and web pages that plansvar sync reads, by name"
    )
    max_file_bytes: int = Field(50_000_000, ge=1, description="larger files are not read")
    ingest: IngestSettings = IngestSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    index: IndexSettings = IndexSettings()
    search: SearchSettings = SearchSettings()
    answer: AnswerSettings = AnswerSettings()
    conversations: ConversationSettings = ConversationSettings()
    draft: DraftSettings = DraftSettings()
    overview: OverviewSettings = OverviewSettings()
    ocr: OcrSettings = OcrSettings()
    web: WebSettings = WebSettings()
    llm: LlmSettings = LlmSettings()
    api: ApiSettings = ApiSettings()
    slack: SlackSettings = SlackSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then environment, then the file. No .env, no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def find_user(self, name: str | None) -> User:
        """The user called ``name``; without a name, the person at this machine.

        Raises:
            AccessError: ``access.unknown_user``.
        """
        if name is None or name == LOCAL_USER:
            return user(LOCAL_USER, self.local_groups)
        return find_user(name, self.users)


def load(**overrides: Any) -> Settings:  # noqa: ANN401 - any field of Settings
    """Read the settings; ``overrides`` win over everything.

    Raises:
        SettingsError: a wrong value, an unknown key or an unreadable ``plansvar.toml``.
    """
    _refuse_unknown_environment()
    try:
        return Settings(**{key: value for key, value in overrides.items() if value is not None})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError("settings.bad_file", path=CONFIG_FILE, reason=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = _key(first["loc"])
        if first["type"] == "extra_forbidden":
            raise SettingsError("settings.unknown_key", key=key) from error
        if first["type"] == WRONG_KIND:
            if unknown := unknown_key(first["input"]):  # as "pth", which is why it is no folder
                raise SettingsError("settings.unknown_key", key=f"{key}.{unknown}") from error
            raise SettingsError("settings.source_kind", key=key) from error
        raise SettingsError("settings.bad_value", key=key, reason=first["msg"]) from error
    except ValueError as error:
        # pydantic-settings reports an environment value that is no JSON this way.
        raise SettingsError("settings.bad_value", key=PREFIX + "…", reason=str(error)) from error


def _key(place: tuple[int | str, ...]) -> str:
    """The key that a user wrote, of the place that pydantic names."""
    if place[:1] == ("sources",):  # the third part names one of our models
        place = place[:2] + place[3:]
    return ".".join(map(str, place))


def _refuse_unknown_environment() -> None:
    """Refuse a misspelt variable, which pydantic-settings would silently ignore."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in os.environ:
        if name.startswith(PREFIX) and name.split("__")[0].upper() not in known:
            raise SettingsError("settings.unknown_key", key=name)
