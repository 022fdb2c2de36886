"""What others are told of where a document lies: its place in its source, never in the machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from plansvar.settings import Settings
from plansvar.sources import FolderSource

# What all that is told of a document has; nothing else has both.
_MARK = {"path", "authority"}
_MAILS = {".eml", ".msg"}


def shown_path(settings: Settings) -> Callable[[str], str]:
    """What makes a path as others may see it: below its source's folder, else the name alone.

    Addresses of web pages stay as they are. A file that came with a mail keeps the mail's name.
    """
    sources = [one for one in settings.sources.values() if isinstance(one, FolderSource)]
    folders = [source.folder for source in sources]

    def shown(path: str) -> str:
        if path.startswith(("http://", "https://")):
            return path
        own = PurePath(path)
        for folder in folders:
            if own.is_relative_to(folder):
                return own.relative_to(folder).as_posix()
        mails = [at for at, part in enumerate(own.parts) if PurePath(part).suffix.lower() in _MAILS]
        return PurePath(*own.parts[mails[0] if mails else -1 :]).as_posix()

    return shown


def without_folders(content: Any, settings: Settings) -> Any:  # noqa: ANN401 - any JSON
    """JSON in which each document's path is as others may see it."""
    return _replaced(content, shown_path(settings))


def _replaced(content: Any, shown: Callable[[str], str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(content, dict):
        changed = {key: _replaced(value, shown) for key, value in content.items()}
        if content.keys() >= _MARK and isinstance(content["path"], str):
            changed["path"] = shown(content["path"])
        return changed
    if isinstance(content, list | tuple):
        return [_replaced(one, shown) for one in content]
    return content
