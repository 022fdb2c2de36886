"""Questions in another language than the documents that answer them."""

from __future__ import annotations

# What the model's cosines lose when a question and a text are in different languages, on average.
LOST_COSINE = 0.02


def is_foreign(asked: str, written: str) -> bool:
    """Whether two languages are different ones; bokmål and nynorsk are one here."""
    return (asked == "en") != (written == "en")


def lost_cosine(asked: str, written: str) -> float:
    """What is to be added to the cosine of a question and a text in these languages, to rank them.

    Without it, a question in English finds whatever is written in English. Not the other way round:
    whoever asks in Norwegian is answered from Norwegian documents where there are any.
    """
    return LOST_COSINE if asked == "en" and written != "en" else 0.0
