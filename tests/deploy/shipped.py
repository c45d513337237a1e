"""The files that an administrator gets, and the parts that tests read."""

import shutil
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
HOMES = {"site": Path("/srv/site"), "keys": Path("/srv/keys")}
"""The two accounts, and what each has."""

SERVICES = sorted(UNITS.glob("*.service"))
SOCKETS = sorted(UNITS.glob("*.socket"))
TIMERS = sorted(UNITS.glob("*.timer"))


def options(unit: Path) -> dict[str, list[str]]:
    """What a unit sets, by its name: every value, in order."""
    found = defaultdict(list)
    for line in unit.read_text(encoding="utf-8").splitlines():
        name, is_set, value = line.partition("=")
        if is_set and not line.startswith("#"):
            found[name].append(value)
    return found


def machine(root: Path) -> Path:
    """Put into `root` what the units look for on a machine; return the folder of the units.

    The targets come from the system: it must know everything that the units ask for.
    """
    systems = root / "usr/lib/systemd/system"
    systems.mkdir(parents=True)
    for kind in ("target", "slice"):
        for each in Path("/usr/lib/systemd/system").glob(f"*.{kind}"):
            shutil.copy(each, systems, follow_symlinks=False)
    for home in HOMES.values():
        program = root / home.relative_to("/") / "current/.venv/bin/unsilenced"
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    return Path(shutil.copytree(UNITS, root / "etc/systemd/system"))
