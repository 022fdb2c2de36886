"""A language model's server for tests: OpenAI's and Anthropic's way to speak, and a script."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server does: ``text`` in the vendor's wrapping, or ``body`` as it is.

    ``after``: seconds until it begins. ``pause``: seconds between two bytes. ``cut``: only so many
    bytes of what was announced.
    """

    text: str | None = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    finish: str = "stop"
    after: float = 0.0
    pause: float = 0.0
    cut: int | None = None


Script = Callable[["Asked"], Reply]


@dataclass(frozen=True)
class Asked:
    """A request, as the server got it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All that was said, the system's part first."""
        parts: list[str] = []
        if isinstance(self.body.get("system"), list):
            parts += [part["text"] for part in self.body["system"]]
        for message in self.body["messages"]:
            content = message["content"]
            parts += [content] if isinstance(content, str) else [one["text"] for one in content]
        return "\n".join(parts)


@dataclass
class Server:
    """A running server; ``asked`` are the requests so far."""

    url: str
    script: Script
    asked: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def says(self, *replies: Reply) -> None:
        """These, one after the other; then the last one for ever."""
        left = list(replies)
        self.script = lambda _: left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def scripted_server(script: Script | None = None) -> Iterator[Server]:
    """A server on this machine."""
    server = Server("", script or (lambda _: Reply("")))

    class Handler(_Handler):
        def do_POST(self) -> None:
            self.answer(server)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def answer(self, server: Server) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        with server.lock:
            server.asked.append(asked)
        reply = server.script(asked)
        time.sleep(reply.after)
        wrapped = reply.body if reply.body is not None else _wrapped(asked, reply)
        try:
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            if not any(name == "content-type" for name, _ in reply.headers):
                self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(wrapped)))
            self.end_headers()
            pieces = [wrapped[: reply.cut]]
            if reply.pause:
                pieces = [bytes([byte]) for byte in wrapped]
            for piece in pieces:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(reply.pause)
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


def _wrapped(asked: Asked, reply: Reply) -> bytes:
    if reply.status != 200:
        answer: object = {"error": {"message": "no", "type": "error"}}
    elif asked.path.endswith("/messages"):
        answer = {
            "id": "1",
            "type": "message",
            "role": "assistant",
            "model": asked.body["model"],
            "content": [{"type": "text", "text": reply.text}],
            "stop_reason": {"stop": "end_turn", "length": "max_tokens"}[reply.finish],
            "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }
    else:
        message = {"role": "assistant", "content": reply.text}
        answer = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": asked.body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": reply.finish}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    return json.dumps(answer).encode()
