"""What an answer can be made of, in documents that were read in."""

from __future__ import annotations

from assistant.units import UnitKind, units
from tests.assistant.making import all_units, find, passages, quotes
from tests.conftest import READER, Desk

SENTENCE, ITEM, ROW, LIST = UnitKind.SENTENCE, UnitKind.ITEM, UnitKind.ROW, UnitKind.LIST


def test_sentences_of_a_paragraph(desk: Desk) -> None:
    desk.write(
        "molo.md",
        "# Havneplan\n\n## Molo\n\nMoloen er ferdig 3. mai 2030. Kystverket, jf. sak 3, betaler.\n",
    )
    desk.ingest()
    found = all_units(desk)
    assert [(unit.kind, unit.text) for unit in found] == [
        (SENTENCE, "Moloen er ferdig 3. mai 2030."),
        (SENTENCE, "Kystverket, jf. sak 3, betaler."),
    ]
    assert all(quotes(unit, desk.stores) == [unit.text] for unit in found)
    assert {unit.context for unit in found} == {"Havneplan › Molo"}
    assert {unit.heading for unit in found} == {("Havneplan", "Molo")}


def test_a_sentence_that_leans_on_the_one_before_is_shown_with_it(desk: Desk) -> None:
    desk.write(
        "molo.md",
        "# Molo\n\nDen er lang. Kystverket bygger moloen. Det koster 3 mill. kroner. Kaia ligger"
        " bak. This is dear.\n",
    )
    desk.ingest()
    shown = {unit.text: quotes(unit, desk.stores) for unit in all_units(desk)}
    assert shown == {
        # The first sentence has none before it to lean on.
        "Den er lang.": ["Den er lang."],
        "Kystverket bygger moloen.": ["Kystverket bygger moloen."],
        "Det koster 3 mill. kroner.": ["Kystverket bygger moloen. Det koster 3 mill. kroner."],
        "Kaia ligger bak.": ["Kaia ligger bak."],
        "This is dear.": ["Kaia ligger bak. This is dear."],
    }


def test_a_list_is_its_items_and_the_whole(desk: Desk) -> None:
    desk.write(
        "mål.md",
        "# Havneplan\n\n## Mål\n\nHavna skal bli bedre. Kommunen har tre mål:\n\n"
        "- trygg havn. Den skal ha molo\n- levende kai\n- rent vann\n",
    )
    desk.ingest()
    found = all_units(desk)
    item = find(found, "trygg havn", ITEM)
    # An item is one unit, however many sentences it has.
    assert item.text == "trygg havn. Den skal ha molo"
    assert item.context == "Havneplan › Mål › Kommunen har tre mål:"
    assert item.caption == "Kommunen har tre mål"
    (whole,) = [unit for unit in found if unit.kind is LIST]
    assert quotes(whole, desk.stores) == [
        "trygg havn. Den skal ha molo",
        "levende kai",
        "rent vann",
    ]
    assert (whole.intro, whole.caption) == ("Kommunen har tre mål:", "Kommunen har tre mål")
    assert not whole.is_table


def test_a_list_without_an_introduction_stands_under_its_heading(desk: Desk) -> None:
    desk.write("mål.md", "# Havneplan\n\n## Mål for kaia\n\n- trygg havn\n- levende kai\n")
    desk.ingest()
    (whole,) = [unit for unit in all_units(desk) if unit.kind is LIST]
    assert (whole.intro, whole.caption) == ("", "Mål for kaia")


def test_one_item_is_no_list(desk: Desk) -> None:
    desk.write("mål.md", "# Havneplan\n\n## Mål\n\n- trygg havn\n")
    desk.ingest()
    (item,) = all_units(desk)
    assert (item.kind, item.caption) == (ITEM, "")


def test_a_list_is_whole_from_any_of_its_chunks(desk: Desk) -> None:
    items = [f"Tiltak {number} {'handler om kaia og moloen ' * 12}" for number in range(9)]
    desk.write(
        "tiltak.md",
        "# Havneplan\n\n## Tiltak\n\nVi gjør dette:\n\n"
        + "".join(f"- {one}\n" for one in items)
        + "\n## Annet\n\n- ikke dette\n",
    )
    desk.ingest()
    parts = [one for one in passages(desk) if one.chunk.heading_path[-1] == "Tiltak"]
    assert len(parts) > 2
    for part in parts:
        (whole,) = [u for u in units([part], READER, desk.stores) if u.kind is LIST]
        assert quotes(whole, desk.stores) == [one.strip() for one in items]
        assert (whole.intro, whole.caption) == ("Vi gjør dette:", "Vi gjør dette")
    # Found from all its chunks, it is there once; each item too.
    found = units(parts, READER, desk.stores)
    assert [unit.kind for unit in found].count(LIST) == 1
    assert [unit.kind for unit in found].count(ITEM) == len(items)


def test_a_paragraph_brings_the_list_that_it_introduces(desk: Desk) -> None:
    """Also where the list is in the next chunk, and past a label."""
    long = "Havna er gammel og kaia er slitt. " * 30
    desk.write(
        "mål.txt",
        f"{long}Kommunen har to mål for havna i årene som kommer.\n\nDe er:\n- trygg havn\n"
        "- levende kai\n",
    )
    desk.ingest()
    first = passages(desk)[0]
    assert "trygg havn" not in first.chunk.text
    found = units(
        [next(p for p in passages(desk) if "to mål" in p.chunk.text)], READER, desk.stores
    )
    (whole,) = [unit for unit in found if unit.kind is LIST]
    assert quotes(whole, desk.stores) == ["trygg havn", "levende kai"]
    assert whole.intro == "Kommunen har to mål for havna i årene som kommer."


def test_an_item_below_another_knows_it(desk: Desk) -> None:
    desk.write(
        "mål.md",
        "# Havneplan\n\n## Mål\n\n- trygg havn\n  - molo\n  - lys\n- levende kai\n  - torg\n",
    )
    desk.ingest()
    found = all_units(desk)
    contexts = {unit.text: unit.context for unit in found if unit.kind is ITEM}
    assert contexts == {
        "trygg havn": "Havneplan › Mål",
        "molo": "Havneplan › Mål › trygg havn",
        "lys": "Havneplan › Mål › trygg havn",
        "levende kai": "Havneplan › Mål",
        "torg": "Havneplan › Mål › levende kai",
    }
    (whole,) = [unit for unit in found if unit.kind is LIST]
    # Nested items are shown, and are parts of those that count.
    assert len(whole.spans) == 5
    assert whole.count == 2


TABLE = """# Havneplan

## Tiltak

| Tiltak | Ansvarlig | Frist |
|---|---|---|
| Ny molo | Kystverket | 2026 |
| Torg på kaia | | 2027 |
"""


def test_rows_carry_the_names_of_their_columns(desk: Desk) -> None:
    desk.write("tiltak.md", TABLE)
    desk.ingest()
    found = all_units(desk)
    first, second = (unit for unit in found if unit.kind is ROW)
    assert first.text == "Tiltak: Ny molo; Ansvarlig: Kystverket; Frist: 2026"
    assert first.cells == (("Tiltak", "Ny molo"), ("Ansvarlig", "Kystverket"), ("Frist", "2026"))
    assert quotes(first, desk.stores) == ["Ny molo | Kystverket | 2026"]
    # An empty cell says nothing.
    assert second.text == "Tiltak: Torg på kaia; Frist: 2027"
    assert {first.caption, second.caption} == {"Tiltak | Ansvarlig | Frist"}
    (whole,) = [unit for unit in found if unit.kind is LIST]
    assert whole.is_table
    assert quotes(whole, desk.stores) == ["Ny molo | Kystverket | 2026", "Torg på kaia |  | 2027"]


def test_a_long_table_is_no_answer_as_a_whole(desk: Desk) -> None:
    rows = "".join(f"| Tiltak {number} | Kystverket | 2026 |\n" for number in range(40))
    desk.write("tiltak.md", TABLE.partition("| Ny molo")[0] + rows)
    desk.ingest()
    kinds = [unit.kind for unit in all_units(desk)]
    assert (kinds.count(ROW), kinds.count(LIST)) == (40, 0)


def test_furniture_is_left_out(desk: Desk) -> None:
    desk.write(
        "nyhet.txt",
        "Hjem > Aktuelt > Havn\n\nNy molo i Sund\n\nMoloen er ferdig i 2030, sier Kystverket.\n\n"
        "Del på Facebook\n\nTil toppen\n",
    )
    desk.ingest()
    assert "Facebook" in desk.texts()[0]
    shown = " ".join(unit.text for unit in all_units(desk))
    assert "Kystverket" in shown
    assert not any(word in shown for word in ("Facebook", "Aktuelt", "toppen"))


def test_furniture_inside_a_list_is_no_item_and_does_not_end_it(desk: Desk) -> None:
    desk.write("mål.md", "# Mål\n\n- trygg havn\n- levende kai\n\nDel på Facebook\n\n- rent vann\n")
    desk.ingest()
    parts = passages(desk)
    assert len(parts) == 2
    for part in parts:
        (whole,) = [one for one in units([part], READER, desk.stores) if one.kind is LIST]
        assert quotes(whole, desk.stores) == ["trygg havn", "levende kai", "rent vann"]


def test_a_heading_that_says_something_is_a_unit_and_a_name_for_what_follows_is_not(
    desk: Desk,
) -> None:
    desk.write(
        "nyhet.md",
        "# Sund får ny molo i 2030\n\nDet blir dyrt.\n\n## Kostnader\n\nStaten betaler.\n",
    )
    desk.ingest()
    assert [unit.text for unit in all_units(desk)] == [
        "Sund får ny molo i 2030",
        "Det blir dyrt.",
        "Staten betaler.",
    ]


def test_surroundings_reach_beyond_the_passage_and_not_through_the_document(desk: Desk) -> None:
    far = "Fyll om vær og vind. " * 400
    desk.write(
        "plan.md",
        f"# Plan\n\n## A\n\nFjernt.\n\n{far}\n\n"
        "## B\n\nNordvik er nær.\n\n## C\n\nMoloen bygges.\n",
    )
    desk.ingest()
    molo = find(all_units(desk), "Moloen bygges.")
    assert "Nordvik er nær." in molo.surroundings
    assert "Fjernt" not in molo.surroundings


def test_no_unit_of_what_the_user_may_not_read(desk: Desk) -> None:
    desk.write("molo.md", "# Molo\n\nMoloen er ferdig.\n")
    desk.ingest()
    found = passages(desk)
    desk.ingest(groups=("styret",))
    assert units(found, READER, desk.stores) == []
