"""``/mcp``: Plansvar's tools for language models that speak the Model Context Protocol.

Each request is by itself (no sessions), so that each is checked, limited and answered as whoever
sends it. The guard before it has checked Host, Origin and who asks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

import plansvar
from api.access import Identity
from api.core import Core, current_user, language
from api.links import base_address, source_link
from api.problems import problem
from api.shown_paths import without_folders
from plansvar.answer_json import answer_json, listed_json, result_json
from plansvar.asking import AskOptions
from plansvar.errors import PlansvarError
from plansvar.register.export.facts_json import page_json
from plansvar.register.kinds import FactKind
from plansvar.register.queries import FactQuery, Flag

PATH = "/mcp"
_MOST_CHARACTERS = 20_000
_READ_ONLY = ToolAnnotations(readOnlyHint=True, openWorldHint=False)
# With a conversation, a question and its answer are kept.
_KEEPS = ToolAnnotations(
    readOnlyHint=False, destructiveHint=False, idempotentHint=False, openWorldHint=False
)
_INSTRUCTIONS = (
    "Answers about Norwegian plan documents. Use `ask` for questions: each sentence is verbatim or "
    "checked, with its source; cite the sources' links, and say so when it abstains. `register` "
    "lists measures, goals, decisions and more completely. `search` and `document` give the text."
)
_ABOUT = {
    "ask": (
        "Answer a question from the documents, each sentence with its source, or say that nothing "
        'was found. In bokmål, nynorsk or English. For follow-ups ("og når er fristen?") give '
        "`conversation`: `new` at first, then the `conversation` of the answer; it is kept for "
        "the asker alone. Without it a question stands alone and nothing is kept."
    ),
    "search": "The best passages of the documents for some words, best first.",
    "register": (
        "Facts of the plan register with their evidence; `total` says how many there are. `owner` "
        "leads or answers for it, `party` has any part in it, `text` stands in it, `as_of` is a "
        "day such as 2024-05-31."
    ),
    "document": (
        "A document: what is known of it, and its text from the character `start` on. `next` is "
        "where to go on, if there is more."
    ),
}
_T = TypeVar("_T")
_Text = Annotated[str, Field(max_length=20_000)]
_Name = Annotated[str | None, Field(max_length=200)]


class McpEndpoint:
    """The server, and its place in the program. Made once per program, and run once."""

    def __init__(self, core: Core) -> None:
        """``core`` is what the tools work with."""
        self._server = MCPServer(
            "plansvar", version=plansvar.__version__, instructions=_INSTRUCTIONS
        )
        for tool in (_ask(core), _search(core), _register(core), _document(core)):
            name = tool.__name__
            self._server.add_tool(
                tool,
                description=_ABOUT[name],
                annotations=_KEEPS if name == "ask" else _READ_ONLY,
                structured_output=True,
            )
        # This makes the session manager; the app around it isn't needed.
        self._server.streamable_http_app(
            stateless_http=True,
            json_response=True,
            max_request_body_size=core.settings.api.max_body_bytes,
            # The guard has done it, by the server's own settings.
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        self.sessions = self._server.session_manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        await self.sessions.asgi_app(scope, receive, send)

    @property
    def route(self) -> Route:
        """Where it answers."""
        return Route(PATH, endpoint=self)


async def _run(
    core: Core, ctx: Context[Any, Any], call: Callable[[Identity, Request], _T]
) -> dict[str, Any]:
    """Call in a worker, as the user who asks; errors are told in his language."""
    request = ctx.request_context.request
    if not isinstance(request, Request):
        raise ToolError("no request")
    who = current_user(request)
    try:
        found = await core.workers.run(call, who, request)
    except PlansvarError as error:
        raise ToolError(problem(error, language(request)).detail) from error
    return dict(without_folders(found, core.settings))


_Tool = Callable[..., Awaitable[dict[str, Any]]]


def _ask(core: Core) -> _Tool:
    async def ask(
        question: _Text, ctx: Context[Any, Any], conversation: _Name = None
    ) -> dict[str, Any]:
        """See :data:`_ABOUT`."""

        def call(who: Identity, request: Request) -> dict[str, Any]:
            options = AskOptions(conversation=conversation)
            answer = core.service.ask(question, who.keeper, options)
            base = base_address(request, core.settings)
            content = answer_json(answer)
            for one, citation in zip(content["citations"], answer.citations, strict=True):
                one["link"] = source_link(base, citation)
            return content

        return await _run(core, ctx, call)

    return ask


def _search(core: Core) -> _Tool:
    async def search(
        query: _Text, ctx: Context[Any, Any], limit: Annotated[int, Field(ge=1, le=50)] = 10
    ) -> dict[str, Any]:
        """See :data:`_ABOUT`."""

        def call(who: Identity, request: Request) -> dict[str, Any]:
            return result_json(core.service.search(query, who.user, limit), language(request))

        return await _run(core, ctx, call)

    return search


def _register(core: Core) -> _Tool:
    async def register(
        ctx: Context[Any, Any],
        kinds: Annotated[list[FactKind] | None, Field(max_length=20)] = None,
        owner: _Name = None,
        party: _Name = None,
        text: _Name = None,
        flags: Annotated[list[Flag] | None, Field(max_length=20)] = None,
        as_of: Annotated[str | None, Field(max_length=10)] = None,
        limit: Annotated[int, Field(ge=1, le=200)] = 50,
        offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0,
    ) -> dict[str, Any]:
        """See :data:`_ABOUT`."""

        def call(who: Identity, _: Request) -> dict[str, Any]:
            query = FactQuery(
                kinds=tuple(kinds or ()),
                owner=owner,
                party=party,
                text=text,
                flags=tuple(flags or ()),
                as_of=as_of,
                limit=limit,
                offset=offset,
            )
            return page_json(core.service.facts(query, who.user), as_of)

        return await _run(core, ctx, call)

    return register


def _document(core: Core) -> _Tool:
    async def document(
        id: Annotated[str, Field(max_length=200)],
        ctx: Context[Any, Any],
        start: Annotated[int, Field(ge=0, le=2**31)] = 0,
    ) -> dict[str, Any]:
        """See :data:`_ABOUT`."""

        def call(who: Identity, _: Request) -> dict[str, Any]:
            info = core.service.document(id, who.user)
            text = core.service.document_text(id, who.user)
            end = start + _MOST_CHARACTERS
            return {
                "document": listed_json(info, core.service.documents(who.user)),
                "characters": len(text),
                "text": text[start:end],
                "next": end if end < len(text) else None,
            }

        return await _run(core, ctx, call)

    return document
