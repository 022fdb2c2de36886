"""What a text loses before it is shown, or before a model reads it."""

from __future__ import annotations

import html
import re

from plansvar.language.normalise import clean

# The signs that models are told turns apart with: ChatML, Llama, Mistral, Gemma, DeepSeek, Phi.
_CHAT_TOKENS = re.compile(
    r"<[|｜][^<>]{0,60}?[|｜]>|<\|?/?(?:im_start|im_end|endoftext|eot_id|start_header_id"
    r"|end_header_id)\|?>|\[/?(?:INST|SYS|SYSTEM|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]"
    r"|<</?SYS>>|</?(?:s|bos|eos|unk|pad|start_of_turn|end_of_turn|think|tool_call|system|user"
    r"|assistant|sources?|question)\b[^<>]{0,80}>",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"^[ \t>*#]*(?:system|human|user|assistant|bruker|assistent)[ \t*]*:[ \t]*", re.I | re.M
)
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)?|\[[^\]\n]*\])?")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]\n]+)\](?:\([^)\n]*\)?|\[[^\]\n]*[^\]\d\n][^\]\n]*\])")
_REFERENCE = re.compile(r"^\s*\[[^\]\n]+\]:\s*\S.*$", re.M)
_TAG = re.compile(
    r"<(?:script|style|svg|iframe|object)\b.*?(?:</(?:script|style|svg|iframe|object)\s*>|$)"
    r"|<!--.*?(?:-->|$)|</?[A-Za-z][^<>]*(?:>|$)|<!\[?[A-Za-z][^<>]*(?:>|$)",
    re.I | re.S,
)
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:|(?<![:\w])//)/{0,2}(?=\S*[.:/])(?:[^\s<>\"'`«»]+)"
    r"|\S*//\S*|\b(?:javascript|data|vbscript|mailto|file):\S+|\bwww\.\S+",
    re.I,
)
_BARE_DOMAIN = re.compile(
    r"(?<![\w@])(?:[\w-]+\.)+(?:com|net|org|no|io|ai|dev|app|example|test|info|co|ru|cn|xyz)"
    r"(?:[/:?#][^\s<>\"'`«»]*|\b)",
    re.I,
)
_MENTION = re.compile(r"<[@#!][^<>\n]*>?|(?<![\w.])@[\w.-]+|<!\w+>")
_MARKS = re.compile(r"(?:\*\*|__|`+|~~)|^\s{0,3}(?:#{1,6}|>)\s+", re.M)
_SPACES = re.compile(r"[ \t]{2,}")


def for_prompt(text: str) -> str:
    """A document's or a person's text as data for a model: nothing in it looks like a turn.

    Invisible, tag, bidi and control characters and the models' own control tokens go; what is left
    of angle brackets can't be taken for one of our delimiters.
    """
    # Twice: one token taken out of another may leave a whole one.
    cleaned = clean(text)
    for _ in range(2):
        cleaned = _CHAT_TOKENS.sub(" ", cleaned)
    return _TURN.sub("", cleaned).replace("<", "‹").replace(">", "›").strip()


def for_reading(text: str) -> str:
    """A model's text without images, HTML, links, addresses, mentions and marks of Markdown.

    The words of a link stay, and so do citations such as ``[1]``.
    """
    shown = text
    # Escaped once, and once more by somebody cunning: what is shown must not become markup.
    for _ in range(2):
        shown = html.unescape(shown)
    shown = clean(shown)
    for _ in range(2):
        for pattern in (_CHAT_TOKENS, _IMAGE, _REFERENCE, _MENTION, _TAG):
            shown = pattern.sub("", shown)
        shown = _LINK.sub(r"\g<text>", shown)
        for pattern in (_ADDRESS, _BARE_DOMAIN, _MENTION):
            shown = pattern.sub("", shown)
    shown = _MARKS.sub("", shown).replace("<", "").replace(">", "").replace("![", "[")
    return _SPACES.sub(" ", shown).strip()
