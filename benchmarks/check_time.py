"""From pressing Check to the answer, in Chromium on a slow phone with a slow connection.

The profile: the CPU slowed 4 times, 400 kbit/s both ways, and 400 ms for each round trip, to the
site and to the key holder alike (WebPageTest's slow 3G). The first check is pressed as soon as the
page says how many are left, so nobody's typing hides what is still under way. With
`--identifiers N` so many more are in the release: most of them random bytes, as good as outputs.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from browser import chromium
from check_release import enter, invent_warnings
from demo_server import demo_server_in
from measure import show
from playwright.sync_api import Browser, Page

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring
from unsilenced.sealing.b64u import to_b64u

ROUNDS, SLOWER, MOST_SECONDS = 11, 4, 2.0
KBITS, ROUND_TRIP_MS = 400, 400
NUMBERS = ("07700 900123", "07700 900124")
PATIENCE_MS = 120_000
WARNINGS, ONE_IN = 100, 1_000

# Presses the button and waits for the answer, by the page's own clock.
PRESS = """() => new Promise((resolve) => {
  const answer = document.querySelector("#answer");
  const pressed = performance.now();
  new MutationObserver((_, watching) => {
    const section = answer.querySelector("section");
    if (!section) return;
    watching.disconnect();
    resolve([performance.now() - pressed, section.dataset.is]);
  }).observe(answer, {childList: true});
  document.querySelector("#check-form button[type=submit]").click();
})"""


@dataclass(frozen=True)
class Ready:
    """The address of an invitation, and how the release is laid out."""

    link: str
    buckets: int
    records: int


@contextmanager
def site_ready(identifiers: int) -> Iterator[Ready]:
    """A demonstration with a release published today, of so many identifiers more than its own."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with demo_server_in(data) as port:
            yield _prepared(data, port, identifiers)


def _prepared(data: Path, port: int, identifiers: int) -> Ready:
    keyholder = Keyring.of(keys_file.read(data / "keyholder" / "keys.json"))
    os.environ |= {
        "DATA_DIR": str(data),
        "PORT": str(port),
        "KEYHOLDER_URL": f"http://localhost:{port + 1}",
        "KEYHOLDER_LOG_KEY": to_b64u(keyholder.signing_key),
    }
    from unsilenced.site.configuration import configuration  # noqa: PLC0415 - reads the settings
    from unsilenced.site.prepared import SITE  # noqa: PLC0415 - reads the settings

    with SITE.database(configuration()):
        from unsilenced.people.members import invitations  # noqa: PLC0415 - needs Django
        from unsilenced.people.models import Organisation  # noqa: PLC0415 - needs Django
        from unsilenced.warnings.releases import publishing  # noqa: PLC0415 - needs Django
        from unsilenced.warnings.releases.building import manifest_of  # noqa: PLC0415

        token, _kept = invitations.make(Organisation.objects.get())
        if identifiers:
            warnings = invent_warnings(WARNINGS)
            enter(keyholder, range(identifiers), warnings, one_in=ONE_IN)
        manifest = manifest_of(publishing.publish())
    return Ready(
        f"http://localhost:{port}/members/join/#{to_b64u(token)}",
        manifest.bucket_count,
        manifest.bucket_records,
    )


def slow_page(browser: Browser, link: str) -> Page:
    """Become a member, then open the check on the slow profile until it is prepared."""
    page = browser.new_page()
    page.goto(link)
    page.fill("#pseudonym", "benchmark")
    page.fill("#new-passphrase", "quarry lantern mossy vineyard")
    page.click("#join-form button[type=submit]")
    page.wait_for_selector("#home:not([hidden])", timeout=PATIENCE_MS)
    session = page.context.new_cdp_session(page)
    bytes_a_second = KBITS * 1000 / 8
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.reload(timeout=PATIENCE_MS)
    # The number of checks left is shown once everything is prepared.
    prepared = page.locator("#left").filter(has_text=re.compile(r"^\d"))
    prepared.wait_for(timeout=PATIENCE_MS)
    return page


def timed(page: Page, number: str) -> float:
    """Seconds from pressing to the answer; SystemExit unless there was one."""
    page.fill("#value", number)
    milliseconds, outcome = page.evaluate(PRESS)
    if outcome not in {"nothing", "found", "taken-back"}:
        raise SystemExit(f"The check came to {outcome}.")
    return float(milliseconds) / 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--identifiers", type=int, default=0)
    options = parser.parse_args()
    with site_ready(options.identifiers) as ready, chromium() as browser:
        page = slow_page(browser, ready.link)
        times = [timed(page, NUMBERS[index % 2]) for index in range(ROUNDS)]
    median = statistics.median(times)
    show(
        {
            "rounds": ROUNDS,
            "identifiers": options.identifiers,
            "buckets": ready.buckets,
            "records_a_bucket": ready.records,
            "cpu_slower": SLOWER,
            "kbit_s": KBITS,
            "round_trip_ms": ROUND_TRIP_MS,
            "first_s": times[0],
            "median_s": median,
            "max_s": max(times),
            "median_to_limit": median / MOST_SECONDS,
            "max_to_limit": max(times) / MOST_SECONDS,
        },
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
