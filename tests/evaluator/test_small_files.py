"""A file that an administrator names is read whole only if it has an end and is small."""

import os

import pytest

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring
from unsilenced.evaluator.keys_file import KeysError, SecretKeys
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.process.postgres.embedded import PostgresError
from unsilenced.process.roles import passwords
from unsilenced.process.small_file import MOST

KEYS = SecretKeys.draw()


def written(file, kind):
    """Write a file of one kind as the program does."""
    if kind == "passwords":
        passwords.draw(file.parent)
        (file.parent / passwords.NAME).rename(file)
    elif kind == "keys":
        keys_file.keep_new(file, KEYS)
    else:
        HandOver.of(Keyring.of(KEYS)).write(file)


def read(file, kind):
    if kind == "passwords":
        file.rename(file.parent / passwords.NAME)
        return passwords.read(file.parent)
    return keys_file.read(file) if kind == "keys" else HandOver.read(file)


@pytest.mark.parametrize("kind", ["passwords", "keys", "hand-over"])
def test_what_is_longer_than_any_such_file_is_refused(tmp_path, kind):
    file = tmp_path / "file"
    written(file, kind)
    with file.open("a") as opened:
        opened.write(" " * (MOST - file.stat().st_size))
    assert read(file, kind)
    if kind == "passwords":
        (tmp_path / passwords.NAME).rename(file)
    with file.open("a") as opened:
        opened.write(" " * MOST)
    with pytest.raises((KeysError, PostgresError)):
        read(file, kind)


@pytest.mark.parametrize("kind", ["passwords", "keys", "hand-over"])
def test_nobody_waits_for_a_pipe_or_reads_a_device(tmp_path, kind):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/null")
    for file in (tmp_path / "pipe", tmp_path / "device"):
        with pytest.raises((KeysError, PostgresError)):
            read(file, kind)
