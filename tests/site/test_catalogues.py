"""Messages are found wherever the program says them, and what a translation lacks is told."""

import pytest
from babel.messages.pofile import read_po

from unsilenced.site import catalogues

PYTHON = """
from django.utils.translation import gettext as _, ngettext
def said(count):
    return _("From Python"), ngettext("%(count)d thing", "%(count)d things", count)
"""
TEMPLATE = """{% load i18n %}
<h1>{% translate "From a template" %}</h1>
  <p title="{% translate 'In an attribute' %}">
{% blocktranslate trimmed count number=n %}
    One line
{% plural %}
    {{ number }} lines
{% endblocktranslate %}</p>
      {{ value|default:_("As an argument") }}
"""
BROWSER = """
import { t, tn } from "./messages.ts";
const ratio = (a: number): number => a / 2 / 3;
export const said = <T>(n: T) => [t("From the browser: {what}", { what: `${n}` }),
  tn("{count} photo", "{count} photos", 2), /t\\("not this"\\)/];
"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A small program of its own, with one language to translate to."""
    package = tmp_path / "src" / "unsilenced"
    files = {
        package / "site" / "pages.py": PYTHON,
        package / "site" / "templates" / "page.html": TEMPLATE,
        package / "site" / "migrations" / "0001.py": '_("Not from a migration")',
        tmp_path / "web" / "page" / "entry.ts": BROWSER,
        tmp_path / "web" / "node_modules" / "other" / "index.ts": 't("Not from a package")',
    }
    pages = package / "evidence" / "pages"
    files[pages / "texts.py"] = 'SAID = N_("From the evidence: {what}")'
    files[pages / "templates" / "claims" / "page.html"] = (
        '<p title="{{ _("In a Jinja attribute") }}">{% trans n=n %}By {{ n }}{% endtrans %}</p>'
    )
    files[package / "locale" / "languages.json"] = '{"en": "English", "pt-br": "Português"}'
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "PACKAGE", package)
    monkeypatch.setattr(catalogues, "LOCALE", package / "locale")
    return tmp_path


def catalogue(program, domain="django"):
    file = program / f"src/unsilenced/locale/pt_BR/LC_MESSAGES/{domain}.po"
    with file.open("rb") as opened:
        return file, read_po(opened)


def translate(program, **changes):
    """Translate everything, then change some of it."""
    list(catalogues.extract())
    for domain in catalogues.DOMAINS:
        file, there = catalogue(program, domain)
        for message in there:
            if message.id:
                message.string = message.id
                message.string = changes.get(domain, {}).get(message.id, message.string)
        catalogues.write(file, there)


def test_messages_are_found_in_python_templates_and_browser_code(program):
    list(catalogues.extract())
    _, python = catalogue(program)
    _, browser = catalogue(program, "djangojs")
    assert {message.id for message in python if message.id} == {
        "From Python",
        ("%(count)d thing", "%(count)d things"),
        "From a template",
        "In an attribute",
        ("One line", "%(number)s lines"),
        "As an argument",
    }
    assert {message.id for message in browser if message.id} == {
        "From the browser: {what}",
        ("{count} photo", "{count} photos"),
    }


def test_messages_of_the_evidence_are_a_domain_of_their_own(program):
    list(catalogues.extract())
    _, evidence = catalogue(program, "evidence")
    assert {message.id for message in evidence if message.id} == {
        "From the evidence: {what}",
        "In a Jinja attribute",
        "By %(n)s",
    }


def test_extracting_again_changes_no_byte_and_no_line_number_is_kept(program):
    translate(program)
    file, _ = catalogue(program)
    before = file.read_bytes()
    list(catalogues.extract())
    assert file.read_bytes() == before
    assert b"#: src/unsilenced/site/pages.py\n" in before


def test_a_translation_that_is_whole_has_no_faults(program):
    translate(program)
    assert catalogues.check() == []


@pytest.mark.parametrize(
    ("domain", "message", "translation", "fault"),
    [
        ("django", "From Python", "", "not translated"),
        ("django", ("%(count)d thing", "%(count)d things"), ("uma", ""), "not translated"),
        ("django", ("%(count)d thing", "%(count)d things"), ("1", "%(n)d x"), "placeholder"),
        ("djangojs", "From the browser: {what}", "Do navegador: {que}", "placeholder"),
        ("djangojs", "From the browser: {what}", "Do navegador", "is missing"),
        ("djangojs", ("{count} photo", "{count} photos"), ("{count}", "{n}"), "placeholder"),
    ],
)
def test_a_translation_that_lacks_something_is_a_fault(
    program, domain, message, translation, fault
):
    translate(program, **{domain: {message: translation}})
    assert any(fault in line and domain in line for line in catalogues.check())


def test_a_plural_may_leave_the_number_out_of_its_singular(program):
    plural = ("%(count)d thing", "%(count)d things")
    translate(program, django={plural: ("uma coisa", "%(count)d coisas")})
    assert catalogues.check() == []


def test_what_is_new_in_the_program_and_what_is_gone_are_faults(program):
    translate(program)
    page = program / "src/unsilenced/site/pages.py"
    page.write_text(PYTHON.replace("From Python", "From elsewhere"), encoding="utf-8")
    faults = catalogues.check()
    assert "pt-br django: not in the catalogue: 'From elsewhere'" in faults
    assert "pt-br django: not in the program: 'From Python'" in faults


def test_a_catalogue_that_extraction_would_change_is_a_fault(program):
    translate(program)
    file, _ = catalogue(program)
    moved = file.read_text("utf-8").replace("site/pages.py", "site/elsewhere.py")
    file.write_text(moved, encoding="utf-8")
    assert catalogues.check() == ["pt-br django: not up to date. Run: unsilenced messages extract"]
    list(catalogues.extract())
    assert catalogues.check() == []


def test_a_language_without_a_catalogue_is_a_fault(program):
    assert catalogues.check() == [
        f"src/unsilenced/locale/pt_BR/LC_MESSAGES/{domain}.po: missing. "
        "Run: unsilenced messages extract"
        for domain in catalogues.DOMAINS
    ]


def test_compiled_translations_are_read_back(program):
    translate(program, django={"From Python": "De Python"})
    list(catalogues.compile_all())
    file, _ = catalogue(program)
    assert b"De Python" in file.with_suffix(".mo").read_bytes()


def test_a_file_that_does_not_read_is_named(program):
    list(catalogues.extract())
    file, _ = catalogue(program)
    file.write_text('msgid "half\n', encoding="utf-8")
    with pytest.raises(catalogues.CatalogueError, match=r"django\.po"):
        list(catalogues.compile_all())
