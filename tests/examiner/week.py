"""A week of a site's use through its real code, with a clock that is moved, and its nights.

The test that runs the week knows the true order of all acts, which an examiner looks for.
"""

import datetime as dt
import random
import secrets
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field

from as_role import as_role
from django.http import HttpRequest
from django.utils import timezone
from reports.writer import Writer
from warned.warner import blinded

from unsilenced.cases.work import assign
from unsilenced.evaluator.spending import Token, spend
from unsilenced.people import separation
from unsilenced.people.accounts import sessions as desk_sessions
from unsilenced.people.accounts.session_store import SessionStore
from unsilenced.people.members import sessions as member_sessions
from unsilenced.people.models import Member
from unsilenced.process.roles.names import Role
from unsilenced.process.utc_day import utc_today
from unsilenced.records.models import Record
from unsilenced.reports import consent, conversation
from unsilenced.reports.intake import attachments
from unsilenced.reports.intake.sealed_report import submit
from unsilenced.reports.models import Report, Scope
from unsilenced.sealing.chunks import seal_chunks
from unsilenced.sealing.context import RecordKind
from unsilenced.site.jobs import tasks
from unsilenced.warnings.check.tokens import issue_to_member

MONDAY = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
DAYS = 7
REPORTS = 30
"""On each day."""
MEMBERS = 120


@dataclass
class Week:
    """The people, the time, and the acts in their order.

    `done` has, for each table, the keys of its rows by the day of the act, in their true order.
    """

    projects: list
    caseworkers: list
    chance: random.Random
    now: dt.datetime = MONDAY
    writers: list = field(default_factory=list)
    members: list = field(default_factory=list)
    done: dict = field(default_factory=dict)
    tied: dict = field(default_factory=dict)

    def did(self, table, key):
        """Note that a row was just written."""
        day = timezone.localdate(self.now)
        self.done.setdefault(table, {}).setdefault(day, []).append(key)

    def live(self, days=DAYS):
        """Live through so many days, and the night after each."""
        self._invite()
        for _ in range(days):
            self._day()
            self._late()
            self._night()

    def live_today(self):
        """Live through part of one more day, with no night after it."""
        self._day()
        self._late()

    def _invite(self):
        for at in range(MEMBERS):
            person = Member(
                id=uuid.uuid4(),
                organisation=self.projects[at % 2].project,
                pseudonym=f"Bird {at}",
                salt=bytes(16),
                public_key=bytes(32),
                wrapped_private_key=bytes(63),
                settings=bytes(64),
                joined_on=MONDAY.date().replace(day=1),
            )
            person.set_unusable_password()
            person.save()
            self.members.append(person)

    def _day(self):
        acts = [self._report] * REPORTS + [self._reopen] * (2 * REPORTS) + [self._log_in] * 8
        self.chance.shuffle(acts)
        acts = [self._report] * 3 + acts
        with as_role(Role.SERVE):
            for act in acts:
                self.now += dt.timedelta(seconds=self.chance.randrange(60, 600))
                act()

    def _late(self):
        """After midnight, before the night's hour, every member checks something."""
        self.now = self.now.replace(hour=0, minute=5) + dt.timedelta(days=self.now.hour >= 4)
        members = [*self.members]
        self.chance.shuffle(members)
        with as_role(Role.SERVE):
            for member in members:
                self.now += dt.timedelta(seconds=self.chance.randrange(30, 90))
                self._check(member)

    def _night(self):
        self.now = self.now.replace(hour=4, minute=0, second=0)
        tasks.hourly(timestamp=int(self.now.timestamp()))
        self.now = self.now.replace(hour=8)

    def _report(self):
        writer = Writer.of(self.chance.choice(self.projects))
        submit(writer.submission(consents=["count"]))
        self.writers.append(writer)
        self.did("reports_report", writer.report)
        self.did("records_record", writer.report)
        with acting_for(writer.to.project):
            self.did("reports_consent", self._last_line(writer.report, Scope.COUNT))

    def _reopen(self):
        writer = self.chance.choice(self.writers)
        with acting_for(writer.to.project):
            self._go_on(writer)

    def _go_on(self, writer):
        report = Report.objects.get(pk=writer.report)
        if report.opened_on is None:
            conversation.mark_opened(report)
            assign(report, self.caseworkers[self.projects.index(writer.to)].pk)
        self.chance.choice([self._say, self._decide, self._show])(writer, report)

    def _say(self, writer, report):
        answers = self.chance.random() < 0.5
        new = writer.seal(
            kind=RecordKind.PROJECT_MESSAGE if answers else RecordKind.REPORTER_MESSAGE
        )
        add = conversation.add_project_message if answers else conversation.add_reporter_message
        add(report, new)
        self.did("records_record", new.uid)

    def _decide(self, _writer, report):
        scope = self.chance.choice(list(Scope))
        consent.record(
            report, scope, given=scope not in consent.active(report), wording=consent.WORDING
        )
        self.did("reports_consent", self._last_line(report.pk, scope))

    def _show(self, writer, report):
        content_key = secrets.token_bytes(32)
        new = writer.photo(content_key)
        if report.records.filter(kind="attachment").count() < attachments.MOST:
            attachments.start(report, new, 1)
            sealed = seal_chunks(b"x", content_key=content_key, report=report.pk, record=new.uid)
            for index, chunk in enumerate(sealed):
                attachments.store_chunk(report, new.uid, index, chunk)
            self.did("records_record", new.uid)
            self.did("reports_chunk", Record.objects.get(pk=new.uid).attachment.chunks.get().pk)

    def _log_in(self):
        request, person = asked(), self.chance.choice(self.caseworkers)
        with acting_for(person.organisation):
            desk_sessions.complete(request, person)
        request.session.save()
        self.did("django_session", request.session.session_key)

    def _check(self, member):
        request = asked()
        with separation.apart():
            member_sessions.begin(request, member)
        request.session.save()
        with separation.apart():
            separation.act_as_member(member.pk, member.organisation_id)
            issue_to_member(member, blinded(1))
        nonce = secrets.token_bytes(32)
        spend([Token(utc_today(), nonce, b"")], "00" * 8, [secrets.token_bytes(32)])
        self.did("people_membersession", request.session.session_key)
        self.did("warnings_membertokens", member.pk)
        self.did("evaluating_spenttoken", nonce)
        self.tied[member.pk] = (request.session.session_key, nonce)

    def _last_line(self, report, scope):
        lines = Report.objects.get(pk=report).consents.filter(scope=scope)
        return lines.order_by("-step").values_list("pk", flat=True)[0]


@contextmanager
def acting_for(project):
    """One call by somebody in a project."""
    with separation.apart():
        separation.act_for(project.pk)
        yield


def asked():
    """A request, as far as sessions need one."""
    request = HttpRequest()
    request.session = SessionStore()
    return request
