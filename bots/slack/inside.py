"""The bot inside a server: it keeps trying to be there, and never stops the server."""

from __future__ import annotations

import asyncio
import logging

from filelock import FileLock, Timeout
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.requests import Request
from starlette.responses import Response

from bots.slack.app import running
from bots.slack.directory import FAILURES
from plansvar.errors import PlansvarError
from plansvar.owner import make_folder
from plansvar.service import Service
from plansvar.settings import Settings

# One bot on a data folder, be it in a server or on its own.
LOCK = "slack.lock"
_LOG = logging.getLogger(__name__)
_WAITS = (5, 30, 120, 300)  # seconds; the last one again and again


class Inbox:
    """Where Slack's requests come in over HTTP; bolt looks at their signature."""

    def __init__(self) -> None:
        self._handler: AsyncSlackRequestHandler | None = None

    def open(self, handler: AsyncSlackRequestHandler | None) -> None:
        """From now on requests are taken (``None``: refused, and Slack sends them again)."""
        self._handler = handler

    async def take(self, request: Request) -> Response:
        """Answer one request."""
        if self._handler is None:
            return Response(status_code=503)
        try:
            return await self._handler.handle(request)
        except UnicodeDecodeError:
            return Response(status_code=400)


async def keep_running(settings: Settings, service: Service, inbox: Inbox) -> None:
    """Run the bot until this is cancelled; what goes wrong is logged, and tried again."""
    make_folder(settings.data)
    tries = 0
    while True:
        try:
            with FileLock(settings.data / LOCK, timeout=0):
                async with running(settings, service) as bot:
                    inbox.open(AsyncSlackRequestHandler(bot.app))
                    _LOG.info("Slack: the bot answers; %s questions taken up again", bot.resumed)
                    tries = 0
                    await asyncio.Event().wait()
        except Timeout:
            _LOG.error("Slack: another bot runs on this data folder")
        except (PlansvarError, *FAILURES) as error:
            _LOG.error("Slack: %s: %s", type(error).__name__, error)
        except Exception:  # noqa: BLE001 - logged; whatever it is, the server goes on
            _LOG.exception("Slack: the bot stopped")
        finally:
            inbox.open(None)
        await asyncio.sleep(_WAITS[min(tries, len(_WAITS) - 1)])
        tries += 1
