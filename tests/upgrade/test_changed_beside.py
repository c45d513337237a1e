"""What changes in the program's folder changes nothing that a running site serves.

`git pull && script/setup` replaces modules, templates, translations and the browser code under a
site that runs from there.
"""

import json
import shutil
from pathlib import Path

import pytest
from fetching import crawl, static_files
from migrated_folder import migrated_folder
from site_running import running

import unsilenced

PROGRAM = Path(unsilenced.__file__).parent
BROKEN = {".py": "raise SystemExit('changed')", ".html": "{% changed %}", ".mo": "changed"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("data")
    return migrated_folder(made)


@pytest.fixture
def checkout(tmp_path):
    """A copy of the program, which may be changed."""
    copy = tmp_path / "src" / "unsilenced"
    shutil.copytree(PROGRAM, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture(scope="module")
def unchanged(folder):
    """What the site answers from a folder that nobody changes."""
    with running(folder) as site:
        return crawl(site.address, static_files(PROGRAM / "site" / "static"))


def rewrite(checkout):
    """Change every file, add migrations, and put another build in the place of this one."""
    for file in checkout.rglob("*"):
        if file.is_file():
            file.write_text(BROKEN.get(file.suffix, "changed"))
    for migrations in checkout.rglob("migrations"):
        (migrations / "9999_changed.py").write_text(BROKEN[".py"])
    built = checkout / "site" / "static" / "built"
    shutil.rmtree(built)
    built.mkdir()
    entry = {"file": "page.CHANGED2.js", "integrity": "sha384-changed", "bytes": 7, "lazy": []}
    manifest = {"entries": {"page": entry | {"imports": []}}, "styles": {}, "chunks": {}}
    (built / "manifest.json").write_text(json.dumps(manifest | {"messages": {}}))
    (built / "page.CHANGED2.js").write_text("changed")


def remove(checkout):
    shutil.rmtree(checkout)


@pytest.mark.parametrize("change", [rewrite, remove])
def test_nothing_that_it_serves_changes_not_even_what_was_never_asked_for(
    folder, checkout, unchanged, change
):
    with running(folder, PYTHONPATH=str(checkout.parent)) as site:
        change(checkout)
        answers = crawl(site.address, [path for path, encoding in unchanged if encoding == "br"])
        assert site.stop() == 0
    assert site.output.endswith("Stopped.\n")
    assert {answer.status for answer in unchanged.values()} >= {200, 302, 404, 405}
    differing = {asked for asked, answer in unchanged.items() if answers[asked] != answer}
    assert not differing
