"""The doctor's checks, each by itself, and the codes that it shares with the guide."""

import dataclasses
import datetime as dt
import ipaddress
import re
import socket
import ssl
import threading
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from unsilenced.http.health import WORDS
from unsilenced.process import network
from unsilenced.process.backups import last_note
from unsilenced.process.doctor import examination, folders, machine, settings
from unsilenced.process.doctor.database import (
    PRIVACY_SETTINGS,
    of_privacy_settings,
    of_server,
    of_version,
)
from unsilenced.process.doctor.examination import examine
from unsilenced.process.doctor.finding import Code, Level, fine, look, mend, worst
from unsilenced.process.doctor.patient import Patient
from unsilenced.process.network import Way, fetch
from unsilenced.process.postgres.embedded import SETTINGS, moved_mark
from unsilenced.process.serving.processes import Address
from unsilenced.process.settings.environment import Setting
from unsilenced.site.configuration import configuration
from unsilenced.site.doctor import outside
from unsilenced.site.prepared import SITE
from unsilenced.warnings.releases.key_holder_site import KeyHolderError, evaluation_keys

pytestmark = pytest.mark.postgres_version

GUIDE = Path(__file__).parents[2] / "docs" / "deployment" / "watch.md"
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
KNOWN = [Setting(name, "", "") for name in ("SITE_HOSTS", "SITE_NAME", "PORT", "KEYHOLDER_HOSTS")]


def codes(found):
    return [each.code for each in found if each.level is not Level.FINE]


def test_every_alarm_is_in_the_guide_and_the_guide_names_no_other():
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    named = {
        code
        for line in lines
        if line.startswith("| `")
        for code in re.findall(r"`([a-z-]+)`", line.split("|")[1])
    }
    assert named == set(Code)


def test_a_check_that_fails_is_a_finding_and_ends_nothing():
    def fails():
        yield fine("before", "This was found first.")
        raise RuntimeError("canary")

    found = examine({"one": fails, "two": lambda: [fine("two", "Well.")]})
    assert [(each.level, each.code) for each in found] == [
        (Level.MEND, Code.CHECK_FAILED),
        (Level.FINE, "two"),
    ]
    assert "one could not be looked at: RuntimeError at " in found[0].words
    assert "canary" not in found[0].words


def test_a_check_that_takes_long_is_named_meanwhile(monkeypatch, capsys):
    monkeypatch.setattr(examination, "PATIENCE", 0)
    said = threading.Event()
    tell = examination.tell
    monkeypatch.setattr(examination, "tell", lambda name: (tell(name), said.set()))

    def slow():
        assert said.wait(60)
        yield fine("slow", "Well.")

    examine({"the key holder": slow})
    assert capsys.readouterr().err == "Looking at the key holder …\n"


def test_the_gravest_finding_counts():
    well, seen, bad = fine("a", ""), look(Code.MAIL_NONE, "", ""), mend(Code.BACKUP_NONE, "", "")
    assert worst(()) is Level.FINE
    assert worst((well, seen)) is Level.LOOK
    assert worst((bad, seen, well)) is Level.MEND


@pytest.mark.parametrize(
    ("name", "meant"),
    [("SITE_HOST", "SITE_HOSTS"), ("KEYHOLDER_HOST_", "KEYHOLDER_HOSTS"), ("PORTS", "PORT")],
)
def test_a_name_that_is_nearly_ours_is_told_with_the_right_one(name, meant):
    (found,) = settings.of_names({name: "x", "SITE_NAME": "y"}, KNOWN)
    assert (found.level, found.code) == (Level.MEND, Code.SETTING_UNKNOWN)
    assert meant in found.do


def test_a_name_that_begins_like_ours_is_told_and_others_are_nobodys_business():
    found = list(settings.of_names({"SITE_COLOUR_OF_ALL": "", "HOME": "", "HOSTNAME": ""}, KNOWN))
    assert [(each.level, each.code) for each in found] == [(Level.LOOK, Code.SETTING_UNKNOWN)]
    assert "SITE_COLOUR_OF_ALL" in found[0].words


def test_a_data_folder_is_there_and_its_owners_alone(tmp_path):
    folder = tmp_path / "data"
    assert codes(folders.of_folder(folder, "DATA_DIR")) == [Code.FOLDER_MISSING]
    folder.mkdir(mode=0o700)
    assert codes(folders.of_folder(folder, "DATA_DIR")) == []
    folder.chmod(0o711)
    assert codes(folders.of_folder(folder, "DATA_DIR")) == []
    folder.chmod(0o755)
    assert codes(folders.of_folder(folder, "DATA_DIR")) == [Code.FOLDER_OPEN]
    (tmp_path / "file").touch()
    assert codes(folders.of_folder(tmp_path / "file", "DATA_DIR")) == [Code.FOLDER_MISSING]


def test_a_file_of_keys_is_its_owners_alone(tmp_path):
    file = tmp_path / "keys.json"
    assert codes(folders.of_secret_file(file)) == []
    file.touch(mode=0o600)
    assert codes(folders.of_secret_file(file)) == []
    file.chmod(0o640)
    assert codes(folders.of_secret_file(file)) == [Code.KEYS_OPEN]


def test_what_postgresql_keeps_is_told_setting_by_setting():
    usual = {
        "log_statement": "all",
        "log_min_duration_statement": "500",
        "log_min_duration_sample": "0",
        "log_transaction_sample_rate": "0.5",
        "log_min_error_statement": "error",
        "log_parameter_max_length_on_error": "-1",
        "log_error_verbosity": "default",
        "log_duration": "on",
        "log_connections": "on",
        "log_disconnections": "on",
        "log_checkpoints": "on",
        "track_activities": "on",
        "archive_mode": "on",
        "track_commit_timestamp": "on",
    }
    assert set(usual) == {each.name for each in PRIVACY_SETTINGS}
    found = list(of_privacy_settings(usual))
    assert len(found) == len(usual)
    for name, each in zip([kept.name for kept in PRIVACY_SETTINGS], found, strict=True):
        assert name in each.words
        assert f"Ask its administrator for {name} = " in each.do


def test_what_the_embedded_one_keeps_is_nothing_of_this():
    ours = dict(line.split(" = ") for line in SETTINGS.splitlines())
    assert list(of_privacy_settings({name: value.strip("'") for name, value in ours.items()})) == []


def test_a_server_is_asked_and_its_age_is_told(postgres):
    address = conninfo_to_dict(postgres)
    found = list(of_server(address, "DATABASE_URL"))
    assert found[0].level is Level.FINE
    assert codes([of_version(140_010, "14.10")]) == [Code.DATABASE_OLD]
    assert codes([of_version(150_000, "15.0")]) == []


def test_a_server_that_is_not_there_is_told_with_its_setting(tmp_path):
    (found,) = of_server({"host": str(tmp_path), "dbname": "x"}, "KEYHOLDER_DATABASE_URL")
    assert found.code == Code.DATABASE_DOWN
    assert "KEYHOLDER_DATABASE_URL" in found.do


def test_a_database_that_was_moved_is_told_while_its_address_is_not_set(tmp_path):
    folder = tmp_path / "postgres"
    patient = Patient(SITE, configuration({"DATA_DIR": str(tmp_path)}))
    assert Code.DATABASE_MOVED not in codes(patient.server())
    moved_mark(folder).touch()
    assert Code.DATABASE_MOVED in codes(patient.server())


def test_the_age_of_the_last_backup_is_told(tmp_path):
    today = NOW.date()
    (tmp_path / "backup.dump").write_bytes(b"whole")
    assert codes([machine.of_backup(tmp_path, today, "unsilenced backup")]) == [Code.BACKUP_NONE]
    for days, expected in ((0, []), (2, []), (3, [Code.BACKUP_OLD])):
        last_note.note(tmp_path, tmp_path / "backup.dump", today - days * DAY)
        assert codes([machine.of_backup(tmp_path, today, "unsilenced backup")]) == expected


def test_a_backup_of_a_day_to_come_is_not_believed(tmp_path):
    (tmp_path / "backup.dump").write_bytes(b"whole")
    last_note.note(tmp_path, tmp_path / "backup.dump", NOW.date() + DAY)
    found = machine.of_backup(tmp_path, NOW.date(), "unsilenced backup")
    assert (found.code, found.level) == (Code.BACKUP_AHEAD, Level.LOOK)


def test_a_backup_that_is_gone_or_empty_is_told(tmp_path):
    last_note.note(tmp_path, tmp_path / "backup.dump", NOW.date())
    gone = machine.of_backup(tmp_path, NOW.date(), "unsilenced backup")
    assert (gone.code, gone.level) == (Code.BACKUP_GONE, Level.LOOK)
    (tmp_path / "backup.dump").touch()
    assert machine.of_backup(tmp_path, NOW.date(), "unsilenced backup") == gone


def test_a_clock_that_differs_is_told_and_by_how_much(monkeypatch, tmp_path):
    for seconds in (-20, 0, 20):
        assert codes([machine.of_clock(dt.timedelta(seconds=seconds), "theirs")]) == []
    found = machine.of_clock(dt.timedelta(seconds=90), "the key holder's")
    assert found.code == Code.CLOCK_DIFFERS
    assert found.words == "This machine's clock is 90 seconds behind the key holder's."
    monkeypatch.setattr(machine, "_SYNCHRONISED", tmp_path / "synchronised")
    assert codes([machine.of_clock(None, "")]) == [Code.CLOCK_UNKNOWN]
    (tmp_path / "synchronised").touch()
    assert codes([machine.of_clock(None, "")]) == []


@pytest.mark.parametrize(
    ("days", "level"), [(-1, Level.MEND), (6, Level.MEND), (10, Level.LOOK), (60, Level.FINE)]
)
def test_a_certificate_that_ends_is_told_in_time(days, level):
    (found,) = machine.of_certificate(NOW + days * DAY, NOW, "x", Code.SITE_CERTIFICATE_ENDS)
    assert found.level is level


def test_a_disk_that_is_nearly_full_is_told():
    assert codes([machine.of_disk(100, 512, "everything is refused")]) == [Code.DISK_LOW]
    assert codes([machine.of_disk(512, 512, "everything is refused")]) == []
    assert codes([machine.of_disk(None, 512, "everything is refused")]) == []


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_what_is_told_of_a_disk_is_the_same_from_hour_to_hour(one, other):
    """Else the journal would say in which hour photos came."""
    told = [machine.of_disk(free, 512, "everything is refused") for free in (one, other)]
    assert (told[0] == told[1]) is ((one < 512) is (other < 512))


def test_how_much_room_the_night_needs_is_told_in_steps():
    steps = {machine.roughly(mebibytes) for mebibytes in range(33 * 1024)}
    assert steps == {f"{each} GiB" for each in (1, 2, 4, 8, 16, 32, 64)}
    assert machine.roughly(1025) == "2 GiB"


def _closed():
    raise PermissionError(13, "Permission denied", "/srv/site/data/postgres")


def test_what_is_closed_to_this_account_is_told_once_as_whose_it_is():
    found = examine({"database": _closed, "what is in the database": _closed, "backup": _closed})
    assert codes(found) == [Code.FOLDER_OWNER]
    assert "/srv/site/data/postgres is closed to the account" in found[0].words


def test_what_follows_from_a_wrong_owner_is_not_told_beside_it():
    told = mend(Code.FOLDER_OWNER, "The data folder belongs to root.", "Give it away.")
    assert examine({"folder": lambda: [told], "database": _closed, "backup": _closed}) == (told,)


def test_whether_something_serves_is_told():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = Address("127.0.0.1", listening.getsockname()[1])
        assert codes([machine.of_port(address, "site.example", WORDS)]) == [Code.NOT_SERVING]


@pytest.mark.parametrize("word", [b"well\n", b"not well\n"])
def test_a_site_that_answers_by_its_host_serves(answering, word):
    server = answering(word)
    found = machine.of_port(Address("127.0.0.1", server.server_port), "site.example", WORDS)
    assert found.level is Level.FINE
    assert server.asked == [("/health/", "site.example")]


def test_another_program_on_the_sites_port_is_told(answering):
    address = Address("127.0.0.1", answering(b"<title>Directory listing").server_port)
    found = machine.of_port(address, "site.example", WORDS)
    assert (found.code, found.level) == (Code.NOT_SERVING, Level.MEND)
    assert "Something else answers" in found.words
    assert "PORT" in found.do


def test_a_note_of_a_backup_that_cannot_be_read_is_no_never(tmp_path):
    (tmp_path / last_note.NAME).mkdir()
    found = machine.of_backup(tmp_path, NOW.date(), "unsilenced backup")
    assert (found.code, found.level) == (Code.CHECK_FAILED, Level.MEND)
    assert "never" not in found.words
    assert str(tmp_path / last_note.NAME) in found.words


@pytest.fixture
def answering():
    """Have a program answer everything with some words; `asked` has what it was asked."""
    with ExitStack() as running:

        def of(words):
            class Handler(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.server.asked.append((self.path, self.headers["Host"]))
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(words)))
                    self.end_headers()
                    self.wfile.write(words)

                def log_message(self, *_):
                    """Say nothing."""

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            server.asked = []
            running.callback(server.server_close)
            running.callback(server.shutdown)
            threading.Thread(target=server.serve_forever).start()
            return server

        yield of


class Answers(BaseHTTPRequestHandler):
    """Answers what the server is told to."""

    def do_GET(self):
        status, body = self.server.answers.get(self.path, (404, b"nothing"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def certificate(folder, name, ends, authority=None):
    """Make a certificate for `name`, signed by itself or by an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = min(ends, dt.datetime.now(dt.UTC)) - 30 * DAY
    names = [x509.DNSName(name)]
    if name == "127.0.0.1":
        names = [x509.IPAddress(ipaddress.ip_address(name))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@contextmanager
def serving(answers, file=None):
    """A server of this machine; gives its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.answers = answers
    if file is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


WELL = {"/health/": (200, b"well\n")}


@pytest.mark.parametrize(
    ("name", "days", "is_trusted", "way"),
    [
        ("127.0.0.1", 60, True, Way.ANSWERED),
        ("127.0.0.1", -1, True, Way.CERTIFICATE_EXPIRED),
        ("keys.example", 60, True, Way.CERTIFICATE_NAME),
        ("127.0.0.1", 60, False, Way.CERTIFICATE_UNTRUSTED),
    ],
)
def test_what_is_wrong_with_a_certificate_is_told_apart(tmp_path, name, days, is_trusted, way):
    file = certificate(tmp_path, name, dt.datetime.now(dt.UTC) + days * DAY)
    trust = ssl.create_default_context(cafile=file if is_trusted else None)
    with serving(WELL, file) as port:
        seen = fetch(f"https://127.0.0.1:{port}", "/health/", trust)
    assert seen.way is way
    if way is Way.ANSWERED:
        assert (seen.status, seen.body) == (200, b"well\n")
        assert abs(seen.clock) < dt.timedelta(seconds=60)
        assert (seen.certificate_ends - dt.datetime.now(dt.UTC)).days in {59, 60}


def test_what_keeps_one_from_a_site_is_told_apart(monkeypatch):
    assert fetch("https://nowhere.invalid", "/").way in {Way.NO_HOST, Way.SILENT}
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert fetch(f"http://127.0.0.1:{closed.getsockname()[1]}", "/").way is Way.CLOSED
    with serving(WELL) as port:
        assert fetch(f"https://127.0.0.1:{port}", "/").way is Way.NO_TLS
    assert network.way_of(socket.gaierror()) is Way.NO_HOST


def test_who_says_nothing_is_not_waited_for_longer_than_is_said(monkeypatch):
    monkeypatch.setattr(network, "PATIENCE", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert fetch(f"http://127.0.0.1:{silent.getsockname()[1]}", "/").way is Way.SILENT
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: over.wait(60))
    try:
        assert fetch("http://slow.example", "/").way is Way.SILENT
    finally:
        over.set()


class Told:
    """The settings that the key holder's checks read."""

    keyholder_url = "http://127.0.0.1:1"
    keyholder_log_key = bytes(32)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (WELL, Code.KEYHOLDER_LOG_KEY),
        ({"/health/": (503, b"not well\n")}, Code.KEYHOLDER_NOT_WELL),
        ({"/health/": (502, b"<html>Bad Gateway")}, Code.KEYHOLDER_BEHIND_PROXY),
        ({"/health/": (200, b"<html>Welcome to nginx")}, Code.KEYHOLDER_OTHER),
        ({}, Code.KEYHOLDER_OTHER),
        (WELL | {"/check/log": (404, b'{"error": {"code": "no-release"}}')}, None),
        (WELL | {"/check/log": (404, b"[" * 4000)}, Code.KEYHOLDER_LOG_KEY),
        (WELL | {"/check/log": (200, b'{"entry": 1, "signature": []}')}, Code.KEYHOLDER_LOG_KEY),
    ],
)
def test_what_the_key_holder_answers_is_told_apart(answers, code):
    with serving(answers) as port:
        told = Told()
        told.keyholder_url = f"http://127.0.0.1:{port}"
        found = codes(outside.of_key_holder(told, outside.key_holder(told)))
    assert found == ([code] if code else [])


@pytest.mark.parametrize("way", [each for each in Way if each is not Way.ANSWERED])
def test_each_way_that_ends_before_an_answer_has_an_alarm_of_its_own(way):
    found = codes(outside.of_key_holder(Told(), network.Seen(way, "told")))
    assert found == [outside.KEY_HOLDER[way][0]]
    assert way in network.WORDS
    assert len({code for code, *_ in outside.KEY_HOLDER.values()}) == len(outside.KEY_HOLDER)


def test_who_publishes_is_told_too_that_the_proxy_answers_alone(settings):
    with serving({"/check/keys": (502, b"Bad Gateway")}) as port:
        settings.CONFIGURATION = dataclasses.replace(
            settings.CONFIGURATION, keyholder_url=f"http://127.0.0.1:{port}"
        )
        with pytest.raises(KeyHolderError, match="the proxy there answers, and the program behind"):
            evaluation_keys()
