"""What a document is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.furniture import is_page_furniture
from ingest.metadata.body_names import body_name
from ingest.metadata.kind import named_type
from ingest.metadata.marks import marks_of
from ingest.metadata.opening import SHORT_LINE, Line, Opening
from plansvar.documents.types import DocumentType
from plansvar.messages.catalogue import date_text

# Headings that say what part of a document it is, or what kind of paper, but not which one.
_GENERIC = re.compile(
    r"\W*(?:notat|note|brev|rapport|report|plan|vedlegg|innhold(?:sfortegnelse)?|innhald|contents"
    r"|innledning|innleiing|introduction|forord|føreord|sammendrag|samandrag|summary|bakgrunn"
    r"|background|melding til stortinget|saksframlegg|saksfremlegg|saksutredning|dokument\d*)\W*",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"sak|saken gjelder|saka gjeld|gjelder|gjeld|emne|tittel|vedr\.?|vedrørende|vedrørande|ang\.?"
    r"|angående|angåande|subject|title|re",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\W*(?:hei|hallo|kjære|til den det angår|dear|hi|god dag)\b[^.?!]{0,40}[,!.]?\s*",
    re.IGNORECASE,
)
# What stands at the top of letters and minutes, beside their title.
_LETTERHEAD = re.compile(
    r"\W*(?:til|fra|frå|kopi|dato|sted|stad|tid|møtedato|møtested|møtestad|saksbehandler"
    r"|sakshandsamar|saksbeh\.?|vår|deres|dykkar|avsender|avsendar|mottaker|mottakar|referent"
    r"|arkiv\w*|saksnr\.?|saksnummer|telefon|tlf\.?|sendt|utvalg|utval|møteleder|møteleiar"
    r"|til stede|til stades|to stede|forfall|to|from|date|sent|cc|our|your|present)\b[^:]{0,20}:",
    re.IGNORECASE,
)
# How the mail readers name attachments; in a letter it is the same, also in English.
_ATTACHED = re.compile(r"\W*(?:vedlegg|attachments?|enclosures?)\s?:", re.IGNORECASE)
# What minutes say of the meeting in their head, beside their own name.
_WHO_MET = re.compile(r"utvalg|utval|organ|møteorgan|råd|nemnd|body|committee|møte|meeting", re.I)
_WHEN_MET = re.compile(r"møtedato|møtedag|dato|date|meeting date|dato for møtet?", re.IGNORECASE)
# The case of a meeting, and a chapter: parts of a document.
_CASE = re.compile(r"\W*(?:[A-ZÆØÅ]{1,4}[ -]|sak(?:snr)?\.? )?\d{1,4}/\d{2,4}\b", re.IGNORECASE)
_CHAPTER = re.compile(r"\W*(?:\d{1,2}\.(?:\d{1,2}\.?)*|kapittel \d+|chapter \d+|del \d+)\s", re.I)
# The part of a newspaper or web site, between its name and the headline.
_SECTION = re.compile(
    r"\W*(?:nyhet(?:er)?|nyhende|aktuelt|aktuell|news|meninger|meiningar|debatt|lokalt|innenriks"
    r"|næringsliv|politikk)\W*",
    re.IGNORECASE,
)
# Below the headline of a news item.
_PUBLISHED = re.compile(r"\W*(?:publisert|published|sist endret|sist endra|oppdatert)\b", re.I)
_FIRST = 6
# A mail's subject that says nothing: nothing but "Re:" and a few letters.
_ANSWER = re.compile(r"(?:(?:re|sv|vs|fwd?|aw|wg)\s*:\s*)*", re.IGNORECASE)
_SENDER = "Fra: "
_MAILS = frozenset({".eml", ".msg"})
_SHORTEST_SUBJECT = 3  # letters and digits
_MOST_WORDS = 12
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
# Words that make a plan or a report out of everything that speaks of one.
_SPOKEN_OF = frozenset({DocumentType.PLAN, DocumentType.REPORT})


def title_of(found: Opening) -> str:
    """The first heading that says something; else a subject line or the first line of words.

    A mail is called by its subject; without one that says something, by its sender and date.
    What stands before the heading goes before it where it names the kind of document ("Innspill
    til …"), and the file's own title and name come last.
    """
    if found.path.suffix.lower() in _WORKBOOKS:
        return _of_workbook(found)
    if found.path.suffix.lower() in _MAILS and not _has_subject(found):
        return _of_mail(found)
    lines = _below_masthead(_before_greeting(found))
    if minutes := _of_minutes(found, lines):
        return minutes
    heading = next((line for line in lines if _is_title(line)), None)
    above = lines[: lines.index(heading)] if heading else lines
    title = (
        _first_line_that_names_a_type(above, heading)
        or _subject(found, above, heading)
        or _line_below_an_addressee(lines, heading)
    )
    if title is not None:
        return title
    if heading is not None:
        return _own(heading)
    candidates = [_own(line) for line in lines if not _LETTERHEAD.match(line.text)]
    if candidates and body_name(candidates[0]):
        for line in lines:
            if line.is_heading and named_type(_own(line)) and not _is_part(_own(line)):
                return _own(line)
    if (shown := _below_letterhead(lines)) is not None:
        return shown
    for candidate in candidates:
        words = len(candidate.split())
        if words >= 2 and not candidate.endswith((".", ",", ";")) and not body_name(candidate):
            return candidate
    stated = found.properties.get("title", "").strip()
    return stated or (candidates[0] if candidates else found.path.stem)


def _of_workbook(found: Opening) -> str:
    """The first headings are names of sheets and of tables: "Les først", "Ark1", "Budsjett"."""
    if stated := found.properties.get("title", "").strip():
        return stated
    headings = [_own(line) for line in found.head if line.is_heading]
    named = next((heading for heading in headings if named_type(heading)), None)
    name = " ".join(re.split(r"[\s_-]+", found.path.stem.strip()))
    # With one sheet, its heading is that of all.
    return named or (headings[0] if len(headings) == 1 else name[:1].upper() + name[1:])


def _has_subject(found: Opening) -> bool:
    subject = _ANSWER.sub("", found.properties.get("title", "").strip(), count=1)
    greeting = len(subject.split()) <= 2 and _GREETING.fullmatch(subject)
    return (
        sum(map(str.isalnum, subject)) >= _SHORTEST_SUBJECT
        and _GENERIC.fullmatch(subject) is None
        and not greeting
        and not _is_mark(subject, found)
    )


def _of_mail(found: Opening) -> str:
    """Whom it is from, and when: what its text begins with would be read as its subject."""
    # The reader writes the sender first, or right after the subject.
    fields = (line.text for line in found.head[:2] if not line.is_heading)
    field = next((text for text in fields if text.startswith(_SENDER)), "")
    address = field.removeprefix(_SENDER)
    sender = address.partition("<")[0].strip(' "') or address.strip("<> ")
    if not sender or len(sender) > SHORT_LINE:
        return found.path.stem
    sent = found.properties.get("published")
    # In bokmål, as the names of the fields that the reader writes.
    return f"E-post fra {sender}" + (f", {date_text(sent, 'nb')}" if sent else "")


def _is_mark(text: str, found: Opening) -> bool:
    """Whether a text is nothing but a mark, as the label that an office program keeps is one."""
    label = replace(found, margins=(), properties={"sensitivity": text})
    return bool(marks_of(label, (), ""))


def _own(line: Line) -> str:
    return line.text.split("\n", maxsplit=1)[0].strip(" #*:")


def _before_greeting(found: Opening) -> list[Line]:
    """Lines that can be titles: short, no menus, marks or attachments; nothing after a greeting."""
    lines: list[Line] = []
    for line in found.head:
        own = _own(line)
        if _GREETING.fullmatch(own):
            break
        if not own or len(own) > SHORT_LINE or is_page_furniture(own):
            continue
        attached = not line.is_heading and _ATTACHED.match(own)
        if not attached and not _is_mark(own, found):
            lines.append(line)
    return lines


def _below_masthead(lines: list[Line]) -> list[Line]:
    """The lines below a newspaper's name and section: "Avisa Sund / Nyheter / Ny molo"."""
    for place, line in enumerate(lines[:3]):
        if not line.is_heading and _SECTION.fullmatch(_own(line)) and lines[place + 1 :]:
            return lines[place + 1 :]
    return lines


def _of_minutes(found: Opening, lines: Sequence[Line]) -> str | None:
    """What minutes call themselves above their first case, with who met and when.

    Their cases have titles of their own, which name plans and reports.
    """
    for place, line in enumerate(lines[:_FIRST]):
        own = _own(line)
        if _CASE.match(own):
            return None
        if named_type(own.split(" ", maxsplit=1)[0]) is not DocumentType.MINUTES:
            continue
        cases = any(_CASE.match(_own(other)) for other in lines[place + 1 :])
        if len(own.split()) > 1:
            return own if cases and not line.is_heading else None
        about = [next(found.labelled(label), "").strip() for label in (_WHO_MET, _WHEN_MET)]
        said = " ".join(part for part in about if part and len(part) <= SHORT_LINE // 2)
        if not said:
            return None
        return f"{own.capitalize() if own.isupper() else own} – {said}"
    return None


def _is_part(own: str) -> bool:
    return bool(_CASE.match(own) or _CHAPTER.match(own))


def _below_letterhead(lines: Sequence[Line]) -> str | None:
    """What stands out below a letterhead: a heading, or a line in capitals, before any prose."""
    for line in lines:
        own = _own(line)
        prose = not line.is_heading and len(line.text.split()) > _MOST_WORDS
        if prose or _PUBLISHED.match(own):
            return None
        letters = [letter for letter in own if letter.isalpha()]
        capitals = len(letters) > 3 and all(letter.isupper() for letter in letters)
        if not (line.is_heading or capitals) or _is_part(own) or _LETTERHEAD.match(own):
            continue
        if len(own.split()) >= 2 and not body_name(own) and _GENERIC.fullmatch(own) is None:
            return own
    return None


def _is_title(line: Line) -> bool:
    own = _own(line)
    return (
        line.is_heading
        and line.block.level <= 2
        and len(own) > 2
        and _GENERIC.fullmatch(own) is None
    )


def _first_line_that_names_a_type(above: Sequence[Line], heading: Line | None) -> str | None:
    """As "Innspill til helsereformutvalget." above "Mangler ved mandatet"."""
    if heading is None or not above or named_type(_own(heading)):
        return None
    own = _own(above[0])
    kind = named_type(own)
    if kind is None or kind in _SPOKEN_OF or len(own.split()) > _MOST_WORDS:
        return None
    return own.rstrip(".")


def _subject(found: Opening, above: Sequence[Line], heading: Line | None) -> str | None:
    """What stands after "Sak:", "Emne:" or "Gjelder:", where no heading comes before it."""
    reach = {line.text for line in above}
    for subject in found.labelled(_SUBJECT):
        words = subject.split()
        before = heading is None or any(subject in text for text in reach)
        if before and len(words) >= 3 and len(subject) <= SHORT_LINE and words[0][0].isalpha():
            return subject
    return None


def _line_below_an_addressee(lines: Sequence[Line], heading: Line | None) -> str | None:
    """A heading of one word that the line below it names as "til …" is whom a letter goes to."""
    if heading is None or len(_own(heading).split()) > 1:
        return None
    for line in lines[lines.index(heading) + 1 :]:
        own = _own(line)
        if line.is_heading:
            return None
        if named_type(own) and f"til {_own(heading)}".casefold() in own.casefold():
            return own.rstrip(".")
    return None
