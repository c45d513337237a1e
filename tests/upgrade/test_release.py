"""deploy/bin/site-release: releases beside each other, one switch, and back."""

import os
import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from releasing import add_migration, machine, rebuild

SCRIPT = Path(__file__).parents[2] / "deploy" / "bin" / "site-release"
CHANGED = "page.CHANGED2.js"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A machine that serves its first release."""
    made = machine(tmp_path_factory.mktemp("machine"))
    made.systemctl("start")
    add_project(made)
    yield made
    made.systemctl("stop")


@pytest.fixture(autouse=True)
def _at_the_first_release(site):
    assert site.current == "v1"
    yield
    if site.current != "v1":
        site.release("--back", said="yes\n")


def add_project(made):
    """What a backup must hold to be one."""
    words = ("project", "add", "Willow Project (invented)", "--slug", "willow")
    program = made.root / "current" / ".venv" / "bin" / "unsilenced"
    environment = made.environment | {"PORT": str(made.port)}
    subprocess.run([program, *words], env=environment, check=True, capture_output=True)


def fetched(address):
    """What is answered; an address that refuses is asked again, as a proxy does."""
    while True:
        try:
            return urllib.request.urlopen(address, timeout=60).read()
        except urllib.error.HTTPError as error:
            return error.code
        except (urllib.error.URLError, ConnectionError):
            continue


def script_of_page(made):
    page = fetched(f"{made.address}/").decode()
    [path] = re.findall(r'src="(/static/built/page\.[^"]+)"', page)
    return made.address + path


def test_pages_opened_before_a_switch_find_their_scripts_before_during_and_after(site):
    if "v2" not in tags(site):
        rebuild(site.repository, CHANGED)
        site.tag("v2")
    before = script_of_page(site)
    expected, answers, over = fetched(before), [], threading.Event()

    def ask():
        while not over.is_set():
            answers.append(fetched(before))

    asking = threading.Thread(target=ask)
    asking.start()
    taken = site.release("v2")
    over.set()
    asking.join()
    assert taken.returncode == 0, taken.stderr + taken.stdout
    assert site.current == "v2"
    assert script_of_page(site).endswith(CHANGED)
    assert set(answers) == {expected}
    assert fetched(before) == expected
    assert "* v2" in site.release("--list").stdout
    again = site.release("v2")
    assert again.returncode == 1
    assert "in use already" in again.stderr
    back = site.release("--back")
    assert back.returncode == 0, back.stderr
    assert script_of_page(site) == before
    assert fetched(f"{site.address}/static/built/{CHANGED}") == b"changed"


def tags(made):
    return {each.name for each in (made.repository / ".git" / "refs" / "tags").iterdir()}


def test_back_from_a_release_that_changed_the_database_asks_and_restores_the_backup(site):
    add_migration(site.repository)
    site.tag("v3")
    taken = site.release("v3")
    assert taken.returncode == 0, taken.stderr + taken.stdout
    alone = site.release("--back")
    assert alone.returncode == 1
    assert "Nobody wrote yes" in alone.stderr
    refused = site.release("--back", said="no\n")
    assert refused.returncode == 1
    assert "is lost" in refused.stdout
    assert site.current == "v3"
    back = site.release("--back", said="yes\n")
    assert back.returncode == 0, back.stderr
    assert site.current == "v1"
    told = (site.root / "told").read_text().splitlines()
    stopped = told.index("stop site.socket site.service")
    assert told[stopped:] == [
        "stop site.socket site.service",
        "start site.socket",
        "restart site.service",
    ]
    assert isinstance(fetched(f"{site.address}/"), bytes)


def test_a_setup_that_fails_or_a_tag_that_is_none_changes_nothing_and_can_be_tried_again(site):
    (site.repository / "fails").write_text("")
    site.tag("v4")
    told = (site.root / "told").read_text()
    for _ in range(2):
        failed = site.release("v4")
        assert failed.returncode == 1
        assert "v4 could not be set up. Nothing was changed" in failed.stderr
    assert "v4 (not finished)" in site.release("--list").stdout
    assert site.release("v5").returncode == 1
    assert not (site.root / "releases" / ".unfinished-v5").exists()
    assert site.release("../v1").returncode == 1
    assert site.current == "v1"
    assert (site.root / "told").read_text() == told
    shutil.rmtree(site.root / "releases" / "v4")
    (site.root / "releases" / ".unfinished-v4").unlink()


def test_a_link_of_the_account_s_leads_root_to_no_file_of_its_own(site, tmp_path):
    """Whoever broke into the account owns all below its folder."""
    precious = tmp_path / "precious"
    precious.write_text("root's")
    for name in (".lock", ".before"):
        (site.root / "releases" / name).unlink(missing_ok=True)
        (site.root / "releases" / name).symlink_to(precious)
    try:
        assert site.release("--list").returncode == 0
        assert precious.read_text() == "root's"
    finally:
        for name in (".lock", ".before"):
            (site.root / "releases" / name).unlink(missing_ok=True)


def test_root_writes_and_removes_nothing_itself_below_the_account_s_folder():
    script = SCRIPT.read_text()
    for word in ("rm", "mv", "ln", "touch", "git"):
        alone = re.findall(rf"^\s*{word} .*|[;&|(]\s*{word} .*", script, re.MULTILINE)
        assert alone == [], alone
    assert re.findall(r">+ ?\"?\$(?:root|releases).*", script) == []


def test_settings_that_it_cannot_use_are_noticed_before_the_switch(site):
    settings = site.root / "env"
    kept = settings.read_text()
    (site.repository / "fails").unlink(missing_ok=True)
    site.tag("v6")
    settings.write_text(kept + "SITE_HTTPS=perhaps\n")
    try:
        refused = site.release("v6")
    finally:
        settings.write_text(kept)
    assert refused.returncode == 1
    assert "cannot use the settings" in refused.stderr
    assert site.current == "v1"


def test_pruning_keeps_the_last_three_the_present_one_and_what_something_runs_from(site):
    for day, name in enumerate(("a", "b", "c", "d"), start=30_000):
        folder = site.root / "releases" / name
        folder.mkdir()
        os.utime(folder, (day * 86_400, day * 86_400))
    pruned = site.release("--prune").stdout
    left = {each.name for each in (site.root / "releases").iterdir() if each.is_dir()}
    assert "v1" in left
    assert {"b", "c", "d"} <= left
    assert "Removed: a" in pruned
