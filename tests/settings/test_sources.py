"""Which files a configured source takes, and what is refused in its settings."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from plansvar.errors import SettingsError
from plansvar.settings import load
from plansvar.sources import FolderSource, WebPages


def source(include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> FolderSource:
    return FolderSource(path=Path("planer"), include=include, exclude=exclude)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.pdf", "plan.pdf", True),
        ("*.pdf", "2024/PLAN.PDF", True),
        ("*.pdf", "plan.docx", False),
        ("2024/*", "2024/plan.pdf", True),
        ("2024/*", "2024/mars/plan.pdf", True),
        ("2024/*", "arkiv/2024/plan.pdf", False),
        ("arkiv", "arkiv/2019/plan.pdf", True),
        ("arkiv/", "2019/arkiv/plan.pdf", True),
        ("arkiv", "arkivet/plan.pdf", False),
        ("arkiv/2019", "arkiv/2019/mars/plan.pdf", True),
        ("utkast*", "2024/Utkast 2.docx", True),
        ("møte?.txt", "møte1.txt", True),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    assert source(include=(pattern,)).takes(PurePath(path)) is matches
    assert source(exclude=(pattern,)).takes(PurePath(path)) is not matches


def test_what_is_excluded_stays_out() -> None:
    chosen = source(include=("*.pdf",), exclude=("arkiv",))
    assert chosen.takes(PurePath("plan.pdf"))
    assert not chosen.takes(PurePath("arkiv/plan.pdf"))
    assert source().takes(PurePath("hva som helst"))


@pytest.mark.parametrize(
    "wrong", ['include = ["/planer/*"]', 'exclude = [""]', "mappe = 1", 'type = "roman"', ""]
)
def test_wrong_settings(no_settings: Path, wrong: str) -> None:
    path = "" if not wrong else 'path = "planer"\n'
    (no_settings / "plansvar.toml").write_text(
        f"[sources.planer]\n{path}{wrong}\n", encoding="utf-8"
    )
    with pytest.raises(SettingsError, match="settings"):
        load()


def test_settings(no_settings: Path) -> None:
    (no_settings / "plansvar.toml").write_text(
        '[sources.planer]\npath = "planer"\ngroups = ["public"]\ntype = "plan"\n', encoding="utf-8"
    )
    [(name, found)] = load().sources.items()
    assert (name, found.path, found.groups) == ("planer", Path("planer"), ("public",))


WEB = """\
[sources.nyheter]
urls = ["https://sund.example/planer"]
sitemaps = ["https://sund.example/sitemap.xml"]
feeds = ["https://sund.example/feed"]
include = ["/nyheter/*"]
type = "news"
"""


def test_settings_of_web_pages(no_settings: Path) -> None:
    (no_settings / "plansvar.toml").write_text(WEB, encoding="utf-8")
    found = load().sources["nyheter"]
    assert isinstance(found, WebPages)
    assert found.feeds == ("https://sund.example/feed",)
    assert (found.include, found.groups, found.max_pages) == (("/nyheter/*",), None, 1_000)


@pytest.mark.parametrize(
    ("wrong", "code", "key"),
    [
        ('path = "planer"\nurls = ["https://sund.example/"]', "source_kind", "sources.x"),
        ('type = "plan"', "source_kind", "sources.x"),
        ("feeds = []", "source_kind", "sources.x"),
        ('urls = ["https://sund.example/"]\nmappe = 1', "unknown_key", "sources.x.mappe"),
        ('urls = ["https://sund.example/"]\ntype = "roman"', "bad_value", "sources.x.type"),
        ('urls = ["https://sund.example/"]\nexclude = [""]', "bad_value", "sources.x"),
        ('path = "planer"\nmax_pages = 3', "unknown_key", "sources.x.max_pages"),
    ],
)
def test_wrong_settings_are_named(no_settings: Path, wrong: str, code: str, key: str) -> None:
    """By the name that the user gave, without those that our models have."""
    (no_settings / "plansvar.toml").write_text(f"[sources.x]\n{wrong}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load()
    assert (caught.value.code, caught.value.params["key"]) == (f"settings.{code}", key)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ('pth = "planer"', "pth"),
        ('url = ["https://sund.example/"]', "url"),
        ('path = "planer"\nincldue = ["a"]', "incldue"),
        ('path = "planer"\nfeeds = ["https://sund.example/"]\ngroup = ["a"]', "group"),
    ],
)
def test_an_unknown_key_is_named(no_settings: Path, written: str, key: str) -> None:
    (no_settings / "plansvar.toml").write_text(f"[sources.planer]\n{written}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load()
    assert error.value.code == "settings.unknown_key"
    assert error.value.params == {"key": f"sources.planer.{key}"}
