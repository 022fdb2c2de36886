"""Parts a mail's own words from older mails that it quotes; these become sections of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.readers import text_blocks, text_lines
from ingest.readers.clean import clean
from ingest.readers.limits import DEFAULT
from plansvar.documents.types import BlockKind, RawBlock
from plansvar.errors import ReadError

_LEVEL = 2  # of what heads an older mail; the subject is level 1
_SENDER = r"(?:Fra|Frå|From|Från|Von)"
_FIELD = r"(?:Sendt|Sent|Dato|Date|Til|To|Kopi|Cc|Emne|Subject|Skickat|Vedlegg|Attachments)"
_FIELD_LINE = re.compile(rf"^\*?(?:{_SENDER}|{_FIELD})\*?:\*?\s*\S", re.I)
_SENDER_LINE = re.compile(rf"^\*?{_SENDER}\*?:\*?\s+\S", re.I)
_SENT_FIELD = re.compile(r"^\*?(?:Sendt|Sent|Dato|Date|Skickat)\*?:", re.I)
_IN_ONE = re.compile(rf"^{_SENDER}:\s.{{1,300}}?\s(?:Sendt|Sent|Dato|Date|Skickat):\s", re.I)
_NEXT_FIELD = re.compile(rf"\s+(?={_FIELD}:\s)")
_DIVIDER = re.compile(
    r"^-{2,}\s*((?:opprinnelig|opphavleg|videresendt|vidaresend|original|forwarded|"
    r"ursprungligt|oprindelig)\s+(?:melding|message|e-?post|meddelande|meddelelse))\s*:?\s*-{2,}$",
    re.I,
)
_APPLE_DIVIDER = re.compile(
    r"^((?:videresendt|opprinnelig|begin forwarded) (?:melding|message)):$", re.I
)
# "Den 12. mars 2026 kl. 10.15 skrev Kari <kari@…>:"; "I 2025 skrev kommunen:" names no hour.
_WROTE = re.compile(r"\b(?:skrev|skreiv|wrote)\b", re.I)
_DIGIT = re.compile(r"\d")
_HOUR_OR_ADDRESS = re.compile(r"@|(?<![\d.])\d{1,2}[:.]\d{2}(?![\d.])")
_QUOTED = re.compile(r"^\s?(?:>\s?)+")
_RULE = re.compile(r"^[_\-=]{5,}$")
_SIGNATURE = re.compile(r"^-- ?$")
# What Outlook leaves of pictures and links when it makes plain text of a mail.
_LEFTOVER = re.compile(r"\[cid:[^\]\s]{1,300}\]|(?<=[\w.)])<(?:https?|mailto|tel):[^<>\s]{1,2000}>")
_GREETING = re.compile(
    r"^(?:hei|heisann|hallo|kjære|god (?:dag|morgen|morgon|kveld)|takk|til den det|hi|hello|dear|"
    r"mvh|m\.v\.h|(?:med )?(?:vennlig|venleg|beste?) (?:hilsen|helsing)|hilsen|helsing|"
    r"(?:best|kind) regards|regards|sendt fra|sendt frå|sent from)\b",
    re.I,
)
_MOST_LINES = 100_000
_LONGEST_ATTRIBUTION = 500  # characters
_NEAR = 4  # lines from "Fra:" within which "Sendt:" stands
_QUOTE_HEADING = "Sitert melding"  # the same word in bokmål and nynorsk


@dataclass(slots=True)
class _Section:
    """Lines under what heads them: ``None`` goes on with the mail itself."""

    heading: str | None
    fields: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def sections_of_text(text: str) -> list[RawBlock]:
    """Returns the blocks of a plain body.

    Raises:
        ReadError: ``read.too_much_text`` or ``read.too_many_rows``.
    """
    DEFAULT.check_characters(len(text))
    if text.count("\n") > _MOST_LINES:
        raise ReadError("read.too_many_rows", limit=_MOST_LINES)
    lines = [_LEFTOVER.sub("", line.rstrip()) for line in text.splitlines()]
    blocks: list[RawBlock] = []
    depth = 0
    for section in _split(lines):
        built = text_blocks.build(text_lines.classify("\n".join(section.lines)))
        own = [_greeting_as_text(block) for block in built]
        if not own and not section.fields and section.heading in {None, _QUOTE_HEADING}:
            continue
        if section.heading is not None:
            blocks.append(RawBlock(BlockKind.HEADING, section.heading, _LEVEL))
        elif depth:
            blocks.append(RawBlock(BlockKind.HEADING, "", _LEVEL))
        depth = int(section.heading is not None)
        blocks += [RawBlock(BlockKind.PARAGRAPH, one) for one in section.fields]
        blocks += own
    return blocks


def unflowed(text: str) -> str:
    """Returns text in "flowed" form (RFC 3676) with its paragraphs on one line each."""
    lines: list[str] = []
    open_mark: str | None = None  # the quotation marks of a line that goes on
    for raw in text.splitlines():
        match = re.match(r"^(>*) ?(.*)$", raw)
        mark, line = (match[1], match[2]) if match else ("", raw)
        if open_mark == mark and lines:
            lines[-1] += line
        else:
            lines.append(f"{mark} {line}" if mark else line)
        goes_on = line.endswith(" ") and line != "-- "
        open_mark = mark if goes_on else None
    return "\n".join(lines)


def sections_of_blocks(body: Sequence[RawBlock]) -> list[RawBlock]:
    """Returns the blocks of a body that was HTML, older mails under headings of their own."""
    blocks: list[RawBlock] = []
    quoted = False
    for item in body:
        block = _greeting_as_text(item)
        heading = _heading_of(block)
        if heading is not None:
            quoted = True
            first, *fields = heading
            blocks.append(RawBlock(BlockKind.HEADING, first, _LEVEL))
            blocks += [RawBlock(BlockKind.PARAGRAPH, one) for one in fields]
        elif block.kind is BlockKind.HEADING and block.text:
            level = min(block.level + _LEVEL - 1 + quoted, 6)
            blocks.append(replace(block, level=level))
        else:
            blocks.append(block)
    return blocks


def _greeting_as_text(block: RawBlock) -> RawBlock:
    """Returns the block, as a paragraph where it is a short line that a mail begins or ends with.

    Such lines stand like headings, but nothing that follows is about them.
    """
    spoken = _GREETING.match(block.text) or block.text.endswith(("?", "!"))
    if block.kind is BlockKind.HEADING and spoken:
        return RawBlock(BlockKind.PARAGRAPH, block.text)
    return block


def _heading_of(block: RawBlock) -> list[str] | None:
    """Returns what heads an older mail, and its other fields, if the block begins one."""
    if block.kind is BlockKind.TABLE:
        return None
    if match := _DIVIDER.match(block.text) or _APPLE_DIVIDER.match(block.text):
        return [match[1]]
    if _IN_ONE.match(block.text):
        return _NEXT_FIELD.split(block.text)
    if _is_attribution(block.text):
        return [block.text.rstrip(":")]
    return None


def _is_attribution(text: str) -> bool:
    if len(text) > _LONGEST_ATTRIBUTION or not text.endswith(":"):
        return False
    wrote = _WROTE.search(text)
    return (
        wrote is not None
        and _DIGIT.search(text[: wrote.start()]) is not None
        and _HOUR_OR_ADDRESS.search(text) is not None
    )


def _split(lines: Sequence[str]) -> Iterator[_Section]:
    section = _Section(None)
    goes_on = False  # an older mail without marks goes on to the end
    position = 0
    while position < len(lines):
        found = _older_mail(lines, position)
        if found is not None:
            yield section
            section, position, goes_on = found
            continue
        line = lines[position]
        mark = _QUOTED.match(line)
        if not goes_on and mark and section.heading is None:
            yield section
            section = _Section(_QUOTE_HEADING)
        elif not goes_on and not mark and line.strip() and section.heading is not None:
            yield section
            section = _Section(None)
        if _SIGNATURE.match(line):
            section.lines += ["", ""]
        elif not _RULE.match(line.strip()):
            section.lines.append(line[mark.end() :] if mark else line)
        position += 1
    yield section


def _older_mail(lines: Sequence[str], position: int) -> tuple[_Section, int, bool] | None:
    """Returns the section that an older mail opens here, the next line, and if it goes on for good.

    One whose lines are marked with ">" ends with them.
    """
    plain = _QUOTED.sub("", lines[position]).strip()
    divider = _DIVIDER.match(plain) or _APPLE_DIVIDER.match(plain)
    if divider:
        fields, after = _fields(lines, position + 1)
        return _Section(divider[1], fields), after, True
    if _SENDER_LINE.match(plain):
        near = [_QUOTED.sub("", one).strip() for one in lines[position + 1 : position + 1 + _NEAR]]
        if any(map(_SENT_FIELD.match, near)):
            fields, after = _fields(lines, position)
            return _Section(fields[0], fields[1:]), after, True
    for count in (1, 2):
        whole = " ".join(_QUOTED.sub("", one).strip() for one in lines[position : position + count])
        if plain and _is_attribution(whole):
            after = position + count
            near_by = lines[after : after + _NEAR]
            following = next((one for one in near_by if one.strip()), "")
            marked = _QUOTED.match(following) is not None
            return _Section(whole.rstrip(":")), after, not marked
    return None


def _fields(lines: Sequence[str], position: int) -> tuple[list[str], int]:
    """Returns the "Fra", "Sendt", … lines from here on, and the position after them."""
    fields: list[str] = []
    while position < len(lines):
        plain = _QUOTED.sub("", lines[position]).strip()
        if _FIELD_LINE.match(plain):
            fields.append(clean(plain.replace("*", "")))
        elif plain or fields:
            # A long list of receivers goes on in the next line.
            if not plain or not fields or not fields[-1].rstrip().endswith((";", ",")):
                break
            fields[-1] = f"{fields[-1]} {clean(plain)}"
        position += 1
    return fields, position
