"""After a week of use an examiner gets the database as it is, as its superuser.

They read everything that PostgreSQL keeps: numbers of transactions, places of rows, identifiers,
numbers of long values, sequences, and the bytes of the files. For days before the current one they
must find no order and no links, however they look.
"""

import datetime as dt
import random
from statistics import correlation

import pytest
from django.db import connection
from django.utils import timezone
from examiner.long_values import numbers_of_records
from examiner.week import DAYS, MEMBERS, Week

from unsilenced.site.jobs.settled import LEFT

pytestmark = pytest.mark.postgres_version

CHANCE = 0.5
"""How far 120 places may follow 120 others by chance: less than once in ten million times."""

KEYS = {
    "reports_report": "uid",
    "records_record": "uid",
    "reports_consent": "id",
    "reports_chunk": "id",
    "people_membersession": "session_id",
    "warnings_membertokens": "member_id",
    "evaluating_spenttoken": "nonce",
}
OF_THE_WEEK = ("reports_report", "records_record", "reports_consent")
OF_THE_NIGHT = ("people_membersession", "warnings_membertokens", "evaluating_spenttoken")

SEQUENCES = {
    "people_organisation_id_seq": "an administrator adds projects",
    "auth_group_id_seq": "stays at its beginning",
    "auth_group_permissions_id_seq": "stays at its beginning",
    "auth_permission_id_seq": "migrations",
    "django_content_type_id_seq": "migrations",
    "django_migrations_id_seq": "migrations",
    "procrastinate_events_id_seq": "the site's own hours",
    "procrastinate_jobs_id_seq": "the site's own hours",
    "procrastinate_periodic_defers_id_seq": "the site's own hours",
    "procrastinate_workers_id_seq": "the site's own starts",
    "warnings_bucket_id_seq": "releases",
    "warnings_releasedrecord_id_seq": "releases",
    "warnings_releasedwarning_id_seq": "releases",
}
"""Every sequence that exists, and what it counts: nothing that a person does."""


def asked(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def asked_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def plain(key):
    return bytes(key) if isinstance(key, (bytes, memoryview)) else str(key)


def places(table):
    """Where each row lies: its page and its place there, as one number."""
    found = asked(
        f"SELECT {KEYS[table]}, (ctid::text::point)[0] * 1000 + (ctid::text::point)[1] FROM {table}"
    )
    return {plain(key): place for key, place in found}


def identifiers(table):
    """Each row's identifier that the server drew, as a number."""
    return {plain(key): int(key.hex, 16) for (key,) in asked(f"SELECT id FROM {table}")}


def raw(table):
    """The bytes of a table's file, as they are on the disk."""
    asked_of("CHECKPOINT")
    ((content,),) = asked("SELECT pg_read_binary_file(pg_relation_filepath(%s))", table)
    return bytes(content)


def order(week, table, found, days=None):
    """How closely the value `found` for each row follows the true order within the row's own day.

    A row's rank among those of its day is compared, since the day itself is stored.
    """
    true, seen = [], []
    for day, keys in week.done[table].items():
        if days is not None and day not in days:
            continue
        there = [plain(key) for key in keys if plain(key) in found]
        ranks = {key: at for at, key in enumerate(sorted(there, key=found.get))}
        true += [at / len(there) for at in range(len(there))]
        seen += [ranks[key] / len(there) for key in there]
    assert len(true) >= MEMBERS, "too few rows to tell anything"
    return correlation(true, seen)


def tie(week, one, other):
    """How far the places of each member's rows in one table follow those in the other."""
    session = {plain(member): key for member, (key, _) in week.tied.items()}
    nonce = {plain(member): key for member, (_, key) in week.tied.items()}
    names = {
        "people_membersession": session,
        "evaluating_spenttoken": nonce,
        "warnings_membertokens": {member: member for member in session},
    }
    first, second = places(one), places(other)
    pairs = [(first[names[one][each]], second[plain(names[other][each])]) for each in session]
    assert len(pairs) == MEMBERS
    return correlation(*(ranked(each) for each in zip(*pairs, strict=True)))


def ranked(values):
    at = {value: rank for rank, value in enumerate(sorted(values))}
    return [at[value] for value in values]


@pytest.fixture
def week(transactional_db, project, other_project, caseworker, monkeypatch):
    people = [caseworker("Amara").user, caseworker("Bo", of=other_project).user]
    made = Week([project, other_project], people, random.Random(20261102))
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


def test_after_a_week_nothing_tells_the_order_within_a_day_that_is_over(week, subtests):
    began = dict(asked("SELECT sequencename::text, last_value FROM pg_sequences"))
    week.live()
    assert len(week.done["reports_report"]) >= DAYS

    for table in (*OF_THE_WEEK, *OF_THE_NIGHT):
        with subtests.test(f"places of {table}"):
            assert abs(order(week, table, places(table))) < CHANCE
    with subtests.test("drawn identifiers"):
        assert abs(order(week, "reports_consent", identifiers("reports_consent"))) < CHANCE
    with subtests.test("long values"):
        assert abs(order(week, "records_record", numbers_of_records())) < CHANCE

    with subtests.test("numbers of transactions"):
        lives = set()
        for (table,) in asked(
            "SELECT relname::text FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND NOT relname = ANY(%s)",
            list(LEFT),
        ):
            lives |= set(asked(f"SELECT xmin::text, xmax::text FROM {table}"))
        assert len(lives) == 1
        assert {xmax for _, xmax in lives} == {"0"}

    reports = {key for keys in week.done["reports_report"].values() for key in keys}
    for table in ("reports_report", "records_record"):
        with subtests.test(f"bytes of {table}"):
            content = raw(table)
            keys = {key for keys in week.done[table].values() for key in keys}
            # A report's records name it too, so among the records we look only for the other keys.
            alone = keys if table == "reports_report" else keys - reports
            assert {content.count(key.bytes) for key in alone} == {1}, "an older version is left"
            offsets = {str(key): content.index(key.bytes) for key in alone}
            assert abs(order(week, table, offsets)) < CHANCE

    for one, other in zip(OF_THE_NIGHT, (*OF_THE_NIGHT[1:], OF_THE_NIGHT[0]), strict=True):
        with subtests.test(f"ties of {one} and {other}"):
            assert abs(tie(week, one, other)) < CHANCE

    with subtests.test("sequences"):
        ended = dict(asked("SELECT sequencename::text, last_value FROM pg_sequences"))
        assert ended.keys() == SEQUENCES.keys()
        assert ended == began

    with subtests.test("moments"):
        moments = [end for (end,) in asked("SELECT expire_date FROM django_session")]
        assert len(moments) >= MEMBERS
        assert {end.astimezone(dt.UTC).time() for end in moments} == {dt.time()}
        for table in ("procrastinate_jobs", "procrastinate_events", "people_failedtries"):
            assert asked(f"SELECT count(*) FROM {table}") == [(0,)]


def test_of_the_present_day_what_is_left_is_found(week, subtests):
    """These checks find an order where there is one, which the threat model says is left."""
    week.live(days=1)
    week.live_today()
    today = {timezone.localdate(week.now)}
    for table in OF_THE_NIGHT:
        with subtests.test(f"places of {table}"):
            assert order(week, table, places(table), today) > 0.9
    with subtests.test("ties"):
        assert tie(week, *OF_THE_NIGHT[:2]) > 0.9
