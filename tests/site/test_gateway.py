"""What a request becomes on its way to the application, and who never gets a thread."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from unsilenced.process.serving import gateway
from unsilenced.process.serving.gateway import MOST_BODY, Gateway


class Headers(dict):
    """Granian's headers: a name may come more than once."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self._pairs = pairs

    def items(self):
        return self._pairs


def scope_of(*headers, method="POST", path="/a", authority=None):
    return SimpleNamespace(
        method=method,
        path=path,
        query_string="x=%41",
        http_version="1.1",
        server="[::1]:8000",
        client="192.0.2.1:1234",
        scheme="http",
        authority=authority,
        headers=Headers([*headers]),
    )


class Call:
    """A request's pieces, and the answer; `stops` waits forever after the last piece."""

    def __init__(self, *pieces, stops=False):
        self._pieces, self._stops = [*pieces], stops
        self.taken = 0
        self.answer = None

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self._pieces:
            if self._stops:
                await asyncio.Event().wait()
            raise StopAsyncIteration
        self.taken += 1
        return self._pieces.pop(0)

    def response_bytes(self, status, headers, body):
        self.answer = (status, headers, body)

    def response_file(self, status, headers, file):
        self.answer = (status, headers, Path(file))


class Held:
    """Answers at once, except where the `X-Held` header says to wait; remembers who is in it."""

    def __init__(self):
        self.go_on = threading.Event()
        self.begun = []

    def __call__(self, environ, start_response):
        self.begun.append(environ.get("HTTP_AUTHORIZATION"))
        if "HTTP_X_HELD" in environ:
            assert self.go_on.wait(60)
        start_response("200 OK", [])
        return [b""]


class Application:
    """Remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append({**environ, "body": environ["wsgi.input"].read()})
        start_response("201 Created", [("X-A", "b")])
        return iter([b"an", b"swer"])


@pytest.fixture
def application():
    return Application()


def run(answering):
    """Run in a thread of its own: a browser's event loop may be in the tests' thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answering).result()


def ask(application, scope, call):
    run(Gateway(application, 1).answer(scope, call))
    return call.answer


def test_a_request_reaches_the_application_whole_and_its_answer_comes_back(application):
    scope = scope_of(("content-type", "text/plain"), ("content-length", "6"), ("x-a", "1"))
    answer = ask(application, scope, Call(b"abc", b"def"))
    assert answer == (201, [("X-A", "b")], b"answer")
    (asked,) = application.asked
    assert (asked["body"], asked["CONTENT_LENGTH"]) == (b"abcdef", "6")
    assert (asked["CONTENT_TYPE"], asked["HTTP_X_A"]) == ("text/plain", "1")
    assert (asked["PATH_INFO"], asked["QUERY_STRING"]) == ("/a", "x=%41")
    assert (asked["SERVER_NAME"], asked["SERVER_PORT"]) == ("[::1]", "8000")


class FilesGiven:
    """Answers with a file as Django does; remembers whether it was closed, and what was asked."""

    def __init__(self, path):
        self._path = path
        self.file = self.asked = None

    def __call__(self, environ, start_response):
        self.file, self.asked = self._path.open("rb"), environ
        start_response("200 OK", [("Content-Length", "6")])
        return environ["wsgi.file_wrapper"](self.file, 4)


def test_a_file_is_left_to_the_server_so_that_a_slow_reader_holds_none_of_it(tmp_path):
    path = tmp_path / "script.js"
    path.write_bytes(b"answer")
    application = FilesGiven(path)
    answer = ask(application, scope_of(("range", "bytes=0-2"), method="GET"), Call())
    assert answer == (200, [("Content-Length", "6")], path)
    assert application.file.closed
    assert "HTTP_RANGE" not in application.asked


def test_of_a_file_nothing_is_sent_to_who_asks_for_its_head(tmp_path):
    path = tmp_path / "script.js"
    path.write_bytes(b"answer")
    answer = ask(FilesGiven(path), scope_of(method="HEAD"), Call())
    assert answer == (200, [("Content-Length", "6")], b"")


def test_nothing_of_the_visitor_s_address_reaches_the_application(application):
    ask(application, scope_of(), Call())
    assert "192.0.2.1" not in str(application.asked)


@pytest.mark.parametrize("pieces", [[], [b"ab", b"c"], [b"abc", b"", b"d"], [b"abcdef"]])
def test_a_body_of_another_length_than_it_says_never_reaches_the_application(application, pieces):
    scope = scope_of(("content-length", "5"))
    status, headers, _body = ask(application, scope, Call(*pieces))
    assert status == 400
    assert ("Connection", "close") in headers
    assert application.asked == []


def test_a_body_that_does_not_say_how_long_it_is_never_reaches_the_application(application):
    call = Call(b"a" * 10)
    scope = scope_of(("transfer-encoding", "chunked"), ("content-length", "10"))
    status, headers, _body = ask(application, scope, call)
    assert (status, call.taken) == (411, 0)
    assert ("Connection", "close") in headers
    assert application.asked == []


def test_a_request_without_a_body_needs_no_length(application):
    assert ask(application, scope_of(method="GET"), Call())[0] == 201
    assert application.asked[0]["CONTENT_LENGTH"] == "0"


def test_a_header_with_an_underscore_cannot_pass_for_another(application):
    scope = scope_of(("x_forwarded_proto", "https"), ("x-forwarded-proto", "http"))
    ask(application, scope, Call())
    assert application.asked[0]["HTTP_X_FORWARDED_PROTO"] == "http"


def test_a_header_sent_twice_is_one_with_both_values(application):
    ask(application, scope_of(("accept", "a"), ("accept", "b")), Call())
    assert application.asked[0]["HTTP_ACCEPT"] == "a,b"


def test_letters_beyond_ascii_arrive_as_wsgi_has_them(application):
    ask(application, scope_of(path="/ção"), Call())
    assert application.asked[0]["PATH_INFO"].encode("latin-1").decode() == "/ção"


def test_to_the_head_of_an_answer_nothing_is_added(application):
    assert ask(application, scope_of(method="HEAD"), Call())[2] == b""


def test_what_says_that_it_is_too_long_is_not_read_and_refused_by_the_application(application):
    call = Call(b"a" * 100)
    ask(application, scope_of(("content-length", str(MOST_BODY + 1))), call)
    assert call.taken == 0
    assert application.asked[0]["CONTENT_LENGTH"] == str(MOST_BODY + 1)


def test_a_length_of_more_digits_than_any_has_is_too_long(application):
    assert ask(application, scope_of(("content-length", "9" * 5_000)), Call(b"abc"))[0] == 201
    assert application.asked[0]["CONTENT_LENGTH"] == str(MOST_BODY + 1)


@pytest.mark.parametrize("length", ["-1", "²", "0x10", "1 000", ""])
def test_a_length_that_is_none_is_no_length_of_a_body(application, length):
    assert ask(application, scope_of(("content-length", length)), Call(b"abc"))[0] == 400
    assert application.asked == []


@pytest.mark.parametrize("headers", [[], [("content-length", "65537")]])
def test_what_goes_on_after_its_length_is_not_read_to_its_end(application, headers):
    call = Call(*[b"a" * 65_536] * 1_000)
    assert ask(application, scope_of(*headers), call)[0] == 400
    assert call.taken == len(headers) + 1


def test_who_never_ends_is_told_so_and_takes_no_thread(application, monkeypatch):
    monkeypatch.setattr(gateway, "patience_for", lambda _size: 0)
    scope = scope_of(("content-length", "100"))
    status, headers, _body = ask(application, scope, Call(b"a", stops=True))
    assert status == 408
    assert ("Connection", "close") in headers
    assert application.asked == []


def test_many_who_send_slowly_keep_nobody_waiting(application):
    async def beside():
        serving = Gateway(application, 1)
        slow = [
            asyncio.ensure_future(
                serving.answer(scope_of(("content-length", "9")), Call(b"a", stops=True))
            )
            for _ in range(200)
        ]
        await asyncio.sleep(0)
        honest = Call(b"a")
        await serving.answer(scope_of(("content-length", "1")), honest)
        assert not any(each.done() for each in slow)
        for each in slow:
            each.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return honest.answer

    assert run(beside())[0] == 201
    assert len(application.asked) == 1


def test_calls_of_one_receipt_take_turns_and_keep_nobody_else_waiting():
    application = Held()

    async def beside():
        serving = Gateway(application, 2)

        def begin(receipt, *more):
            scope = scope_of(("authorization", receipt), *more)
            return asyncio.ensure_future(serving.answer(scope, Call()))

        crowd = [begin("Receipt one", ("x-held", "1")) for _ in range(20)]
        for receipt in ("Receipt two", "Receipt three"):
            await begin(receipt)
        assert application.begun.count("Receipt one") <= 1
        assert not any(each.done() for each in crowd)
        application.go_on.set()
        await asyncio.gather(*crowd)
        assert not serving.turns

    run(beside())
    assert sorted(application.begun) == ["Receipt one"] * 20 + ["Receipt three", "Receipt two"]


def test_calls_without_a_receipt_wait_for_no_turn():
    application = Held()

    async def beside():
        serving = Gateway(application, 2)
        held = asyncio.ensure_future(serving.answer(scope_of(("x-held", "1")), Call()))
        await serving.answer(scope_of(), Call())
        assert not held.done()
        application.go_on.set()
        await held

    run(beside())


def test_a_thread_that_nobody_comes_to_closes_what_it_has_open():
    application, rested = Threads(), asyncio.Event()

    async def beside():
        loop = asyncio.get_running_loop()

        def rest():
            application.rested.append(threading.get_ident())
            loop.call_soon_threadsafe(rested.set)

        serving = Gateway(application, 3, rest, idle=0)
        await serving.answer(scope_of(), Call())
        await rested.wait()

    run(beside())
    assert application.rested == application.answered


def test_where_few_come_the_same_thread_answers_them():
    application = Threads()

    async def beside():
        serving = Gateway(application, 3)
        for _ in range(5):
            await serving.answer(scope_of(), Call())

    run(beside())
    assert len(application.answered) == 5
    assert len({*application.answered}) == 1


class Threads:
    """Remembers on which threads it answered, and which rested."""

    def __init__(self):
        self.answered, self.rested = [], []

    def __call__(self, environ, start_response):
        self.answered.append(threading.get_ident())
        start_response("200 OK", [])
        return [b""]
