"""The check's keys are in a file that belongs to their owner, made once, and in no database."""

import dataclasses
import datetime as dt
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.test import Client
from evaluator.asking import body, in_process, key_of, post, tokens
from traces.searching import dump_of

from unsilenced.evaluator import keys_file, rotation
from unsilenced.evaluator.keyring import Keyring, keyring, keyring_in
from unsilenced.evaluator.keys_file import KeysError, SecretKeys, keep_new, read, replace
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.oblivious import client
from unsilenced.oblivious.signing import public_key_of
from unsilenced.sealing.b64u import to_b64u
from unsilenced.site.commands.main import unsilenced


@pytest.fixture
def file(tmp_path):
    return tmp_path / "folder" / "check-keys.json"


def mode(file):
    return stat.S_IMODE(file.stat().st_mode)


def seeds(keys):
    return (*keys.evaluation, keys.token, keys.signing)


def made_in(file):
    keep_new(file, SecretKeys.draw())
    return keyring_in(file)


def test_keys_are_made_for_their_owner_alone(file):
    made = made_in(file)
    assert mode(file) == 0o600
    assert keyring_in(file).secrets == made.secrets
    assert len(set(seeds(made.secrets))) == 3
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_keys_that_are_missing_are_not_made_by_who_asks_for_them(file):
    with pytest.raises(KeysError, match="is missing"):
        keyring_in(file)
    assert not file.exists()


def test_of_many_makers_one_wins_and_all_hold_the_same(file):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: made_in(file).secrets, range(8)))
    assert set(made) == {read(file)}


def test_keys_that_are_there_are_not_replaced_by_new_ones(file):
    first = SecretKeys.draw()
    assert keep_new(file, first)
    assert not keep_new(file, SecretKeys.draw())
    assert read(file) == first


def test_what_keeps_keys_from_being_read_or_written_is_told_with_what_to_do(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(KeysError, match=r"cannot be written: .*the account of the service"):
        made_in(tmp_path / "file" / "keys.json")
    around = tmp_path / "keys.json"
    around.symlink_to(around)
    for read_it in (read, keyring_in):
        with pytest.raises(KeysError, match=r"cannot be read: .*the account of the service"):
            read_it(around)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"v": 2}',
        '{"v": 1, "evaluation": []}',
        '{"v": 1, "evaluation": ["AA"], "token": "AA", "signing": "AA"}',
        SecretKeys.draw().to_json()[:-20],
        SecretKeys.draw().to_json().replace('"signing"', '"other"'),
        "é",
    ],
)
def test_a_broken_file_is_told_and_never_written_over(file, text):
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(KeysError, match=r"is broken\. Put back a copy"):
        keyring_in(file)
    assert file.read_text() == text


def test_no_seed_shows_when_keys_are_printed():
    keys = SecretKeys.draw()
    for seed in seeds(keys):
        assert to_b64u(seed) not in repr(keys)
        assert repr(seed) not in repr(keys)


def test_a_changed_file_is_noticed_without_a_restart(file):
    before = made_in(file)
    rotation.begin(file)
    during = keyring_in(file)
    assert during.current.key_id == before.current.key_id
    assert during.next is not None
    replace(file, SecretKeys.draw())
    assert keyring_in(file).current.key_id != before.current.key_id


def test_a_rotation_has_two_keys_for_a_while_and_then_the_next_alone(file):
    before = made_in(file)
    during = rotation.begin(file)
    with pytest.raises(KeysError, match="a next key already"):
        rotation.begin(file)
    with pytest.raises(KeysError, match="still uses the old key"):
        rotation.finish(file, in_use=before.current.public_key)
    after = rotation.finish(file, in_use=during.next.public_key)
    assert [each.key_id for each in after.evaluators] == [during.next.key_id]
    assert (after.secrets.token, after.secrets.signing) == (
        before.secrets.token,
        before.secrets.signing,
    )
    assert mode(file) == 0o600
    with pytest.raises(KeysError, match="Begin a rotation first"):
        rotation.finish(file, in_use=None)


def test_during_a_rotation_the_evaluator_answers_under_both_keys(db, file, settings):
    settings.CHECK_KEYS_FILE = file
    made_in(file)
    old = keyring().current
    new = rotation.begin(file).next
    send = in_process(Client(SERVER_NAME="localhost"))
    told = [each["id"] for each in send("/check/keys", None).json["evaluation"]]
    assert told == [old.key_id, new.key_id]
    for key in (old, new):
        blinded = client.blind(b"invented")
        answer = post(send, body("platform", key.key_id, [blinded.element], tokens(1)))
        assert client.finalise([blinded], answer.evaluation, key.public_key) == (
            key.output(b"invented"),
        )
    rotation.finish(file, in_use=None)
    gone = post(send, body("platform", old.key_id, [client.blind(b"x").element], tokens(1)))
    assert (gone.status, gone.code) == (404, "no-such-key")


def test_no_secret_key_is_in_either_database(
    transactional_db, postgres, keyholder, keyholder_process
):
    """Not even after both have used every key."""
    browser = Client(SERVER_NAME="localhost")
    for send, name in ((in_process(browser), "platform"), (keyholder.send, "keyholder")):
        key, _ = key_of(send)
        blinded = client.blind(b"invented")
        assert post(send, body(name, key, [blinded.element], tokens(1))).status == 200
    site = postgres.replace("/postgres?", f"/{django_settings.DATABASES['default']['NAME']}?")
    for address in (site, keyholder_process[1]):
        dump = dump_of(address)
        assert b"evaluating_spenttoken" in dump
        for seed in {*seeds(keyring().secrets), *seeds(keyholder.keys.secrets)}:
            for form in (seed.hex(), to_b64u(seed), to_b64u(seed)[:20]):
                assert form.encode() not in dump


def test_the_commands_print_public_keys_and_hand_over_what_a_key_holder_needs(
    transactional_db, tmp_path
):
    printed = CliRunner().invoke(unsilenced, ["check", "keys"]).output
    secrets = keyring().secrets
    assert to_b64u(public_key_of(secrets.signing)) in printed
    assert keyring().current.key_id in printed
    for seed in seeds(secrets):
        assert to_b64u(seed) not in printed
    file = tmp_path / "hand-over.json"
    written = CliRunner().invoke(unsilenced, ["check", "hand-over", str(file)])
    assert written.exit_code == 0
    assert mode(file) == 0o600
    assert HandOver.read(file) == HandOver(secrets.token, keyring().signing_key)
    for seed in (*secrets.evaluation, secrets.signing):
        assert to_b64u(seed) not in file.read_text()
    again = CliRunner().invoke(unsilenced, ["check", "hand-over", str(file)])
    assert again.exit_code == 1
    assert isinstance(again.exception, KeysError)


def test_a_key_holder_draws_keys_of_its_own_and_shares_the_token_seed(file):
    handed = HandOver.of(keyring())
    keys = handed.initialise(file)
    assert handed.fits(keys.secrets)
    assert keys.secrets.token == keyring().secrets.token
    assert keys.secrets.release_key == keyring().signing_key
    assert not {*keys.secrets.evaluation, keys.secrets.signing} & set(seeds(keyring().secrets))
    assert keys_file.read(file) == keys.secrets


def test_a_new_token_seed_reaches_both_sides_and_changes_nothing_else(
    transactional_db, file, settings, tmp_path
):
    ours, handed = tmp_path / "platform.json", tmp_path / "hand-over.json"
    settings.CHECK_KEYS_FILE, day = ours, dt.date(2026, 11, 28)
    made_in(ours)
    HandOver.of(keyring()).initialise(file)
    before = [keys_file.read(each) for each in (ours, file)]
    made = CliRunner().invoke(unsilenced, ["check", "renew-tokens", str(handed)])
    assert (made.exit_code, mode(handed)) == (0, 0o600)
    theirs = keyring_in(file, is_key_holder=True).token_key(day)
    assert keyring().token_key(day).public_key != theirs.public_key
    HandOver.read(handed).renew_token(file)
    theirs = keyring_in(file, is_key_holder=True).token_key(day)
    assert keyring().token_key(day).public_key == theirs.public_key
    seed = HandOver.read(handed).token
    assert seed != before[0].token
    after = [keys_file.read(each) for each in (ours, file)]
    assert after == [dataclasses.replace(each, token=seed) for each in before]


def test_no_side_takes_another_platforms_token_seed(file):
    kept = HandOver.of(keyring()).initialise(file).secrets
    with pytest.raises(KeysError, match="not from the platform"):
        HandOver.of(Keyring.of(SecretKeys.draw())).with_new_token().renew_token(file)
    assert keys_file.read(file) == kept
