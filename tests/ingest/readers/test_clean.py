from ingest.readers.clean import clean, hyphenated_words, join_lines
from ingest.readers.tables import header_rows, rectangle


def test_text_is_normalised_and_loses_what_nobody_sees() -> None:
    assert clean("  A\u030angsta\u00add \u200b\u202eog\u00a0 \n ﬁsk\ufeff ") == "Ångstad og fisk"


def test_a_word_divided_at_the_line_end_is_mended() -> None:
    assert join_lines("kommune-", "plan for") == "kommuneplan for"
    assert join_lines("kommune\u00ad", "Plan") == "kommunePlan"


def test_a_hyphen_that_belongs_to_the_words_stays() -> None:
    assert join_lines("nærings-", "og miljø") == "nærings- og miljø"
    assert join_lines("EU-", "prosjekt") == "EU-prosjekt"
    assert join_lines("2-", "årig") == "2-årig"
    assert join_lines("Sør-", "Øst") == "Sør-Øst"
    known = frozenset(hyphenated_words("en e-helse løsning"))
    assert join_lines("god e-", "helse.", known) == "god e-helse."


def test_other_lines_are_joined_with_a_space() -> None:
    assert join_lines("mål –", "tiltak") == "mål – tiltak"
    assert join_lines("og/", "eller") == "og/eller"
    assert join_lines("", "mål") == "mål"


def test_a_table_is_made_rectangular() -> None:
    assert rectangle([["a", "", "b"], [], ["c"]]) == (("a", "b"), ("c", ""))


def test_a_header_row_names_the_columns() -> None:
    body = (("Gründerhjelp", "Kommunen", "2025"), ("Næringsfond", "Fylket", "2026"))
    assert header_rows((("Tiltak", "Ansvarlig", "Frist"), *body)) == 1
    assert header_rows((("", "Menn", "Kvinner"), ("Antall", "12", "13"))) == 1
    assert header_rows((("Antall", "12"), ("Andel", "13 %"))) == 0
    assert header_rows((("Til:", "Rådet"), ("Fra:", "Styret for alt"))) == 0
    assert header_rows((("Tiltak", "Ansvarlig"),)) == 0
