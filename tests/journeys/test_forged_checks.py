"""A forgery by either organisation is shown as a forgery, and never as “nothing found”."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from journeys.desk import press, see
from journeys.members import start_as_member, to_check
from playwright.sync_api import expect
from reports.writer import Writer
from warned.warner import KeyHolder, Warner

from unsilenced.evaluator.calls import evaluation_as_json
from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import signing
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluator
from unsilenced.oblivious.manifest import Entry, Manifest
from unsilenced.oblivious.signing import Purpose
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.warnings.models import Release
from unsilenced.warnings.releases import publishing
from unsilenced.warnings.releases.building import manifest_of

NAMED = "07700 900123"


@pytest.fixture
def published(project, keyholder):
    """A release in which `NAMED` is named."""
    keys = KeyHolder(keyholder.keys.evaluators).told()
    amara, joel = Warner.at(project, keys), Warner.at(project, keys, "Joel")
    writer = Writer.of(project)
    writer.sent(consents=["warn"])
    report = writer.to.project.reports.get(uid=writer.report)
    assert joel.approve(amara.compose(report)).status_code == 200
    publishing.publish()
    return Release.objects.current()


class Forger:
    """Stands between a member's browser and both sites, and may have stolen keys of either."""

    def __init__(self, page, keyholder, release):
        self.context, self.release = page.context, release
        self.here, self.there = page.evaluate("location.origin"), keyholder.address
        self.log_key = keyholder.keys.secrets.signing

    def change(self, address, change):
        """Have the members of an answer changed."""

        def answer(route):
            given = route.fetch()
            members = change(given.json(), route.request)
            route.fulfill(response=given, json=members)

        self.context.route(address, answer)

    def show(self, manifest: bytes, entry: bytes, last: bytes | None = None):
        """Have a signed manifest shown with a signed entry, the key holder's last or another."""
        signed = {
            "manifest": to_b64u(manifest),
            "signature": to_b64u(
                signing.sign(keyring().secrets.signing, Purpose.RELEASE, manifest),
            ),
            "entry": self._logged(entry),
        }
        self.change(f"{self.here}/check/release", lambda _given, _request: signed)
        logged = self._logged(last or entry)
        self.change(f"{self.there}/check/log", lambda _given, _request: logged)

    def _logged(self, entry: bytes):
        signature = signing.sign(self.log_key, Purpose.LOG, entry)
        return {"entry": to_b64u(entry), "signature": to_b64u(signature)}

    @property
    def manifest(self) -> Manifest:
        return manifest_of(self.release)

    @property
    def entry(self) -> Entry:
        return Entry.from_bytes(bytes(self.release.entry))


def turned(text: str) -> str:
    """The same bytes, except one bit."""
    data = bytearray(from_b64u(text))
    data[7] ^= 1
    return to_b64u(bytes(data))


def wrong_proof_of_the_platform(forger):
    forger.change(
        f"{forger.here}/check/evaluate",
        lambda given, _request: {**given, "proof": turned(given["proof"])},
    )


def wrong_proof_of_the_key_holder(forger):
    forger.change(
        f"{forger.there}/check/evaluate",
        lambda given, _request: {**given, "proof": turned(given["proof"])},
    )


def another_key_at_the_key_holder(forger):
    another = Evaluator.from_seed(bytes(range(32)), EVALUATION_INFO)

    def evaluated(_given, request):
        elements = [from_b64u(each) for each in json.loads(request.post_data)["elements"]]
        return evaluation_as_json(another.evaluate(elements))

    forger.change(f"{forger.there}/check/evaluate", evaluated)


def another_key_named_by_the_key_holder(forger):
    forger.change(
        f"{forger.there}/check/keys",
        lambda given, _request: {**given, "evaluation": []},
    )


def altered_release(forger):
    forger.change(
        f"{forger.here}/check/release",
        lambda given, _request: {**given, "manifest": turned(given["manifest"])},
    )


def altered_log(forger):
    forger.change(
        f"{forger.there}/check/log",
        lambda given, _request: {**given, "entry": turned(given["entry"])},
    )


def record_dropped_from_the_logged_release(forger):
    without = replace(forger.manifest, root=bytes(32))
    forger.show(without.to_bytes(), forger.entry.to_bytes())


def record_dropped_from_the_bucket(forger):
    def answer(route):
        given = route.fetch()
        body = bytearray(given.body())
        body[-44:] = bytes(44)
        route.fulfill(response=given, body=bytes(body))

    forger.context.route(f"{forger.here}/check/release/*/*", answer)


def stale_release(forger):
    day = forger.manifest.day - timedelta(days=4)
    old = replace(forger.manifest, day=day)
    forger.show(old.to_bytes(), replace(forger.entry, day=day, release=old.hash()).to_bytes())


def later_release_in_the_log(forger):
    later = replace(forger.entry, number=forger.entry.number + 1)
    forger.show(forger.manifest.to_bytes(), forger.entry.to_bytes(), later.to_bytes())


def manifest_with_a_member_more(forger):
    more = json.loads(forger.manifest.to_bytes()) | {"another": 1}
    text = json.dumps(more, sort_keys=True, separators=(",", ":")).encode()
    forger.show(text, forger.entry.to_bytes())


def entry_with_a_member_more(forger):
    more = json.loads(forger.entry.to_bytes()) | {"another": 1}
    text = json.dumps(more, sort_keys=True, separators=(",", ":")).encode()
    forger.show(forger.manifest.to_bytes(), text)


KEY_HOLDER = "the second organisation, the key holder"
FORGERIES = {
    wrong_proof_of_the_platform: "An answer was not worked out as it should be.",
    wrong_proof_of_the_key_holder: "An answer was not worked out as it should be.",
    another_key_at_the_key_holder: "An answer was not worked out as it should be.",
    another_key_named_by_the_key_holder: "The two organisations do not use the keys they should.",
    altered_release: "The list of warnings is not signed as it should be.",
    altered_log: f"The record of {KEY_HOLDER}, is not signed as it should be.",
    record_dropped_from_the_logged_release: f"is not the one that {KEY_HOLDER}, noted down",
    record_dropped_from_the_bucket: "A part of the list of warnings was changed on its way.",
    stale_release: "The list of warnings is more than three days old",
    later_release_in_the_log: "has noted down a newer list than we were given",
    manifest_with_a_member_more: "The list of warnings is not written as it should be.",
    entry_with_a_member_more: "is not written as it should be.",
}


def test_every_forgery_is_named_and_no_check_is_answered(page, project, keyholder, published):
    start_as_member(page, project)
    expect(page.locator("#left")).to_have_text("30 checks left today.")
    forger = Forger(page, keyholder, published)
    for forge, said in FORGERIES.items():
        forge(forger)
        page.reload()
        see(page, "Check")
        to_check(page).fill(NAMED)
        press(page, "Check")
        see(page, "We could not check")
        answer = page.locator("#answer")
        expect(answer, forge.__name__).to_contain_text(said)
        expect(answer).to_contain_text("we cannot say whether there is a warning")
        page.context.unroute_all(behavior="wait")
    page.reload()
    to_check(page).fill(NAMED)
    press(page, "Check")
    see(page, "There is a warning")
