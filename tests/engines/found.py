"""Which browsers this machine has, beside the Chromium that all tests need.

script/test fetches Playwright's own builds where it can, and else installs Debian's Firefox and
WebKitGTK; it names in FIREFOX and WEBKIT_DRIVER what it found.
"""

import os
import shutil
from functools import cache

PLAYWRIGHTS = "playwright"
"""Of a browser's name: Playwright's own build."""

INSTALL = {
    "Firefox": "apt install firefox-esr, or set FIREFOX to its path",
    "WebKit": "apt install webkit2gtk-driver xvfb, or set WEBKIT_DRIVER to the driver's path",
}


@cache
def firefox() -> str | None:
    """The path of a Firefox."""
    return os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


@cache
def webkit() -> str | None:
    """The path of WebKitGTK's driver. It needs a screen."""
    found = os.environ.get("WEBKIT_DRIVER") or shutil.which("WebKitWebDriver")
    return found if found == PLAYWRIGHTS or shutil.which("Xvfb") else None


def left_out() -> list[str]:
    """A line for each engine that is not here: the tests in it are skipped."""
    here = {"Firefox": firefox(), "WebKit": webkit()}
    return [
        f"Left out: no journey ran in {name}. To have it: {INSTALL[name]}"
        for name, path in here.items()
        if not path
    ]
