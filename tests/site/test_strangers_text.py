"""Strangers' text as pages show it: the shared vectors, every other text, and every template."""

import json
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.http import strangers
from unsilenced.http.strangers import MOST_BOXES, Unseen, has_boxes, parts_of
from unsilenced.site.templatetags.strangers import shown

ROOT = Path(__file__).parents[2]
SHARED = json.loads((ROOT / "tests/vectors/strangers_text.json").read_text(encoding="utf-8"))
TEMPLATES = sorted((ROOT / "src/unsilenced").glob("*/templates/**/*.html"))
TURNS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")

PIECES = st.one_of(
    st.sampled_from("\u202e\u2066\u200d\u200c\ufe0f\U000e0067\ud800\r\u0000"),
    st.sampled_from("a1👨❤🏴مර \n<&"),
    st.text(st.characters(exclude_categories=[]), max_size=3),
)
TEXTS = st.lists(PIECES, max_size=300).map("".join)


def in_numbers(ranges):
    return tuple((int(first, 16), int(last, 16)) for first, last in ranges)


def test_the_tables_are_those_that_both_languages_share():
    for name in ("unseen", "pictures", "joining"):
        assert getattr(strangers, name.upper()) == in_numbers(SHARED[name])
    assert SHARED["most_boxes"] == MOST_BOXES


@pytest.mark.parametrize("case", SHARED["texts"], ids=lambda case: case["name"])
def test_every_shared_text(case):
    expected = [part if isinstance(part, str) else Unseen(*part) for part in case["parts"]]
    assert parts_of(case["text"]) == expected
    assert has_boxes(case["text"]) == any(isinstance(part, Unseen) for part in expected)


@given(TEXTS)
def test_what_is_shown_turns_hides_and_breaks_nothing(text):
    page = shown(text)
    assert not TURNS.search(page)
    assert "\0" not in page
    page.encode()
    assert sum(isinstance(part, Unseen) for part in parts_of(text)) <= MOST_BOXES


@given(TEXTS)
def test_letters_all_stay_and_nothing_becomes_markup(text):
    letters = "".join(part for part in parts_of(text) if isinstance(part, str))
    assert [each for each in text if each in "a1<&👨🏴"] == [
        each for each in letters if each in "a1<&👨🏴"
    ]
    assert set(re.findall("<[^>]*>", shown(text))) <= {'<span class="unseen">', "</span>"}


def test_a_page_shows_the_box_and_escapes_the_rest():
    page = Template("{% load strangers %}<p>{{ text|shown }}</p>").render(
        Context({"text": "<b>\u202eda\u202c&"})
    )
    box = '<span class="unseen">U+{}</span>'
    assert page == f"<p>&lt;b&gt;{box.format('202E')}da{box.format('202C')}&amp;</p>"


def page_of(text):
    source = "{% load strangers %}<p>{{ text|shown }}</p>{% box_note text %}"
    return Template(source).render(Context({"text": text}))


def test_a_text_with_a_box_is_followed_by_what_explains_it():
    assert page_of("\u202eda").endswith(
        '<p class="hint">“U+” and a number stand for a mark that cannot be seen.</p>'
    )
    with translation.override("pt-br"):
        assert "não se pode ver" in page_of("\u202eda")


@pytest.mark.parametrize("text", ["U+202E", "\U0001f468\u200d\U0001f4bb", "", None])
def test_a_text_without_a_box_explains_none(text):
    assert "hint" not in page_of(text)


SAID = re.compile(r'class="written"[^<]*>\{\{ ([\w.]+)\|shown \}\}</div>(.*)')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_template_explains_the_boxes_in_what_was_said(path):
    for name, after in SAID.findall(path.read_text(encoding="utf-8")):
        assert after.startswith(f"{{% box_note {name} %}}")


# What templates print that is ours: settings, the list of places, choices of the program, labels of
# fields, days, counts, random words, and names that a project gives itself. Anything else is
# strangers' text until it stands here.
OURS = re.compile(
    r"""(?:site|request|forloop|choice|consent|reader|release|file|files|kind|most|room|ask|keeps
    |project|key|answer_names|sent|refusal|labels|allowed)(?:\.\w+)*
    |(?:code|name|number|wording|slug|id|field|keyholder_url|csrf_token|photos|word|uid|region|label
    |release_key|log_key|public_key|origin|language|scope|home|host|day|do|address|account|question
    |file_label|hash_label|bytes_label|message_uid|LANGUAGE_CODE|words|notice|ending)
    |waiting|each\.(?:kind\.\w+|name|address|path)
    |pages\.0\.(?:name|address)|line\.(?:label|day)|message\.day
    |opened\.(?:received_on|opened_on|reference|oldest|project)
    |report\.(?:uid|called)
    |place_facts|place_words\.\w+|group\.heading|other\.(?:number|names)""",
    re.VERBOSE,
)
PRINTED = re.compile(r"\{\{\s*([\w.]+)((?:\|[^}]*?)?)\s*\}\}")
FIELD = re.compile(r'value="[^"]*\{\{[^}]*$|<textarea[^>]*>\{\{[^}]*$')
ISOLATED = re.compile(r'<(?:bdi|[a-z]+[^>]*\bdir="auto")[^<]*>\{\{[^}]*$')


def strangers_in(source):
    """What a template prints of strangers and neither shows safely nor puts into a field."""
    found = []
    bound = set(re.findall(r"(\w+)=[\w.]+\|shown", source))
    for printed in PRINTED.finditer(source):
        if OURS.fullmatch(printed[1]) or "with_telephone_links" in printed[2]:
            continue
        before = source[: printed.end()].removesuffix("}}")
        if FIELD.search(before):
            continue
        if ("|shown" not in printed[2] and printed[1] not in bound) or not ISOLATED.search(before):
            found.append(printed[0])
    return found


def test_text_that_is_not_shown_safely_is_found():
    assert strangers_in("<p>{{ message.text }}</p>") == ["{{ message.text }}"]
    assert strangers_in('<p dir="auto">{{ message.text }}</p>') == ["{{ message.text }}"]
    assert strangers_in("<p>{{ message.text|shown }}</p>") == ["{{ message.text|shown }}"]
    assert strangers_in('<p class="x" dir="auto">{{ message.text|shown }}</p>') == []
    assert strangers_in('<input value="{{ typed }}"><p>{{ day }}</p>') == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_template_shows_strangers_text_safely(path):
    assert strangers_in(path.read_text(encoding="utf-8")) == []
