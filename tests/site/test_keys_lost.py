"""Keys are never made again in silence: where they were used once, the copy has to come back."""

import pytest
from click.testing import CliRunner
from django.utils import timezone
from free_ports import free_port
from migrated_folder import migrated_folder
from site_running import run

from unsilenced.evaluator.keyring import keyring
from unsilenced.evaluator.keys_file import LOST, KeysError, SecretKeys
from unsilenced.site.commands.main import unsilenced
from unsilenced.site.jobs.tasks import keep_releases_fresh
from unsilenced.site.prepared import have_keys
from unsilenced.warnings.models import Release, ReleasedRecord
from unsilenced.warnings.releases.publishing import publish
from unsilenced.warnings.shared import Entry


@pytest.fixture
def command(transactional_db):
    """Run a command of `check` on the tests' database; give its code and what it said."""

    def told(*arguments, **more):
        done = CliRunner().invoke(unsilenced, ["check", *arguments], **more)
        said = done.output if done.exception is None else f"{done.output}{done.exception}"
        return done.exit_code, said

    return told


@pytest.fixture
def file(settings, tmp_path, command, keyholder):
    """The keys file of a site that has published: as it is where no CHECK_KEYS_FILE is set."""
    copy = tmp_path / "check-keys.json"
    copy.write_text(keyring().secrets.to_json())
    settings.CHECK_KEYS_FILE = copy
    publish()
    return copy


def test_a_key_holders_keys_are_no_sites(command, file):
    file.write_text(SecretKeys.draw(release_key=keyring().signing_key).to_json())
    Release.objects.all().delete()
    code, said = command("keys")
    assert code == 1
    assert f"The keys in {file} are a key holder's" in said
    with pytest.raises(KeysError, match="a key holder's"):
        keyring()


COMMANDS = [
    ("keys",),
    ("hand-over", "FILE"),
    ("renew-tokens", "FILE"),
    ("release",),
    ("rotate", "begin"),
    ("rotate", "status"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_missing_keys_beside_a_release_are_asked_for_and_not_made(command, file, arguments):
    file.unlink()
    code, said = command(
        *(str(file.parent / "to") if each == "FILE" else each for each in arguments)
    )
    assert code == 1
    assert f"The keys file {file} is missing" in said
    assert "Put your copy of it back there" in said
    assert LOST in said
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_other_keys_than_the_releases_were_signed_with_are_refused(command, file, arguments):
    other = SecretKeys.draw().to_json()
    file.write_text(other)
    code, said = command(
        *(str(file.parent / "to") if each == "FILE" else each for each in arguments)
    )
    assert code == 1
    assert f"The keys in {file} are not those that release 1 was signed with" in said
    assert "Move this file aside, do not delete it" in said
    assert file.read_text() == other
    assert Release.objects.count() == 1
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_the_way_back_is_to_put_the_copy_back(command, file):
    kept = file.read_text()
    file.unlink()
    assert command("release")[0] == 1
    file.write_text(kept)
    assert command("release") == (0, "Release 2 is published and logged.\n")


def test_the_jobs_sign_nothing_with_other_keys_and_say_so(file, caplog):
    Release.objects.update(day="2026-01-01")
    file.write_text(SecretKeys.draw().to_json())
    keep_releases_fresh(timezone.localtime().replace(hour=23))
    assert "are not those that release 1 was signed with" in caplog.text
    assert Release.objects.count() == 1
    caplog.clear()
    file.unlink()
    keep_releases_fresh(timezone.localtime().replace(hour=23))
    assert f"The keys file {file} is missing" in caplog.text
    assert not file.exists()


def test_what_is_told_never_leads_to_losing_them_for_good(command, file):
    file.unlink()
    said = command("keys")[1]
    file.write_text(SecretKeys.draw().to_json())
    for each in (said, command("keys")[1]):
        assert "start-over" not in each
        assert not {"delete", "remove", "init"} & set(each.replace("do not delete", "").split())


def test_a_site_that_never_used_any_makes_its_keys(db, settings, tmp_path):
    settings.CHECK_KEYS_FILE = tmp_path / "check-keys.json"
    made = have_keys(settings.CONFIGURATION)
    assert have_keys(settings.CONFIGURATION).secrets == made.secrets == keyring().secrets


def test_serving_makes_them_first_and_refuses_once_they_are_gone(tmp_path):
    """A site that serves has keys before anything asks for them; and it is told where they lie."""
    migrated_folder(tmp_path)
    refused = run(
        tmp_path, "serve", PORT=str(free_port()), CHECK_KEYS_FILE=str(tmp_path / "named.json")
    )
    assert refused.returncode == 1
    assert "named.json is missing. Put the copy of it there that you have kept." in refused.stderr
    assert not (tmp_path / "named.json").exists()


def test_after_a_loss_for_good_all_can_start_over_but_only_when_asked_twice(command, file):
    before = keyring().signing_key
    file.unlink()
    assert command("start-over", input="n\n")[0] == 1
    assert not file.exists()
    assert Release.objects.exists()
    code, said = command("start-over", input="y\n")
    assert code == 0
    assert "unsilenced check hand-over FILE" in said
    assert keyring().signing_key != before
    for model in (Release, ReleasedRecord, Entry):
        assert not model.objects.exists()
