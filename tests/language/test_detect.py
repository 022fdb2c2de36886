import pytest

from plansvar.language.detect import LANGUAGES, Language, detect, languages

BOKMAL = [
    "Hva er hovedmålet i planen?",
    "Hvem eier tiltaket?",
    "Når er fristen for å søke?",
    "Hvor mange ansatte har kommunen?",
    "Hvilke kommuner er med i prosjektet?",
    "Hvordan skal målet nås?",
    "Hvor høy er støttesatsen?",
    "Hvorfor ble møtet utsatt?",
    "Kan private bedrifter søke?",
    "Er fristen utsatt?",
    "Hvem leder styret nå?",
    "Gjelder ordningen for kommuner?",
    "Skal kommunene rapportere årlig?",
    "Hvilket år ble foreningen stiftet?",
]
NYNORSK = [
    "Kva er hovudmålet i planen?",
    "Kven eig tiltaket?",
    "Når er fristen for å søkje?",
    "Kor mange tilsette har kommunen?",
    "Kva kommunar er med i prosjektet?",
    "Korleis skal målet nåast?",
    "Kor høg er støttesatsen?",
    "Kvifor vart møtet utsett?",
    "Kan private verksemder søkje?",
    "Er fristen utsett?",
    "Kven leier styret no?",
    "Vart framlegget vedteke samrøystes?",
    "Skal kommunane rapportere kvart år?",
    "Kva år vart foreininga skipa?",
]
ENGLISH = [
    "What is the main goal of the plan?",
    "Who owns the measure?",
    "When is the application deadline?",
    "How many employees does the municipality have?",
    "Which municipalities take part?",
    "How will the goal be reached?",
    "How high is the funding rate?",
    "Why was the meeting postponed?",
    "Can private companies apply?",
    "Is the deadline extended?",
    "Who chairs the board in Nordøyane?",
    "Does Ålesund have a business plan?",
    "Who leads Næringsforeningen i Ålesund?",
    "Does the scheme apply to Sør-Varanger?",
]
QUESTIONS: list[tuple[Language, str]] = [
    *(("nb", question) for question in BOKMAL),
    *(("nn", question) for question in NYNORSK),
    *(("en", question) for question in ENGLISH),
]


@pytest.mark.parametrize(("language", "question"), QUESTIONS)
def test_short_questions(language: Language, question: str) -> None:
    assert detect(question) == language


def test_capitals_say_the_same() -> None:
    assert [detect(question.upper()) for _, question in QUESTIONS] == [
        language for language, _ in QUESTIONS
    ]


@pytest.mark.parametrize("text", ["", "2020", "Kontakt: 22 12 20 20", "Storvik AS"])
def test_the_default_where_no_word_says_anything(text: str) -> None:
    assert detect(text) == "nb"
    assert detect(text, default="en") == "en"


def test_the_default_decides_between_the_two_norwegian_forms_only() -> None:
    shared = "planen skal være klar til mandag"
    assert detect("Planen er klar til mandag.", default="nn") == "nn"
    assert detect(shared, default="en") == "nb"


def test_one_english_term_leaves_a_norwegian_text_norwegian() -> None:
    assert detect("Smart City og Green Deal er viktige satsinger for kommunene.") == "nb"
    assert detect("Open Innovation er noko kommunane satsar på.") == "nn"


PARAGRAPHS: dict[Language, str] = {
    "nb": "Kommunen skal ikke bygge kaia før fylkeskommunen har gitt svar, og derfor må vi vente.",
    "nn": "Kommunen skal ikkje byggje kaia før fylkeskommunen har svart, og difor må vi vente.",
    "en": "The municipality will not build the quay before the county has answered, so we wait.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_in_one_language(language: Language) -> None:
    assert languages([PARAGRAPHS[language]] * 10) == (language,)
    other = PARAGRAPHS["en" if language != "en" else "nn"]
    # One quoted sentence makes no second language, and names and headings say nothing.
    assert languages([PARAGRAPHS[language]] * 20 + [other, "The Quay", "Kai"]) == (language,)


@pytest.mark.parametrize(
    ("first", "second"), [("nb", "en"), ("nn", "en"), ("nb", "nn"), ("nn", "nb"), ("en", "nb")]
)
def test_a_document_in_two_languages(first: Language, second: Language) -> None:
    text = [PARAGRAPHS[second]] * 5 + [PARAGRAPHS[first]] * 10
    assert languages(text) == (first, second)


def test_short_texts_and_none() -> None:
    assert languages([]) == ("nb",)
    assert languages(["Ny molo", "Kva er det?"]) == ("nn",)
    assert languages(["12 34 56"], default="en") == ("en",)
