"""Calls from the page: answers, errors with a plain word, a second try, the puzzle."""

import hashlib

import pytest

ERROR = """([method, path, body, options]) =>
  call(method, path, body, options).then(
    () => null,
    ({ status, code, message, field, answer }) => ({ status, code, message, field, answer }),
  )"""


class Server:
    """Answers a path with what a test lists, and keeps what was asked."""

    def __init__(self, made, path, *answers):
        self.answers, self.requests = list(answers), []
        made.answers[path] = self.answer

    def answer(self, route):
        self.requests.append(route.request)
        answer = self.answers.pop(0)
        if answer is None:
            route.abort()
        else:
            route.fulfill(status=answer[0], json=answer[1])


def error_of(page, method, path, body=None, options=None):
    return page.evaluate(ERROR, [method, path, body, options or {}])


def test_what_is_sent_is_json_with_the_receipt_and_the_language_of_the_page(made):
    server = Server(made, "/return/messages", (201, {"day": "2026-11-23"}))
    page = made.open(language="pt-br")
    body = {"uid": "1", "text": "olá"}
    options = {"receipt": "c2VjcmV0", "csrf": "token"}
    answer = page.evaluate(
        "([body, options]) => call('POST', '/return/messages', body, options)", [body, options]
    )
    assert answer == {"day": "2026-11-23"}
    (request,) = server.requests
    assert request.post_data_json == body
    headers = request.headers
    assert headers["authorization"] == "Receipt c2VjcmV0"
    assert headers["x-csrftoken"] == "token"
    assert headers["accept-language"] == "pt-br"
    assert headers["content-type"] == headers["accept"] == "application/json"
    assert "cookie" not in headers


def test_a_sealed_chunk_goes_and_comes_as_bytes(made):
    received = []

    def answer(route):
        received.append(route.request)
        if route.request.method == "PUT":
            route.fulfill(json={"have": [0]})
        else:
            route.fulfill(body=bytes([1, 0, 255]))

    made.answers["/return/attachments/a/0"] = answer
    page = made.open()
    put = "call('PUT', '/return/attachments/a/0', new Uint8Array([1, 0, 255]))"
    assert page.evaluate(put) == {"have": [0]}
    assert received[0].post_data_buffer == bytes([1, 0, 255])
    assert received[0].headers["content-type"] == "application/octet-stream"
    get = "callForBytes('/return/attachments/a/0').then((bytes) => [...bytes])"
    assert page.evaluate(get) == [1, 0, 255]


def test_a_refusal_says_what_to_do_and_which_member_is_at_fault(made):
    answer = {
        "error": {"code": "key-retired", "message": "Seal it again.", "field": "key"},
        "key": {"id": "another"},
    }
    Server(made, "/report/send", (409, answer))
    error = error_of(made.open(), "POST", "/report/send", {})
    assert error == {
        "status": 409,
        "code": "key-retired",
        "message": "Seal it again.",
        "field": "key",
        "answer": answer,
    }


def test_an_answer_that_is_no_json_is_a_fault_of_ours(made):
    made.answers["/report/send"] = lambda route: route.fulfill(status=502, body="<h1>Bad</h1>")
    error = error_of(made.open(), "POST", "/report/send", {})
    assert (error["status"], error["code"]) == (502, "fault")
    assert error["message"] == "Something went wrong on our side. Please try again."


@pytest.mark.parametrize(
    ("method", "options"), [("GET", {}), ("PUT", {}), ("POST", {"again": True})]
)
def test_what_may_be_sent_twice_is_tried_twice(made, method, options):
    server = Server(made, "/call", None, (200, {"done": True}))
    body = None if method == "GET" else {}
    assert error_of(made.open(), method, "/call", body, options) is None
    assert len(server.requests) == 2


@pytest.mark.parametrize(("method", "tries"), [("POST", 1), ("DELETE", 1), ("GET", 2)])
def test_a_connection_that_fails_is_told(made, method, tries):
    server = Server(made, "/call", None, None)
    error = error_of(made.open(), method, "/call")
    assert (error["status"], error["code"]) == (0, "network")
    assert error["message"] == "The connection failed. Please check it and try again."
    assert len(server.requests) == tries


def test_an_error_of_the_server_is_not_tried_again(made):
    server = Server(made, "/call", (500, {"error": {"code": "fault", "message": "Ours."}}))
    assert error_of(made.open(), "GET", "/call")["message"] == "Ours."
    assert len(server.requests) == 1


def puzzle(challenge, bits):
    error = {"code": "puzzle", "message": "Please wait a minute."}
    return 429, {"error": error, "puzzle": {"challenge": challenge, "bits": bits}}


@pytest.mark.parametrize("bits", [0, 1, 7, 8, 11])
def test_a_puzzle_is_solved_and_the_call_sent_again(made, bits):
    server = Server(made, "/return/open", puzzle("a challenge:1", bits), (200, {"open": True}))
    page = made.open()
    assert page.evaluate("call('GET', '/return/open', undefined, { receipt: 'a' })")["open"]
    proof = server.requests[1].headers["puzzle"]
    challenge, _, nonce = proof.rpartition(" ")
    assert challenge == "a challenge:1"
    digest = hashlib.sha256(f"{challenge} {nonce}".encode()).digest()
    assert int.from_bytes(digest, "big") >> (256 - bits) == 0
    assert server.requests[1].headers["authorization"] == "Receipt a"


def test_a_second_puzzle_is_told_to_the_person(made):
    server = Server(made, "/return/open", puzzle("one", 1), puzzle("two", 1))
    error = error_of(made.open(), "GET", "/return/open")
    assert (error["code"], error["message"]) == ("puzzle", "Please wait a minute.")
    assert len(server.requests) == 2


def test_the_puzzle_leaves_the_page_alive(made):
    made.answers["/return/open"] = lambda route: route.fulfill(
        status=429, json=puzzle("never", 200)[1]
    )
    page = made.open()
    page.evaluate("void call('GET', '/return/open')")
    page.wait_for_event("requestfinished", lambda request: "puzzle" in request.url)
    assert page.evaluate("new Promise((resume) => setTimeout(resume, 0, 'alive'))") == "alive"
