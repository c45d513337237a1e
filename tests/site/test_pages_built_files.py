"""How a page names the built browser code (web/README.md, What the HTML must hold)."""

import json
import os
import re
from html import unescape

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, engines
from django.test import RequestFactory
from django.utils import translation

from unsilenced.site import built

HASH = "sha384-" + "A" * 64


def described(file, **more):
    return {"file": file, "integrity": HASH, "bytes": 7, **more}


MANIFEST = {
    "entries": {
        "page": described("page.P.js", imports=["chunk.S.js"], lazy=[]),
        "report": described("report.R.js", imports=["chunk.S.js", "chunk.T.js"], lazy=["sealing"]),
        "sealing": described("sealing.Q.js", imports=["chunk.U.js"], lazy=[]),
    },
    "styles": {"site": described("site.C.css")},
    "chunks": {
        name: described(name, imports=[]) for name in ("chunk.S.js", "chunk.T.js", "chunk.U.js")
    },
    "messages": {
        "pt-br": {
            "page": described("messages.pt-br.page.M.json"),
            "report": described("messages.pt-br.report.N.json"),
        }
    },
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    monkeypatch.setattr(built, "FOLDER", tmp_path)
    monkeypatch.setattr(built.manifest, "__defaults__", (tmp_path,))
    return tmp_path


def rendered(source):
    request = RequestFactory().get("/")
    request.csp_nonce = "N0nce"
    template = engines["django"].from_string("{% load built %}" + source).template
    return template.render(Context({"request": request}))


def addresses(html):
    return re.findall(r'(?:src|href)="/static/built/([^"]+)"', html)


def test_a_script_comes_after_preloads_of_all_that_it_imports(folder):
    html = rendered('{% entry "report" %}')
    assert addresses(html) == ["chunk.S.js", "chunk.T.js", "report.R.js"]
    assert html.count(f'integrity="{HASH}"') == 3
    assert html.count('nonce="N0nce"') == 3
    assert html.count('crossorigin="anonymous"') == 3
    assert 'rel="modulepreload"' in html
    assert '<script type="module" src="/static/built/report.R.js"' in html


def test_a_script_names_the_modules_that_it_may_load_later_with_their_hashes(folder):
    [modules] = re.findall(r'data-modules="([^"]*)"', rendered('{% entry "report" %}'))
    assert json.loads(unescape(modules)) == {
        "sealing": [
            ["/static/built/sealing.Q.js", HASH],
            ["/static/built/chunk.U.js", HASH],
        ]
    }


def test_a_script_that_loads_nothing_later_names_nothing(folder):
    assert "data-modules" not in rendered('{% entry "page" %}')


def test_the_page_names_its_messages_once_with_the_first_script(folder):
    with translation.override("pt-br"):
        html = rendered('{% entry "report" %}{% entry "page" %}')
    assert html.count('id="messages"') == 1
    assert "messages.pt-br.report.N.json" in html
    assert "messages.pt-br.page.M.json" not in html


def test_a_page_with_no_other_script_names_the_messages_of_page(folder):
    with translation.override("pt-br"):
        assert "messages.pt-br.page.M.json" in rendered('{% entry "page" %}')


def test_english_has_no_messages_to_name(folder):
    assert 'id="messages"' not in rendered('{% entry "report" %}')


def test_what_two_scripts_import_is_preloaded_once(folder):
    html = rendered('{% entry "report" %}{% entry "page" %}')
    assert addresses(html).count("chunk.S.js") == 1
    assert addresses(html)[-1] == "page.P.js"


def test_a_style_sheet_carries_its_hash(folder):
    html = rendered('{% style "site" %}')
    assert addresses(html) == ["site.C.css"]
    assert f'integrity="{HASH}"' in html


def test_a_new_build_beside_a_process_is_nothing_to_it(folder):
    assert "site.C.css" in rendered('{% style "site" %}')
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace("site.C.css", "site.D.css"))
    os.utime(path, ns=(1, 1))
    assert "site.C.css" in rendered('{% style "site" %}')


@pytest.mark.parametrize("source", ['{% entry "page" %}', '{% style "site" %}'])
def test_where_nothing_is_built_the_error_says_what_to_run(folder, source):
    (folder / "manifest.json").unlink()
    with pytest.raises(ImproperlyConfigured, match="script/setup"):
        rendered(source)


def test_a_name_that_is_not_built_is_named(folder):
    with pytest.raises(ImproperlyConfigured, match="'nothing'"):
        rendered('{% entry "nothing" %}')
