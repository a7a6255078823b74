"""A real web server on this machine, for tests of fetching."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """What a server serves, and what it was asked for: paths with the second and the headers of each request."""

    def __init__(self, host: str) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, float, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, time.monotonic(), {k.lower(): v for k, v in self.headers.items()}))
                reply = site.replies.get(self.path)
                try:
                    (reply or status(404))(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Nothing: the test's output is the test's."""

        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.url = f"http://{host}:{self.server.server_port}"

    def page(self, path: str, body: str | bytes, media_type: str = "text/html; charset=utf-8", **headers: str) -> str:
        """Serve a body; gives its address."""
        data = body.encode() if isinstance(body, str) else body
        self.replies[path] = status(200, data, **{"content-type": media_type, **headers})
        return self.url + path

    def paths(self) -> list[str]:
        """The paths asked for, in order, robots.txt left out."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


def status(code: int, body: bytes = b"", **headers: str) -> Reply:
    """A reply with a status and a body."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def endless(block: bytes, head: bytes = b"", pause: float = 0.0, media_type: str = "text/html") -> Reply:
    """A reply that never ends, in chunks."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", media_type)
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        for number in range(10_000_000):
            data = head if head and number == 0 else block
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            handler.wfile.flush()
            time.sleep(pause)

    return reply


def slow_head(handler: BaseHTTPRequestHandler) -> None:
    """A reply whose header comes letter by letter and never ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(1_000):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Site]:
    """A server for the time of a test."""
    site = Site(host)
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()
