"""What every answer must be like, for any request."""

import json

REFUSALS = {400, 401, 403, 404, 405, 409, 413, 422, 423, 429}
"""The statuses of docs/http.md."""

TALE_TELLING = (b"Traceback", b"psycopg", b"site-packages", b"ProgrammingError", b"DataError")


def assert_plain(status, content_type, body, *, asked, is_page):
    """An answer that is documented, is no fault and tells nothing of the inside."""
    assert status < 500, (status, body)
    assert not any(tale in body for tale in TALE_TELLING)
    if status < 400:
        return
    assert status in REFUSALS
    if asked.method == "HEAD":
        assert body == b""
    elif asked.wants_page or (is_page and content_type.startswith("text/html")):
        # A page shows what was typed and what is wrong with it, whoever asks.
        assert content_type == "text/html; charset=utf-8"
    else:
        assert content_type == "application/json"
        error = json.loads(body)["error"]
        assert error.keys() <= {"code", "message", "field"}
        assert error["code"]
        assert error["message"]


def is_of_the_server_itself(answer):
    """Granian refuses by itself what is not HTTP, with no body and none of our headers."""
    return 400 <= answer.status < 500 and not answer.body
