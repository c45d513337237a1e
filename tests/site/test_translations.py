"""Every page speaks the language of its address, and every message is translated whole."""

import datetime as dt
import json
import re
from functools import cache as cache_for_good
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from uuid import uuid4

import phonenumbers
import pytest
from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format
from page_texts import texts_of
from people.desk import Desk, Somebody, at_desk, send_report
from people.member_browser import as_member

from unsilenced import locale
from unsilenced.people.models import Organisation
from unsilenced.records.models import OF_A_REPORT, Record
from unsilenced.reports import places
from unsilenced.site import catalogues
from unsilenced.site.built import FOLDER, manifest

LANGUAGES = locale.translations()
WEB = Path(__file__).parents[2] / "web"
HTML = {"Accept": "text/html"}
PUBLIC = [
    "/",
    "/about/",
    "/transparency/",
    "/report/",
    "/return/",
    "/desk/log-in/",
    "/desk/invitation/",
    "/desk/recover/",
    "/members/log-in/",
    "/members/join/",
    "/review/",
]
DESK = [
    "",
    "reports/{uid}/",
    "reports/{uid}/warning/",
    "new/",
    "warnings/",
    "review-requests/",
    "team/",
    "account/",
]
MEMBERS = ["/members/", "/members/account/"]
WORDING = {
    language: json.loads((locale.folder_of(language) / "wording.json").read_text("utf-8"))
    for language in LANGUAGES
}
"""Of each language: `terms`, what one thing is called wherever it is spoken of; `same_as_english`,
words that it took over as they are; `subject`, what no title names; `day`, how a day is written.
"""

SAID_BY_BROWSER = re.compile(r'(?<![\\\w.])tn?\(\s*("(?:[^"\\]|\\.)*")?')
"""A call of t or tn in the browser code, and the literal that it begins with."""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()
    yield
    translation.activate("en")


@cache_for_good
def messages_of(language, domain):
    path = locale.folder_of(language, settings.LOCALE_PATHS[0]) / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def pairs_of(message):
    """Each translation with what it translates; the singular of a plural counts as its plural."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[-1], text) for text in message.string]


EVERY_MESSAGE = [
    pytest.param(message, id=f"{language} {domain} {number}")
    for language in LANGUAGES
    for domain in catalogues.DOMAINS
    for number, message in enumerate(messages_of(language, domain))
]


@pytest.mark.parametrize("message", EVERY_MESSAGE)
def test_a_message_is_translated_with_its_blanks_and_tags(message):
    assert not message.fuzzy
    for said, text in pairs_of(message):
        assert text
        for found in (blanks_in, tags_in, line_breaks_in):
            assert found(text) == found(said), (said, text)


def blanks_in(text):
    braces = [] if "%" in text else [name for _before, name, _spec, _as in Formatter().parse(text)]
    return sorted([*re.findall(r"%\(\w+\)[ds]", text), *filter(None, braces)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_has_one_name(language):
    for domain in catalogues.DOMAINS:
        for message in messages_of(language, domain):
            for said, text in pairs_of(message):
                for term, name in WORDING[language]["terms"].items():
                    assert term not in said.lower() or name in text.lower(), text


@pytest.mark.parametrize("language", [locale.SOURCE_LANGUAGE, *LANGUAGES])
def test_a_day_is_written_as_the_language_writes_it(language):
    writes = Locale("en", "GB") if language == "en" else Locale.parse(language, sep="-")
    with translation.override(language):
        for month in range(1, 13):
            day = dt.date(2026, month, 30 - 2 * (month == 2))
            assert date_format(day) == format_date(day, "long", writes)


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, attributes))

    def handle_endtag(self, tag):
        self.tags.append(tag)


def tags_in(text):
    reading = _Tags()
    reading.feed(text)
    return reading.tags


def line_breaks_in(text):
    return text.count("\n")


def test_the_catalogues_hold_what_the_program_says_and_nothing_else():
    assert catalogues.check() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_browser_code_says_is_in_its_catalogue(language):
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in messages_of(language, "djangojs")
    }
    calls = [
        (file.name, literal)
        for file in WEB.glob("*/**/*.ts")
        if not {"node_modules", "tests"} & set(file.parts) and file != WEB / "ui/messages.ts"
        for literal in SAID_BY_BROWSER.findall(file.read_text("utf-8"))
    ]
    assert len(calls) > 100
    for file, literal in calls:
        assert literal, f"{file}: t or tn is called without a literal, which nobody can gather"
        assert literal[1:-1] in translated, (file, literal)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_speaks_only_the_language_of_its_address(project, language, address):
    assert_speaks(Client(), language, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choice_between_projects_is_in_the_language(project, other_project, language):
    assert_speaks(Client(), language, "/report/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_without_a_project_and_faults_are_in_the_language(db, language):
    Organisation.objects.create(slug="later", name="Later Project")
    for address in ("/", "/about/", "/transparency/", "/report/"):
        assert_speaks(Client(), language, address)
    assert_speaks(Client(), language, "/nowhere/", status=404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_speaks_only_the_language_of_its_address(project, language):
    desk, _amara = at_desk(project)
    uid, _reporter = send_report(project)
    for path in DESK:
        assert_speaks(desk.client, language, f"/desk/{path.format(uid=uid)}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", MEMBERS)
def test_members_pages_speak_only_the_language_of_their_address(project, language, address):
    browser, _person = as_member(project)
    assert_speaks(browser.client, language, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_set_up_is_in_the_language(db, language):
    empty = Organisation.objects.create(slug="empty", name="Empty Project (invented)")
    assert_speaks(Desk().join(empty, Somebody("Bo")).client, language, "/desk/set-up/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_without_javascript_stays_in_the_language_to_the_end(project, language):
    """Each answer of the plain pages, with what is wrong and with what is right."""
    here, there = (Walk(address) for address in ("", f"/{language}"))
    for step in STEPS:
        step(here)
        step(there)
        assert_translated(here.page, there.page, language)
    assert not Record.objects.filter(kind__in=OF_A_REPORT).exists()


class Walk:
    """Somebody who writes and comes back without JavaScript, and the page they are on."""

    def __init__(self, prefix):
        self.client, self.prefix = Client(headers=HTML), prefix
        self.page, self.words = "", ""

    def post(self, path, **fields):
        answer = self.client.post(f"{self.prefix}{path}", fields)
        self.page = answer.content.decode()

    def hidden(self):
        named = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.page)
        return dict(named)


def wrong_answers(walk):
    walk.post("/report/", what="", when="never", place="nowhere", answer="contact", do="check")


def too_long(walk):
    walk.post("/report/", what="9" * 20_001, when_words="9" * 202, answer="receipt", do="check")


def right_answers(walk):
    walk.post("/report/", what="9", answer="receipt", consents=["warn"], do="check")
    listed = re.search(r'<ol class="words"[^>]*>(.*?)</ol>', walk.page, re.DOTALL)[1]
    walk.words = " ".join(re.findall(r"[a-z]{3,}", re.sub(r"<[^>]*>", " ", listed)))


def unsaved_words(walk):
    walk.post("/report/", **walk.hidden(), do="send")


def sending(walk):
    walk.post("/report/", **walk.hidden(), saved="yes", do="send")


def too_few_words(walk):
    walk.post("/return/", words="abandon abandon", do="open")


def a_wrong_word(walk):
    walk.post("/return/", words="abandn " * 7, do="open")


def unknown_words(walk):
    walk.post("/return/", words="abandon " * 7, do="open")


def opening(walk):
    walk.post("/return/", words=walk.words, do="open")


def an_empty_message(walk):
    walk.post("/return/", **{**walk.hidden(), "words": walk.words}, message="", do="message")


def a_message(walk):
    opening(walk)
    walk.post("/return/", **{**walk.hidden(), "words": walk.words}, message="8", do="message")


def a_permission(walk):
    opening(walk)
    walk.post("/return/", **{**walk.hidden(), "scope": "count"}, given="yes", do="consent")


def asking_nothing_for_review(walk):
    walk.post("/review/", identifier="", what="9" * 3_001)


def asking_for_review(walk):
    walk.post("/review/", identifier="9", uid=str(uuid4()))


def asking_to_erase(walk):
    walk.post("/return/", words=walk.words, do="ask-to-erase")


def erasing(walk):
    walk.post("/return/", words=walk.words, do="erase")


STEPS = [
    wrong_answers,
    too_long,
    right_answers,
    unsaved_words,
    sending,
    too_few_words,
    a_wrong_word,
    unknown_words,
    opening,
    an_empty_message,
    a_message,
    a_permission,
    asking_to_erase,
    erasing,
    asking_nothing_for_review,
    asking_for_review,
]


def assert_speaks(client, language, address, status=200):
    """The page answers in both languages, and no text of it is the same in both."""
    here = client.get(address, headers=HTML)
    there = client.get(f"/{language}{address}", headers=HTML)
    assert (here.status_code, there.status_code) == (status, status), address
    assert_translated(here.content.decode(), there.content.decode(), language)


def assert_translated(english, page, language):
    assert f'<html lang="{language}"' in page
    names = {
        settings.CONFIGURATION.site_name,
        *settings.CONFIGURATION.site_contact,
        *Organisation.objects.values_list("name", flat=True),
        *places.place_list().names.values(),
        *(name for _code, name in settings.LANGUAGES),
        *WORDING[language]["same_as_english"],
        *phonenumbers.SUPPORTED_REGIONS,
        "Esc",
        "Amara",
        "Bo",
        "Kestrel",
    }
    said = texts_of(page)
    same = {text for text in texts_of(english) & said if re.search(r"[^\W\d_]{2}", text)}
    assert same - names == set()
    whole = " ".join(said)
    for message in messages_of(language, "django"):
        for source in [message.id] if isinstance(message.id, str) else message.id:
            assert len(source) <= 20 or source not in whole, source


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_days_are_written_as_the_language_does(project, language):
    words = " ".join(texts_of(Client().get(f"/{language}/transparency/").content.decode()))
    assert re.search(WORDING[language]["day"], words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_script_that_speaks_has_its_messages_in_the_language(language):
    built = manifest()
    speaking = {
        name
        for name, script in built.scripts.items()
        if any(
            b"Something went wrong on our side" in (FOLDER / file.name).read_bytes()
            for file in script.files
        )
    }
    assert {"report", "return", "log-in", "inbox", "desk-report", "team", "account"} <= speaking
    assert {"members", "members-account", "members-join", "warnings", "review"} <= speaking
    assert speaking <= built.messages[language].keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/report/", "/return/", "/desk/log-in/", "/review/"])
def test_a_page_names_its_messages_in_its_language_only(project, language, address):
    html = Client().get(f"/{language}{address}").content.decode()
    name = address.strip("/").rpartition("/")[2]
    assert html.count('id="messages"') == 1
    assert f"/{manifest().messages[language][name].name}" in html
    assert 'id="messages"' not in Client().get(address).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PUBLIC)
def test_titles_and_headings_never_name_the_subject(project, language, address):
    html = Client().get(f"/{language}{address}", headers=HTML).content.decode()
    seen = re.findall(r"<(title|h[1-6])\b[^>]*>(.*?)</\1>", html, re.DOTALL)
    assert {tag for tag, _text in seen} >= {"title", "h1"}
    for _tag, text in seen:
        assert not re.search(WORDING[language]["subject"], text, re.IGNORECASE), text
