"""Loading all of the program when a process starts, so that later it needs no files.

`git pull && script/setup` changes the files of a running site. A process that loads files only when
it first needs them would then mix the new version with the old one.
"""

from __future__ import annotations

import logging
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import engines
from django.template.backends.base import BaseEngine
from django.utils import formats, translation
from django.utils.translation import trans_real

import unsilenced
from unsilenced.process.faults import kind_and_place

logger = logging.getLogger(__name__)

LEFT_OUT = ("unsilenced.evidence", "unsilenced.command", "unsilenced.demo")
"""These answer no requests: the engine, whose packages may be missing, the command, the demo."""


def preload() -> None:
    """Import every module of this site, compile its templates, and load all its languages.

    A room that this site does not reach, and that needs what only another site has, is named in the
    log and left out.
    """
    import_module(settings.ROOT_URLCONF)
    reached = {_room(name) for name in sys.modules}
    for name in modules():
        try:
            import_module(name)
        except (RuntimeError, AttributeError, ImproperlyConfigured) as error:
            # Django says so of models and settings that this site does not have.
            if _room(name) in reached:
                raise
            logger.warning("%s is not loaded: %s", name, kind_and_place(error))
    for engine in engines.all():
        for name in templates(engine):
            engine.get_template(name)
    for language, _ in settings.LANGUAGES:
        # Django also looks once on the disk whether a language is there.
        trans_real.check_for_language(language)
        with translation.override(language):  # This loads its catalogue.
            formats.get_format("DATE_FORMAT")


def modules() -> Iterator[str]:
    """Give the name of each module that this site may use, except migrations."""
    yield from _modules_in(unsilenced.__path__, "unsilenced.")


def templates(engine: BaseEngine) -> Iterator[str]:
    """Give the name of each template of our own that an engine finds."""
    for folder in filter(_is_ours, map(Path, engine.template_dirs)):
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            yield file.relative_to(folder).as_posix()


def _modules_in(path: list[str], prefix: str) -> Iterator[str]:
    for found in pkgutil.iter_modules(path, prefix):
        if found.name in LEFT_OUT or found.name.endswith((".migrations", ".__main__")):
            continue
        places = [str(Path(each) / found.name.rpartition(".")[2]) for each in path]
        if found.ispkg and _is_another_sites(found.name, places):
            continue
        yield found.name
        if found.ispkg:
            yield from _modules_in(places, f"{found.name}.")


def _room(name: str) -> str:
    return ".".join(name.split(".")[:2])


def _is_another_sites(name: str, places: list[str]) -> bool:
    """Whether a package is an app that this site does not have: its models have no tables here."""
    is_app = any((Path(each) / "apps.py").is_file() for each in places)
    return is_app and not any(app.name == name for app in apps.get_app_configs())


def _is_ours(folder: Path) -> bool:
    return any(folder.is_relative_to(each) for each in unsilenced.__path__)
