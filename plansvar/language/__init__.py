"""Norwegian and English text: normalising, language, sentences, terms, dates."""
