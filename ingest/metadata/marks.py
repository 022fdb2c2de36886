"""Marks that keep a document from the public: only where they stand as a mark.

"Unntatt offentlighet, jf. offl. § 13" in a page header, in the head of a letter or on a line of its
own is a mark; the same words in a sentence about the law are not. A document that has one is never
made public by default, so a line that says nothing else is taken for a mark rather than not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.metadata.opening import HEAD_BLOCKS, Opening
from plansvar.documents.about import Mark, MarkKind
from plansvar.documents.types import Block, BlockKind

_WORDS: tuple[tuple[MarkKind, str], ...] = (
    (
        MarkKind.EXEMPT,
        r"(?:unntatt|unntatte|unnateke|unnatekne|unnateken|unntake|unnteke) (?:(?:fra|frå) )?"
        r"(?:offentlig(?:het(?:en)?)?(?: innsyn)?|offentleg(?:heit(?:a)?)?(?: innsyn)?|innsyn)"
        r"|u\.? ?off\.?|ikke offentlig(?: dokument)?|ikkje offentleg(?: dokument)?"
        r"|exempt(?:ed)? from (?:public )?(?:disclosure|access)|not for public release",
    ),
    (
        MarkKind.CLASSIFIED,
        r"begrenset|strengt hemmelig|hemmelig|strengt hemmeleg|hemmeleg|restricted",
    ),
    (
        MarkKind.CONFIDENTIAL,
        r"(?:strengt |strictly )?(?:fortrolig|fortruleg|konfidensielt|konfidensiell|confidential)"
        r"(?: (?:dokument|notat|informasjon|document|information))?"
        r"|taushetsbelagt|underlagt taushetsplikt|teiepliktig",
    ),
    (
        MarkKind.INTERNAL,
        r"(?:kun |bare |berre )?(?:til|for) internt? bruk|(?:for )?internal use(?: only)?"
        r"|(?:intern|internt|internal)(?: (?:dokument|notat|informasjon|bruk|document))?"
        r"|organinternt(?: dokument)?",
    ),
)
_MARK = {kind: re.compile(rf"(?:{words})(?![\w/-])", re.IGNORECASE) for kind, words in _WORDS}
# What every mark has; most lines have none of it.
_HINT = re.compile(
    r"unn?[tae]|u\.? ?off|ffent|ffl|public|disclos|begrens|hemm|restrict|rtr[ou]|konfid|confid"
    r"|intern|taus|teieplikt",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:sikkerhets)?gradering|følsomhet|følsemd|klassifisering|tilgangs?(?:kode|nivå|gruppe)?"
    r"|skjerming|konfidensialitet|sensitivity|classification|(?:dette )?dokumentet er|saken er"
    r"|saka er|status",
    re.IGNORECASE,
)
# Colours and owners of levels: "Intern (gul)", "Intern (HOD)".
_LEVEL = re.compile(r"\s*\((?:gul|rød|raud|grønn|grøn|oransje|svart|[A-ZÆØÅ]{2,6})\)")
# What may follow a mark: the law that it rests on, and nothing else.
_LAW = re.compile(
    r"off?l|offentleglova|offentligl[oa]v(?:en|a)|offentlighetsloven|offentlegheitslova|offlova"
    r"|fvl|forvaltningsloven?|forvaltningslova|sikkerhetsloven|tryggingslova|helsepersonelloven",
    re.IGNORECASE,
)
_LAW_WORD = re.compile(
    r"jf|jfr|etter|i|henhold|til|iht|ihht|medhold|av|samsvar|med|hjemmel|heimel|lovhjemmel|lov"
    r"|ledd|første|fyrste|andre|annet|tredje|fjerde|nr|bokstav|punktum|setning|og|flg|ff"
    r"|[a-z]|\d+(?:-\d+)?[a-z]?|§+\d*[a-z]?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"§+|[\w]+(?:-\w+)*")
_ATTACHED = re.compile(r"\W*(?:vedlegg|kopi|attachment)", re.IGNORECASE)
# A box that nobody ticked.
_EMPTY_BOX = re.compile("[☐□❏]")
_LONGEST = 140
_FIRST_HEADINGS = 3


def marks_of(found: Opening, blocks: Sequence[Block], text: str) -> tuple[Mark, ...]:
    """All marks of a document, each kind once, in the order in which they stand."""
    marks: dict[MarkKind, Mark] = {}
    for mark in _all(found, blocks, text):
        marks.setdefault(mark.kind, mark)
    return tuple(marks.values())


def _all(found: Opening, blocks: Sequence[Block], text: str) -> Iterator[Mark]:
    for line in found.margins:
        yield from (Mark(kind, line, "margin") for kind in _kinds(line, at_end=True))
    stamped = _stamped(blocks, text)
    for number, block in enumerate(blocks):
        top = number < HEAD_BLOCKS or block.page == 1
        if block.kind is BlockKind.TABLE:
            yield from _in_table(block, text) if number < HEAD_BLOCKS else ()
        elif block.kind is not BlockKind.LIST_ITEM and block.end - block.start <= _LONGEST:
            line = text[block.start : block.end]
            # Further down, "Internt" and "Fortrolig" are headings of what they are about.
            everything = (top and block.kind is BlockKind.PARAGRAPH) or (
                number < _FIRST_HEADINGS or line in stamped
            )
            for kind in _kinds(line, at_end=everything):
                if everything or kind is MarkKind.EXEMPT or _is_labelled(line):
                    yield Mark(kind, line, "text")
    label = found.properties.get("sensitivity", "")
    yield from (Mark(kind, label, "metadata") for kind in _kinds(label, at_end=False))


def _stamped(blocks: Sequence[Block], text: str) -> set[str]:
    """Short lines that stand on several pages: headers and watermarks that came with the text."""
    pages: dict[str, set[int]] = {}
    for block in blocks:
        if block.page and block.end - block.start <= _LONGEST and not block.rows:
            pages.setdefault(text[block.start : block.end], set()).add(block.page)
    return {line for line, on in pages.items() if len(on) > 1}


def _in_table(block: Block, text: str) -> Iterator[Mark]:
    """A value beside its label, or what stands alone in its row; no column's heading."""
    for row in block.rows:
        cells = [cell for start, end in row.cells if (cell := text[start:end].strip())]
        cells = list(dict.fromkeys(cells))  # a merged cell comes once for each column
        for number, cell in enumerate(cells):
            label = cells[number - 1].rstrip(" :") if number else ""
            if len(cells) == 1 or _LABEL.fullmatch(label) or _is_labelled(cell):
                yield from (Mark(kind, cell, "text") for kind in _kinds(cell, at_end=False))


def _is_labelled(line: str) -> bool:
    label = _LABEL.match(line.lstrip(" *_(["))
    return label is not None


def _kinds(line: str, *, at_end: bool) -> Iterator[MarkKind]:
    """The kinds of mark that a line is; with ``at_end`` also those that a title ends with."""
    if len(line) > _LONGEST or not _HINT.search(line) or _EMPTY_BOX.search(line):
        return
    if _is_ground(line):
        yield MarkKind.EXEMPT
        return
    for kind, pattern in _MARK.items():
        for match in pattern.finditer(line):
            before, after = line[: match.start()], line[match.end() :]
            if level := _LEVEL.match(after):
                after = after[level.end() :]
            label = before.strip(" \t*_([:–—-|.!")
            alone = not any(letter.isalnum() for letter in label) or _LABEL.fullmatch(label)
            ends = (
                at_end
                and re.search(r"(?:\s[–—|·•-]\s+|\()$", before)
                and not _ATTACHED.match(before)
            )
            # "Unntatt offentlighet:" is a label that waits for its value.
            if (alone or ends) and not after.rstrip().endswith(":") and _is_law(after):
                yield kind
                break


def _is_law(rest: str) -> bool:
    """Whether nothing follows but the law that a mark rests on."""
    tokens = _TOKEN.findall(rest.replace("off.lova", "offlova"))
    if not tokens:
        return "?" not in rest
    named = any(_LAW.fullmatch(token) or token.startswith("§") for token in tokens)
    return named and all(_LAW.fullmatch(token) or _LAW_WORD.fullmatch(token) for token in tokens)


def _is_ground(line: str) -> bool:
    """The law alone on a line, with its paragraph: the ground for a mark that stood beside it."""
    tokens = _TOKEN.findall(line)
    law = any(_LAW.fullmatch(token) and not token.lower().startswith("fvl") for token in tokens)
    return law and "§" in line and _is_law(line)
