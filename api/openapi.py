"""The description of the API: our answers' schema, problems, and how to log in."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.guard import PUBLIC_PATHS
from api.openapi_examples import EXAMPLES
from api.problems import MEDIA_TYPE

_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457), in the language of Accept-Language.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail", "code"],
    "examples": [
        {
            "type": "urn:plansvar:problem:document.unknown",
            "title": "document.unknown",
            "status": 404,
            "detail": "Finner ikke noe dokument med id-en «1».",
            "code": "document.unknown",
        }
    ],
}


def describe(app: FastAPI) -> None:
    """Give the program its description, made at the first use."""

    def made() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _made(app)
        return app.openapi_schema

    app.openapi = made  # type: ignore[method-assign]  # as FastAPI's documentation has it


def _made(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title,
        version=app.version,
        description="Answers about plan documents, each sentence with its source.",
        routes=app.routes,
    )
    components = schema.setdefault("components", {})
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "an API key or a token"}
    }
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Problem"] = _PROBLEM
    schemas.update(_answer_schemas())
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            operation["security"] = [] if path in PUBLIC_PATHS else [{"bearer": []}]
            operation["responses"].pop("422", None)
            if (method, path) in EXAMPLES:
                first = next(iter(operation["responses"].values()))
                first["content"]["application/json"]["example"] = EXAMPLES[method, path]
            operation["responses"]["default"] = {
                "description": "What went wrong.",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return schema


def _answer_schemas() -> dict[str, Any]:
    """The contract of answers, with its parts where OpenAPI has them."""
    text = resources.files("plansvar.schemas").joinpath("answer.schema.json").read_text("utf-8")
    parts = json.loads(text.replace("#/$defs/", "#/components/schemas/Answer."))["$defs"]
    named = {f"Answer.{name}": part for name, part in parts.items() if "batch" not in name}
    return {"Answer": {"$ref": "#/components/schemas/Answer.answer"}, **named}
