"""Who may read what: every read, for every user, over documents of every group."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from plansvar.access import ANONYMOUS, PUBLIC, User, find_user, user
from plansvar.database import reads
from plansvar.database.models import ChunkRow
from plansvar.documents.stored import Coverage
from plansvar.errors import AccessError
from tests.conftest import Desk

GROUPS = ("public", "internal", "styret")
# One document for every set of groups, the empty one too.
DOCUMENTS = [groups for size in range(4) for groups in itertools.combinations(sorted(GROUPS), size)]
USERS = [
    ANONYMOUS,
    user("intern", ("internal",)),
    user("styremedlem", ("styret",)),
    user("leder", ("internal", "styret")),
    user("fremmed", ("andre",)),
    User("ingen", ()),
]


def secret(groups: Sequence[str]) -> str:
    return "hemmelighet" + "".join(groups)


@pytest.fixture
def full_desk(desk: Desk) -> Desk:
    for number, groups in enumerate(DOCUMENTS):
        words = (
            f"Molo {number}\n\nMoloen har en {secret(groups)}. Publisert {number + 1}. mai 2020\n"
        )
        desk.ingest(desk.write(f"{number}.txt", words), groups=groups)
    return desk


def test_every_read_for_every_user(full_desk: Desk) -> None:
    engine = full_desk.stores.engine
    with Session(engine) as session:
        # As an index would that doesn't know about groups: all there is, and what there isn't.
        rows = session.execute(select(ChunkRow.id, ChunkRow.version_id)).all()
    every_chunk = [*(chunk for chunk, _ in rows), "finnes-ikke"]
    every_version = sorted({version for _, version in rows})
    assert len(every_version) == len(DOCUMENTS)
    for who in USERS:
        allowed = {secret(groups) for groups in DOCUMENTS if set(groups) & set(who.groups)}

        def secrets(texts: Sequence[str]) -> set[str]:
            return {
                word for text in texts for word in text.replace(".", " ").split() if "hem" in word
            }

        infos = reads.documents(engine, who)
        assert {secret(info.groups) for info in infos} == allowed
        chunks = reads.chunks(engine, who, every_chunk)
        assert secrets([chunk.text for chunk in chunks.values()]) == allowed
        assert reads.chunk_count(engine, who) == len(chunks)
        texts = [reads.text(engine, who, version) for version in every_version]
        assert secrets([text for text in texts if text is not None]) == allowed
        readable = {info.version_id for info in infos}
        for version in every_version:
            assert bool(reads.blocks(engine, who, version, 0, 99)) == (version in readable)
        coverage = reads.coverage(engine, who)
        assert (coverage.documents, coverage.undated) == (len(allowed), 0)
        assert coverage.latest == max((info.date or "" for info in infos), default=None)


def test_the_matrix_has_somebody_at_both_ends(full_desk: Desk) -> None:
    engine = full_desk.stores.engine
    counts = {who.name: len(reads.documents(engine, who)) for who in USERS}
    assert counts == {
        "anonymous": 4,
        "intern": 6,
        "styremedlem": 6,
        "leder": 7,
        "fremmed": 4,
        "ingen": 0,
    }


def test_rights_that_are_taken_away_are_gone_at_once(full_desk: Desk) -> None:
    who = user("intern", ("internal",))
    before = {info.path for info in reads.documents(full_desk.stores.engine, who)}
    taken = sorted(before)[0]
    full_desk.ingest(Path(taken), groups=("styret",))
    assert {info.path for info in reads.documents(full_desk.stores.engine, who)} == before - {taken}


def test_what_is_read_is_what_was_stored(desk: Desk) -> None:
    desk.ingest(
        desk.write("molo.md", "# Molo\n\n| Del | Eier |\n|-|-|\n| A | Sund |\n\n1. Stein\n")
    )
    (info,) = desk.documents()
    text = desk.texts()[0]
    blocks = reads.blocks(desk.stores.engine, ANONYMOUS, info.version_id, 1, 2)
    assert [text[block.start : block.end] for block in blocks] == ["Del | Eier\nA | Sund", "Stein"]
    assert [[text[slice(*cell)] for cell in row.cells] for row in blocks[0].rows] == [
        ["Del", "Eier"],
        ["A", "Sund"],
    ]
    assert (blocks[0].header_rows, blocks[1].label) == (1, "1.")
    assert {block.heading_path for block in blocks} == {("Molo",)}


def test_coverage_of_nothing(desk: Desk) -> None:
    empty = Coverage(documents=0, undated=0, latest=None)
    assert reads.coverage(desk.stores.engine, ANONYMOUS) == empty


def test_undated_documents_are_counted(desk: Desk) -> None:
    for name, words in {"a": "Publisert 3. mai 2020", "b": "Datert: juni 2020", "c": "Nå"}.items():
        desk.write(f"{name}.txt", f"Molo i Sund\n\n{words}\n")
    desk.ingest()
    found = reads.coverage(desk.stores.engine, ANONYMOUS)
    assert found == Coverage(documents=3, undated=1, latest="2020-06")


def test_everybody_is_in_public() -> None:
    assert user("kari", ("b", "a", "b")).groups == ("a", "b", PUBLIC)
    assert find_user("kari", {"kari": ("styret",)}).groups == (PUBLIC, "styret")
    assert find_user("anonymous", {"anonymous": ("styret",)}) == ANONYMOUS
    with pytest.raises(AccessError, match=r"access\.unknown_user"):
        find_user("ola", {"kari": ()})
