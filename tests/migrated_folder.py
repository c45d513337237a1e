"""A site's data folder with a database that is up to date, made once and copied for each test.

What `unsilenced migrate` makes of an empty folder is the same every time, and takes seconds: the
cluster of the database, its roles, its tables, and the secret of the site. Tests of the command
itself run it.
"""

import os
import subprocess
from functools import cache
from pathlib import Path

from site_running import run


def migrated_folder(folder: Path) -> Path:
    """Have `folder` hold what `unsilenced migrate` makes in it; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    # PostgreSQL's files stay those of its account.
    subprocess.run(["cp", "-a", *_made().iterdir(), folder], check=True)
    return folder


@cache
def _made() -> Path:
    # The tests' own data folder goes when they end.
    folder = Path(os.environ["DATA_DIR"]) / "migrated"
    done = run(folder, "migrate")
    assert done.returncode == 0, done.stderr
    return folder
