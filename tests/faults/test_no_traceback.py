"""If anything is wrong with a machine, every command says so in words and says where to look.

We try each fault with each existing command, so a new command is covered at once.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import click
import psycopg
import pytest
from faults import commands_run
from free_ports import free_port
from migrated_folder import migrated_folder
from site_running import run as run_site
from site_running import running, surroundings

from unsilenced.evaluator.keyring import keyring
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.process.faults import NO_SPACE
from unsilenced.process.serving.processes import Address, ServingError, refuse_port_in_use
from unsilenced.site.commands.main import unsilenced

pytestmark = pytest.mark.postgres_version

IS_ROOT = os.geteuid() == 0
WITHOUT_RIGHTS = ("-dac_override", "-dac_read_search", "-net_bind_service")
"""What root may do beyond the modes of files and ports, and the account of a service may not."""

LEFT_OUT = {
    ("messages", "extract"): "writes into the source, where the tests run beside it",
    ("messages", "compile"): "writes into the source, where the tests run beside it",
}
GROUPS_LEFT_OUT = {"evidence": "has no settings and no data folder; tests/evidence tries its files"}


def walk(group, before=()):
    for name, command in group.commands.items():
        path = (*before, name)
        if path[0] in GROUPS_LEFT_OUT or path in LEFT_OUT:
            continue
        if isinstance(command, click.Group):
            yield from walk(command, path)
        else:
            yield path, command


COMMANDS = dict(walk(unsilenced))
NEEDS_NOTHING = {("check", "normalise"), ("messages", "check"), ("settings",)}
SERVE = (("serve",), ("demo",))


def line_of(path, command, file):
    """The command line of a command, with something for each argument and what it needs."""
    words = list(path)
    for each in command.params:
        if isinstance(each, click.Argument):
            words.append(_value(each, file))
        elif each.name == "yes":
            words.append("--yes")
        elif each.required:
            words += [each.opts[0], _value(each, file)]
    return words


def _value(parameter, file):
    kind = parameter.type
    if isinstance(kind, click.Path):
        return str(file if kind.exists else file.with_name("not-there"))
    if isinstance(kind, click.Choice):
        return str(kind.choices[0])
    return "1" if kind is click.INT else "tel"


@dataclass(frozen=True)
class Ended:
    path: tuple[str, ...]
    code: int
    said: str

    def __str__(self):
        return f"{' '.join(self.path)} ended with {self.code}: {self.said}"


@pytest.fixture
def file(tmp_path):
    """What the platform hands over, to give to whatever command takes a file."""
    made = tmp_path / "hand-over.json"
    HandOver.of(keyring()).write(made)
    return made


def _as_any_account():
    """How a program is begun that may do no more than its account's own files allow."""
    if not IS_ROOT:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and there is no setpriv (util-linux)")
    return ["setpriv", f"--bounding-set={','.join(WITHOUT_RIGHTS)}", "--inh-caps=-all"]


@pytest.fixture
def ended(file):
    """Run commands, all there are unless told; give how each ended."""

    def of(settings, *, paths=None, at="/", begun=None):
        chosen = list(paths or COMMANDS)
        environment = {**surroundings(Path("/unset"), **settings)}
        if "DATA_DIR" not in settings:
            del environment["DATA_DIR"]
        jobs = [
            {
                "arguments": line_of(path, COMMANDS[path], file),
                "environment": environment,
                "at": str(at),
            }
            for path in chosen
        ]
        done = subprocess.run(
            [
                *(_as_any_account() if begun is None else begun),
                sys.executable,
                commands_run.__file__,
            ],
            input=json.dumps(jobs),
            capture_output=True,
            text=True,
            check=True,
        )
        found = json.loads(done.stdout)
        return [
            Ended(path, each["code"], each["said"])
            for path, each in zip(chosen, found, strict=True)
        ]

    return of


def no_traceback(all_of_them):
    """Fail with every command that did not end with a message in words."""
    wrong = [each for each in all_of_them if "Traceback" in each.said or each.code not in {0, 1, 2}]
    assert not wrong, "\n".join(map(str, wrong))


def named_in(all_of_them, *names, but=NEEDS_NOTHING):
    """Fail with every command that does not name what is wrong."""
    silent = [
        each
        for each in all_of_them
        if each.path not in but and not (each.code and any(name in each.said for name in names))
    ]
    assert not silent, "\n".join(map(str, silent))


needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can mount")


@pytest.fixture
def mounted(tmp_path):
    """Mount a disk of its own in memory, of so many bytes."""
    places = []

    def at(name, options):
        place = tmp_path / name
        place.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place],
            check=False,
            capture_output=True,
        )
        if done.returncode:
            pytest.skip("this machine lets nobody mount")
        places.append(place)
        return place

    yield at
    for place in places:
        subprocess.run(["umount", "-l", place], check=True)


def fill(place):
    with (place / "filling").open("wb") as filling:
        try:
            while True:
                filling.write(bytes(65536))
                filling.flush()
        except OSError:
            """It is full."""


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with the data folder, and what is said of it."""

    name: str
    make: Callable[[Path], Path]
    said: str = ""
    names: tuple[str, ...] = field(default=())


def _unwritable(folder):
    folder.mkdir()
    folder.chmod(0o555)
    return folder / "data"


def _own_but_unwritable(folder):
    folder.mkdir()
    folder.chmod(0o555)
    return folder


def _closed(folder):
    (folder / "data").mkdir(parents=True)
    folder.chmod(0o000)
    return folder / "data"


def _file(folder):
    folder.write_text("a file")
    return folder


def _below_a_file(folder):
    folder.write_text("a file")
    return folder / "data"


def _dangling(folder):
    folder.symlink_to(folder.with_name("nowhere") / "at" / "all")
    return folder


def _around(folder):
    folder.symlink_to(folder)
    return folder


FAULTS = (_unwritable, _own_but_unwritable, _closed, _file, _below_a_file, _dangling, _around)


@pytest.mark.parametrize("make", FAULTS, ids=lambda make: make.__name__)
def test_a_data_folder_that_cannot_be_used_is_named_by_every_command(ended, tmp_path, make):
    folder = make(tmp_path / "faulty")
    try:
        found = ended({"DATA_DIR": str(folder), "KEYHOLDER_DATA_DIR": str(folder)})
    finally:
        if not (tmp_path / "faulty").is_symlink():
            (tmp_path / "faulty").chmod(0o755)
    no_traceback(found)
    named_in(found, str(folder))


@needs_root
def test_a_read_only_data_folder_is_named_by_every_command(ended, mounted):
    folder = mounted("read-only", "ro,size=1m")
    found = ended({"DATA_DIR": str(folder), "KEYHOLDER_DATA_DIR": str(folder)})
    no_traceback(found)
    named_in(found, str(folder))
    assert "Read-only file system" in next(each.said for each in found if each.path == ("migrate",))


@needs_root
def test_a_full_disk_is_named_as_full_by_every_command(ended, mounted):
    folder = mounted("full", "mode=777,size=128k")
    fill(folder)
    found = ended({"DATA_DIR": str(folder), "KEYHOLDER_DATA_DIR": str(folder)})
    no_traceback(found)
    named_in(found, NO_SPACE, but={*NEEDS_NOTHING, *_that_need_keys(), ("doctor",)})


def _that_need_keys():
    """Commands of the key holder that stop before they write: there are no keys."""
    return {path for path in COMMANDS if path[0] == "keyholder" and path[1] != "init"}


@needs_root
def test_a_disk_that_fills_while_postgresql_is_made_is_named_as_full(ended, mounted):
    folder = mounted("small", "mode=777,size=8m")
    found = ended({"DATA_DIR": str(folder)}, paths=[("migrate",)])
    no_traceback(found)
    named_in(found, NO_SPACE, "No space left on device")


def test_commands_in_a_folder_like_the_root_name_the_setting_that_is_missing(ended, tmp_path):
    folder = _own_but_unwritable(tmp_path / "like-the-root")
    found = ended({}, at=folder)
    no_traceback(found)
    named_in(found, f"DATA_DIR={folder}", f"{folder}/.keyholder", f"{folder}/.data")


def test_a_folder_that_postgresql_cannot_work_in_is_refused_by_every_command(ended, tmp_path):
    folder = tmp_path / "a`touch ran`,$HOME"
    found = ended({"DATA_DIR": str(folder), "KEYHOLDER_DATA_DIR": str(folder)}, at=tmp_path)
    no_traceback(found)
    named_in(found, "DATA_DIR must be a folder with another path")
    assert not folder.exists()
    assert not (tmp_path / "ran").exists()


MAKE_A_DATABASE = {
    ("migrate",),
    ("demo",),
    ("restore",),
    ("database", "serve"),
    ("keyholder", "migrate"),
    ("keyholder", "restore"),
    ("keyholder", "database", "serve"),
}
"""Commands that make a database where there is none; so do `serve --migrate`, as the service calls
it, `keyholder serve` once there are keys, and `move --to-embedded`."""

NEED_NO_DATABASE = {
    ("doctor",),
    ("keyholder", "doctor"),
    ("keyholder", "init"),
    *NEEDS_NOTHING,
}
WRITES_NOTHING = {("doctor",), ("keyholder", "doctor"), *NEEDS_NOTHING}
"""Commands that root may run with the settings of a site that is another account's."""


def test_no_command_but_those_that_begin_a_site_makes_a_database(ended, tmp_path):
    folder = tmp_path / "like-root"
    folder.mkdir(mode=0o700)
    paths = set(COMMANDS) - MAKE_A_DATABASE - NEED_NO_DATABASE
    found = ended({}, paths=sorted(paths), at=folder)
    without_keys = {path for path in _that_need_keys() if path != ("keyholder", "backup")}
    without_keys -= {("keyholder", "move")}
    named_in(found, f"There is no database in {folder}/.", but=without_keys)
    named_in(found, "Is DATA_DIR set", "Is KEYHOLDER_DATA_DIR set", but=without_keys)
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("words", [("migrate", "--check"), ("serve",), ("move",)])
def test_what_only_sounds_as_if_it_made_a_database_makes_none(tmp_path, words):
    done = run_site(tmp_path / "data", *words)
    assert done.returncode == 1
    assert f"There is no database in {tmp_path}/data/postgres. Is DATA_DIR set" in done.stderr
    assert not (tmp_path / "data").exists()


def _all_in(folder):
    return {each: each.stat().st_mode for each in folder.rglob("*")}


@needs_root
def test_root_writes_nothing_in_the_folder_of_another_account(ended, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.chown(folder, "nobody")
    before = _all_in(tmp_path)
    paths = sorted(set(COMMANDS) - WRITES_NOTHING)
    settings = {"DATA_DIR": str(folder), "KEYHOLDER_DATA_DIR": str(folder)}
    found = ended(settings, paths=paths, begun=[])
    named_in(found, f"DATA_DIR={folder} belongs to nobody, and this runs as root")
    named_in(found, "/usr/local/bin/unsilenced")
    assert _all_in(tmp_path) == before


ADDRESSES = [
    ("postgresql://user@host/name?colour=blue", "knows no option colour"),
    ("postgresql:///name?service=nobody", "PostgreSQL does not answer"),
]
"""One that the settings refuse, and one that PostgreSQL's library refuses, with every command."""

MORE_ADDRESSES = [
    ("postgresql://user:canary%zz@host/name", "A % in a password is written %25"),
    ("postgresql://user@host/name?sslmode=requir", "must have another sslmode: one of disable"),
    ("host=/nowhere user=canary surprise", "must look like postgresql://"),
    ("postgresql://user:canary%00@host/name", "must look like postgresql://"),
    ("postgresql://user:canary@127.0.0.1:port/name", "must have another port"),
    ("postgresql://user:x@canary@127.0.0.1:1/name", "must have one @, before the host"),
    ("postgresql://user:1/canary@127.0.0.1:1/name", "must have one @, before the host"),
    ("postgresql://user:canary@/?host=/nowhere&port=1", "must name the database"),
    ("postgresql://user@host/name?connect_timeout=x", "must have another connect_timeout"),
    ("postgresql:///name?host=/nowhere&passfile=/nowhere/x", "PostgreSQL does not answer"),
    ("postgresql://127.0.0.1:1/name?sslmode=verify-full", "PostgreSQL does not answer"),
    (f"postgresql:///{'n' * 45}?host=/nowhere", "PostgreSQL does not answer"),
]


@pytest.fixture
def with_database(ended, tmp_path):
    """Run commands on a database that cannot be used; give how each ended."""

    def of(address, **more):
        folder = tmp_path / "data"
        folder.mkdir()
        named = {"DATABASE_URL": address, "KEYHOLDER_DATABASE_URL": address}
        found = ended({**named, "DATA_DIR": str(folder), "KEYHOLDER_DATA_DIR": str(folder)}, **more)
        no_traceback(found)
        named_in(found, "DATABASE_URL")
        assert "canary" not in "".join(each.said for each in found)
        return next(each.said for each in found if each.path == ("migrate",))

    return of


@pytest.mark.parametrize(("address", "said"), ADDRESSES)
def test_a_database_that_cannot_be_used_is_named_by_every_command(with_database, address, said):
    assert said in with_database(address)


@pytest.mark.parametrize(("address", "said"), MORE_ADDRESSES)
def test_what_is_wrong_with_an_address_is_told_by_both_sites(with_database, address, said):
    paths = [("migrate",), ("serve",), ("keyholder", "log"), ("doctor",)]
    assert said in with_database(address, paths=paths)


def test_a_role_that_may_not_create_tables_is_named_with_what_it_lacks(tmp_path, postgres):
    with psycopg.connect(postgres, autocommit=True) as administrator:
        for statement in (
            "DROP DATABASE IF EXISTS limited",
            "DROP ROLE IF EXISTS limited",
            "CREATE ROLE limited LOGIN",
            "CREATE DATABASE limited",
        ):
            administrator.execute(statement)
    address = postgres.replace("postgres@/postgres?", "limited@/limited?")
    found = []
    for path in (("migrate",), ("serve",), ("organisation", "list"), ("doctor",)):
        done = run_site(tmp_path, *path, DATABASE_URL=address, PORT=str(free_port()))
        found.append(Ended(path, done.returncode, done.stderr + done.stdout))
    no_traceback(found)
    assert {each.code for each in found} == {1}
    said = {each.path: each.said for each in found}
    lacks = "The role 'limited' may not set up all that the site's roles need"
    assert lacks in said["migrate",]
    assert "Have an administrator of PostgreSQL run this" in said["migrate",]
    for path in (("serve",), ("organisation", "list")):
        assert "Run: unsilenced migrate" in said[path]
    assert "(database-not-ready)" in said["doctor",]


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"HOST": "nonsense.invalid"}, "HOST=nonsense.invalid"),
        ({"HOST": "192.0.2.1"}, "look at HOST"),
        ({"HOST": "x" * 300}, "HOST="),
        ({"HOST": "a..b"}, "HOST=a..b"),
        ({"PORT": "1"}, "Ports below 1024 are for administrators"),
    ],
)
def test_an_address_that_cannot_be_served_on_is_named(ended, tmp_path, settings, names):
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o777)
    given = {"DATA_DIR": str(tmp_path / "data"), "PORT": str(free_port()), **settings}
    found = ended(given, paths=SERVE)
    no_traceback(found)
    named_in(found, names)


@pytest.mark.parametrize("host", ["localhost", "::1"])
def test_a_host_is_served_on_whatever_way_it_is_written(tmp_path, host):
    migrated_folder(tmp_path)
    with running(tmp_path, HOST=host) as site:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as asking:
            asking.connect(("::1" if ":" in host else "127.0.0.1", site.port))
            asking.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert asking.recv(12) == b"HTTP/1.1 200"
        second = run_site(tmp_path, "serve", HOST=host, PORT=str(free_port()))
        demo = run_site(tmp_path, "demo", HOST=host, PORT=str(free_port()))
    for refused in (second, demo):
        assert refused.returncode == 1
        assert f"Another process serves the site of DATA_DIR={tmp_path}" in (refused.stderr)


def test_a_port_in_use_is_named_with_the_setting_that_chooses_another():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = Address("localhost", taken.getsockname()[1], "KEYHOLDER_PORT", "KEYHOLDER_HOST")
        with pytest.raises(ServingError, match="KEYHOLDER_PORT="):
            refuse_port_in_use(address)


def test_what_nobody_foresaw_is_told_in_one_line(tmp_path, monkeypatch):
    """A fault in the code itself: its kind, its place, and nothing of its values."""
    code = (
        "from unsilenced.site import catalogues; from unsilenced.site.commands.main import main\n"
        "def check(): raise RuntimeError('canary')\n"
        "catalogues.check = check\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "messages", "check"],
        capture_output=True,
        text=True,
        env=surroundings(tmp_path),
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: It could not be done, for a reason that nobody foresaw: ")
    assert "RuntimeError at __main__:2" in done.stderr
    assert "canary" not in done.stderr
    assert done.stderr.count("\n") == 1
