"""Whatever is done to documents, what is counted of their words is what can be read.

``POSTGRES_URL`` names an empty database to try the same on PostgreSQL.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, update
from sqlalchemy.orm import Session

from plansvar.access import User, user
from plansvar.database import parts, term_counts, writes
from plansvar.database.engine import open_database
from plansvar.database.models import DocumentRow, TermCountRow, VersionRow
from plansvar.database.term_counts import EVERY
from plansvar.documents.types import Authority, Chunk, Document, DocumentType
from plansvar.index.bm25 import Bm25, term_id
from tests.conftest import Desk

POSTGRES = os.environ.get("POSTGRES_URL", "")
BM25 = Bm25()
GROUPS = ("public", "internal", "styret")
WORDS = ("molo", "kai", "havn", "fisk")
# The last one came with the first.
DOCUMENTS = ("d0", "d1", "d2", "part")
READERS = (user("a", ()), user("b", ("internal",)), user("c", GROUPS), User("none", ()))

Texts = tuple[tuple[str, ...], ...]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(tuple), max_size=3).map(tuple)
READ_BY = st.lists(st.sampled_from(GROUPS), unique=True).map(tuple)
DOCUMENT = st.sampled_from(DOCUMENTS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), DOCUMENT, TEXTS, READ_BY),
        st.tuples(st.just("stopped"), DOCUMENT, TEXTS, READ_BY),
        st.tuples(st.just("again"), DOCUMENT, TEXTS, READ_BY),
        st.tuples(st.just("groups"), DOCUMENT, st.just(()), READ_BY),
        st.tuples(st.just("hide"), DOCUMENT, st.just(()), st.just(())),
        st.tuples(st.just("orphans"), DOCUMENT, st.just(()), st.just(())),
        st.tuples(st.just("sweep"), DOCUMENT, st.just(()), st.just(())),
    ),
    max_size=20,
)


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if request.param == "postgresql" and not POSTGRES:
        pytest.skip("no POSTGRES_URL")
    file = tmp_path_factory.mktemp("counts") / "a.db"
    opened = open_database(POSTGRES if request.param == "postgresql" else f"sqlite:///{file}")
    yield opened
    opened.dispose()


def clear(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.execute(delete(DocumentRow))
        session.execute(delete(TermCountRow))


@dataclass
class Shelf:
    """What should be there: the current texts of each document, and who may read it."""

    engine: Engine
    texts: dict[str, Texts] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def step(self, what: str, document: str, texts: Texts, groups: tuple[str, ...]) -> None:
        match what:
            case "publish":
                version = self.add(document, texts)
                writes.activate(self.engine, document, version, groups)
                self.versions[document] = version
                self.texts[document], self.groups[document] = texts, groups
            case "stopped":
                self.add(document, texts)
            case "again" if document in self.texts:
                self.add(document, texts, self.versions[document])
                self.texts[document] = texts
            case "groups" if document in self.groups:
                writes.set_groups(self.engine, document, groups)
                self.groups[document] = groups
            case "hide":
                writes.hide(self.engine, [document, "unknown"])
                self.texts.pop(document, None)
            case "orphans":
                parts.hide_orphans(self.engine)
                if "d0" not in self.texts:
                    self.texts.pop("part", None)
            case "sweep":
                writes.drop_leftovers(self.engine)
                self.groups = {one: self.groups[one] for one in self.texts}

    def add(self, document: str, texts: Texts, version: str | None = None) -> str:
        self.number += 1
        name = version or f"{document}-{self.number}"
        add(self.engine, document, name, texts)
        return name

    def counts(self) -> dict[tuple[str, int], int]:
        found = Counter[tuple[str, int]]()
        for document, texts in self.texts.items():
            for group in self.groups[document]:
                for words in texts:
                    found[group, EVERY] += 1
                    found.update((group, term_id(word)) for word in set(words))
        return dict(found)


def add(engine: Engine, document: str, version: str, texts: Texts) -> None:
    writes.add_version(
        engine,
        document_id=document,
        source="test",
        path=document,
        version_id=version,
        content_hash=version,
        reading="1",
        document=Document(
            text="x",
            blocks=(),
            title=document,
            type=DocumentType.PLAN,
            authority=Authority.ADOPTED,
            date=None,
            language="nb",
        ),
        chunks=[chunk(number, words) for number, words in enumerate(texts)],
        terms=[BM25.passage(words) for words in texts],
        part_of="d0" if document == "part" else None,
    )


def chunk(number: int, words: Sequence[str]) -> Chunk:
    return Chunk(
        ordinal=number,
        start=0,
        end=1,
        first_block=0,
        last_block=0,
        heading_path=(),
        page_first=None,
        page_last=None,
        embedded_text=" ".join(words),
    )


def stored(engine: Engine) -> dict[tuple[str, int], int]:
    with Session(engine) as session:
        return {
            (row.group, row.term): row.chunks for row in session.query(TermCountRow).yield_per(100)
        }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_counts_follow_every_change(
    engine: Engine, steps: list[tuple[str, str, Texts, tuple[str, ...]]]
) -> None:
    clear(engine)
    shelf = Shelf(engine)
    for step in steps:
        shelf.step(*step)
        assert stored(engine) == shelf.counts(), step
    assert term_counts.miscounted(engine) == ()
    for who in READERS:
        found = term_counts.holding(engine, who, [term_id(word) for word in WORDS])
        for term, chunks in ((EVERY, found.chunks), *found.by_term.items()):
            assert chunks == sum(shelf.counts().get((group, term), 0) for group in who.groups)
    before = stored(engine)
    term_counts.recount(engine)
    assert stored(engine) == before


def test_writers_at_once(engine: Engine) -> None:
    """Each of them publishes, regroups and hides the same documents as the others."""
    clear(engine)

    def write(seed: int) -> None:
        random = Random(seed)
        for number in range(15):
            document = random.choice(DOCUMENTS)
            texts = tuple(tuple(random.sample(WORDS, 2)) for _ in range(random.randint(1, 3)))
            groups = random.sample(GROUPS, random.randint(0, 3))
            match random.randrange(4):
                case 0:
                    writes.hide(engine, random.sample(DOCUMENTS, 2))
                case 1:
                    writes.set_groups(engine, f"kept-{document}", groups)
                    parts.hide_orphans(engine)
                case _:
                    version = f"{document}-{seed}-{number}"
                    add(engine, document, version, texts)
                    writes.activate(engine, document, version, groups)

    for document in DOCUMENTS:
        for name in (document, f"kept-{document}"):
            add(engine, name, f"{name}-first", (("molo",),))
            writes.activate(engine, name, f"{name}-first", GROUPS)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(write, seed) for seed in range(4)]:
            done.result()
    assert term_counts.miscounted(engine) == ()
    assert stored(engine)


def test_a_change_that_fails_is_not_counted(engine: Engine) -> None:
    clear(engine)
    shelf = Shelf(engine)
    shelf.step("publish", "d0", (("molo",),), ("public",))
    before = stored(engine)
    with (
        pytest.raises(KeyboardInterrupt),
        Session(engine) as session,
        session.begin(),
        term_counts.counted(session, ["d0"]),
    ):
        session.execute(update(DocumentRow).values(current_version_id=None))
        raise KeyboardInterrupt
    assert stored(engine) == before == shelf.counts()


def test_what_is_named_twice_is_counted_once(engine: Engine) -> None:
    clear(engine)
    shelf = Shelf(engine)
    for name in ("d0", "d1"):
        shelf.step("publish", name, (("molo",),), ("public",))
    writes.hide(engine, ["d0", *(f"no-{number}" for number in range(1_000)), "d0"])
    del shelf.texts["d0"]
    assert stored(engine) == shelf.counts()


def test_what_is_counted_wrongly_is_found(engine: Engine) -> None:
    clear(engine)
    shelf = Shelf(engine)
    shelf.step("publish", "d0", (("molo",),), ("public", "styret"))
    shelf.step("publish", "d1", (("molo", "kai"),), ("internal",))
    for wrong, groups in (
        (update(TermCountRow).where(TermCountRow.group == "styret").values(chunks=2), ("styret",)),
        (delete(TermCountRow).where(TermCountRow.term == term_id("kai")), ("internal",)),
        (insert(TermCountRow).values(group="borte", term=1, chunks=1), ("borte",)),
    ):
        with Session(engine) as session, session.begin():
            session.execute(wrong)
        assert term_counts.miscounted(engine) == groups
        term_counts.recount(engine)
        assert stored(engine) == shelf.counts()
    with Session(engine) as session, session.begin():  # as it was before there were counts
        session.execute(update(VersionRow).where(VersionRow.document_id == "d1").values(terms=None))
    assert term_counts.miscounted(engine) == ("internal",)


def test_what_is_read_in_is_counted_as_it_is_indexed(desk: Desk) -> None:
    """In the words of the index, parts of compounds among them; hidden again, nothing is left."""
    desk.ingest(desk.write("a.txt", "Næringsplan\n\nMoloen er av stein.\n"), groups=("public",))
    term = term_id("molo")
    analysed = desk.stores.analyser.passage("Næringsplan. Moloen er av stein.").indices
    found = term_counts.holding(desk.stores.engine, READERS[0], analysed)
    assert (found.chunks, found.by_term) == (1, dict.fromkeys(analysed, 1))
    assert term in analysed
    assert term_counts.holding(desk.stores.engine, user("x", ()), []).by_term == {}
    (path,) = (Path(one.path) for one in desk.documents())
    desk.ingest(path, groups=("styret",))
    assert term_counts.holding(desk.stores.engine, READERS[0], analysed).chunks == 0
    assert term_counts.holding(desk.stores.engine, READERS[2], analysed).by_term[term] == 1
    writes.hide(desk.stores.engine, [one.id for one in desk.documents(READERS[2])])
    assert stored(desk.stores.engine) == {}
