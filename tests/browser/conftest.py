"""Pages made for a test, with the built code and the site's policy, in a real Chromium."""

import subprocess
from pathlib import Path

import pytest
from browser.made import Made

from unsilenced.site.built import FOLDER

WEB = Path(__file__).parents[2] / "web"
NODE = Path(__file__).parents[2] / ".venv" / "bin" / "node"
BUNDLE = """
import esbuild from "esbuild";
const [source, outfile] = process.argv.slice(1);
await esbuild.build({ entryPoints: [source], outfile, bundle: true, format: "esm" });
"""


@pytest.fixture(scope="session")
def built():
    """The folder of the build that the site serves."""
    return FOLDER


@pytest.fixture(scope="session")
def probe(tmp_path_factory):
    """The bundled text of probe.ts."""
    bundled = tmp_path_factory.mktemp("probe") / "probe.js"
    source = Path(__file__).parent / "probe.ts"
    command = [NODE, "--input-type=module", "--eval", BUNDLE, source, bundled]
    subprocess.run(command, cwd=WEB, check=True, capture_output=True)
    return bundled.read_text("utf-8")


@pytest.fixture
def made(chromium, built, probe, recording):
    """A fresh browser window on a site that a test makes up."""
    context = recording.of(chromium.new_context())
    yield Made(context, built, probe)
    recording.close(context)
