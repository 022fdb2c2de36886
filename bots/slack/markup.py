"""Text for Slack's ``mrkdwn``: nothing in it becomes a mention, a link or a format.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import html
import re

# Shown by nobody; keeps a sign from being read as the beginning or the end of a format.
_JOINER = "\u2060"
_FORMAT = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")
_EMOJI_CODE = re.compile(r":(?=[\w+'-]+:)")
_LINE_MARK = re.compile(r"(?m)^([ \t]*)(&gt;)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zæøå]|[«\"–•]|$)|\n")
_CODE = re.compile(r"```.*?(?:```|$)|`[^`\n]*`", re.DOTALL)
_MENTION = re.compile(r"<[@!#][^<>]*>")
_BEFORE = re.compile(r"\s*<[@!]([^<>|]*)")
_BEHIND = re.compile(r"<[@!]([^<>|]*)(?:\|[^<>]*)?>[\s?.!,]*$")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|]*)(?:\|([^<>]*))?>")
_EMOJI = re.compile(r":[\w+'-]+:(?::skin-tone-\d:)?")


def escaped(text: str) -> str:
    """Text as it stands, for a ``mrkdwn`` object with ``verbatim``."""
    text = html.escape(_CONTROL.sub(" ", text), quote=False)
    text = _FORMAT.sub(lambda found: f"{_JOINER}{found[0]}{_JOINER}", text)
    text = _EMOJI_CODE.sub(f":{_JOINER}", text)
    return _LINE_MARK.sub(rf"\1{_JOINER}\2", text)


def cut(text: str, limit: int) -> tuple[str, bool]:
    """Text of at most ``limit`` characters, cut after a sentence or line where it can be.

    Returns:
        The text, and whether something is missing.
    """
    if len(text) <= limit:
        return text, False
    head = text[: limit - 2]
    # What ends with a colon goes before something: it is nothing to end with.
    found = (one.start() for one in _SENTENCE_END.finditer(head))
    ends = [end for end in found if not head[:end].endswith(":")]
    if ends and ends[-1] > limit // 4:
        return head[: ends[-1]].rstrip(), True
    space = head.rfind(" ", limit // 2)
    return (head[:space] if space > 0 else head).rstrip() + " …", True


def mentions(text: str, user: str) -> bool:
    """Whether a message talks to ``user``: a mention that only stands in code doesn't count."""
    return re.search(rf"<@{re.escape(user)}(\|[^<>]*)?>", _CODE.sub(" ", text)) is not None


def talks_to_another(text: str, user: str) -> bool:
    """Whether a message begins or ends with a mention of somebody else, or of everybody."""
    found = _BEFORE.match(text) or _BEHIND.search(text)
    return found is not None and found[1] != user


def question_in(text: str) -> str:
    """What a message asks, without mentions, with links as words and entities as characters."""
    text = _MENTION.sub(" ", text)
    text = _LINK.sub(lambda found: found[2] or found[1], text)
    return " ".join(html.unescape(text).split())


def says_something(question: str) -> bool:
    """Whether there is a letter or digit in a question beside emoji."""
    return re.search(r"\w", _EMOJI.sub(" ", question)) is not None
