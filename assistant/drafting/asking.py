"""What a letter asks: its questions, and what its writer tells of himself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.register.lexicon import lexicon
from plansvar.language.normalise import squeeze
from plansvar.language.sentences import sentence_spans

# More questions are no letter; the others are told to be unanswered.
MOST_QUESTIONS = 12
_GREETING = re.compile(
    r"(?:hei(?:san)?|hallo|god (?:dag|morgen|morgon|kveld)|kjære|dear|hi|hello)\b[^.?]{0,40}[,!.]?",
    re.IGNORECASE,
)
_GREETED = re.compile(r"(?:hei(?:san)?|hallo|hi|hello|god dag)\s*[,!.:–-]+\s*", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:mvh|vh|(?:med )?(?:vennlig|venleg|beste|best)(?: hilsen| helsing)?|hilsen|helsing"
    r"|(?:best |kind )?regards|sincerely|yours)\b[^?]*",
    re.IGNORECASE,
)
_THANKS = re.compile(r"(?:på forhånd |på førehand )?(?:takk|thanks|thank you)\b[^?]{0,60}", re.I)
# "Skriv et svar til Fjordfisk AS om hvem som …": what follows is the question.
_ORDER = re.compile(
    r"(?:(?:kan|kunne|can|could) (?:du|dere|de|you) )?(?:please )?"
    r"(?:skriv|lag|utarbeid|formuler|write|draft|make)(?:e|a)? (?:(?:et|eit|en|ei|an?|the) )?"
    r"(?:kort |short )?\w*(?:svar|brev|utkast|notat|reply|answer|letter|note|draft)\w*"
    r"(?: (?:til|to) [^:,?]{1,60}?)?\s*(?::|(?:\s(?:om|på|about|on|to))\s)\s*",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"\b(hvem|kven|hva|kva|hvilke|hvilken|hvilket|kva for \w+) som\b", re.IGNORECASE
)
_WONDERING = re.compile(
    r"\b(?:lurer på|lurar på|vil (?:gjerne )?vite|vil vita|spør om|spørre om|spørje om"
    r"|wonder|would like to know|want to know)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of a letter in its order; ``background`` is what else its writer says."""

    questions: tuple[str, ...]
    background: tuple[str, ...] = ()


def read_letter(text: str) -> Asked:
    """The questions of a letter; where none can be told from the rest, all of it is one."""
    questions: list[str] = []
    background: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if _CLOSING.fullmatch(line):
            break
        for start, end in sentence_spans(line) if line else ():
            sentence = _GREETED.sub("", line[start:end].strip(), count=1)
            if not sentence or _GREETING.fullmatch(sentence) or _THANKS.fullmatch(sentence):
                continue
            ordered = _ORDER.match(sentence)
            if ordered and ordered.end() < len(sentence):
                questions.append(_direct(sentence[ordered.end() :]))
            elif _asks(sentence):
                questions.append(sentence)
            else:
                background.append(sentence)
    if not questions:
        return Asked((squeeze(text),))
    return Asked(tuple(dict.fromkeys(questions)), tuple(dict.fromkeys(background)))


def pieces(question: str) -> list[str]:
    """A question cut where another one begins: at "og når", "and who"."""
    found = [piece.strip(" ,?.!") for piece in lexicon().next_question.split(question)]
    return [piece for piece in found if piece]


def _asks(sentence: str) -> bool:
    starts = lexicon().question_start.match(sentence) or lexicon().start.match(sentence)
    return sentence.endswith("?") or bool(starts) or bool(_WONDERING.search(sentence))


def _direct(text: str) -> str:
    """An indirect question as a direct one: "hvem som eier X" is "Hvem eier X?"."""
    text = _INDIRECT.sub(r"\1", text.strip(" .")).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith("?") else "?")
