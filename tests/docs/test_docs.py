"""The documents say what the program has: settings, commands, options, JSON fields, links."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import platformdirs
import pytest
from pydantic import BaseModel

from cli.main import plansvar_command
from plansvar.documents.types import DocumentType
from plansvar.environment import PREFIX
from plansvar.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "examples" / "README.md",
    *sorted(DOCS.rglob("*.md")),
]
COMMANDS = plansvar_command.list_commands(click.Context(plansvar_command))
page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def _fields(
    model: type[BaseModel], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _fields(field.annotation, (*path, name))
        else:
            yield (*path, name), field.get_default(call_default_factory=True)


FIELDS = dict(_fields(Settings))
SETTING_ROW = re.compile(
    r"^\| `(?P<key>[\w.]+)` \| `(?P<env>[A-Z_]+)` \| (?P<default>.+?) \| (?P<meaning>.+) \|$", re.M
)


def _setting_rows(text: str) -> dict[tuple[str, ...], re.Match[str]]:
    return {tuple(row["key"].split(".")): row for row in SETTING_ROW.finditer(text)}


def _shown(default: object) -> str:
    if default is None:
        return "unset"
    if default == {}:
        return "none"
    if default == Path(platformdirs.user_cache_dir("plansvar")):
        return "the user's cache folder (Linux: `~/.cache/plansvar`)"
    if isinstance(default, tuple):
        return "`[" + ", ".join(f'"{item}"' for item in default) + "]`"
    return f"`{default}`"


def test_every_setting_is_documented_and_no_other() -> None:
    rows = _setting_rows((DOCS / "settings.md").read_text("utf-8"))
    assert set(rows) == set(FIELDS)


@pytest.mark.parametrize("document", ["README.md", "docs/settings.md"])
def test_names_and_defaults_of_settings_are_right(document: str) -> None:
    rows = _setting_rows((ROOT / document).read_text("utf-8"))
    assert rows
    for path, row in rows.items():
        assert row["env"] == PREFIX + "__".join(path).upper()
        assert row["default"] == _shown(FIELDS[path])


def test_every_setting_is_described_in_the_code() -> None:
    for model in (
        Settings,
        *(field.annotation for field in Settings.model_fields.values()),
    ):
        if isinstance(model, type) and issubclass(model, BaseModel):
            for name, field in model.model_fields.items():
                nested = isinstance(field.annotation, type) and issubclass(
                    field.annotation, BaseModel
                )
                assert field.description or nested, name


# Commands


def _command(name: str) -> click.Command:
    command = plansvar_command.get_command(click.Context(plansvar_command), name)
    assert command is not None
    return command


def _below(command: click.Command) -> dict[str, click.Command]:
    """The commands of a group by name; none for a command, nor for the program itself."""
    if command is plansvar_command or not isinstance(command, click.Group):
        return {}
    context = click.Context(command)
    found = {name: command.get_command(context, name) for name in command.list_commands(context)}
    return {name: one for name, one in found.items() if one is not None}


def _options(command: click.Command) -> dict[str, click.Option]:
    """Every spelling of every option of a command, and of the commands below it."""
    below = _below(command)
    return {
        spelling: parameter
        for parameter in (*command.params, *(own for one in below.values() for own in one.params))
        if isinstance(parameter, click.Option)
        for spelling in (*parameter.opts, *parameter.secondary_opts)
    }


def _sections(text: str) -> dict[str, str]:
    return {
        section.split("\n", 1)[0].strip("# "): section for section in re.split(r"(?m)^## ", text)
    }


def test_every_command_and_option_is_documented() -> None:
    sections = _sections((DOCS / "commands.md").read_text("utf-8"))
    for name in COMMANDS:
        # A command of several has a section for each, or one for all.
        text = "".join(
            f"`{title}`\n{body}"
            for title, body in sections.items()
            if re.match(rf"`plansvar {name}\b", title)
        )
        documented = set(re.findall(r"`(--[a-z-]+)", text))
        assert set(_options(_command(name))) == documented, name
        for below in _below(_command(name)):
            assert f"plansvar {name} {below}" in text, below
    before = sections["Before the command"]
    for option in (*_options(plansvar_command), "--help"):
        assert f"`{option}" in before


def test_every_document_type_is_documented() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    assert all(f"`{kind.value}`" in text for kind in DocumentType)


def _examples(text: str) -> Iterator[list[str]]:
    for block in re.findall(r"(?ms)^```sh\n(.*?)^```", text):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["plansvar"]:
                yield words[1:]
    for inline in re.findall(r"`plansvar ([^`…]+)`", text):
        yield shlex.split(inline)


@page
def test_example_commands_exist_with_their_options(page: Path) -> None:
    for words in _examples(page.read_text("utf-8")):
        rest = list(words)
        own = _options(plansvar_command)
        while rest and rest[0].startswith("-"):
            option = rest.pop(0)
            assert option in {*own, "--help", "-h"}, words
            if option in own and not own[option].is_flag and rest:
                rest.pop(0)
        if not rest or not re.fullmatch("[a-z]+", rest[0]):
            continue
        assert rest[0] in COMMANDS, words
        below = _below(_command(rest[0]))
        assert not below or not rest[1:] or rest[1] in below, words
        known = _options(_command(rest[0]))
        for word in rest[1:]:
            assert not word.startswith("--") or word in known, words


# Make targets and links


@page
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = re.findall(r"(?m)(?:^|`)make ([a-z]+)(?=`|\s|$)", page.read_text("utf-8"))
    assert set(named) <= targets


LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def _anchors(path: Path) -> set[str]:
    """The anchors that a code host gives to the headings of a page."""
    headings = re.findall(r"(?m)^#+ (.+)$", path.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@page
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text("utf-8"))
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), link
        assert path.is_relative_to(ROOT), link
        assert not anchor or anchor in _anchors(path), link


def test_every_page_is_linked_from_another() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in LINK.findall(page.read_text("utf-8"))
    }
    assert [path for path in PAGES if path.name != "README.md" and path not in linked] == []


def test_every_dependency_has_its_line() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (DOCS / "adr" / "0001-stack.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| ([^|]+) \|", text)
    named = {name.strip().lower() for row in rows for name in re.split(r",|\(.*?\)", row)}
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    wanted = {re.split(r"[\[=<>~ ]", name)[0].lower() for name in needed}
    assert wanted <= named
    assert named - wanted <= {"", "dependency", "---"}
