"""A browser cannot be made to send more than the server reads: all that was typed would be lost."""

import html
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from reports.writer import Writer

from unsilenced.reports import forms
from unsilenced.sealing.receipt import Receipt, derive

WIDEST = "ड"
"""Three bytes for one of the units that `maxlength` counts; no character has more for one."""

FIELD = re.compile(r"<(?:input|textarea)\b[^>]*>")


def test_the_documentation_names_the_forms_that_are_sent_as_multipart():
    """A form that is sent otherwise than docs/http.md says fails here, either way."""
    root = Path(forms.__file__).parents[3]
    (told,) = re.findall(r"Without JavaScript `/report/` .*", (root / "docs/http.md").read_text())
    multipart = {
        page.name
        for page in (root / "src/unsilenced/reports/templates").rglob("*.html")
        if 'enctype="multipart/form-data"' in page.read_text()
    }
    assert {*re.findall(r"`(\w+\.html)`", told)} == multipart


def form_of(page, name):
    """The tag of a page's form with that id, and what stands in it."""
    tag, inside = re.search(rf'<form id="{name}"([^>]*)>(.*?)</form>', page, re.DOTALL).groups()
    return tag, inside


def filled(inside):
    """Every field that can be typed into, as full as a browser lets it be."""
    fields = {}
    for tag in FIELD.findall(inside):
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if named.get("type", "text") == "text":
            assert int(named["maxlength"]) > 0, tag
            fields.setdefault(named["name"], []).append(WIDEST * int(named["maxlength"]))
    return fields


def as_sent(tag, fields):
    """What a browser sends of such a form, and what it calls it."""
    if 'enctype="multipart/form-data"' in tag:
        return encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT
    return urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded"


def send(client, path, tag, fields):
    body, kind = as_sent(tag, fields)
    assert len(body) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return client.generic("POST", path, body, kind, headers={"Accept": "text/html"})


@pytest.fixture
def all_rows(client, project):
    """The questions with as many rows of each kind as there can be."""
    rows = {kind.field: ["x"] * forms.MOST_ROWS for kind in forms.kinds()}
    return client.post("/report/", {"what": "", **rows}).content.decode()


def test_the_fullest_report_is_read_and_what_is_too_long_is_named(client, project, all_rows):
    tag, inside = form_of(all_rows, "questions")
    fields = filled(inside)
    assert {len(values) for name, values in fields.items() if name.startswith("who_")} == {10}
    answer = send(client, "/report/", tag, fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "20000 characters too long" in page
    assert filled(form_of(page, "questions")[1]) == fields
    for values in fields.values():
        assert all(value in page for value in values)


def test_each_line_about_a_text_too_long_names_its_field_by_its_label(client, project):
    typed = {
        "what": "x" * (forms.MOST_WHAT + 100),
        "when_words": "x" * (forms.MOST_WHEN_WORDS + 100),
        "who_tel": ["1", "x" * (forms.MOST_VALUE + 1)],
        "answer": "contact",
        "contact": "x" * (forms.MOST_CONTACT + 2),
    }
    page = html.unescape(client.post("/report/", typed).content.decode())
    lines = re.findall(r'<a href="#[\w-]+" dir="auto">([^<]*)</a>', page)
    assert [
        re.fullmatch(r"Your text under “(.*)” is (\d+) characters? too long.*", line).groups()
        for line in lines
    ] == [
        ("What happened?", "100"),
        ("In your own words, if you like", "100"),
        ("Phone number 2", "1"),
        ("How can they reach you safely?", "2"),
    ]
    labels = re.findall(r"<label for=[^>]*>(.*?)</label>", page, re.DOTALL)
    shown = [re.sub(r"<[^>]*>", "", each).strip() for each in labels]
    assert {*forms.field_names().values()} - {*shown} == {forms.field_names()["message"]}
    assert "Phone number 2" in shown


def test_no_more_rows_are_offered_than_there_can_be(client, project, all_rows):
    assert 'name="add"' not in all_rows
    assert all_rows.count('name="who_tel"') == forms.MOST_ROWS
    assert 'name="add" value="tel"' in client.get("/report/").content.decode()


def test_the_fullest_message_is_read(client, project):
    receipt = Receipt.draw()
    Writer.of(project, derive(receipt)).sent()
    page = client.post("/return/", {"words": receipt.canonical}).content.decode()
    tag, inside = form_of(page, "message-form")
    fields = {**filled(inside), "words": receipt.canonical, "do": "message"}
    answer = send(client, "/return/", tag, fields)
    assert answer.status_code == 422
    assert fields["message"][0] in answer.content.decode()


def test_the_fullest_request_for_review_is_read(client, project):
    tag, inside = form_of(client.get("/review/").content.decode(), "form")
    fields = filled(inside)
    answer = send(client, "/review/", tag, fields)
    assert answer.status_code == 422
    assert fields["what"][0] in answer.content.decode()
