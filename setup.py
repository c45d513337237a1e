"""Packs what script/setup makes, too, and refuses to pack the program without it."""

import json
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist
from setuptools.errors import SetupError

PROGRAM = Path(__file__).parent / "src" / "unsilenced"
BUILT = PROGRAM / "site" / "static" / "built"


def missing() -> list[Path]:
    """Return what a site needs, is made by script/setup, and is not there or not up to date."""
    manifest = BUILT / "manifest.json"
    needed = [manifest]
    if manifest.is_file():
        needed += [BUILT / name for name in named(json.loads(manifest.read_bytes()))]
    translations = [
        *PROGRAM.glob("locale/*/LC_MESSAGES/django.po"),
        *PROGRAM.glob("locale/*/LC_MESSAGES/evidence.po"),
    ]
    needed += [each.with_suffix(".mo") for each in translations]
    return [each for each in needed if not each.is_file()]


def named(manifest: object) -> list[str]:
    """Return the name of every file that a manifest describes."""
    if not isinstance(manifest, dict):
        return []
    own = [manifest["file"]] if "file" in manifest else []
    return own + [name for each in manifest.values() for name in named(each)]


def refuse_without_what_is_built() -> None:
    """Raise SetupError where something that script/setup makes is missing."""
    gone = missing()
    if gone:
        raise SetupError(
            f"{len(gone)} files that a site needs are missing, such as {gone[0].name}. "
            "Run script/setup first: it builds the browser code and the translations."
        )


class BuildPy(build_py):
    """Copies the program into a wheel."""

    def run(self) -> None:
        """Copy it. What is installed in place is built afterwards."""
        if not self.editable_mode:
            refuse_without_what_is_built()
        super().run()


class Sdist(sdist):
    """Packs the source, with what is built: whoever has it needs no Node."""

    def run(self) -> None:
        """Pack it."""
        refuse_without_what_is_built()
        super().run()


setup(cmdclass={"build_py": BuildPy, "sdist": Sdist})
