"""What several documents say alike is shown once; what has a newer edition is said to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.pipeline import search
from cli.render import render_answer, render_hits
from plansvar.access import user
from plansvar.answers import Mode
from plansvar.embedding import Embedder
from plansvar.index.edge import EdgeIndex
from tests.assistant.conftest import Office, open_office
from tests.conftest import READER

INSIDER = user("kari", ("public", "internal"))
SAYS = "Havnestyret har ansvaret for den nye flytebrygga på Kvaløya."
GOALS = "\n\n".join(
    f"Delmål {number} gjelder {what} og skal være nådd innen 2030."
    for number, what in enumerate(
        ("torget", "moloen", "fergekaia", "sjøboden", "badeplassen", "gangveien", "lyset"), start=1
    )
)
ADOPTED = f"# Næringsplan for Sund\n\nVedtatt 3. mai 2023\n\n## Brygga\n\n{SAYS}\n\n{GOALS}\n"
DRAFT = (
    "# Næringsplan for Sund\n\nHøringsutkast 1. februar 2023\n\n## Laksen\n\n"
    "Laksetrappa i Sundelva eies av grunneierlaget.\n"
)


@pytest.fixture(scope="module")
def harbour(model: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("harbour")
    index = EdgeIndex(folder / "index", model.dimension)
    for office in open_office(folder, index, model):
        office.write("a-plan.md", ADOPTED)
        office.write("b-kopi.md", ADOPTED.replace("\n\n", "\n\n\n"))
        office.write("utkast.md", DRAFT)
        office.ingest()
        secret = folder / "files" / "internt"
        secret.mkdir()
        (secret / "c-kopi.md").write_text(ADOPTED, encoding="utf-8")
        office.ingest(secret, groups=("internal",))
        yield office
    index.close()


def names(paths: list[str]) -> list[str]:
    return sorted(Path(path).name for path in paths)


def test_an_answer_names_the_copies_that_the_reader_may_see(harbour: Office) -> None:
    by_register, by_quote = (
        ("Hvem har ansvaret for den nye flytebrygga?", Mode.REGISTER),
        ("Hvem på Kvaløya tar seg av flytebrygga?", Mode.EXTRACTIVE),
    )
    for who, (question, mode), expected in (
        (READER, by_register, ["a-plan.md", "b-kopi.md"]),
        (INSIDER, by_register, ["a-plan.md", "b-kopi.md", "c-kopi.md"]),
        (INSIDER, by_quote, ["a-plan.md", "b-kopi.md", "c-kopi.md"]),
    ):
        answer = harbour.ask(question, who)
        assert answer.mode is mode
        citation = next(one for one in answer.citations if one.quote == SAYS)
        places = [citation.document.path, *(one.path for one in citation.also)]
        assert names(places) == expected
        shown = render_answer(answer)
        assert all(str(Path(path)) in shown for path in places[1:])


def test_hits_of_copies_are_one_hit(harbour: Office) -> None:
    hits = search("flytebrygga på Kvaløya", READER, 10, harbour.stores).hits
    with_words = [hit for hit in hits if "flytebrygga" in hit.text]
    assert len(with_words) == 1
    assert names([with_words[0].document.path, *(one.path for one in with_words[0].also)]) == [
        "a-plan.md",
        "b-kopi.md",
    ]
    assert with_words[0].also[0].path in render_hits(hits, "nb")


def test_a_draft_is_said_to_have_an_adopted_edition(harbour: Office) -> None:
    answer = harbour.ask("Hvem eier laksetrappa i Sundelva?")
    assert answer.citations[0].document.path.endswith("utkast.md")
    (notice,) = answer.notices
    assert "nyere, vedtatt utgave" in notice
    assert "3. mai 2023" in notice
    # The adopted one itself has none.
    assert harbour.ask("Hvem har ansvaret for den nye flytebrygga?").notices == ()
