import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text

import plansvar.database
from plansvar.access import ANONYMOUS
from plansvar.database import engine as engine_module
from plansvar.database import parts, reads, writes
from plansvar.database.engine import SCHEMA_REVISION, open_database
from plansvar.documents.about import About
from plansvar.errors import DatabaseError
from tests.keeping import KeptTables

MIGRATIONS = Path(plansvar.database.__file__).parent / "migrations"


@pytest.fixture(autouse=True, scope="module")
def migrations(kept: KeptTables) -> Iterator[None]:
    """The migrations themselves are what is tested here: nothing is copied."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_module, "_migrate", kept.real)
        yield


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def pragma(engine: Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def test_a_new_database_is_safe_and_up_to_date(tmp_path: Path) -> None:
    engine = open_database(url(tmp_path / "a.db"))
    # 2 is FULL: neither a kill nor a power cut loses a commit.
    assert [pragma(engine, name) for name in ("journal_mode", "synchronous", "foreign_keys")] == [
        "wal",
        2,
        1,
    ]
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert revision == SCHEMA_REVISION
    engine.dispose()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_database(url(tmp_path / "a.db")).dispose()
    before = (tmp_path / "a.db").read_bytes()
    open_database(url(tmp_path / "a.db")).dispose()
    assert (tmp_path / "a.db").read_bytes() == before


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    open_database(url(tmp_path / "a.db")).dispose()
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(DatabaseError, match=r"database\.newer") as error:
        open_database(url(tmp_path / "a.db"))
    assert error.value.params["revision"] == "9999"


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"dette er ingen database" * 100)
    with pytest.raises(DatabaseError, match=r"database\.damaged"):
        open_database(url(tmp_path / "a.db"))


def test_a_place_where_no_database_can_be(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"database\.unreachable") as error:
        open_database(url(tmp_path / "borte" / "a.db"))
    assert str(tmp_path) in str(error.value.params["where"])


@pytest.mark.parametrize("address", ["", "tull", "finnesikke://bruker:hemmelig@vert/db"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(DatabaseError, match=r"database\.bad_url") as error:
        open_database(address)
    assert "hemmelig" not in str(error.value)


def test_what_was_read_before_the_second_migration_is_kept(tmp_path: Path) -> None:
    """Documents of an older Plansvar are seen as before; nothing is known about them yet."""
    path = tmp_path / "a.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    old = create_engine(url(path))
    with old.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        moment = "2024-01-01 00:00:00"
        connection.execute(
            text("INSERT INTO documents VALUES ('d', 'files', '/plan.txt', 'v', :at, :at)"),
            {"at": moment},
        )
        connection.execute(
            text(
                "INSERT INTO versions (id, document_id, content_hash, reading, title, type,"
                " authority, language, text, created_at)"
                " VALUES ('v', 'd', 'h', '1:', 'Plan', 'plan', 'other', 'nb', 'Molo.', :at)"
            ),
            {"at": moment},
        )
        connection.execute(text("INSERT INTO document_groups VALUES ('d', 'public')"))
    old.dispose()
    engine = open_database(url(path))
    (document,) = reads.documents(engine, ANONYMOUS)
    assert (document.title, document.groups, document.about) == ("Plan", ("public",), About())
    assert writes.known(engine, "files") == {
        "/plan.txt": writes.Known("d", "v", "h", ("public",), ())
    }
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        columns = {row[1] for row in connection.execute(text("PRAGMA table_info(versions)"))}
    assert "marks" not in columns
    engine.dispose()


TABLES = ("documents", "document_groups", "versions", "blocks", "chunks")


def counts(connection: Connection) -> dict[str, int]:
    return {
        table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        for table in TABLES
    }


def test_no_migration_loses_anything(tmp_path: Path) -> None:
    """Up from the first tables to the newest, and all the way down again, one by one."""
    path = tmp_path / "a.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    old = create_engine(url(path))
    with old.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in (
            "INSERT INTO documents VALUES (:id, 's', :id, 'v' || :id, :at, :at)",
            "INSERT INTO document_groups VALUES (:id, 'public')",
            "INSERT INTO versions (id, document_id, content_hash, reading, title, type, authority,"
            " language, text, created_at)"
            " VALUES ('v' || :id, :id, 'h', '1:', 'Plan', 'plan', 'other', 'nb', 'Molo.', :at)",
            'INSERT INTO blocks (version_id, ordinal, kind, start, "end", level, heading_path,'
            " rows, header_rows, boxes, furniture, label)"
            " VALUES ('v' || :id, 0, 'paragraph', 0, 5, 0, '[]', '[]', 0, '[]', 0, '')",
            'INSERT INTO chunks (id, version_id, ordinal, start, "end", first_block, last_block,'
            " embedded_text, text_hash, heading_path)"
            " VALUES ('c' || :id, 'v' || :id, 0, 0, 5, 0, 0, 'Molo.', 'h', '[]')",
        ):
            for name in ("d", "e"):
                connection.execute(text(statement), {"id": name, "at": "2024-01-01 00:00:00"})
    old.dispose()
    wanted = dict.fromkeys(TABLES, 2)
    engine = open_database(url(path))  # with foreign keys on, as it is always
    with engine.begin() as connection:
        assert counts(connection) == wanted
        connection.execute(text("UPDATE documents SET part_of = 'd' WHERE id = 'e'"))
    assert list(writes.known(engine, "s")) == ["d"]
    assert list(parts.known_parts(engine, "s")["d"]) == ["e"]
    revisions = sorted(one.revision for one in ScriptDirectory.from_config(config).walk_revisions())
    for command_for, targets in (
        (command.downgrade, revisions[-2::-1]),
        (command.upgrade, revisions[1:]),
    ):
        for target in targets:
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                command_for(config, target)
                assert counts(connection) == wanted, target
    assert not any(one.parts_missing for one in writes.known(engine, "s").values())
    assert len(writes.known(engine, "s")) == 2
    engine.dispose()
