"""The static files of a site: its own copy of them, and those for earlier pages.

A page that was opened before an upgrade may load its scripts after it. So a starting site copies
its files into the data folder, under a name that depends on their contents. The copy stays for a
time after the last process that served it.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from unsilenced.process.serving.processes import ServingError

OWN = Path(__file__).parent / "static"
KEPT_DAYS = 14
"""Days for which the files of an earlier version are served."""

VARIABLE = "STATIC_FOLDERS"
"""The environment variable with the folders for the serving processes, the present one first."""

_PRESENT = "present"
"""A file that names the folder that was served last."""

_UNFINISHED = "unfinished-"


def folders(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Return the folders of this process's static files: the first that has a file counts."""
    given = environment.get(VARIABLE)
    return [Path(each) for each in given.split(os.pathsep)] if given else [OWN]


def keep_copy(store: Path, own: Path = OWN, now: float | None = None) -> list[Path]:
    """Copy the static files into `store`; return the copy, then earlier ones that are still served.

    Raises ServingError if nothing is built, or nothing can be written.
    """
    if not (own / "built" / "manifest.json").is_file():
        raise ServingError("The browser code is not built. Run script/setup.")
    now = time.time() if now is None else now
    try:
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
        present = _copied(own, store)
        _note(present, store, now)
        return [present, *_earlier(present, store, now)]
    except OSError as error:
        raise ServingError(f"{store} could not be written: {error.strerror}.") from error


def variable(copies: list[Path]) -> dict[str, str]:
    """Return the environment that names the folders to a process."""
    return {VARIABLE: os.pathsep.join(map(str, copies))}


def _copied(own: Path, store: Path) -> Path:
    fresh = Path(mkdtemp(prefix=_UNFINISHED, dir=store))
    try:
        shutil.copytree(own, fresh, dirs_exist_ok=True)
        place = store / _fingerprint(fresh)
        if not place.exists():
            fresh.rename(place)
        return place
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _fingerprint(folder: Path) -> str:
    seen = sha256()
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = file.relative_to(folder).as_posix()
        seen.update(f"{name} {sha256(file.read_bytes()).hexdigest()}\n".encode())
    return seen.hexdigest()[:32]


def _note(present: Path, store: Path, now: float) -> None:
    """Note which folder is served now; the time of the folder before it begins here."""
    noted = store / _PRESENT
    before = noted.read_text(encoding="ascii") if noted.exists() else ""
    if before == present.name:
        return
    if before and (store / before).is_dir():
        os.utime(store / before, (now, now))
    fresh = store / f".{_PRESENT}"
    fresh.write_text(present.name, encoding="ascii")
    fresh.replace(noted)


def _earlier(present: Path, store: Path, now: float) -> list[Path]:
    """Return the folders that were served before, newest first; remove those past their time."""
    found = [(each.stat().st_mtime, each) for each in store.iterdir() if each.is_dir()]
    kept = []
    for changed, each in sorted(found, reverse=True):
        if each == present:
            continue
        if now - changed > KEPT_DAYS * 24 * 60 * 60:
            shutil.rmtree(each, ignore_errors=True)
        elif not each.name.startswith(_UNFINISHED):
            kept.append(each)
    return kept
