"""The consent ledger: no line is ever changed, and the last one of a scope is what counts."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports.stored import everything
from reports.writer import Writer

from unsilenced.http.refusal import Refusal
from unsilenced.reports import consent
from unsilenced.reports.consent import WORDING
from unsilenced.reports.conversation import delete_everything
from unsilenced.reports.models import Consent, Report, Scope

pytestmark = pytest.mark.django_db

LATER = "later"

steps = st.lists(
    st.tuples(st.sampled_from(Scope), st.booleans(), st.sampled_from([WORDING, LATER])),
    max_size=15,
)


@pytest.fixture
def two_wordings(monkeypatch):
    monkeypatch.setattr(consent, "WORDINGS", {WORDING, LATER})


def may_be_shared(report, scope):
    """Whether a share goes on, asked of the one report and of all at once."""
    try:
        consent.require(report, scope)
    except Refusal as refusal:
        required = refusal.code
    else:
        required = "given"
    agrees = report in Report.objects.agreeing_to(scope)
    assert required == ("given" if agrees else "no-consent")
    return agrees


def lines(report):
    ledger = Consent.objects.filter(report=report).order_by("scope", "step")
    return list(ledger.values_list("scope", "given", "wording"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.sets(st.sampled_from(Scope)), history=steps)
def test_the_active_scopes_are_those_given_last_for_any_history(
    project, two_wordings, first, history
):
    report = Writer.of(project).sent(consents=first)
    state = dict.fromkeys(first, (True, WORDING))
    written = [(scope, True, WORDING) for scope in sorted(first)]
    for scope, is_given, wording in history:
        told = consent.record(report, scope, given=is_given, wording=wording)
        was_given, under = state.get(scope, (False, ""))
        if is_given != was_given or (is_given and wording != under):
            written.append((scope, is_given, wording))
            state[scope] = (is_given, wording)
        assert told == consent.active(report) == {s for s in Scope if state.get(s, (False,))[0]}
        assert told == {scope for scope in Scope if may_be_shared(report, scope)}
    assert lines(report) == sorted(written, key=lambda line: line[0])


def test_one_report_says_nothing_of_another(project):
    first, second = Writer.of(project).sent(consents=["warn"]), Writer.of(project).sent()
    consent.record(second, Scope.FULL, given=True, wording=WORDING)
    assert consent.active(first) == {Scope.WARN}
    assert consent.active(second) == {Scope.FULL}


def test_what_the_ledger_says_already_is_not_written_twice(project):
    report = Writer.of(project).sent(consents=["warn"])
    consent.record(report, Scope.WARN, given=True, wording=WORDING)
    consent.record(report, Scope.FULL, given=False, wording=WORDING)
    assert lines(report) == [("warn", True, WORDING)]


def test_consent_to_a_new_wording_is_a_line_of_its_own(project, two_wordings):
    report = Writer.of(project).sent(consents=["warn"])
    consent.record(report, Scope.WARN, given=True, wording=LATER)
    assert lines(report) == [("warn", True, WORDING), ("warn", True, LATER)]


def test_a_wording_that_was_never_shown_is_refused(project):
    report = Writer.of(project).sent()
    before = everything()
    with pytest.raises(Refusal) as caught:
        consent.record(report, Scope.WARN, given=True, wording=LATER)
    assert (caught.value.status, caught.value.field) == (422, "wording")
    assert everything() == before


def test_nothing_is_consented_to_for_a_deleted_report(project):
    report = Writer.of(project).sent()
    delete_everything(report)
    before = everything()
    with pytest.raises(Refusal) as caught:
        consent.record(report, Scope.WARN, given=True, wording=WORDING)
    assert (caught.value.status, caught.value.code) == (404, "report-deleted")
    assert everything() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reports_consent SET given = NOT given",
        "UPDATE reports_consent SET day = '2020-01-01'",
        "DELETE FROM reports_consent",
    ],
)
def test_the_database_itself_refuses_to_change_the_ledger(project, change):
    Writer.of(project).sent(consents=["warn"])
    before = everything()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert everything() == before


def test_nothing_of_a_deleted_report_is_shared(project):
    report = Writer.of(project).sent(consents=list(Scope))
    delete_everything(report)
    for scope in Scope:
        assert report not in Report.objects.agreeing_to(scope)
        with pytest.raises(Refusal) as told:
            consent.require(report, scope)
        assert (told.value.status, told.value.code) == (404, "report-deleted")
