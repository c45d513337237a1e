"""What a process takes in at its start is all there is of its site."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from site_running import surroundings

import unsilenced
from unsilenced import locale

PROGRAM = Path(unsilenced.__file__).parent
LOOK = """
import json, sys
import django
django.setup()
from django.template import engines
from django.utils.translation import trans_real
from unsilenced.process.serving.preloading import preload
preload()
[loader] = engines["django"].engine.template_loaders
print(json.dumps({
    "modules": [name for name in sys.modules if name.startswith("unsilenced")],
    "templates": [each.origin.name for each in loader.get_template_cache.values()],
    "languages": list(trans_real._translations),
}))
"""
NOT_THE_SITES = ("evidence", "demo", "keyholder")
NOT_THE_KEY_HOLDERS = (
    "evidence",
    "demo",
    "site",
    "people",
    "records",
    "reports",
    "cases",
    "warnings",
)
NOT_SERVED = {"migrations"}


def taken_in(folder, settings):
    """What `preload` takes in where these are Django's settings."""
    told = surroundings(folder, DJANGO_SETTINGS_MODULE=settings)
    looked = subprocess.run(
        [sys.executable, "-c", LOOK], env=told, check=True, capture_output=True, text=True
    )
    return json.loads(looked.stdout)


def files(pattern, left_out):
    for file in PROGRAM.rglob(pattern):
        parts = file.relative_to(PROGRAM).parts
        if parts[0] not in left_out and not NOT_SERVED & set(parts):
            yield file


def module(file):
    names = file.relative_to(PROGRAM.parent).with_suffix("").parts
    return ".".join(names).removesuffix(".__init__")


@pytest.fixture
def new_room(tmp_path):
    """A room of the program that nothing reaches yet, and that needs the site's models."""
    room = tmp_path / "program" / "newroom"
    room.mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "calls.py").write_text("from unsilenced.people import models\n")
    return room


def with_room(room):
    return f"import unsilenced; unsilenced.__path__.append({str(room.parent)!r})\n{LOOK}"


def test_a_room_that_only_the_site_can_load_does_not_stop_the_key_holder(tmp_path, new_room):
    for settings, loads in (("unsilenced.site.settings", 1), ("unsilenced.keyholder.settings", 0)):
        told = surroundings(tmp_path, DJANGO_SETTINGS_MODULE=settings)
        looked = subprocess.run(
            [sys.executable, "-c", with_room(new_room)],
            env=told,
            check=True,
            capture_output=True,
            text=True,
        )
        modules = json.loads(looked.stdout)["modules"]
        assert ("unsilenced.newroom.calls" in modules) == loads
        assert ("unsilenced.newroom.calls" in looked.stderr) != loads


def test_what_a_site_reaches_must_load(tmp_path, new_room):
    needed = with_room(new_room).replace("preload()\n[", "import unsilenced.newroom; preload()\n[")
    told = surroundings(tmp_path, DJANGO_SETTINGS_MODULE="unsilenced.keyholder.settings")
    looked = subprocess.run(
        [sys.executable, "-c", needed], env=told, check=False, capture_output=True, text=True
    )
    assert looked.returncode != 0
    assert "people" in looked.stderr


@pytest.mark.parametrize(
    ("settings", "left_out"),
    [
        ("unsilenced.site.settings", NOT_THE_SITES),
        ("unsilenced.keyholder.settings", NOT_THE_KEY_HOLDERS),
    ],
)
def test_every_module_template_and_language_of_a_site_is_there(tmp_path, settings, left_out):
    found = taken_in(tmp_path, settings)
    modules = {module(file) for file in files("*.py", left_out)}
    assert modules - {"unsilenced.command"} <= set(found["modules"])
    templates = {str(file) for file in files("*.html", left_out) if "templates" in file.parts}
    assert templates
    assert templates <= set(found["templates"])
    assert {code for code, _name in locale.languages()} <= set(found["languages"])
