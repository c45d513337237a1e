"""Tor Browser's levels, as the preferences of the Firefox that it is built of."""

import pytest
from engines import found, steps
from engines.started import FirefoxEngine
from journeys.desk import answers_to, send_report

from unsilenced.reports.models import Report

RESISTING = {
    "privacy.resistFingerprinting": True,
    # Coarser than Tor Browser's own clock.
    "privacy.resistFingerprinting.reduceTimerPrecision.microseconds": 100_000,
    "gfx.downloadable_fonts.enabled": False,
    "gfx.font_rendering.graphite.enabled": False,
    "gfx.font_rendering.opentype_svg.enabled": False,
    "browser.display.use_document_fonts": 0,
    "mathml.disabled": True,
}
SAFER = RESISTING | {
    "javascript.options.wasm": False,
    "javascript.options.asmjs": False,
    "javascript.options.baselinejit": False,
    "javascript.options.ion": False,
    "javascript.options.native_regexp": False,
}
SAFEST = SAFER | {"svg.disabled": True, "javascript.enabled": False}


@pytest.fixture
def level(transactional_db, in_firefox):
    """Somebody before Firefox with other preferences."""
    if not isinstance(in_firefox, FirefoxEngine):
        pytest.skip(f"Playwright's Firefox keeps its preferences: {found.INSTALL['Firefox']}")
    return in_firefox.person_with


def test_safer_reports_and_returns(level, project):
    with level(SAFER) as reporter:
        reporter.open("/report/")
        assert reporter.evaluate("typeof WebAssembly") == "undefined"
        assert reporter.evaluate("performance.now()") % 100 == 0
        words = steps.report_with_scripts(reporter)
        steps.send(reporter)
        assert Report.objects.get().sealed_by == "browser"
        steps.come_back(reporter, words)
        steps.add(reporter)


def test_safest_reports_and_returns(level, project):
    with level(SAFEST) as reporter:
        words = steps.report_without_scripts(reporter)
        steps.send(reporter)
        assert Report.objects.get().sealed_by == "server"
        steps.come_back(reporter, words)
        steps.add(reporter)


def test_safer_shows_a_caseworker_the_report(level, in_firefox, project, caseworker):
    """The passphrase is stretched before: in a browser without WebAssembly it takes a minute."""
    amara = caseworker("amara")
    writer = send_report(project, borough="E09000012", consents=["warn"])
    with level(RESISTING) as worker:
        steps.log_in_at_desk(worker, amara, keeps_keys=True)
        with in_firefox.driver.using_prefs(SAFER):
            worker.open("/desk/")
            assert worker.evaluate("typeof WebAssembly") == "undefined"
            worker.see("Inbox")
            steps.read_and_answer(worker, amara, keeps_keys=True)
    assert [each["text"] for each in answers_to(writer)] == [steps.ANSWER]


def test_safest_tells_a_caseworker_what_is_needed(level, project):
    with level(SAFEST) as worker:
        worker.open("/desk/log-in/")
        worker.see("This part needs JavaScript")
