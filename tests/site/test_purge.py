"""Each day, what has expired or was never finished goes, and the log of commits with it."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from unsilenced.demo.samples.store import store_story
from unsilenced.demo.samples.stories import STORIES
from unsilenced.evaluator.models import SpentToken
from unsilenced.people.members import invitations
from unsilenced.people.models import Invitation, MemberInvitation
from unsilenced.people.organisations import enrolment
from unsilenced.process.postgres.commit_times import forget_commit_times
from unsilenced.process.utc_day import utc_today
from unsilenced.records.models import Record
from unsilenced.reports.models import Attachment, Chunk, FailedLookups
from unsilenced.sealing.context import RecordKind
from unsilenced.site.jobs.purge import purge
from unsilenced.warnings.models import CaseworkerTokens, ReviewRequest


def days(count):
    return timezone.localdate() + dt.timedelta(days=count)


@pytest.mark.parametrize(
    ("make", "kept"), [(enrolment.invite, Invitation), (invitations.make, MemberInvitation)]
)
def test_an_invitation_goes_the_day_after_its_last(project, make, kept):
    for expires_in in (-1, 0, 1):
        _, invitation = make(project.project)
        kept.objects.filter(pk=invitation.pk).update(expires_on=days(expires_in))
    purge()
    assert set(kept.objects.values_list("expires_on", flat=True)) == {days(0), days(1)}


def test_a_photo_that_was_never_finished_goes_and_a_finished_one_stays(project, caseworker):
    person = {"Amara": caseworker("Amara").user}
    store_story(STORIES[0], project, person)
    store_story(STORIES[0], project, person)
    unfinished, finished = Attachment.objects.order_by("pk")
    Chunk.objects.filter(attachment=unfinished).delete()
    purge()
    assert Attachment.objects.get() == finished
    assert not Record.objects.filter(pk=unfinished.pk).exists()


def test_spent_tokens_go_with_their_day(db):
    today = utc_today()
    for day in (today, today - dt.timedelta(days=2)):
        SpentToken.objects.create(day=day, nonce=b"n" * 32, use=b"u" * 32)
    purge()
    assert [token.day for token in SpentToken.objects.all()] == [today]


def test_who_was_given_tokens_goes_with_the_day(caseworker):
    today = utc_today()
    user = caseworker().user
    for day in (today, today - dt.timedelta(days=1)):
        CaseworkerTokens.objects.create(user=user, day=day, batch=0, asked_hash=b"h" * 32)
    purge()
    assert [each.day for each in CaseworkerTokens.objects.all()] == [today]


def test_closed_requests_for_review_go_after_a_month(project):
    for days in (29, 30):
        ReviewRequest.objects.create(
            record=Record.objects.create(
                uid=uuid.uuid4(),
                subject=uuid.uuid4(),
                organisation=project.project,
                kind=RecordKind.REVIEW_REQUEST,
                body=b"sealed",
                day=dt.date(2026, 1, 1),
                position=0,
            ),
            uid=uuid.uuid4(),
            project=project.project,
            day=dt.date(2026, 1, 1),
            closed_on=timezone.localdate() - dt.timedelta(days=days),
        )
    purge()
    assert ReviewRequest.objects.count() == Record.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_log_of_commits_starts_anew_and_the_old_one_is_gone():
    def files():
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_ls_waldir()")
            return {name for (name,) in cursor.fetchall()}

    def write():
        FailedLookups.objects.create(minute=len(files()), count=1)
        FailedLookups.objects.all().delete()

    write()
    before = files()
    # The log before the last checkpoint but one is what a server that restarts may still need.
    assert forget_commit_times()
    write()
    assert forget_commit_times()
    assert not before & files()


def test_within_a_transaction_the_log_of_commits_is_left_alone(db):
    assert not forget_commit_times()


def test_the_embedded_server_keeps_no_statement_value_or_moment_in_its_log(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        (folder,) = cursor.fetchone()
        cursor.execute("SET statement_timeout = 1")
        with pytest.raises(Exception, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(9), 'canary'")
    connection.close()
    log = Path(folder, "log").read_text(encoding="utf-8")
    assert "canary" not in log
