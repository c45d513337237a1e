"""A key holder is a site of its own: own keys, own database, open to browsers, closed else."""

import http.client
import json
import signal
import stat
import threading
import urllib.request
from datetime import date, timedelta

import psycopg
import pytest
from evaluator.asking import body, key_of, outputs, post, tokens
from keyholder.holding import SOURCE, holding, made_database, run
from keyholder.releasing import after, first
from site_processes import of_folder

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import keyring
from unsilenced.evaluator.keys_file import LOST, SecretKeys
from unsilenced.evaluator.models import SpentToken
from unsilenced.keyholder import purging
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.keyholder.purging import purge
from unsilenced.oblivious import client
from unsilenced.sealing.b64u import to_b64u

NAME = "keyholder"
AGENT = "Canary-Agent/7.31"
PEER, FORWARDED = "127.0.0.77", "203.0.113.77"
"""Where somebody asks from, and where a proxy says that somebody does."""


@pytest.fixture
def hand_over(tmp_path):
    file = tmp_path / "hand-over.json"
    HandOver.of(keyring()).write(file)
    return file


@pytest.fixture
def folder(tmp_path, hand_over):
    """The data folder of a key holder that has its keys."""
    assert run(tmp_path / "data", "init", str(hand_over)).returncode == 0
    return tmp_path / "data"


@pytest.fixture(scope="module")
def database(postgres):
    return made_database(postgres, "another_keyholder")


def element():
    return client.blind(b"invented").element


def test_it_evaluates_under_its_own_key_with_tokens_of_the_platform(keyholder):
    data = [b"an invented number", b"another"]
    assert outputs(keyholder.send, NAME, data) == tuple(
        keyholder.keys.current.output(each) for each in data
    )
    assert keyholder.keys.current.public_key != keyring().current.public_key


def test_it_names_the_same_token_key_as_the_platform(keyholder, client):
    ours = keyholder.send("/check/keys").json
    platforms = client.get("/check/keys").json()
    assert ours["token"] == platforms["token"]
    assert ours["evaluation"] != platforms["evaluation"]


def test_a_token_can_be_spent_at_both_and_at_each_once(keyholder):
    (token,) = tokens(1)
    key, _ = key_of(keyholder.send)
    assert post(keyholder.send, body(NAME, key, [element()], [token])).status == 200
    assert post(keyholder.send, body(NAME, key, [element()], [token])).code == "token-spent"
    meant_for_the_platform = body("platform", key, [element()], tokens(1))
    assert post(keyholder.send, meant_for_the_platform).code == "token-wrong"


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/check/keys", None, 200),
        ("GET", "/check/log", None, 404),
        ("GET", "/check/nothing", None, 404),
        ("DELETE", "/check/keys", None, 405),
        ("POST", "/check/evaluate", b"{}", 422),
        ("POST", "/check/evaluate", b"nonsense", 400),
        ("POST", "/check/log", b" " * 10_000, 413),
    ],
)
def test_every_answer_can_be_read_by_a_page_elsewhere_and_runs_nothing(
    keyholder, method, path, sent, status
):
    request = urllib.request.Request(keyholder.address + path, data=sent, method=method)
    request.add_header("Origin", "https://fernway.example")
    request.add_header("Sec-Fetch-Site", "cross-site")
    answered, headers, text = keyholder.answer(request)
    assert answered == status
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
    assert status == 200 or json.loads(text)["error"]["message"]


def test_a_refusal_is_said_in_the_language_of_the_page(keyholder):
    request = urllib.request.Request(f"{keyholder.address}/elsewhere")
    request.add_header("Accept-Language", "pt-BR")
    _, headers, text = keyholder.answer(request)
    assert headers["Content-Language"] == "pt-br"
    assert "Access-Control-Allow-Origin" not in headers
    assert json.loads(text)["error"]["message"] == (
        "Esta página não está aqui. Confira o endereço ou comece de novo."
    )


def test_somebody_who_opens_it_in_a_browser_is_told_plainly_that_nothing_is_here(keyholder):
    request = urllib.request.Request(keyholder.address)
    request.add_header("Accept", "text/html")
    status, headers, text = keyholder.answer(request)
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"<h1>We cannot find that</h1>" in text


@pytest.mark.parametrize(("language", "words"), [("en", "Source code"), ("pt-BR", "Código-fonte")])
def test_its_one_page_leads_to_its_source(keyholder, language, words):
    request = urllib.request.Request(keyholder.address)
    request.add_header("Accept", "text/html")
    request.add_header("Accept-Language", language)
    text = keyholder.answer(request)[2].decode()
    assert f'<a href="{SOURCE}" rel="noreferrer">{words}</a>' in text


def test_it_answers_to_its_own_name_alone(keyholder):
    request = urllib.request.Request(f"{keyholder.address}/check/keys")
    request.add_header("Host", "elsewhere.example")
    assert keyholder.answer(request)[0] == 400


def test_without_keys_it_does_not_start_and_says_what_to_do(tmp_path):
    for command in (["serve"], ["keys"], ["log"], ["rotate", "begin"], ["rotate", "finish"]):
        refused = run(tmp_path, *command)
        assert refused.returncode == 1
        assert "run: unsilenced keyholder init FILE" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_its_keys_are_made_once_for_its_owner_alone_and_told_for_pinning(folder, hand_over):
    kept = folder / "keys.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    before = kept.read_bytes()
    refused = run(folder, "init", str(hand_over))
    assert refused.returncode == 1
    assert "There are keys in" in refused.stderr
    assert kept.read_bytes() == before
    told = run(folder, "keys").stdout.splitlines()
    assert told[0].startswith("KEYHOLDER_LOG_KEY=")
    assert told[1].startswith("evaluation key, current\t")


def test_without_its_keys_beside_a_log_it_makes_none_and_says_what_to_put_back(
    folder, hand_over, postgres
):
    settings = {"KEYHOLDER_DATABASE_URL": made_database(postgres, "lost_keyholder")}
    kept = folder / "keys.json"
    with holding(folder, **settings) as running:
        release = first(running.keys.current.public_key)
        assert running.log(*release.sent).status == 201
        right = kept.read_bytes()
        kept.write_text(SecretKeys.draw(release_key=keyring().signing_key).to_json())
        assert running.log(*after(release).sent).status == 500, (
            "it signs nothing with keys that are not the log's"
        )
        kept.unlink()
    for command in (["serve"], ["init", str(hand_over)], ["keys"], ["rotate", "begin"]):
        refused = run(folder, *command, **settings)
        assert refused.returncode == 1
        assert f"The keys file {kept} is missing" in refused.stderr
        assert "Put your copy of it back there" in refused.stderr
        assert LOST in refused.stderr
        assert "keyholder init" not in refused.stderr
        assert not kept.exists()
    other = SecretKeys.draw(release_key=keyring().signing_key).to_json()
    kept.write_text(other)
    refused = run(folder, "serve", **settings)
    assert refused.returncode == 1
    assert f"The keys in {kept} are not those that the log here" in refused.stderr
    assert kept.read_text() == other
    kept.write_bytes(right)
    with holding(folder, **settings) as running:
        assert running.log(*after(release).sent).status == 201


def test_a_sites_keys_are_no_key_holders(folder, hand_over):
    kept = folder / "keys.json"
    kept.write_text(keyring().secrets.to_json())
    for command in (["serve"], ["keys"], ["rotate", "begin"], ["doctor"]):
        refused = run(folder, *command)
        assert refused.returncode == 1
        assert f"The keys in {kept} are the platform's" in refused.stderr + refused.stdout
    assert kept.read_text() == keyring().secrets.to_json()


def test_it_takes_the_platforms_new_token_seed(folder, hand_over, tmp_path):
    kept = folder / "keys.json"
    before = keys_file.read(kept).token
    renewed = HandOver.read(hand_over).with_new_token()
    renewed.write(tmp_path / "new.json")
    assert run(folder, "renew-tokens", str(tmp_path / "new.json")).returncode == 0
    assert keys_file.read(kept).token == renewed.token != before


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"v": 1, "token": "AA", "release_key": "AA"}'])
def test_a_file_that_is_no_hand_over_is_refused(tmp_path, text):
    file = tmp_path / "file"
    file.write_text(text)
    refused = run(tmp_path / "data", "init", str(file))
    assert refused.returncode == 1
    assert "is no file from `unsilenced check hand-over`" in refused.stderr
    assert not (tmp_path / "data").exists()


def ask_from(peer, port, method, path):
    """Ask from that address of this machine, as through a proxy; return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, source_address=(peer, 0))
    told = {"X-Forwarded-For": FORWARDED, "Forwarded": f"for={FORWARDED}", "X-Real-IP": FORWARDED}
    connection.request(method, path, body="nonsense" if method == "POST" else None, headers=told)
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def test_nothing_of_who_asks_is_logged_or_written_and_sigterm_leaves_no_process(folder):
    with holding(folder) as running:
        key, _ = key_of(running.send)
        asked = body(NAME, key, [element()], tokens(1))
        request = urllib.request.Request(
            f"{running.address}/check/evaluate",
            data=json.dumps(asked).encode(),
            headers={"User-Agent": AGENT, "Cookie": "s=canary-cookie"},
        )
        assert running.answer(request)[0] == 200
        for method, path in (("GET", "/check/keys"), ("POST", "/check/evaluate"), ("GET", "/no")):
            assert ask_from(PEER, running.port, method, path) in {200, 400, 404}
        running.process.send_signal(signal.SIGTERM)
        assert running.wait() == 0
    assert running.output.endswith("Stopped.\n")
    assert of_folder(folder) == []
    written = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    for trace in (AGENT, "canary-cookie", PEER, FORWARDED):
        assert trace not in running.output
        assert trace.encode() not in written
    secrets = keyring().secrets
    for seed in (secrets.token, secrets.signing, *secrets.evaluation):
        # The token seed is in the keys file and nowhere else.
        assert written.count(to_b64u(seed).encode()) == (seed == secrets.token)
        assert seed not in written


def test_killed_at_once_it_has_logged_what_it_said_and_goes_on_from_there(folder, database):
    settings = {"KEYHOLDER_DATABASE_URL": database}
    with holding(folder, **settings) as running:
        release = first(running.keys.current.public_key)
        logged = running.log(*release.sent)
        token = tokens(1)
        key, _ = key_of(running.send)
        asked = body(NAME, key, [element()], token)
        answered = post(running.send, asked)
        running.process.kill()
        running.wait()
    with holding(folder, **settings) as running:
        assert running.send("/check/log").json == logged.json
        assert post(running.send, asked).evaluation.evaluated == answered.evaluation.evaluated
        assert post(running.send, body(NAME, key, [element()], token)).code == "token-spent"
        assert running.log(*after(release).sent).status == 201
    listed = run(folder, "log", **settings).stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["1", "2"]
    assert listed[0].split("\t")[2] == to_b64u(release.release.hash())


def test_a_rotation_reaches_a_running_key_holder_and_ends_when_a_release_has_the_new_key(
    tmp_path, hand_over, postgres
):
    folder = tmp_path / "data"
    settings = {"KEYHOLDER_DATABASE_URL": made_database(postgres, "rotating_keyholder")}
    assert run(folder, "init", str(hand_over)).returncode == 0
    with holding(folder, **settings) as running:
        old, _ = key_of(running.send)
        release = first(running.keys.current.public_key)
        assert running.log(*release.sent).status == 201
        assert "Begin a rotation first" in run(folder, "rotate", "finish", **settings).stderr
        assert run(folder, "rotate", "begin", **settings).returncode == 0
        assert "already" in run(folder, "rotate", "begin", **settings).stderr
        both = running.send("/check/keys").json["evaluation"]
        new = both[1]["id"]
        assert both[0]["id"] == old != new
        for key in (old, new):
            assert post(running.send, body(NAME, key, [element()], tokens(1))).status == 200
        early = run(folder, "rotate", "finish", **settings)
        assert early.returncode == 1
        assert "still uses the old key" in early.stderr
        moved = after(release, keyholder_key=running.keys.evaluators[1].public_key)
        assert running.log(*moved.sent).status == 201
        assert run(folder, "rotate", "finish", **settings).returncode == 0
        assert [each["id"] for each in running.send("/check/keys").json["evaluation"]] == [new]
        gone = post(running.send, body(NAME, old, [element()], tokens(1)))
        assert (gone.status, gone.code) == (404, "no-such-key")
        assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600
        assert running.log(*release.sent).status == 200, "what is logged stays, whatever its key"


def test_the_old_key_stays_while_no_release_is_logged(tmp_path, hand_over, postgres):
    folder = tmp_path / "data"
    settings = {"KEYHOLDER_DATABASE_URL": made_database(postgres, "empty_keyholder")}
    assert run(folder, "init", str(hand_over)).returncode == 0
    assert run(folder, "rotate", "begin").returncode == 0
    keys = (folder / "keys.json").read_bytes()
    early = run(folder, "rotate", "finish", **settings)
    assert early.returncode == 1
    assert "No release is logged here." in early.stderr
    assert (folder / "keys.json").read_bytes() == keys


def test_spent_tokens_of_past_days_are_forgotten_when_it_starts(folder, postgres):
    database = made_database(postgres, "forgetting_keyholder")
    settings = {"KEYHOLDER_DATABASE_URL": database}
    days = "SELECT day FROM evaluating_spenttoken WHERE nonce = 'canary'"
    with holding(folder, **settings), psycopg.connect(database) as connection:
        connection.execute("INSERT INTO evaluating_spenttoken VALUES ('2026-01-01', 'canary', '')")
    with holding(folder, **settings) as running:
        running.process.send_signal(signal.SIGINT)
        assert running.wait() == 0, "which ends the purge first"
    with psycopg.connect(database) as connection:
        assert connection.execute(days).fetchall() == []


@pytest.mark.django_db(transaction=True)
def test_spent_tokens_of_past_days_are_forgotten_each_hour_while_it_serves(monkeypatch):
    assert timedelta(hours=1).total_seconds() == purging.HOUR
    over, purged = threading.Event(), []

    def purge_and_spend_more():
        purged.append(purge())
        SpentToken.objects.create(day=date(2026, 1, 1), nonce=bytes([len(purged)]), use=b"")
        if len(purged) == 3:
            over.set()

    monkeypatch.setattr(purging, "HOUR", 0)
    monkeypatch.setattr(purging, "purge", purge_and_spend_more)
    with purging.purging():
        assert over.wait(60)
    left = SpentToken.objects.all()
    assert [bytes(each.nonce) for each in left] == [bytes([len(purged)])]


def test_no_table_of_it_knows_a_time_or_a_person(keyholder_process):
    with psycopg.connect(keyholder_process[1]) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name <> 'django_migrations'"
        ).fetchall()
    assert {(table, column) for table, column, _ in columns} == {
        ("evaluating_spenttoken", "day"),
        ("evaluating_spenttoken", "nonce"),
        ("evaluating_spenttoken", "use"),
        ("keyholder_logentry", "number"),
        ("keyholder_logentry", "entry"),
        ("keyholder_logentry", "signature"),
    }
    assert not [kind for _, _, kind in columns if "time" in kind]


def test_it_tells_a_monitor_whether_it_is_well_and_nothing_else(keyholder):
    for headers in ({}, {"Accept-Language": "pt-BR"}, {"Accept": "text/html"}):
        request = urllib.request.Request(f"{keyholder.address}/health/", headers=headers)
        status, told, body = keyholder.answer(request)
        assert (status, body) == (200, b"well\n")
        assert told["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in told
