"""Problems as pages, for people; programs get them as JSON."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from api.pages.render import Pages, is_part, local_path
from api.problems import Problem

# Where programs ask: they are never answered with a page.
API_PATHS = ("/v1", "/mcp", "/health", "/metrics")


def is_api(path: str) -> bool:
    """Whether a path belongs to the API."""
    return any(path == one or path.startswith(f"{one}/") for one in API_PATHS)


def wants_page(scope: Scope) -> bool:
    """Whether a request comes from somebody's browser, for a page."""
    headers = Headers(scope=scope)
    asks = "text/html" in headers.get("accept", "") or headers.get("hx-request") == "true"
    return asks and not is_api(scope["path"])


def respond(pages: Pages, scope: Scope, problem: Problem) -> Response:
    """What somebody is answered with: the log-in page, a page that says what is wrong, or JSON."""
    if not wants_page(scope):
        return problem.response()
    request = Request(scope)
    request.state.language = problem.language
    if problem.status == 401:
        # htmx would put the page for logging in inside another one.
        query = f"?{request.url.query}" if request.url.query else ""
        asked = request.url.path + query if request.method == "GET" else "/"
        if is_part(request):
            answer = pages.html(request, "part_problem.html", 401, detail=problem.detail)
            answer.headers["HX-Refresh"] = "true"
        else:
            answer = pages.html(request, "login.html", 401, next=local_path(asked), failed=None)
    else:
        name = "part_problem.html" if is_part(request) else "problem.html"
        answer = pages.html(request, name, problem.status, detail=problem.detail)
    answer.headers.update(problem.headers)
    return answer
