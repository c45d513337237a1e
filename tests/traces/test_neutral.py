"""What others may see of a page, in a tab, a history or a list, never names the subject."""

import re
from pathlib import Path

import pytest
from django.test import Client
from fuzz.routes import every_route
from people.desk import at_desk, send_report

from unsilenced import locale
from unsilenced.site import built

SUBJECT = re.compile(
    r"sex|escort|brothel|prostitut|whore|hooker|massage|parlour|puta|programa|trabalh\w+ do"
    r"|rape|estupr|assault|violen|victim|vítima|police|polícia|crime|hate|traffick",
    re.IGNORECASE,
)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
PAGES = [route for route in every_route() if route.is_page]


@pytest.fixture
def desk(project):
    opened = at_desk(project)[0]
    opened.report = send_report(project)[0]
    return opened


@pytest.mark.parametrize("prefix", ["", *(f"/{each}" for each in locale.translations())])
@pytest.mark.parametrize("route", PAGES, ids=str)
def test_neither_title_nor_address_nor_cookie_names_the_subject(project, desk, route, prefix):
    path = prefix + route.path({"report": str(desk.report)})
    outside, inside = Client(SERVER_NAME="localhost"), desk.client
    for browser in (outside, inside):
        answer = browser.get(path, headers={"Accept": "text/html"})
        assert answer.status_code in {200, 302}
        assert not SUBJECT.search(path + answer.headers.get("Location", ""))
        for title in TITLE.findall(answer.content.decode()):
            assert not SUBJECT.search(title)
        for cookie in browser.cookies.values():
            # Its value is drawn at random, and may come to spell anything.
            assert not SUBJECT.search(cookie.OutputString().replace(cookie.value, ""))
    assert not outside.cookies


def test_no_built_file_is_named_after_the_subject():
    names = [file.name for file in Path(built.__file__).parent.joinpath("static").rglob("*")]
    assert names
    assert not [name for name in names if SUBJECT.search(name)]


def test_the_icon_says_nothing():
    icons = list(Path(built.__file__).parent.glob("static/icons/*"))
    assert icons
    for icon in icons:
        assert not SUBJECT.search(icon.read_text(encoding="utf-8"))
