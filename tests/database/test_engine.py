import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from plansvar.database.engine import SCHEMA_REVISION, open_database
from plansvar.errors import DatabaseError


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
