"""``/health``, ``/metrics`` and the description of the API."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api.core import CoreDep, Reader
from api.metrics import MEDIA_TYPE

router = APIRouter(tags=["server"])


@router.get("/health/live", summary="Whether the server runs")
async def live() -> dict[str, str]:
    """It answers, so it runs."""
    return {"status": "ok"}


@router.get("/health/ready", summary="Whether the server takes more work")
async def ready(core: CoreDep) -> Response:
    """503 while so much waits that the next question would be refused."""
    if core.workers.full:
        return JSONResponse({"status": "busy"}, 503, headers={"Retry-After": "2"})
    return JSONResponse({"status": "ok"})


@router.get("/metrics", summary="Counts for Prometheus", response_class=Response)
async def metrics(core: CoreDep, who: Reader) -> Response:
    """Counts of requests and jobs."""
    return Response(core.metrics.text(), media_type=MEDIA_TYPE)


@router.get("/v1/openapi.json", summary="This description")
async def openapi(request: Request, who: Reader) -> dict[str, Any]:
    """The API as OpenAPI."""
    found: dict[str, Any] = request.app.openapi()
    return found
