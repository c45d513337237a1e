"""An administrator can follow the guide exactly as it is written."""

import os
import re
import stat
import subprocess

import pytest
from deploy.guide import CHAPTERS, DOCS, block_with, blocks, commands, faults, mentions, to_root
from deploy.proxies import CADDY, needs_caddy
from deploy.shipped import DEPLOY, ROOT, UNITS
from onion_host import ONION

from unsilenced.keyholder.configuration import SETTINGS as KEYHOLDER_SETTINGS
from unsilenced.keyholder.configuration import configuration as keyholder_configuration
from unsilenced.site.configuration import SETTINGS as SITE_SETTINGS
from unsilenced.site.configuration import configuration

ONION_CHAPTER = DOCS / "deployment" / "onion.md"
INSTALL, KEY_HOLDER = DOCS / "deployment.md", DOCS / "deployment" / "key-holder.md"
PAGES = [
    ROOT / "README.md",
    *sorted(DOCS.glob("*.md")),
    *sorted((DOCS / "deployment").glob("*.md")),
    *sorted((DOCS / "guides").glob("*.md")),
    *sorted((ROOT / "src/unsilenced/locale").glob("*/guides/*.md")),
]
SAID = [each for page in PAGES for each in commands(page)]
NAMES = {setting.name for setting in (*SITE_SETTINGS, *KEYHOLDER_SETTINGS)}
NO_SETTINGS = {"SUDO_COMMAND", "NOTIFY_SOCKET"}

# Commands that change or need a whole machine are only noted.
NOTED = ("apt", "adduser", "certbot", "chown", "chmod", "git", "runuser", "shred", "systemctl")
NOTE = '#!/bin/sh\nprintf "%s " "$(basename "$0")" "$@" >> "$NOTES"\nprintf "\\n" >> "$NOTES"\n'


@pytest.mark.parametrize("said", SAID, ids=str)
def test_every_command_that_is_named_exists_with_its_options(said):
    assert faults(said.words, is_whole=said.is_whole) == []


def test_commands_are_found_on_the_pages():
    lines = {said.line for said in SAID}
    assert 'unsilenced organisation add "Lantern Project" --kind project --slug lantern' in lines
    assert "unsilenced check release --after-restore" in lines
    assert len(SAID) > 60


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda page: page.name)
def test_every_setting_that_is_named_exists(chapter):
    said = [*mentions(chapter), *blocks(chapter)]
    # Only commands of several words: SQL is also written in one word.
    words = {word for each in said for word in re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", each)}
    assert words - NO_SETTINGS <= NAMES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_shipped_file_that_is_named_is_there(page):
    text = page.read_text(encoding="utf-8")
    for named in re.findall(r"(?<![\w.])(?:/srv/\w+/current/)?(deploy/[\w./*-]+)", text):
        if "deployment" not in named:
            assert list(ROOT.glob(named.rstrip("./"))), named


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda page: page.name)
def test_every_unit_that_is_named_is_shipped(chapter):
    text = chapter.read_text(encoding="utf-8")
    shipped = {unit.name for unit in UNITS.iterdir()}
    named = set(re.findall(r"\b((?:site|keyholder)(?:-[a-z]+)?\.(?:service|socket|timer))\b", text))
    assert named <= shipped


SOCKETS = {socket.stem for socket in UNITS.glob("*.socket")}
STOPS = re.compile(r"systemctl (?:stop|start|disable --now|enable --now) ([^`\n]*)")


def units_without_their_socket(text):
    """Services that a command stops or starts without the socket that would start them."""
    told = [re.findall(r"[\w$-]+(?:\.\w+)?", each) for each in STOPS.findall(text)]
    return [
        service
        for units in told
        for service in SOCKETS
        if {service, f"{service}.service"} & set(units) and f"{service}.socket" not in units
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_who_is_to_stop_or_start_a_site_does_so_with_its_socket(page):
    text = page.read_text(encoding="utf-8")
    # If no service ran before, there is no service to stop.
    if page.name == "upgrade.md":
        before = "systemctl stop site.service\nsystemctl enable --now site.socket site.service\n"
        assert before in text
        text = text.replace(before, "")
    assert units_without_their_socket(text) == []


def test_a_site_that_is_stopped_without_its_socket_is_noticed():
    assert units_without_their_socket("systemctl stop site") == ["site"]
    assert units_without_their_socket("`systemctl start keyholder.service`") == ["keyholder"]
    assert units_without_their_socket("systemctl stop site-postgresql.service") == []


@pytest.fixture
def machine(tmp_path):
    """Follow commands of the guide below a folder; return what they noted."""
    root, programs = tmp_path / "root", tmp_path / "programs"
    programs.mkdir()
    for name in (*NOTED, "unsilenced"):
        (programs / name).write_text(NOTE)
        (programs / name).chmod(0o755)
    for folder in ("etc/systemd/system", "etc/caddy", "etc/nginx/conf.d", "var/log/nginx"):
        (root / folder).mkdir(parents=True)
    (root / "usr/local/bin").mkdir(parents=True)

    def follow(script):
        script = (
            to_root(script, root).replace(" -o site -g site", "").replace(" -o keys -g keys", "")
        )
        subprocess.run(
            ["/bin/bash", "-euc", script],
            env={
                **os.environ,
                "PATH": f"{programs}:{os.environ['PATH']}",
                "NOTES": str(root / "notes"),
            },
            cwd=root,
            check=True,
        )
        return (root / "notes").read_text().splitlines()

    follow.root = root
    return follow


def with_host(block, host):
    return re.sub(r"^host=.*$", f"host={host}", block, flags=re.MULTILINE)


def cloned(root, home):
    """What `git clone` would have brought: the shipped files."""
    release = root / home / "releases/first"
    release.mkdir(parents=True)
    (release / "deploy").symlink_to(DEPLOY)


def follow_install(machine, host):
    cloned(machine.root, "srv/site")
    script = with_host("\n".join(blocks(INSTALL)), host)
    return machine(script)


def test_following_the_guide_leaves_settings_units_and_proxies_in_their_places(machine):
    notes = follow_install(machine, "visits.example")
    etc = machine.root / "etc"
    read = dict(line.split("=", 1) for line in (etc / "site.env").read_text().splitlines() if line)
    assert set(read) <= NAMES
    set_up = configuration(read)
    assert (set_up.site_hosts, set_up.site_https) == (("visits.example",), True)
    assert stat.S_IMODE((etc / "site.env").stat().st_mode) == 0o600
    units = {unit.name for unit in (etc / "systemd/system").iterdir()}
    assert units == {unit.name for unit in UNITS.glob("site*")}
    for proxy in ("caddy/Caddyfile", "nginx/conf.d/site.conf"):
        text = (etc / proxy).read_text()
        assert "visits.example" in text
        assert "fernway" not in text
    assert (etc / "nginx/page.conf").exists()
    assert (machine.root / "var/www/page/unavailable.html").exists()
    assert os.access(machine.root / "usr/local/bin/unsilenced", os.X_OK)
    assert (machine.root / "srv/site/current/deploy").is_dir()
    assert stat.S_IMODE((machine.root / "srv/site/data").stat().st_mode) == 0o700
    assert "unsilenced invite lantern " in notes


@needs_caddy
def test_the_caddyfile_that_is_left_there_is_valid(machine):
    follow_install(machine, "visits.example")
    file = machine.root / "etc/caddy/Caddyfile"
    said = subprocess.run([CADDY, "validate", "--config", file], capture_output=True, check=False)
    assert said.returncode == 0, said.stderr


def test_every_unit_that_is_started_was_put_there(machine):
    started = {
        unit
        for note in follow_install(machine, "visits.example")
        if note.startswith("systemctl enable --now")
        for unit in note.split()[3:]
    }
    assert started == {
        "site-postgresql.service",
        "site.socket",
        "site.service",
        "site-backup.timer",
        "site-doctor.timer",
    }


def test_setup_has_the_options_that_it_is_given():
    script = "\n".join((*blocks(INSTALL), *blocks(KEY_HOLDER)))
    for option in re.findall(r"script/setup (--[\w-]+)", script):
        assert option in (ROOT / "script/setup").read_text(encoding="utf-8")


def test_following_the_key_holder_s_chapter_leaves_its_settings_and_units(machine):
    cloned(machine.root, "srv/keys")
    (machine.root / "srv/keys/hand-over.json").touch()
    begin, install = blocks(KEY_HOLDER)[1:3]
    start = block_with(KEY_HOLDER, "systemctl enable")
    notes = machine("\n".join((with_host(begin, "lends.example"), install, start)))
    etc = machine.root / "etc"
    read = dict(line.split("=", 1) for line in (etc / "keys.env").read_text().splitlines())
    assert keyholder_configuration(read).hosts == ("lends.example",)
    units = {unit.name for unit in (etc / "systemd/system").iterdir()}
    assert units == {unit.name for unit in UNITS.glob("keyholder*")}
    (started,) = [note for note in notes if note.startswith("systemctl enable --now")]
    assert set(started.split()[3:]) <= units
    assert {"keyholder.socket", "keyholder.service"} <= set(started.split())
    assert f"unsilenced keyholder init {machine.root}/srv/keys/hand-over.json " in notes


def test_following_the_onion_s_chapter_names_its_host_to_the_site_and_to_both_proxies(machine):
    follow_install(machine, "visits.example")
    drawn = machine.root / "var/lib/tor/site/hostname"
    drawn.parent.mkdir(parents=True)
    drawn.write_text(f"{ONION}\n")
    etc = machine.root / "etc"
    (etc / "tor").mkdir()
    (etc / "tor/torrc").write_text("# Debian's own\n")
    machine("\n".join(blocks(ONION_CHAPTER)))
    read = dict(line.split("=", 1) for line in (etc / "site.env").read_text().splitlines() if line)
    assert configuration(read).onion_host == ONION
    for proxy in ("caddy/Caddyfile", "nginx/conf.d/onion.conf"):
        text = (etc / proxy).read_text()
        assert ONION in text
        assert "fernway" not in text
    assert (etc / "tor/torrc").read_text().endswith((DEPLOY / "tor/torrc").read_text())


def test_the_guide_names_both_proxies_files_by_the_names_they_have():
    for name in ("site.Caddyfile", "keyholder.Caddyfile", "2.6", "2.11"):
        assert (DEPLOY / "caddy" / name).exists()
        assert any(name in page.read_text(encoding="utf-8") for page in (INSTALL, KEY_HOLDER))


def test_a_path_of_a_machine_is_moved_and_no_command_leaves_its_folder():
    moved = to_root("install -t /etc/x /srv/site/current/deploy/a releases/first -w /var/w", "/r")
    assert moved == "install -t /r/etc/x /r/srv/site/current/deploy/a releases/first -w /r/var/w"
    assert to_root("https://a.example/etc/b", "/r") == "https://a.example/etc/b"
    with pytest.raises(AssertionError, match="/home/site"):
        to_root("rm -rf /home/site", "/r")
