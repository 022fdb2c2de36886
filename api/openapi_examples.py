"""What answers look like, for the description: made up, and as short as they can be."""

from __future__ import annotations

from typing import Any

_DOCUMENT = {
    "id": "6f1d2c3b-0d55-5d0e-9a51-2f3f6b6c7d8e",
    "title": "Handlingsplan for Nordvik 2024",
    "path": "planer/handlingsplan.pdf",
    "date": "2024-02",
    "date_precision": "month",
    "type": "action_programme",
    "authority": "adopted",
}
_PLACE = {"page": 4, "start": 1203, "end": 1262}
_JOB = {
    "id": "3b2f9e0c-52a4-4c8f-9d0e-8b1a7c6d5e4f",
    "kind": "upload",
    "state": "running",
    "created": "2026-11-22T09:30:00+00:00",
    "ended": None,
    "progress": {"stage": "read", "done": 0, "total": 1},
    "result": None,
    "error": None,
}
_CONVERSATION = {
    "id": "9d2c7f5e-1a63-4b0e-8f1d-2c4b6a8e0f13",
    "title": "Hvem har ansvaret for landstrøm?",
    "began": "2026-11-22T09:30:00+00:00",
    "last": "2026-11-22T09:31:12+00:00",
    "questions": 2,
}
_OVERVIEW = {
    **_JOB,
    "kind": "overview",
    "name": "Hva sier møtereferatene om havna?",
    "progress": {"stage": "overview", "done": 3, "total": 12},
}
_LINK = f"http://127.0.0.1:8321/documents/{_DOCUMENT['id']}?start=1203&end=1262&page=4#quote"

# By method and path: the answer of the first status in the description.
EXAMPLES: dict[tuple[str, str], Any] = {
    ("get", "/v1/search"): {
        "query": "landstrøm",
        "hits": [
            {
                "document": _DOCUMENT,
                **_PLACE,
                "heading": ["Grønn havn"],
                "text": "Landstrøm i havna skal bygges i 2025. Havnevesenet har ansvaret.",
                "score": 0.8713,
                "also": [],
            }
        ],
        "notices": [],
    },
    ("get", "/v1/conversations"): {"conversations": [_CONVERSATION]},
    ("get", "/v1/conversations/{conversation_id}"): {**_CONVERSATION, "turns": []},
    ("post", "/v1/drafts"): {
        "question": "Når skal landstrømmen bygges?",
        "language": "nb",
        "made": "2026-11-22",
        "asked": ["Når skal landstrømmen bygges?"],
        "parts": [
            {
                "question": "Når skal landstrømmen bygges?",
                "lines": [
                    {
                        "text": "Landstrøm i havna skal bygges i 2025.",
                        "verbatim": True,
                        "bullet": False,
                        "notes": [1],
                    }
                ],
            }
        ],
        "schemes": [],
        "missing": [],
        "checks": [{"kind": "window", "text": "Fristen er gått ut.", "notes": [1]}],
        "notes": [],
        "documents": 12,
    },
    ("post", "/v1/overviews"): _OVERVIEW,
    ("get", "/v1/overviews/{job_id}"): _OVERVIEW,
    ("delete", "/v1/overviews/{job_id}"): _OVERVIEW,
    ("get", "/v1/documents/{document_id}/text"): {
        "id": _DOCUMENT["id"],
        "text": "Handlingsplan for Nordvik 2024\n\nGrønn havn",
    },
    ("post", "/v1/documents"): _JOB,
    ("delete", "/v1/documents/{document_id}"): {**_JOB, "kind": "remove", "progress": None},
    ("post", "/v1/sync"): {**_JOB, "kind": "sync", "state": "waiting", "progress": None},
    ("get", "/v1/jobs"): {"jobs": [_JOB]},
    ("get", "/v1/jobs/{job_id}"): _JOB,
    ("post", "/v1/chat/completions"): {
        "id": "chatcmpl-5d3f",
        "object": "chat.completion",
        "created": 1795340000,
        "model": "plansvar",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": f"Landstrøm i havna skal bygges i 2025. [[1]]({_LINK})\n",
                    "refusal": None,
                    "annotations": [
                        {
                            "type": "url_citation",
                            "url_citation": {
                                "start_index": 38,
                                "end_index": 38 + len(f"[[1]]({_LINK})"),
                                "title": _DOCUMENT["title"],
                                "url": _LINK,
                            },
                        }
                    ],
                },
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    },
    ("get", "/health/live"): {"status": "ok"},
    ("get", "/health/ready"): {"status": "ok"},
}
