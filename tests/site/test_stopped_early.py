"""If somebody stops a command before it begins, it says so in a line, without a traceback."""

import subprocess
import sys

STOPPED_WHILE_LOADING = """
import sys
class Stops:
    def find_spec(self, name, *_where):
        if name == "unsilenced.site.commands":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stops())
from unsilenced.command import main
main()
"""


def test_a_command_that_is_stopped_while_it_loads_says_so_in_a_line():
    stopped = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_LOADING], capture_output=True, text=True, check=False
    )
    assert (stopped.returncode, stopped.stderr, stopped.stdout) == (130, "Stopped.\n", "")
