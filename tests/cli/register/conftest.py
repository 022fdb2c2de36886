from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plansvar.database import relations
from plansvar.database.engine import open_database
from plansvar.database.relations import Related
from plansvar.documents.types import Authority
from tests.cli.running import Cli
from tests.register.library import Library


@pytest.fixture
def edited(tmp_path: Path) -> Cli:
    """A command line over two editions of a plan, of which the newer one replaces the older."""
    (tmp_path / "data").mkdir()
    engine = open_database(f"sqlite:///{tmp_path / 'data' / 'plansvar.db'}")
    library = Library(engine)
    old = library.add("Skogplan 2019", "measure title=Flislade; number=1.1", date="2019-01-01")
    new = library.add("Skogplan 2024", "measure title=Frøhage; number=2.1", date="2024-01-01")
    relations.relate(engine, {old: Related(None, "skogplan"), new: Related(None, "skogplan")})
    engine.dispose()
    return Cli(tmp_path / "data")


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Cli]:
    """A command line over a plan, minutes that change it, a draft, and an internal note."""
    (tmp_path / "data").mkdir()
    engine = open_database(f"sqlite:///{tmp_path / 'data' / 'plansvar.db'}")
    library = Library(engine)
    library.add(
        "Kystplan",
        "measure title=Landstrøm på kaiene; number=2.1; leads=Vik kommune; deadline=2024-06-30",
        "measure title=Rydding av strender; number=2.2; deadline=2030-12-31",
        "responsibility area=Havneoppsyn; party=Vik kommune; role=ansvarlig",
        "open_question text=Hvem betaler\x1b[2J\x07 for kaia?",
        "goal text=Rene havner; number=1",
        "goal text=Halve utslippet; number=1.1; parent=Rene havner",
        "party name=Vik kommune",
        "party name=Vik havn KF",
        "party name=Nes kommune",
    )
    library.add(
        "Protokoll",
        "measure! number=2.1; leads=Vik havn KF",
        "decision what=Landstrøm overføres til Vik havn KF; date=2024-03-01; case_number=7/24",
        date="2024-03-01",
        authority=Authority.MINUTES,
    )
    library.add(
        "Utkast",
        "measure title=Landstrøm på kaiene; number=2.1; deadline=2027-01-31",
        date="2025-01-01",
        authority=Authority.DRAFT,
    )
    library.add("Notat", "measure title=Hemmelig kai; leads=Vik kommune", groups=("styret",))
    engine.dispose()
    yield Cli(tmp_path / "data")
