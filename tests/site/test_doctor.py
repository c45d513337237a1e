"""`unsilenced doctor` looks a site over, changes nothing, and works where things are broken."""

import json
import os
import subprocess

from free_ports import free_port
from keyholder.holding import holding
from keyholder.holding import run as run_key_holder
from mailing.mail_server import serving as mail_server
from migrated_folder import migrated_folder
from site_running import PROGRAM, run, running, surroundings

from unsilenced.evaluator.keyring import keyring
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.process.doctor.finding import Code, Level
from unsilenced.sealing.b64u import to_b64u

PERSON = "canary.person@example.org"


def found(done):
    """What a doctor's JSON says: the alarms, by their codes."""
    told = json.loads(done.stdout)
    assert set(told) == {"v", "site", "level", "findings"}
    assert told["v"] == 1
    for each in told["findings"]:
        assert set(each) == {"level", "code", "words", "do"}
    levels = [each["level"] for each in told["findings"]]
    assert set(levels) <= set(Level)
    assert done.returncode == (Level.MEND in levels)
    assert "Traceback" not in done.stderr
    return {each["code"]: each for each in told["findings"] if each["level"] != Level.FINE}


def all_of(folder):
    return {
        file: (file.stat().st_mtime_ns, file.stat().st_size)
        for file in folder.rglob("*")
        if file.is_file() and "postgres" not in file.parts[len(folder.parts)]
    }


def test_where_nothing_is_there_it_says_so_and_makes_nothing(tmp_path):
    folder = tmp_path / "data"
    alarms = found(run(folder, "doctor", "--json"))
    assert {Code.FOLDER_MISSING, Code.DATABASE_NONE} <= set(alarms)
    # It may be mistyped: then there are backups.
    assert Code.BACKUP_NONE not in alarms
    assert not folder.exists()
    alarms = found(run_key_holder(folder, "doctor", "--json"))
    assert {Code.FOLDER_MISSING, Code.DATABASE_NONE, Code.KEYS_UNUSABLE} <= set(alarms)
    assert not folder.exists()


def test_all_that_is_wrong_with_the_settings_is_said_at_once_and_serve_refuses_it(tmp_path):
    wrong = {
        "SITE_HOSTS": "https://fernway.example",
        "SECRET_KEY": "x",
        "DIGEST_HOURS": ",",
        "EMAIL_FROM": "nobody",
        "SITE_HOST": "fernway.example",
        "KEYHOLDER_HOST_": "keys.example",
    }
    done = run(tmp_path, "doctor", **wrong)
    assert done.returncode == 1
    for name in wrong:
        assert f"MEND  {name} " in done.stdout
    refused = run(tmp_path, "serve", PORT=str(free_port()), **wrong)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    for name in ("SITE_HOSTS", "SECRET_KEY", "DIGEST_HOURS", "EMAIL_FROM"):
        refused = run(tmp_path, "serve", PORT=str(free_port()), **{name: wrong[name]})
        assert refused.stderr.startswith(f"Error: {name} must ")


def test_a_public_host_without_https_is_an_alarm(tmp_path):
    alarms = found(run(tmp_path, "doctor", "--json", SITE_HOSTS="fernway.example"))
    assert Code.SETTING_NO_HTTPS in alarms


def test_a_site_that_serves_is_looked_over_and_nothing_is_changed(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    migrated_folder(folder)
    with running(folder) as site:
        port = {"PORT": str(site.port)}
        before = all_of(folder)
        done = run(folder, "doctor", "--json", **port)
        assert all_of(folder) == before
        fine = {
            each["code"] for each in json.loads(done.stdout)["findings"] if each["level"] == "fine"
        }
        assert {"settings", "folder", "database", "roles", "keys", "jobs", "serving"} <= fine
        assert set(found(done)) <= {
            Code.BACKUP_NONE,
            Code.KEYHOLDER_NONE,
            Code.CLOCK_UNKNOWN,
            Code.MAIL_NONE,
        }
        assert run(folder, "backup", str(tmp_path / "x.dump"), **port).returncode == 1
        keys = folder / "check-keys.json"
        keys.chmod(0o644)
        assert Code.KEYS_OPEN in found(run(folder, "doctor", "--json", **port))
    alarms = found(run(folder, "doctor", "--json", **port))
    assert {Code.DATABASE_DOWN, Code.NOT_SERVING} <= set(alarms)


def test_a_key_holder_that_serves_is_looked_over_and_seen_from_the_site(tmp_path):
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    HandOver.of(keyring()).write(tmp_path / "hand-over.json")
    theirs.mkdir(mode=0o700)
    assert run_key_holder(theirs, "init", str(tmp_path / "hand-over.json")).returncode == 0
    with holding(theirs) as key_holder:
        alarms = found(
            run_key_holder(theirs, "doctor", "--json", KEYHOLDER_PORT=str(key_holder.port))
        )
        assert set(alarms) <= {Code.BACKUP_NONE, Code.CLOCK_UNKNOWN, Code.RELEASE_NONE}
        told = {"KEYHOLDER_URL": f"http://127.0.0.1:{key_holder.port}"}
        for key, expected in ((key_holder.keys.signing_key, set()), (bytes(32), set())):
            told["KEYHOLDER_LOG_KEY"] = to_b64u(key)
            alarms = found(run(ours, "doctor", "--json", **told))
            assert {each for each in alarms if each.startswith(("keyholder", "clock"))} == expected
    alarms = found(run(ours, "doctor", "--json", **told))
    assert Code.KEYHOLDER_CLOSED in alarms


def test_one_message_goes_to_one_address_that_no_argument_and_no_line_holds(tmp_path):
    with mail_server(None) as (taken, port):
        settings = surroundings(
            tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}", EMAIL_FROM="post@fernway.example"
        )
        done = subprocess.run(
            [*PROGRAM, "doctor", "--mail", "--json"],
            input=f"{PERSON}\n",
            env=settings | {"LANG": os.environ.get("LANG", "C.UTF-8")},
            capture_output=True,
            text=True,
            check=False,
        )
    alarms = found(done)
    assert PERSON not in done.stdout + done.stderr
    assert Code.MAIL_FAILED in alarms, "it offers no encryption"
    assert "EMAIL_URL" in alarms[Code.MAIL_FAILED]["words"]
    assert taken.messages == []
