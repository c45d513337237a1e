"""The key that signs sessions: given, or made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from unsilenced.process.settings.data_folder import telling

NAME = "secret-key"


def secret_key(given: str, data_dir: Path) -> str:
    """Return `given`, or the key kept in `data_dir`, making it on first use (mode 0600).

    Raises DataFolderError.
    """
    if given:
        return given
    with telling(data_dir, "DATA_DIR"):
        return _kept(data_dir)


def _kept(data_dir: Path) -> str:
    kept = data_dir / NAME
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = data_dir / f".{NAME}-{os.getpid()}-{secrets.token_hex(4)}"
    if not kept.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
        # `link` does not replace a file: if two processes start together, one key wins.
        try:
            os.link(fresh, kept)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text(encoding="ascii")
