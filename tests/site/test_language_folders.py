"""What a language lacks is named, file by file, with what to do; nothing of it is silent."""

import json
import shutil

import pytest
from django.utils import formats

from unsilenced import locale
from unsilenced.site import language_folders


@pytest.fixture
def folder(tmp_path):
    """A copy of all languages."""
    return shutil.copytree(locale.FOLDER, tmp_path / "locale")


def change(file, **changes):
    found = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(found | changes), "utf-8")


def test_the_languages_of_the_program_are_whole(folder):
    assert language_folders.check() == []
    assert language_folders.check(folder) == []


@pytest.mark.parametrize(
    ("file", "advice"),
    [
        ("pt_BR/linter.json", "begin with {}/en/linter.json"),
        ("pt_BR/passphrases.json", "begin with {}/en/passphrases.json"),
        ("pt_BR/wording.json", "begin with "),
        ("pt_BR/guides/reporter.md", "Translate docs/guides/reporter.md"),
        ("pt_BR/guides/member.md", "Translate docs/guides/member.md"),
        ("pt_BR/guides/caseworker.md", "Translate docs/guides/caseworker.md"),
        ("en/linter.json", "begin with {}/pt_BR/linter.json"),
        ("en/passphrases.json", "begin with {}/pt_BR/passphrases.json"),
    ],
)
def test_a_file_that_is_missing_is_named(folder, file, advice):
    (folder / file).unlink()
    (fault, *_) = language_folders.check(folder)
    assert fault.startswith(f"{folder}/{file}: missing. ")
    assert advice.format(folder) in fault


def test_a_language_that_is_only_a_line_lacks_everything(folder):
    change(folder / "languages.json", ro="Română")
    lacking = " ".join(language_folders.check(folder))
    for name in ("linter.json", "passphrases.json", "wording.json", "guides/reporter.md"):
        assert f"{folder}/ro/{name}: missing. " in lacking


def test_a_folder_that_no_line_offers_is_named(folder):
    (folder / "ro").mkdir()
    (fault,) = language_folders.check(folder)
    assert fault.startswith(f"{folder}/ro: nobody is offered this language. Add its line to ")


@pytest.mark.parametrize(
    ("name", "changes", "fault"),
    [
        ("linter.json", {"months": []}, "months is empty"),
        ("linter.json", {"premises": [" "]}, "premises is empty"),
        ("linter.json", {"hours": "uma"}, "hours has to be a list of texts"),
        ("linter.json", {"cafes": ["bar"]}, "no rule knows the list cafes"),
        ("passphrases.json", {"package": "@zxcvbn-ts/language-xx"}, "npm install --save-exact"),
        ("passphrases.json", {"package": ""}, "npm install --save-exact"),
    ],
)
def test_a_file_that_says_something_wrong_is_named(folder, name, changes, fault):
    change(folder / "pt_BR" / name, **changes)
    (line,) = language_folders.check(folder)
    assert line.startswith(f"{folder}/pt_BR/{name}: {fault}") or fault in line


def test_a_list_that_the_source_has_and_a_language_lacks_is_named(folder):
    own = folder / "pt_BR" / "linter.json"
    lists = json.loads(own.read_text("utf-8"))
    del lists["ordinals"]
    own.write_text(json.dumps(lists), "utf-8")
    (fault,) = language_folders.check(folder)
    assert "the list ordinals is missing" in fault


@pytest.mark.parametrize("name", ["linter.json", "passphrases.json", "wording.json"])
@pytest.mark.parametrize("text", ["{", "[]", '"words"', "\ud800".encode("utf-8", "surrogatepass")])
def test_a_file_that_does_not_read_is_named(folder, name, text):
    file = folder / "pt_BR" / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    (fault,) = language_folders.check(folder)
    assert fault.startswith(f"{folder}/pt_BR/{name}: ")


def test_a_guide_that_fell_behind_is_named(folder):
    guide = folder / "pt_BR" / "guides" / "member.md"
    guide.write_text(guide.read_text("utf-8").rpartition("\n## ")[0], "utf-8")
    (fault,) = language_folders.check(folder)
    assert "Bring it up to date" in fault


def test_days_that_django_writes_otherwise_are_named(folder, settings):
    settings.FORMAT_MODULE_PATH = None
    formats.reset_format_cache()
    (fault,) = language_folders.check(folder)
    formats.reset_format_cache()
    assert fault.startswith(f"{folder}/en/formats.py: the site writes ")
    assert "set DATE_FORMAT in this file" in fault
