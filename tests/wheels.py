"""The wheel, built in a copy of the checkout, and which packages a list pins."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info")
BUILD = "import sys; from setuptools import build_meta; build_meta.build_{}(sys.argv[1])"


def copy(tree: Path) -> None:
    """Copy what a wheel is built from, with what script/setup made."""
    for name in FILES:
        shutil.copy(ROOT / name, tree)
    shutil.copytree(ROOT / "requirements", tree / "requirements")
    shutil.copytree(ROOT / "src", tree / "src", ignore=LEFT_OUT)


def build(tree: Path, what: str = "wheel") -> subprocess.CompletedProcess:
    """Build it without a network, by the setuptools that is installed, into `dist`."""
    return subprocess.run(
        [sys.executable, "-c", BUILD.format(what), "dist"],
        cwd=tree,
        check=False,
        capture_output=True,
        text=True,
    )


def built_wheel(tree: Path) -> Path:
    copy(tree)
    ended = build(tree)
    assert ended.returncode == 0, ended.stderr
    (wheel,) = (tree / "dist").glob("*.whl")
    return wheel


def normalised(requirement: str) -> tuple[str, list[str]]:
    name, rest = re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", requirement).groups()
    return re.sub(r"[-_.]+", "-", name).lower(), sorted(re.findall(r"[^\s,]+", rest))


def pinned_in(name: str) -> set[str]:
    """What stands beside each other in site-packages for the packages that a list pins."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", text, re.MULTILINE)
    pinned = {normalised(each)[0] for each in found}
    return {
        file.parts[0]
        for each in distributions()
        if normalised(each.name)[0] in pinned
        for file in each.files
        if file.parts[0] != ".."
    }
