"""The demo's key holder: a second program beside the site. On one machine it is not independent."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring, keyring_in
from unsilenced.evaluator.keys_file import SecretKeys
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.process.postgres.embedded import embedded_postgres
from unsilenced.process.serving.processes import (
    GRACE,
    LAST_PORT,
    Address,
    ServingError,
    refuse_port_in_use,
)
from unsilenced.sealing.b64u import to_b64u
from unsilenced.site.configuration import NEARBY, Configuration

NAME = "the key holder"

PATIENCE = 300
"""Seconds until it must take connections: on a slow machine, making its database takes a while."""


@dataclass(frozen=True)
class Beside:
    """The demo's key holder, with its keys, not yet running."""

    folder: Path
    address: Address
    hosts: tuple[str, ...]
    keys: Keyring

    @property
    def url(self) -> str:
        """Its address for browsers."""
        return f"http://{self.hosts[0]}:{self.address.port}"

    def tell_the_site(self) -> None:
        """Set the site's key holder, for this process and its parts."""
        os.environ["KEYHOLDER_URL"] = self.url
        os.environ["KEYHOLDER_LOG_KEY"] = to_b64u(self.keys.signing_key)

    def forget(self) -> None:
        """Delete its log and its spent tokens: they belong to the site's invented data."""
        database = self.folder / "postgres"
        if database.exists():
            with embedded_postgres(database):
                """This also stops the server of a killed demo."""
            shutil.rmtree(database)

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            socket.create_connection((self.address.host, self.address.port), timeout=1).close()
        except OSError:
            return False
        return True

    def surroundings(self) -> dict[str, str]:
        """Return the environment it runs in."""
        # Nothing that points to the site's own database.
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return kept | {
            "KEYHOLDER_DATABASE_URL": "",
            "KEYHOLDER_DATA_DIR": str(self.folder),
            "KEYHOLDER_HOST": self.address.host,
            "KEYHOLDER_PORT": str(self.address.port),
            "KEYHOLDER_HOSTS": ",".join(self.hosts),
        }


def beside(set_up: Configuration) -> Beside | None:
    """Return the demo's key holder, with keys made on first use.

    None if the settings name another, or if browsers could not reach it without HTTPS.
    Raises ServingError if its port is in use.
    """
    if set_up.keyholder_url or set_up.site_hosts[0] not in NEARBY or set_up.site_https:
        return None
    port = set_up.port + 1 if set_up.port < LAST_PORT else set_up.port - 1
    address = Address(set_up.host, port)
    refuse_port_in_use(address)
    folder = set_up.data_dir / "keyholder"
    return Beside(folder, address, set_up.site_hosts, _keys(set_up, folder / "keys.json"))


@contextmanager
def started(key_holder: Beside | None) -> Iterator[Mapping[str, Popen[bytes]]]:
    """Start it, if there is one, and stop it at the end; give its process by its name.

    It also stops when this process is killed.
    """
    if key_holder is None:
        yield {}
        return
    watched, held = os.pipe()
    process = Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "unsilenced.keyholder.beside", str(watched)],
        env=key_holder.surroundings(),
        pass_fds=[watched],
        stdin=DEVNULL,
        stdout=DEVNULL,
        process_group=0,
    )
    os.close(watched)
    try:
        yield {NAME: process}
    finally:
        _stop(process)
        os.close(held)


def wait_for(key_holder: Beside | None, beside: Mapping[str, Popen[bytes]]) -> None:
    """Wait until it takes connections. Raises ServingError if it ends first, or never does."""
    last = time.monotonic() + PATIENCE
    for process in beside.values():
        while key_holder is not None and not key_holder.answers():
            if process.poll() is not None:
                raise ServingError(f"The process for {NAME} ended by itself.")
            if time.monotonic() > last:
                raise ServingError(f"The process for {NAME} does not answer. All is stopped.")
            time.sleep(0.05)


def _keys(set_up: Configuration, file: Path) -> Keyring:
    if set_up.check_keys_file is None:
        keys_file.keep_new(set_up.keys_file, SecretKeys.draw())
    platform = keyring_in(set_up.keys_file)
    hand_over = HandOver.of(platform)
    if not file.exists():
        return hand_over.initialise(file)
    kept = keys_file.read(file)
    if not hand_over.fits(kept):
        raise keys_file.KeysError(
            f"The keys in {file} belong to another site's key holder. "
            "Give the demo a data folder of its own: another DATA_DIR."
        )
    return Keyring.of(kept)


def _stop(process: Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(GRACE)
    except TimeoutExpired:
        process.kill()
        process.wait()
