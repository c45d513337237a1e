"""Each hour, moments that are no longer needed go, and we know every column that holds one."""

import datetime as dt

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import throttle
from unsilenced.people.factors import totp
from unsilenced.people.models import FailedTries, Totp
from unsilenced.reports.models import FailedLookups
from unsilenced.site.jobs.moments import forget_moments
from unsilenced.site.jobs.settled import LEFT

pytestmark = pytest.mark.django_db


def ago(**parts):
    return timezone.now() - dt.timedelta(**parts)


def test_a_session_goes_when_it_has_ended():
    for name, end in (("old", ago(seconds=1)), ("new", ago(hours=-1))):
        Session.objects.create(session_key=name, expire_date=end)
    forget_moments()
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_tries_go_when_they_count_no_more_however_many():
    for subject in range(2_500):
        FailedTries.objects.create(subject=subject.to_bytes(32), again_at=ago(minutes=61), count=9)
    throttle.begin_try("passphrase", "amara")
    counted = FailedTries.objects.get(count=1)
    forget_moments()
    assert FailedTries.objects.get() == counted


def test_the_half_minute_of_a_log_in_goes_and_its_code_works_no_second_time(caseworker):
    person = caseworker()
    code = pyotp.TOTP(person.totp_secret).now()
    totp.check(person.user, code)
    forget_moments()
    with pytest.raises(Refusal):
        totp.check(person.user, code)
    kept = Totp.objects.get()
    kept.last_step -= 21
    kept.save()
    forget_moments()
    assert Totp.objects.get().last_step == 0


def test_the_minute_of_wrong_words_goes():
    FailedLookups.objects.create(minute=1, count=60)
    forget_moments()
    assert not FailedLookups.objects.exists()


A_PLACE = "the order of what is one person's or one report's, as both its sides know it"
HOW_MANY = "how many there are of something, and not when"
RELEASED = "counts releases: each is made by a job, once a day, and public"
OPERATOR = "counts what an administrator adds"
COLUMNS = {
    "django_session.expire_date": "the desk's: on the hour, none of an earlier day; a member's: a"
    " midnight; of half a session: minutes from now, and gone an hour later",
    "people_failedtries.again_at": "goes an hour after the pause",
    "people_failedtries.count": "goes with it",
    "people_totp.last_step": "is 0 again within the hour",
    "people_organisation.id": OPERATOR,
    "reports_failedlookups.minute": "goes within the hour",
    "reports_failedlookups.count": "goes with it",
    "reports_report.number": "the project's own order of opening, which its people know",
    "reports_report.removed_chunks": "how much was removed, and is 0 again with the night",
    "records_record.position": A_PLACE,
    "reports_consent.step": A_PLACE,
    "reports_attachment.chunk_count": HOW_MANY,
    "reports_photosremoved.chunks": HOW_MANY,
    "reports_closedhour.hour": "the present hour, of a project that was full in it; goes with it",
    "reports_chunk.index": "a place in a photo",
    "cases_digestoutcome.hour": "one of DIGEST_HOURS, or when an administrator sent the digest",
    "warnings_release.number": RELEASED,
    "warnings_release.rolled_back_to": RELEASED,
    "warnings_releasedrecord.id": "a job lays records out in the order of their places",
    "warnings_releasedrecord.since": RELEASED,
    "warnings_releasedrecord.until": RELEASED,
    "warnings_releasedwarning.id": "a job stores warnings in the order of their references",
    "warnings_bucket.id": "a job stores buckets in the order of their places",
    "warnings_bucket.index": "a place in a release",
    "warnings_keyholderkey.order": "the present key or the next",
    "warnings_tokensissued.count": HOW_MANY,
    "warnings_caseworkertokens.batch": A_PLACE,
    "warnings_pushsubscription.turn": A_PLACE,
}
"""Each column of a time or a whole number in a table that people's acts fill, and what it tells."""

OF_ANOTHER = {"organisation_id", "project_id", "release_id"}
"""Columns that say whose a row is, by a number that stands above."""


def test_no_column_holds_a_time_or_a_count_without_a_reason():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND NOT table_name = ANY(%s)
                AND NOT column_name = ANY(%s)
                AND (data_type LIKE 'time%%' OR data_type IN
                    ('smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision',
                     'interval', 'oid', 'xid'))
            """,
            [list(LEFT), list(OF_ANOTHER)],
        )
        assert {name for (name,) in cursor.fetchall()} == COLUMNS.keys()
