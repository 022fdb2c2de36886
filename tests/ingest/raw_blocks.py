"""Hypothesis strategies for what readers give."""

from hypothesis import strategies as st

from plansvar.documents.types import BlockKind, RawBlock

WORDS = st.lists(
    st.sampled_from(
        ["Molo", "kai", "a\u030apen", "ny\u200b", "2030", "fjord:", "A|B", "og\n", ":"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
LONG = st.one_of(
    st.integers(20, 150).map(lambda count: "Moloen skal bygges i år. " * count),
    st.integers(800, 4000).map(lambda count: "å" * count),
    st.builds(
        lambda rest, count: "Kaia er av tre. " * count + "x" * rest + ". Slutt på den.",
        st.integers(1700, 1900),
        st.integers(0, 60),
    ),
)
BODY = st.one_of(WORDS, WORDS, LONG)
CELLS = st.one_of(WORDS, st.sampled_from(["", " ", "-"]), WORDS)
PAGES = st.one_of(st.none(), st.integers(1, 3))

headings = st.builds(
    RawBlock,
    kind=st.just(BlockKind.HEADING),
    text=st.one_of(WORDS, WORDS, st.just("")),
    level=st.integers(1, 5),
    page=PAGES,
)
paragraphs = st.builds(RawBlock, kind=st.just(BlockKind.PARAGRAPH), text=BODY, page=PAGES)
items = st.builds(
    RawBlock, kind=st.just(BlockKind.LIST_ITEM), text=BODY, level=st.integers(0, 3), page=PAGES
)
tables = st.builds(
    RawBlock,
    kind=st.just(BlockKind.TABLE),
    rows=st.lists(
        st.one_of(
            st.lists(CELLS, min_size=1, max_size=4).map(tuple),
            LONG.map(lambda text: (text, "kai")),
        ),
        min_size=1,
        max_size=12,
    ).map(tuple),
    header_rows=st.integers(0, 2),
    page=PAGES,
)
raw_blocks = st.lists(st.one_of(headings, paragraphs, items, tables), min_size=1, max_size=12)
