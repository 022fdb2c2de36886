"""Errors that a user can do something about.

Every error is a code and parameters; its words stand in ``plansvar/messages``, once per language.

    PlansvarError
    ├── SettingsError          a setting is wrong
    ├── ReadError              one file can't be read; the run goes on
    ├── WebError               one web page or list of pages can't be fetched; the run goes on
    ├── LlmError               the language model gives no answer; all goes on without it
    ├── ModelError             the embedding model is missing or damaged
    ├── IndexStateError        no index yet, held by somebody else, or of another model
    ├── DatabaseError          the database can't be opened, or is of another version
    ├── QuestionError          a question that can't be answered as it stands
    ├── CorrectionError        what was said of a fact, or asked of the register, makes no sense
    ├── DraftError             a template of a letter can't be used, or an overview not gone on with
    ├── AccessError            the named user is unknown
    ├── SlackError             Slack can't be reached as the settings say
    ├── ServerError            another program holds the index, and can't do this for us
    └── NotFoundError          a path or document that isn't there
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class PlansvarError(Exception):
    """Base of all errors shown to users: ``code`` keys the catalogue, ``params`` fill its text."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @classmethod
    def of(cls, code: str, params: Mapping[str, object]) -> Self:
        """An error that comes from somewhere else: another process, say."""
        return cls(code, **params)

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({details})"


class SettingsError(PlansvarError):
    """A setting is wrong."""


class ReadError(PlansvarError):
    """One file can't be read. The run goes on without it.

    Codes (``read.`` in the catalogue): ``empty, no_text, not_this_format, encrypted, too_large,
    too_many_pages, too_much_text, too_many_cells, too_many_rows, too_many_parts, archive_bomb,
    malformed, timeout, out_of_memory, parser_crash, unsupported, unreadable, not_a_file,
    link_outside, vanished, changing, scan_failed, pages_unread, needs_libreoffice, office_timeout,
    office_out_of_memory, too_many_attachments, attachments_too_large, attachments_too_deep,
    attachments_unwritten``. ``pages_unread`` is said of a file that was read without some of its
    pages.
    """


class WebError(PlansvarError):
    """One web page, or a list of pages, can't be fetched. The run goes on without it.

    Codes (``web.`` in the catalogue):

    - the address: ``bad_url, private_address, unknown_host, other_host``
    - the connection: ``unreachable, certificate, timeout, broken``
    - the answer: ``gone, busy, status, content_type, too_large, too_many_redirects, downgrade``
    - the site's rules: ``robots, robots_unavailable``
    - sitemaps and feeds: ``bad_list, list_too_long``

    ``gone`` alone says that a page is no longer there.
    """


class ModelError(PlansvarError):
    """The embedding model is missing, damaged or not what the index was made with."""


class LlmError(PlansvarError):
    """The language model gives no answer. Whoever asked goes on without it.

    Codes (``llm.`` in the catalogue):

    - nobody answers: ``unreachable, timeout, busy, failed``
    - the settings are wrong: ``refused, no_model``
    - this request can't be answered: ``rejected, cut_off, nonsense``
    """


class IndexStateError(PlansvarError):
    """There is no index yet, or somebody else holds it, or it needs a rebuild."""


class DatabaseError(PlansvarError):
    """The database can't be opened or was made by a newer version."""


class QuestionError(PlansvarError):
    """A question that can't be answered as it stands: empty or too long."""


class CorrectionError(PlansvarError):
    """What was said of a fact, or asked of the register, makes no sense."""


class DraftError(PlansvarError):
    """A template of a letter can't be used, or an overview can't be made as asked."""


class AccessError(PlansvarError):
    """The user is unknown."""


class RequestError(PlansvarError):
    """A request to the server that it doesn't take, or can't take now.

    Codes (``api.`` in the catalogue):

    - who asks: ``login, bad_key, role, oidc_down``
    - where from: ``host, origin, form, forwarded, remote``
    - how much: ``too_large, too_slow, too_many, busy``
    - what: ``invalid, no_route, method, no_job, groups, file_name``
    - the server itself: ``nothing_yet, not_ready, unexpected``
    """


class KeyStoreError(PlansvarError):
    """An API key can't be made, found or read."""


class ServerError(PlansvarError):
    """A server of Plansvar, which does for us what we don't do ourselves, doesn't do it.

    Codes (``server.`` in the catalogue): ``unreachable, told, other_version, holds, not_over_http,
    bad_address, as_user``.
    """


class SlackError(PlansvarError):
    """Slack can't be reached as the settings say, or the bot runs already."""


class NotFoundError(PlansvarError):
    """A path or document that isn't there, or that the user may not see: the two look alike."""
