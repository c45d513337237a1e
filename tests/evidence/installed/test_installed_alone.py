"""The wheel has its data and says what each half needs; evidence runs with only its half."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest
from wheels import ROOT, built_wheel, normalised, pinned_in

from unsilenced.evidence.commands import evidence

RUNNER = Path(__file__).parent / "only_these.py"
UNCOMPILED = {"NUMBA_DISABLE_JIT": "1"}
"""For what is computed sooner than it is compiled; what claims compute takes four times as long."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built_wheel(tmp_path_factory.mktemp("tree"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def metadata(wheel, name):
    with ZipFile(wheel) as packed:
        (place,) = [each for each in packed.namelist() if each.endswith(f".dist-info/{name}")]
        return packed.read(place).decode()


def test_every_file_of_the_engine_is_in_the_wheel(wheel):
    engine = ROOT / "src" / "unsilenced" / "evidence"
    there = {
        path.relative_to(ROOT / "src").as_posix()
        for path in engine.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {Path(name).suffix for name in there} >= {".py", ".csv", ".json"}
    with ZipFile(wheel) as packed:
        assert there | {"unsilenced/py.typed"} <= set(packed.namelist())


@pytest.mark.parametrize(("extra", "name"), [("evidence", "evidence.in"), ("site", "base.in")])
def test_each_half_is_an_extra_with_what_its_list_names(wheel, extra, name):
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    wanted = [normalised(line) for line in lines if line and not line.startswith("#")]
    told = re.findall(
        rf'^Requires-Dist: (.+); extra == "{extra}"$', metadata(wheel, "METADATA"), re.MULTILINE
    )
    assert sorted(map(normalised, told)) == sorted(wanted)
    assert f"Provides-Extra: {extra}" in metadata(wheel, "METADATA")


def test_nothing_is_needed_by_both_but_what_reads_the_command_line(wheel):
    always = re.findall(r"^Requires-Dist: ([^;\n]+)$", metadata(wheel, "METADATA"), re.MULTILINE)
    assert always == ["click"]
    assert "unsilenced = unsilenced.command:main" in metadata(wheel, "entry_points.txt")


@pytest.fixture(scope="module")
def alone(installed):
    """Runs `unsilenced` with only the packages that requirements/evidence.txt pins."""
    names = {each.partition(".")[0] for each in pinned_in("evidence.txt")}
    assert {"numpy", "click"} <= names
    assert "django" not in names
    told = [str(installed), sysconfig.get_path("purelib"), json.dumps(sorted(names))]

    def run(*words, compiled=False):
        # Neither the environment's own paths nor those of editable installs.
        command = [sys.executable, "-I", "-S", str(RUNNER), *told, *map(str, words)]
        environment = {**os.environ, **({} if compiled else UNCOMPILED)}
        return subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, cwd=installed
        )

    return run


def test_every_module_of_the_engine_can_be_imported(alone, installed):
    ended = alone("import")
    assert ended.returncode == 0, ended.stderr
    modules = [each.with_suffix("") for each in installed.glob("unsilenced/evidence/**/*.py")]
    names = {
        ".".join(each.relative_to(installed).parts).removesuffix(".__init__") for each in modules
    }
    assert set(ended.stdout.split()) >= names - {"unsilenced.evidence"}


def test_all_words_of_evidence_are_there_and_no_others(alone):
    told = alone("--help").stdout
    assert "evidence" in told
    assert "serve" not in told
    words = alone("evidence", "--help").stdout
    assert all(f"\n  {name} " in words for name in evidence.commands)
    refused = alone("serve")
    assert refused.returncode == 2
    assert 'pip install "unsilenced[site]"' in refused.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("yields", "--events", 6, "--trials", 357),
        ("risk", "--events", 4, "--person-years", 675),
        ("coverage",),
        ("claims",),
        ("capture", "unsilenced/evidence/data/capture/Korea.csv", "--replicates", 5),
        ("audit", "published.csv"),
        ("disclose", "counts.csv", "--rows", "A", "--columns", "B"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_answers(alone, installed, words):
    (installed / "published.csv").write_text("A/B,a,b,Total\nw,x,x,30\nTotal,x,x,30\n")
    (installed / "counts.csv").write_text("A,B,n\nw,a,10\nw,b,10\n")
    ended = alone("evidence", *words, "--json", compiled=words == ("claims",))
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)


def test_bad_input_still_ends_with_2(alone):
    ended = alone("evidence", "yields", "--events", 7, "--trials", 6)
    assert ended.returncode == 2
    assert ended.stderr == "Error: 7 events in 6 trials: there cannot be more\n"
