"""Open the database: one function, which also brings its tables up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.exc import DatabaseError as SqlDatabaseError

from plansvar.disk import full
from plansvar.errors import DatabaseError

# The newest migration. A test compares it with what Alembic finds, so that opening a database that
# is up to date needs no Alembic (0.2 s of imports).
SCHEMA_REVISION = "0013"
_MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str) -> Engine:
    """Connect and migrate.

    Args:
        url: SQLAlchemy address; SQLite files get WAL mode and ``synchronous=FULL``, so that neither
            a kill nor a power cut loses a commit.

    Raises:
        DatabaseError: ``database.unreachable``, ``database.damaged`` or ``database.newer``.
    """
    try:
        engine = create_engine(url)
    except (ArgumentError, ImportError) as error:
        raise DatabaseError("database.bad_url", reason=str(error)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "handle_error", _tell_full_disk)
    try:
        revision = _revision(engine)
        if revision != SCHEMA_REVISION:
            _migrate(engine, revision)
    except OperationalError as error:
        raise DatabaseError("database.unreachable", where=_where(engine)) from error
    except SqlDatabaseError as error:
        raise DatabaseError("database.damaged", where=_where(engine)) from error
    return engine


def _configure_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI has no type
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _tell_full_disk(context: ExceptionContext) -> None:
    """A transaction that finds no room is rolled back: nothing is lost, and it can be said why."""
    if "disk is full" in str(context.original_exception):
        file = str(context.engine.url.database) if context.engine else ""
        raise full(Path(file).parent)


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine, revision: str | None) -> None:
    from alembic import command  # noqa: PLC0415 - only where there is something to migrate
    from alembic.config import Config  # noqa: PLC0415 - slow, and seldom needed
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseError("database.newer", where=_where(engine), revision=revision)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _where(engine: Engine) -> str:
    return make_url(str(engine.url)).render_as_string(hide_password=True)
