"""script/setup leaves a running site's packages alone, and knows what it was told before."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SERVE = "import sys; sys.stdin.read()"


@pytest.fixture
def checkout(tmp_path):
    """As much of a checkout as script/setup needs to find out what is to be done."""
    for name in ("script", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("pyproject.toml", "web/package-lock.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


def set_up(checkout, *arguments):
    return subprocess.run(
        [checkout / "script" / "setup", *arguments],
        env={**os.environ, "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("through", ["", "current"])
def test_packages_are_not_replaced_under_a_site_that_runs_from_there(checkout, through):
    (checkout / "current").symlink_to(checkout)
    before = sorted(checkout.rglob("*"))
    program = checkout / through / ".venv" / "bin"
    command = [program / "python", "-c", SERVE, "unsilenced", "serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as site:
        refused = set_up(checkout)
        site.stdin.close()
    assert refused.returncode == 1
    assert f"A site runs from this folder (process {site.pid})" in refused.stderr
    assert "docs/deployment/upgrade.md" in refused.stderr
    left = {each for each in checkout.rglob("*") if "build" not in each.parts}
    assert left == set(before)


def test_it_refuses_words_that_it_does_not_know(checkout):
    refused = set_up(checkout, "--site")
    assert refused.returncode == 1
    assert "--site-only" in refused.stderr
