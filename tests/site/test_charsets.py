"""Whatever codec a request names, it is read as UTF-8 and answered."""

from encodings.aliases import aliases

import pytest
from django.test import Client
from django.test import client as django_client

from unsilenced.keyholder import wsgi as keyholder_wsgi
from unsilenced.site.wsgi import application

CODECS = sorted({*aliases.values(), "idna", "punycode", "undefined", "unicode_escape", "nothing"})
ODDEST = ("unicode_escape", "idna", "undefined", "base64_codec", "utf_7")
MULTIPART = "multipart/form-data; boundary=b"
PAGES = ("/report/", "/return/", "/review/")
NAMES = (b"what", b"words", b"identifier", b"do", b"message")
BODY = b"".join(
    b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\nS\xc3\xa3o \\ud800 \xff\r\n' % name
    for name in NAMES
)


@pytest.fixture
def browser(monkeypatch):
    """A client whose requests are made as the served application makes them."""
    monkeypatch.setattr(django_client, "WSGIRequest", application.request_class)
    return Client(headers={"Accept": "text/html"})


def failed(browser, page, kind, body, codecs):
    """Which of some codecs brought a page down."""
    path = f"{page}?p=%5cud800&p=\\ud800"
    answered = {
        codec: browser.generic("POST", path, body, f"{kind}; charset={codec}").status_code
        for codec in codecs
    }
    return [codec for codec, status in answered.items() if status >= 500]


def test_every_codec_that_python_has_is_answered(browser, project):
    assert failed(browser, "/return/", MULTIPART, BODY + b"--b--\r\n", CODECS) == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (MULTIPART, BODY + b"--b--\r\n"),
        ("application/x-www-form-urlencoded", b"what=\\ud800&words=%5cud800&identifier=%ff"),
        ("text/plain", b"\\ud800"),
    ],
    ids=["multipart", "encoded", "plain"],
)
def test_the_oddest_codecs_are_answered_by_every_page(browser, project, page, kind, body):
    assert failed(browser, page, kind, body, ODDEST) == []


def test_what_was_typed_comes_back_as_it_was_typed(browser, project):
    body = BODY.replace(b'"identifier"', b'"other"') + b"--b--\r\n"
    answer = browser.generic("POST", "/review/", body, f"{MULTIPART}; charset=unicode_escape")
    assert answer.status_code == 422
    assert "São \\ud800 \ufffd" in answer.content.decode()


def test_both_sites_read_requests_alike():
    assert keyholder_wsgi.application.request_class is application.request_class
