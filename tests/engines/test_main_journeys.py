"""The main journeys in every browser engine, as steps.py has them."""

import pytest
from engines import steps
from journeys.desk import answers_to, send_report
from journeys.members import NAME, PASSPHRASE, SALT, stretched
from people.member_browser import as_member
from reports.writer import Writer
from warned.warner import KeyHolder, Warner

from unsilenced.demo.invented_members import first_settings
from unsilenced.people.models import Member
from unsilenced.reports.models import Report
from unsilenced.warnings.releases import publishing


def test_a_report_is_sealed_on_the_device_read_again_and_added_to(person, project, trees):
    kept = trees("report")
    with person(trees=kept) as reporter:
        words = steps.report_with_scripts(reporter)
        kept.secrets = words.split()
        steps.send(reporter)
        assert Report.objects.get().sealed_by == "browser"
        steps.come_back(reporter, words)
        steps.add(reporter)


def test_a_report_is_sent_read_again_and_added_to_without_javascript(person, project, trees):
    kept = trees("report-without-javascript")
    with person(scripts=False, trees=kept) as reporter:
        words = steps.report_without_scripts(reporter)
        kept.secrets = words.split()
        steps.send(reporter)
        assert Report.objects.get().sealed_by == "server"
        steps.come_back(reporter, words)
        steps.add(reporter)


@pytest.fixture
def warned(project, keyholder):
    """A warning names a phone number, and a member has joined."""
    keys = KeyHolder(keyholder.keys.evaluators).told()
    amara, joel = Warner.at(project, keys), Warner.at(project, keys, "Joel")
    writer = Writer.of(project)
    writer.sent(consents=["warn"])
    uid = amara.compose(project.project.reports.get(uid=writer.report))
    assert joel.approve(uid).status_code == 200
    publishing.publish()
    _browser, member = as_member(project, NAME, salt=SALT, derived=stretched())
    settings = first_settings(member.id, member.private_key)
    Member.objects.filter(pk=member.id).update(settings=settings)


def test_a_member_logs_in_and_checks_a_number(person, warned, trees):
    with person(trees=trees("check")) as member:
        steps.log_in_as_member(member, NAME, PASSPHRASE)
        steps.check(member, "07700 900123")


def test_a_caseworker_logs_in_and_answers(engine, person, project, caseworker, trees):
    amara = caseworker("amara")
    writer = send_report(project, borough="E09000012", consents=["warn"])
    with person(trees=trees("desk")) as worker:
        steps.log_in_at_desk(worker, amara, keeps_keys=engine.keeps_keys)
        steps.read_and_answer(worker, amara, keeps_keys=engine.keeps_keys)
    assert [each["text"] for each in answers_to(writer)] == [steps.ANSWER]
