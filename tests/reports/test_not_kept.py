"""No form that a browser sends by itself stays on its disk.

Chromium keeps what a form sent, to open its tabs again, unless a filled-in password is among it.
"""

import re
from pathlib import Path

import pytest

import unsilenced

FORM = re.compile(r"<form\b(?P<tag>.*?)>\n(?P<inside>.*?)</form>", re.DOTALL)
PART = '{% include "reports/parts/not_kept.html" %}'


def sent_by_the_browser():
    """Each form of any page that a browser sends itself, if no script takes it over."""
    folder = Path(unsilenced.__file__).parent
    return [
        (template.relative_to(folder), form["inside"])
        for template in sorted(folder.rglob("templates/**/*.html"))
        for form in FORM.finditer(template.read_text(encoding="utf-8"))
        if 'method="post"' in form["tag"]
    ]


def test_every_form_holds_the_field_because_of_which_it_is_not_kept():
    forms = sent_by_the_browser()
    assert {str(template) for template, _inside in forms} >= {
        "reports/templates/reports/report.html",
        "reports/templates/reports/words.html",
        "reports/templates/reports/again.html",
        "reports/templates/reports/return.html",
        "reports/templates/reports/parts/opened.html",
        "warnings/templates/warnings/review.html",
    }
    assert [template for template, inside in forms if inside.count(PART) != 1] == []


@pytest.mark.parametrize("path", ["/report/", "/return/", "/review/"])
def test_the_field_is_a_filled_in_password_that_nobody_sees_or_is_asked_to_keep(
    client, project, path
):
    page = client.get(path).content.decode()
    fields = re.findall(r'<input type="password"[^>]*>', page)
    assert fields
    for field in fields:
        assert re.search(r' value="[^"]+"', field)
        assert ' name="' in field
        assert ' autocomplete="one-time-code"' in field
        assert field.endswith(" hidden>")


@pytest.mark.parametrize("path", ["/report/", "/return/", "/review/"])
def test_a_private_window_is_advised_to_whoever_has_no_javascript(client, project, path):
    page = client.get(path).content.decode()
    (advice,) = re.findall(r"<div[^>]* data-without-script>(.*?)</div>", page, re.DOTALL)
    assert "private window" in advice
