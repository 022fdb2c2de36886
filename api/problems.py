"""Errors as the server tells them: ``application/problem+json`` (RFC 9457), in the asker's tongue.

Nothing of the machine is told: what is wrong with index, database or settings stands in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse

from plansvar import errors
from plansvar.errors import PlansvarError, RequestError
from plansvar.language.detect import Language
from plansvar.messages.catalogue import error_message

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("plansvar.api")

_STATUS = {
    "api.login": 401,
    "api.bad_key": 401,
    "api.role": 403,
    "api.host": 421,
    "api.origin": 403,
    "api.form": 403,
    "api.forwarded": 403,
    "api.remote": 403,
    "api.too_large": 413,
    "api.too_slow": 408,
    "api.too_many": 429,
    "api.busy": 503,
    "api.invalid": 422,
    "api.no_route": 404,
    "api.method": 405,
    "api.nothing_yet": 409,
    "api.not_ready": 503,
    "api.unexpected": 500,
    "api.no_job": 404,
    "api.groups": 403,
    "api.file_name": 422,
    "api.oidc_down": 503,
    "api.not_done": 409,
    "conversation.nobody": 403,
    # Not there, or not for the asker to know.
    "scope.no_document": 404,
}
_KINDS: tuple[tuple[type[PlansvarError], int], ...] = (
    (errors.QuestionError, 422),
    (errors.CorrectionError, 422),
    (errors.NotFoundError, 404),
    (errors.ReadError, 422),
    (errors.DraftError, 422),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error with its status, in one language."""

    status: int
    code: str
    detail: str
    language: Language
    headers: Mapping[str, str]

    def content(self) -> dict[str, Any]:
        """The fields of RFC 9457; ``code`` is ours, and stays the same in all languages."""
        return {
            "type": f"urn:plansvar:problem:{self.code}",
            "title": self.code,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }

    def response(self) -> JSONResponse:
        """The answer to send."""
        return JSONResponse(
            self.content(),
            self.status,
            headers={
                **self.headers,
                "Content-Language": self.language,
                "Cache-Control": "no-store",
            },
            media_type=MEDIA_TYPE,
        )


def problem(error: PlansvarError, language: Language) -> Problem:
    """What the asker is told of an error."""
    shown = told(error)
    status = _STATUS.get(shown.code) or next(
        (status for kind, status in _KINDS if isinstance(shown, kind)), 500
    )
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="plansvar"'
    if "seconds" in shown.params:
        headers["Retry-After"] = str(shown.params["seconds"])
    return Problem(status, shown.code, error_message(shown, language), language, headers)


def told(error: PlansvarError) -> PlansvarError:
    """The error itself, or one that keeps the machine's business to the machine."""
    if error.code == "index.nothing_yet":
        return RequestError("api.nothing_yet")
    if error.code in _STATUS or isinstance(error, tuple(kind for kind, _ in _KINDS)):
        return error
    _LOG.error("%s: %s", type(error).__name__, error)
    return RequestError("api.not_ready")


def reader_language(wanted: str | None, default: Language) -> Language:
    """The language that somebody wants most, of those we speak.

    Args:
        wanted: the header ``Accept-Language``; "no" is bokmål.
        default: what to speak when nothing is said, or only languages that we don't speak.
    """
    ours: dict[str, Language] = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}
    best: Language = default
    weight = 0.0
    for part in (wanted or "")[:500].split(","):
        name, _, quality = part.partition(";")
        language = ours.get(name.strip().lower().partition("-")[0])
        own = _quality(quality)
        if language and own > weight:
            best, weight = language, own
    return best


def _quality(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
