import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansvar.language.terms import lexicon, stem, terms, to_bokmal, tokens

NORWEGIAN = st.text(st.sampled_from("abdefghijklmnoprstuvyæøå"), min_size=1, max_size=18)
REWRITES: dict[str, str] = tomllib.loads(
    resources.files("plansvar.language").joinpath("lexicon.toml").read_text("utf-8")
)["nynorsk"]

GLOSSARY: dict[str, dict[str, list[str]]] = tomllib.loads(
    resources.files("plansvar.language").joinpath("glossary.toml").read_text("utf-8")
)["words"]


@pytest.mark.parametrize(
    ("nynorsk", "bokmal"),
    [
        ("hovudmål", "hovedmål"),
        ("høgskule", "høyskole"),
        ("fagskular", "fagskoler"),
        ("berekraftig", "bærekraftig"),
        ("verksemder", "virksomheter"),
        ("tenester", "tjenester"),
        ("leiar", "leder"),
        ("prosjektleiaren", "prosjektlederen"),
        ("prosjekteigar", "prosjekteier"),
        ("løysing", "løsning"),
        ("moglegheit", "mulighet"),
        ("føremål", "formål"),
        ("innbyggjarar", "innbyggere"),
        ("tilskot", "tilskudd"),
        ("vedteke", "vedtatt"),
        ("saman", "sammen"),
        ("ordførar", "ordfører"),
        ("hamn", "havn"),
        ("stadutvikling", "stedsutvikling"),
        ("tettstad", "tettsted"),
        ("omdøme", "omdømme"),
        ("samrøystes", "enstemmig"),
        ("utval", "utvalg"),
        ("utvald", "utvalgt"),
        ("kva", "hva"),
        ("kven", "hvem"),
        ("fleire", "flere"),
        ("hausten", "høsten"),
    ],
)
def test_both_forms_meet_in_one_term(nynorsk: str, bokmal: str) -> None:
    assert stem(nynorsk) == stem(bokmal)


@pytest.mark.parametrize(
    ("one", "other"), [("tiltaket", "tiltak"), ("kommunene", "kommune"), ("planens", "planen")]
)
def test_inflected_forms_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("havn", "havre"), ("skole", "skog"), ("leder", "leve"), ("vei", "vest")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("bokmal", sorted(set(REWRITES.values())))
def test_what_was_rewritten_stays_so(bokmal: str) -> None:
    """Else a nynorsk word would meet a word that nobody writes ("utvalg" as "utvalgg")."""
    assert to_bokmal(bokmal) == bokmal


def test_tokens_have_their_places() -> None:
    text = "Steds- og E16-tiltak: 1,5 mill. i 2020-2024, sak 12/23 (b)."
    assert [token.text for token in tokens(text)] == [
        *("Steds", "og", "E16", "tiltak", "1,5", "mill", "i", "2020", "2024", "sak", "12/23", "b")
    ]
    assert all(text[token.start : token.end] == token.text for token in tokens(text))


def test_terms_keep_order_and_repeats() -> None:
    assert terms("Tiltak, tiltak! TILTAKET 12/23") == ["tiltak"] * 3 + ["12/23"]


@given(NORWEGIAN)
def test_case_makes_no_difference(word: str) -> None:
    assert stem(word.upper()) == stem(word) == stem(word.capitalize())


@given(st.text(max_size=40))
def test_terms_are_those_of_the_tokens(text: str) -> None:
    assert terms(text) == [stem(token.text) for token in tokens(text)]
    assert all(terms(text))


def test_threads_may_share_the_stemmer() -> None:
    stem.cache_clear()
    words = [f"{first}{second}inger" for first in "bdfgkl" for second in ("ygn", "ann", "ill")] * 40
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(stem.__wrapped__, words))
    assert found == [stem(word) for word in words]


def test_synonyms_work_both_ways_and_across_languages() -> None:
    synonyms = lexicon().synonyms
    goal, mal = (stem("goal"),), (stem("mål"),)
    assert mal in synonyms[goal]
    assert goal in synonyms[mal]
    assert tuple(terms("action plan")) in synonyms[tuple(terms("handlingsprogram"))]
    for phrase, others in synonyms.items():
        assert phrase not in others
        assert phrase
        assert all(phrase in synonyms[other] for other in others)


def test_the_longest_phrase_is_known() -> None:
    known = (*lexicon().synonyms, *lexicon().english, *lexicon().norwegian)
    assert lexicon().longest_phrase == max(map(len, known))


def also(word: str, *, english: bool) -> frozenset[tuple[str, ...]]:
    return lexicon().others(tuple(terms(word)), english=english)


def test_an_english_word_leads_to_both_norwegians() -> None:
    assert {tuple(terms("datterselskap")), tuple(terms("dotterselskap"))} <= also(
        "subsidiary", english=True
    )


def test_a_norwegian_word_leads_to_the_other_norwegian_only() -> None:
    assert also("datterselskap", english=False) == {tuple(terms("dotterselskap"))}


def test_the_glossary_has_no_synonyms_within_a_language() -> None:
    """Words on one line lie near one another, and needn't mean the same."""
    nb = {
        key: [tuple(terms(word)) for word in words.get("nb", ())] for key, words in GLOSSARY.items()
    }
    one, other = nb["emergency_council"][:2]
    assert other not in lexicon().norwegian.get(one, frozenset())


def test_no_word_of_the_glossary_says_nothing() -> None:
    """A word whose stem is that of a word without content would find every passage."""
    words = tomllib.loads(
        resources.files("assistant").joinpath("question_words.toml").read_text("utf-8")
    )
    empty = {stem(word) for text in words["stop"].values() for word in text.split()}
    found = [
        (key, word)
        for key, languages in GLOSSARY.items()
        for listed in languages.values()
        for word in listed
        if len(terms(word)) == 1 and terms(word)[0] in empty
    ]
    assert found == []


def test_every_line_of_the_glossary_has_two_languages() -> None:
    assert [key for key, words in GLOSSARY.items() if len(words) < 2] == []
