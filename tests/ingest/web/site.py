"""A real web server on this machine, for names that are made up, and a fetcher that reaches it."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.web.addresses import Address, is_public
from ingest.web.fetch import Fetcher, Limits
from ingest.web.network import Network
from plansvar.settings import WebSettings

LOOPBACK = "127.0.0.1"
SILENT = "127.0.0.9"  # this machine too, but no server listens there
HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml"}
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Asked:
    """A request that came in."""

    path: str
    headers: Message


@dataclass
class Site:
    """Answers by path; what isn't there is a 404. ``asked`` holds all requests in order."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)  # that TLS was wanted for

    def put(
        self,
        path: str,
        body: bytes | str = b"<p>Tekst</p>",
        headers: Mapping[str, str] = HTML,
        status: int = 200,
    ) -> None:
        data = body.encode() if isinstance(body, str) else body

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data)

        self.answers[path] = answer

    def redirect(self, path: str, location: str, status: int = 302) -> None:
        self.put(path, b"moved", {"Location": location}, status)

    def stream(self, path: str, pieces: Callable[[], Iterator[bytes]], **headers: str) -> None:
        """An answer without a length, piece by piece, as long as the other side listens."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.close_connection = True
            request.send_response(200)
            for name, value in {**HTML, **headers}.items():
                request.send_header(name.replace("_", "-"), value)
            request.send_header("Connection", "close")
            request.end_headers()
            for piece in pieces():
                request.wfile.write(piece)

        self.answers[path] = answer

    def url(self, path: str = "/", host: str = "plan.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]


def allowed_in_tests(address: Address) -> bool:
    return is_public(address) or str(address) in {LOOPBACK, SILENT}


def to_loopback(host: str) -> list[str]:
    return [LOOPBACK]


def fetcher_for(
    site: Site,
    *,
    resolve: Callable[[str], list[str]] = to_loopback,
    limits: Limits | None = None,
    settings: WebSettings | None = None,
    tls: ssl.SSLContext | None = None,
    sleep: Callable[[float], None] | None = None,
) -> Fetcher:
    network = Network(resolve, allowed_in_tests, frozenset({80, 443, site.port}), tls)
    options: dict[str, Any] = {} if sleep is None else {"sleep": sleep}
    return Fetcher(settings or WebSettings(delay=0), limits=limits, network=network, **options)


@contextmanager
def serve(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(Asked(self.path, self.headers))
            missing: Answer = lambda request: request.send_error(404)  # noqa: E731
            try:
                site.answers.get(self.path, missing)(self)
            except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def finish_request(self, request: Any, client_address: Any) -> None:
            try:
                if tls is not None:
                    request = tls.wrap_socket(request, server_side=True)
                with request:
                    super().finish_request(request, client_address)
            except OSError:  # the client hung up, or didn't like the certificate
                request.close()

    server = Server((LOOPBACK, 0), Handler)
    site.port = server.server_port
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: site.names.append(name)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS for a server called ``name``, and for clients that trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.2"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    client = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.DER))
    return server, client


def bomb(megabytes: int) -> bytes:
    return gzip.compress(b"\0" * (megabytes * 1_000_000))
