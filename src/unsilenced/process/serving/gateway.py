"""Between the server and a WSGI application: a thread is taken only once a request is whole.

If a server gives a request to a thread as soon as its first line is there, as many visitors as it
has threads can stop it, by sending a byte a minute. Here the event loop reads requests: it waits
for any number of them at once, and drops one that is too slow.

A request is whole if its body has the length that it declares. The beginning of a form can be
another form with another meaning, so a body that a broken connection cut short is never passed on.
For a body in chunks (`Transfer-Encoding`), Granian's interface does not tell the end from a broken
connection, so such a body is refused. Browsers always send the length.

The server itself sends files, piece by piece as the client reads: a client that does not read the
longest script holds almost none of it in memory.

Each thread learns when it had no request for a while, and then closes what it keeps open.

Calls of one receipt (the `Authorization` header) take turns, as a page makes them in turn anyway:
so a hundred calls at once with one report take one thread and make few others wait.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakValueDictionary
from wsgiref.types import StartResponse, WSGIApplication

from granian.rsgi import Scope

from unsilenced.process.serving.slow_peers import patience_for

MOST_BODY = 512 * 1024
"""Bytes of a request to read; the application refuses a longer one by its length."""

IDLE = 240.0
"""Seconds after which an unused thread rests."""

_MOST_DIGITS = 18

_KEPT_BACK = frozenset({"content-length", "range"})
"""Headers that the application does not get.

It gets the length that was read. With `Range` it would answer a part of a file from memory; without
it, it gives the path of the whole file."""

Headers = list[tuple[str, str]]


class Call(Protocol):
    """The used part of Granian's protocol: the pieces of a request, and its answer."""

    def __aiter__(self) -> Call: ...
    async def __anext__(self) -> bytes: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer the request."""

    def response_file(self, status: int, headers: Headers, file: str) -> None:
        """Answer the request with a file."""


@dataclass(frozen=True)
class Answer:
    """The whole answer of the application: `body` is a file's path if it gave a file."""

    status: int
    headers: Headers
    body: bytes | Path


class GivenFile:
    """A file that the application answers with (PEP 3333, `wsgi.file_wrapper`)."""

    def __init__(self, file: BufferedReader, _block_size: int = 0) -> None:
        self.path = Path(file.name)
        self.close = file.close


TOO_SLOW = Answer(408, [("Connection", "close"), ("Content-Length", "0")], b"")
"""The answer to a client that sends too slowly: it is a machine, or has gone."""


CUT_SHORT = Answer(400, [("Connection", "close"), ("Content-Length", "0")], b"")
"""The answer to a body without the length that it declares."""

NO_LENGTH = Answer(411, [("Connection", "close"), ("Content-Length", "0")], b"")
"""The answer to a body that does not declare its length."""


class _Thread:
    """One thread that answers, and after `idle` seconds runs `rest`."""

    def __init__(self, rest: Callable[[], None], idle: float) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="answers")
        self._rest = rest
        self._idle = idle
        self._timer: asyncio.TimerHandle | None = None

    async def run(self, application: WSGIApplication, environ: dict[str, Any]) -> Answer:
        if self._timer:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._worker, _answer, application, environ)
        finally:
            self._timer = loop.call_later(self._idle, self._worker.submit, self._rest)


class Gateway:
    """An RSGI application for Granian around a WSGI one, with `threads` threads.

    Each thread without a request for `idle` seconds runs `rest`.
    """

    def __init__(
        self,
        application: WSGIApplication,
        threads: int,
        rest: Callable[[], None] = lambda: None,
        idle: float = IDLE,
    ) -> None:
        self._application = application
        # The thread that answered last comes first, so that on a quiet site the others rest.
        self._free: asyncio.LifoQueue[_Thread] = asyncio.LifoQueue()
        for _ in range(threads):
            self._free.put_nowait(_Thread(rest, idle))
        # A turn and its name stay for as long as a call has it or waits for it.
        self.turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def answer(self, scope: Scope, call: Call) -> None:
        """Answer one request."""
        answer = await self._answered(scope, call)
        if isinstance(answer.body, Path):
            call.response_file(answer.status, answer.headers, str(answer.body))
        else:
            call.response_bytes(answer.status, answer.headers, answer.body)

    async def _answered(self, scope: Scope, call: Call) -> Answer:
        if "transfer-encoding" in scope.headers:
            return NO_LENGTH
        declared = _declared(scope)
        body = b""
        if declared <= MOST_BODY:
            try:
                body = await _read(call, declared)
            except TimeoutError:
                return TOO_SLOW
            if len(body) != declared:
                return CUT_SHORT
        environ = _environ(scope, body, declared)
        async with self._turn(scope):
            thread = await self._free.get()
            try:
                return await thread.run(self._application, environ)
            finally:
                self._free.put_nowait(thread)

    def _turn(self, scope: Scope) -> AbstractAsyncContextManager[None]:
        receipt = scope.headers.get("authorization")
        if receipt is None:
            return nullcontext()
        return self.turns.setdefault(receipt, asyncio.Lock())


async def _read(call: Call, declared: int) -> bytes:
    """Read a request's body, up to its declared length.

    Raises TimeoutError if it comes too slowly.
    """
    pieces, size = [], 0
    async with asyncio.timeout(patience_for(declared)):
        async for piece in call:
            pieces.append(piece)
            size += len(piece)
            if size > declared:
                break
    return b"".join(pieces)


def _declared(scope: Scope) -> int:
    """Return the length that a request declares; 0 if it declares none.

    A number with too many digits is too long in any case.
    """
    text = scope.headers.get("content-length") or "0"
    if not (text.isascii() and text.isdecimal()):
        return 0
    return int(text) if len(text) <= _MOST_DIGITS else MOST_BODY + 1


def _environ(scope: Scope, body: bytes, length: int) -> dict[str, Any]:
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        # WSGI has bytes as characters of Latin-1 (PEP 3333).
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": GivenFile,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        # An underscore could pass for the hyphen of a header that the proxy sets.
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name not in _KEPT_BACK and "_" not in name:
            place = "HTTP_" + name.upper().replace("-", "_")
            environ[place] = f"{environ[place]},{value}" if place in environ else value
    return environ


def _answer(application: WSGIApplication, environ: dict[str, Any]) -> Answer:
    """Run the application on a thread, to the end of its answer."""
    started: list[tuple[int, Headers]] = []

    def start(status: str, headers: Headers, _exc_info: object = None, /) -> Callable[..., object]:
        started.append((int(status.partition(" ")[0]), headers))
        return lambda _data: None

    answered: Iterable[bytes] | GivenFile = application(environ, _as_start_response(start))
    try:
        body = answered.path if isinstance(answered, GivenFile) else b"".join(answered)
    finally:
        close = getattr(answered, "close", None)
        if close:
            close()
    status, headers = started[-1]
    return Answer(status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)


def _as_start_response(start: Callable[..., object]) -> StartResponse:
    return start  # type: ignore[return-value]
