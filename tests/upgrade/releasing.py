"""A machine on which releases are taken into use: the real program, with systemd played by a few
lines of shell that start and stop it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from free_ports import free_port
from site_running import surroundings

import unsilenced

ROOT = Path(__file__).parents[2]
PROGRAM = Path(unsilenced.__file__).parent
SETUP = f"""#!/bin/sh
# Where the packages are installed already, nothing is left but the command.
set -e
[ "$1" = --site-only ]
cd "$(dirname "$0")/.."
[ ! -e fails ] || exit 1
mkdir -p .venv/bin
cat >.venv/bin/unsilenced <<END
#!/bin/sh
PYTHONPATH=$PWD/src exec {sys.executable} -P -c 'from unsilenced.command import main; main()' "\\$@"
END
chmod +x .venv/bin/unsilenced
"""
SYSTEMD_RUN = """#!/bin/sh
while [ "${1#--}" != "$1" ]; do
  case $1 in --property=EnvironmentFile=*) set -a; . "${1#--property=EnvironmentFile=}" ;; esac
  shift
done
exec "$@"
"""
RUNUSER = """#!/bin/sh
shift 3
exec "$@"
"""
SYSTEMCTL = r"""#!/bin/sh
echo "$*" >>"$RELEASE_ROOT/told"
# A socket that is held waits; the program is what the service runs.
case " $* " in *.service\ *) ;; *) exit 0 ;; esac
if [ "$1" != start ] && [ -e "$RELEASE_ROOT/pid" ]; then
  kill "$(cat "$RELEASE_ROOT/pid")"
  while kill -0 "$(cat "$RELEASE_ROOT/pid")" 2>/dev/null; do sleep 0.1; done
  rm "$RELEASE_ROOT/pid"
fi
[ "$1" != stop ] || exit 0
set -a
. "$RELEASE_SETTINGS"
"$RELEASE_ROOT/current/.venv/bin/unsilenced" migrate >>"$RELEASE_ROOT/log" 2>&1 || exit 1
"$RELEASE_ROOT/current/.venv/bin/unsilenced" serve >>"$RELEASE_ROOT/log" 2>&1 9>&- &
echo $! >"$RELEASE_ROOT/pid"
"""


@dataclass(frozen=True)
class Machine:
    """Its folders, the repository with the tags, and the port that the site answers at."""

    root: Path
    repository: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def current(self) -> str:
        return (self.root / "current").readlink().name

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "RELEASE_ROOT": str(self.root),
            "RELEASE_SETTINGS": str(self.root / "env"),
            "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}",
        }
        return surroundings(self.root / "data") | own

    def release(self, *words: str, said: str = "") -> subprocess.CompletedProcess:
        """Run site-release."""
        return subprocess.run(
            [ROOT / "deploy" / "bin" / "site-release", *words],
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )

    def systemctl(self, word: str) -> None:
        subprocess.run(
            [self.root / "bin" / "systemctl", word, "site.service"],
            env=self.environment,
            check=True,
        )

    def tag(self, name: str) -> None:
        """Commit what the repository's folder holds, and name it."""
        git(self.repository, "add", "--all", "--force")
        git(self.repository, "commit", "--quiet", "--message", name)
        git(self.repository, "tag", name)


def git(folder: Path, *words: str) -> None:
    own = ("-c", "user.name=Tests", "-c", "user.email=tests@example.org")
    subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True)


def machine(root: Path) -> Machine:
    """Make one with a first release, which nobody serves yet."""
    made = Machine(root, root / "repository", free_port())
    left_out = shutil.ignore_patterns("__pycache__", "data", "*.br", "*.gz")
    shutil.copytree(PROGRAM, made.repository / "src" / "unsilenced", ignore=left_out)
    _write(made.repository / "script" / "setup", SETUP)
    git(made.repository, "init", "--quiet")
    made.tag("v1")
    for name, text in (
        ("systemd-run", SYSTEMD_RUN),
        ("runuser", RUNUSER),
        ("systemctl", SYSTEMCTL),
    ):
        _write(root / "bin" / name, text)
    (root / "env").write_text(f"DATA_DIR={root / 'data'}\nPORT={made.port}\nWORKERS=1\n")
    (root / "backups").mkdir()
    (root / "releases").mkdir()
    git(root / "releases", "clone", "--quiet", "--branch", "v1", str(made.repository), "v1")
    subprocess.run([root / "releases" / "v1" / "script" / "setup", "--site-only"], check=True)
    (root / "current").symlink_to("releases/v1")
    return made


def rebuild(repository: Path, name: str) -> None:
    """Put another script in the place of that of every page, as a build does."""
    built = repository / "src" / "unsilenced" / "site" / "static" / "built"
    manifest = json.loads((built / "manifest.json").read_text())
    entry = manifest["entries"]["page"]
    (built / entry["file"]).unlink()
    entry["file"] = name
    (built / name).write_text("changed")
    (built / "manifest.json").write_text(json.dumps(manifest))


def add_migration(repository: Path) -> None:
    """Have the site bring a change of the database."""
    folder = repository / "src" / "unsilenced" / "people" / "migrations"
    last = max(each.stem for each in folder.glob("[0-9]*.py"))
    (folder / "9999_changed.py").write_text(
        "from django.db import migrations\n"
        "class Migration(migrations.Migration):\n"
        f'    dependencies = [("people", "{last}")]\n'
        "    operations = []\n"
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
