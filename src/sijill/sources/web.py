"""One request to one server: bounded in time and size, to public addresses only, no redirect followed."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextvars import ContextVar
from dataclasses import dataclass
from email.message import Message
from types import TracebackType

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Retry, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError, ReadTimeoutError, SSLError
from urllib3.response import BaseHTTPResponse
from urllib3.util import parse_url

from sijill.model.said import said
from sijill.sources.addresses import InwardAddressError, connect_outward
from sijill.sources.errors import SourceError

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `body` is decoded from gzip or deflate."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The type without its parameters, in small letters; "" where none is said."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset that the header names, or ""."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset("") or ""


class _Watch:
    """Cuts a connection at a moment, whatever it is waiting for: a server that sends a letter a minute is never "timed out"."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        if self._line is not None:
            self._line.close()

    def holds(self, line: socket.socket) -> None:
        """Watch this connection too; a copy of it is kept, since TLS takes the original over."""
        self._line = socket.socket(fileno=os.dup(line.fileno()))
        if self.over:
            self._cut()

    def _cut(self) -> None:
        self.over = True
        if self._line is not None:
            try:
                self._line.shutdown(socket.SHUT_RDWR)
            except OSError:  # it ended by itself
                return


@dataclass(frozen=True, slots=True)
class _Rules:
    watch: _Watch
    inner: tuple[str, ...]


_RULES: ContextVar[_Rules] = ContextVar("_RULES")


def _connected(connection: HTTPConnection) -> socket.socket:
    rules = _RULES.get()
    timeout = connection.timeout if isinstance(connection.timeout, int | float) else None
    try:
        line = connect_outward(connection.host, connection.port, timeout, rules.inner)
    except InwardAddressError:
        raise
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, "no answer") from error
    except OSError as error:
        raise NewConnectionError(connection, error.strerror or str(error)) from error
    rules.watch.holds(line)
    return line


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


def ask(
    url: str,
    *,
    headers: dict[str, str],
    timeout: float,
    deadline: float,
    most_bytes: int,
    inner: tuple[str, ...],
    cut_at_limit: bool = False,
) -> Answer:
    """One GET.

    Args:
        url: an http or https address.
        headers: sent as they are.
        timeout: seconds in which a connection must be made, and in which each piece of the answer must come.
        deadline: seconds in which the whole answer must have come.
        most_bytes: of the answer's body, after decompression.
        inner: networks of the host's own that may be connected to.
        cut_at_limit: take the first `most_bytes` instead of refusing what is longer.

    Raises:
        SourceError: naming the address and what went wrong.
    """
    parts = parse_url(url)
    pool_class = _SecurePool if parts.scheme == "https" else _PlainPool
    pool = pool_class(parts.host or "", parts.port, maxsize=1, retries=False, timeout=Timeout(timeout))
    started = time.monotonic()
    with _Watch(deadline) as watch:
        token = _RULES.set(_Rules(watch, inner))
        try:
            response = pool.urlopen(
                "GET", parts.request_uri, headers=headers, retries=Retry(False), redirect=False, preload_content=False, decode_content=True
            )
            body = _body(response, url, most_bytes, cut_at_limit)
        except InwardAddressError as error:
            raise SourceError(
                url,
                None,
                said(
                    "fetch.inward",
                    "leads into the host's own network ({address}) and was not fetched; allow that network if you mean it",
                    address=error,
                    number=str(error).rpartition(" ")[2],
                ),
            ) from None
        except (HTTPError, OSError, ValueError) as error:
            if watch.over:
                raise _too_slow(url, deadline) from None
            raise SourceError(url, None, _why(error, timeout)) from None
        finally:
            _RULES.reset(token)
            pool.close()
        if watch.over or time.monotonic() - started > deadline:
            raise _too_slow(url, deadline)
    return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, body)


def _body(response: BaseHTTPResponse, url: str, most: int, cut: bool) -> bytes:
    """The body, piece by piece, so that neither an endless answer nor one that unfolds is ever held whole."""
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most and not cut:
        response.close()
        raise SourceError(
            url,
            None,
            said("fetch.large", "has {mb:.1f} MB; {most:g} MB at most are fetched", mb=int(declared) / 1048576, most=most / 1048576),
        )
    pieces, size = [], 0
    while piece := response.read1(_BLOCK, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            response.close()
            if cut:
                break
            raise SourceError(url, None, said("fetch.larger", "goes on beyond {most:g} MB, the most that is fetched", most=most / 1048576))
    response.close()
    return b"".join(pieces)[:most]


def _too_slow(url: str, deadline: float) -> SourceError:
    return SourceError(
        url, None, said("fetch.slow", "was not complete after {seconds:g} s; try again later, or raise the deadline", seconds=deadline)
    )


def _why(error: Exception, timeout: float) -> str:
    """What went wrong, in words."""
    if isinstance(error, MaxRetryError) and error.reason is not None:
        error = error.reason
    if isinstance(error, NewConnectionError):  # before the next: urllib3 counts it among the timeouts
        return said("fetch.unreachable", "cannot be reached ({error})", error=str(error).rpartition(": ")[2])
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError):
        return said(
            "fetch.no_answer", "the server did not answer within {seconds:g} s; try again later, or raise the timeout", seconds=timeout
        )
    if isinstance(error, SSLError):
        return said("fetch.certificate", "its certificate or encryption is not to be trusted ({error})", error=error)
    return said("fetch.broke", "the connection broke ({kind}: {error})", kind=type(error).__name__, error=error)
