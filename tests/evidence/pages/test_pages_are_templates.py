"""No module joins HTML or SVG by hand: templates escape all their values."""

import ast
import re
from pathlib import Path

import pytest
from markupsafe import Markup

import unsilenced.evidence
from unsilenced.evidence.language import languages
from unsilenced.evidence.pages.rendering import TEMPLATES, rendered
from unsilenced.evidence.pictures.figure import Column, Figure
from unsilenced.evidence.pictures.page import page

ENGINE = Path(unsilenced.evidence.__file__).parent
MODULES = sorted(ENGINE.rglob("*.py"))
TAG = re.compile(r"(?<!\?P)</?(?!\w+@)[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-z-]+=[^>]*)?/?>")
BAD = "<script>alert('&')</script>\""
SAFE = {
    "claims/base.html": 1,  # a constant attribute
    "pictures/page.html": 1,  # the picture itself, drawn by `accessible_svg`
}
"""How often each template uses a value as HTML without escaping it."""


def written_by_hand(module):
    """The lines on which a string that is no docstring, and no template of `Markup`, has a tag."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    let = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            let.add(node.value)
        # What is put into a `Markup` by its `format` is escaped; into an f-string it is not.
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup":
            let |= {each for each in node.args if isinstance(each, ast.Constant)}
    for node in ast.walk(tree):
        written = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if written and node not in let and TAG.search(node.value):
            yield node.lineno


@pytest.mark.parametrize("module", MODULES, ids=lambda each: each.relative_to(ENGINE).as_posix())
def test_no_module_writes_tags(module):
    assert list(written_by_hand(module)) == []


def test_a_tag_in_a_string_would_be_seen(tmp_path):
    for number, line in enumerate(('f"<b>{x}</b>"', '"<p class=a>"', "'</dd>\\n' + x")):
        module = tmp_path / f"{number}.py"
        module.write_text(f"x = 1\ny = {line}\n")
        assert list(written_by_hand(module)), line


def test_nothing_else_goes_past_the_escaping():
    found = {
        each.relative_to(TEMPLATES).as_posix(): text.count("|safe") + text.count("| safe")
        for each in TEMPLATES.rglob("*.*")
        if "safe" in (text := each.read_text(encoding="utf-8"))
    }
    assert found == SAFE
    assert not [each for each in TEMPLATES.rglob("*.*") if "autoescape" in each.read_text()]


@pytest.mark.parametrize("language", languages())
def test_whatever_is_shown_is_escaped(language):
    cells = {"caption": BAD, "notes": BAD, "columns": [BAD], "rows": [[BAD, BAD]]}
    shown = rendered("disclosure/table.html", cells, language)
    assert shown.count("&lt;script&gt;") == 5
    assert "<script" not in shown


@pytest.mark.parametrize("language", languages())
def test_what_is_translated_is_escaped_too(language):
    texts = dict.fromkeys(("NAME", "LEAD", "policy", "top", "path", "foot", "en"), BAD)
    shown = rendered("claims/index.html", {**texts, "findings": [], "counted": []}, language)
    assert f"<h1>{Markup.escape(BAD)}</h1>" in shown
    assert f'<p class="lead">{Markup.escape(BAD)}</p>' in shown
    assert "<script" not in shown


def test_a_page_of_pictures_escapes_all_but_markup():
    figure = Figure("one", BAD, BAD, "<svg/>", (Column(BAD), Column("n", ",")), [(BAD, 3)], BAD)
    text = page(BAD, [BAD, Markup("<strong>{}</strong>").format(BAD)], [figure])
    assert "<script" not in text
    assert f"<strong>{Markup.escape(BAD)}</strong>" in text
    assert "<svg/>" in text
