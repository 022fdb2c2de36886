"""Written Norwegian, both forms, as a list of words that is ready at once.

The package ``simplemma`` (MIT) ships the inflected forms of bokmål and nynorsk, 700,000 of them.
Unpacking them takes seconds, so they are kept as a trie (1.7 MB) in the user's cache, from where
they are mapped into memory in less than a millisecond.
"""

from __future__ import annotations

import functools
import logging
import os
import tempfile
from importlib import metadata
from pathlib import Path

import marisa_trie

_log = logging.getLogger(__name__)

_LANGUAGES = ("nb", "nn")
# Count up when a change here changes what is in the list.
_FORMAT = 1
# The words of the list are at least this long: shorter ones make compounds of anything.
SHORTEST = 4


def word_list(cache: Path) -> marisa_trie.Trie:
    """The words, in lower case; made when they aren't in ``cache`` yet (some seconds).

    Where the cache can't be written, the list is made in memory, once per process.
    """
    return _loaded(cache / "words" / _file_name())


@functools.cache
def _file_name() -> str:
    """Asking for a package's version takes 2 ms, and this is asked for each word of a hit."""
    return f"simplemma-{metadata.version('simplemma')}-{_FORMAT}.marisa"


@functools.lru_cache(maxsize=4)
def _loaded(path: Path) -> marisa_trie.Trie:
    try:
        return marisa_trie.Trie().mmap(str(path))
    except (OSError, RuntimeError):  # not there, or cut short
        words = marisa_trie.Trie(_words())
    try:
        _keep(words, path)
    except OSError as error:
        _log.warning("the word list is not kept: %s", error)
    return words


def _keep(words: marisa_trie.Trie, path: Path) -> None:
    """Written beside its place and moved there, so that nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".words-")
    os.close(handle)
    try:
        words.save(draft)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def _words() -> set[str]:
    from simplemma.strategies.dictionaries.dictionary_factory import (  # noqa: PLC0415 - slow
        DefaultDictionaryFactory,
    )

    factory = DefaultDictionaryFactory()
    forms = {
        form
        for language in _LANGUAGES
        for pair in factory.get_dictionary(language).items()
        for form in pair
    }
    return {form.lower() for form in forms if form.isalpha() and len(form) >= SHORTEST}
