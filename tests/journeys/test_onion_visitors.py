"""Reporting, returning and the desk at an onion's address, in a Chromium that stands in for Tor's.

Like Tor Browser it counts the address as safe though there is no HTTPS, and has no passkeys.
"""

import os
import re
import shutil
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from journeys.desk import (
    STRONG,
    add_app,
    enrol,
    give_code,
    give_passphrase,
    lines,
    log_in,
    press,
    save_codes,
    see,
    send_report,
)
from journeys.members import join, to_check
from journeys.reporter import WHAT, come_back, report, sent_report
from onion_host import ONION, beside_a_domain
from people.authenticator import Authenticator
from playwright.sync_api import expect

from unsilenced.people.models import Passkey, Totp
from unsilenced.people.organisations import enrolment
from unsilenced.reports.models import Report, SealedBy
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.releases import publishing

ADDRESS = f"http://{ONION}"


@pytest.fixture(scope="module")
def browser_for_onions(live_server, chromium):
    """A browser that finds our site at the onion's address, and no other host but ours."""
    port = live_server.url.rpartition(":")[2]
    names = f"MAP {ONION} 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE localhost"
    # The whole browser: its headless shell counts no address as safe because it is told to.
    with chromium.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            f"--host-resolver-rules={names}",
            f"--unsafely-treat-insecure-origin-as-secure={ADDRESS}",
        ],
    ) as browser:
        yield browser


@pytest.fixture
def page(transactional_db, browser_for_onions, settings, recording):
    """A page that must not complain of anything, and asks no other host but the key holder's."""
    cache.clear()
    beside_a_domain(settings)
    context = recording.of(
        browser_for_onions.new_context(base_url=ADDRESS, locale="en-GB", reduced_motion="reduce")
    )
    context.add_init_script("delete window.PublicKeyCredential")
    page = context.new_page()
    complaints, asked = [], set()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    yield page
    recording.close(context)
    assert complaints == []
    key_holder = urlsplit(settings.CONFIGURATION.keyholder_url).netloc
    assert asked - {key_holder} == {ONION}


def test_somebody_reports_and_comes_back(page, project):
    words = report(page)
    assert Report.objects.get().sealed_by == SealedBy.BROWSER
    assert sent_report(project)["what"] == WHAT
    come_back(page, words)
    expect(page.get_by_text(WHAT)).to_be_visible()
    assert page.context.cookies() == []


def test_the_address_fits_on_the_narrowest_page(page, project):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/about/")
    expect(page.get_by_text(ONION)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_somebody_leaves_at_once_and_nothing_is_left(page, project, settings):
    settings.CONFIGURATION = replace(settings.CONFIGURATION, exit_url=f"{ADDRESS}/about/")
    page.goto("/report/")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_label("What happened?").fill(WHAT)
    page.locator("#leave").click()
    page.wait_for_url("**/about/")
    assert page.evaluate("[sessionStorage.length, localStorage.length, window.name]") == [0, 0, ""]


def test_a_caseworker_logs_in_with_a_code_and_reads(page, project, caseworker):
    send_report(project)
    amara = caseworker()
    log_in(page, amara)
    expect(lines(page)).to_have_count(1)
    (cookie,) = page.context.cookies()
    assert (cookie["domain"], cookie["secure"], cookie["httpOnly"]) == (ONION, False, True)
    page.goto("/desk/team/")
    press(page, "Make a link")
    link = page.get_by_role("textbox", name=re.compile("[Ll]ink"))
    expect(link).to_have_value(re.compile(rf"^{ADDRESS}/desk/invitation/#[\w-]{{43}}$"))


def test_who_has_a_passkey_alone_is_told_what_works_there(page, project, caseworker):
    amara = caseworker()
    Totp.objects.all().delete()
    device = Authenticator()
    Passkey.objects.create(user=amara.user, credential_id=device.id, public_key=b"", name="Key")
    give_passphrase(page, amara.user.name, amara.passphrase)
    see(page, "Show that it is you")
    expect(page.get_by_text("Passkeys do not work in this browser or at this")).to_be_visible()
    expect(page.get_by_role("button", name="Use the passkey")).to_be_hidden()
    page.get_by_text("I have lost my phone or key").click()
    page.get_by_label("One of your recovery codes").fill(amara.recovery_codes[0])
    press(page, "Use this code")
    see(page, "Inbox")


def test_who_joins_there_is_offered_an_app_alone(page, project):
    token, _kept = enrolment.invite(project.project)
    page.goto(f"/desk/invitation/#{to_b64u(token)}")
    enrol(page, "Noor")
    expect(page.get_by_role("button", name="Make a passkey")).to_be_hidden()
    secret = add_app(page)
    save_codes(page)
    see(page, "Inbox")
    page.context.clear_cookies()
    give_passphrase(page, "Noor", STRONG)
    give_code(page, secret)
    see(page, "Inbox")


def test_a_member_joins_there_and_checks(keyholder, page, project):
    publishing.publish()
    join(page, project)
    to_check(page).fill("07700 900124")
    press(page, "Check")
    see(page, "Nothing found")
    expect(page.locator("#left")).to_have_text("29 checks left today.")
