"""Promises about the repository as a whole."""

from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import plansvar
from plansvar.database.engine import SCHEMA_REVISION, open_database
from plansvar.database.models import Base

REPOSITORY = Path(plansvar.__file__).parents[1]
PACKAGES = ("plansvar", "ingest", "assistant", "api", "bots", "eval", "cli")
MOST_LINES = 350


@pytest.mark.parametrize("package", PACKAGES)
def test_nobody_else_ships_a_package_of_our_name(package: str) -> None:
    """Names as plain as "cli" are taken by others too; whichever came first on the path won."""
    assert set(packages_distributions().get(package, [])) <= {"plansvar"}


def test_all_our_packages_are_named_here() -> None:
    """And the metadata of other distributions, which the test above looks at, can be read."""
    ours = {path.parent.name for path in REPOSITORY.glob("*/__init__.py")}
    assert set(PACKAGES) <= ours
    assert ours - set(PACKAGES) <= {"tests", "examples"}
    assert packages_distributions()["alembic"] == ["alembic"]


def test_source_files_are_short_enough_to_read() -> None:
    lengths = {
        str(path.relative_to(REPOSITORY)): len(path.read_text(encoding="utf-8").splitlines())
        for package in PACKAGES
        for path in (REPOSITORY / package).rglob("*.py")
    }
    assert len(lengths) > 50
    assert {path: length for path, length in lengths.items() if length >= MOST_LINES} == {}


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(REPOSITORY / "plansvar/database/migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_REVISION]


def test_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
