"""An examiner has the database as it stands, as its superuser, and knows one moment of somebody's.

They look at what PostgreSQL keeps of each row beside what the program stores: which transaction
wrote or locked it, where it lies, the numbers of its long values. After a night that must say no
more of a row than that it was there.
"""

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from statistics import correlation
from threading import Event

import psycopg
import pytest
from as_role import as_role
from django.db import connection, transaction
from examiner.long_values import numbers_of_records
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from reports.stored import everything
from reports.writer import Writer

from unsilenced.cases.work import assign
from unsilenced.people import separation
from unsilenced.process.database import settling
from unsilenced.process.roles.names import Role
from unsilenced.reports import consent, conversation
from unsilenced.reports.intake import storage
from unsilenced.reports.intake.sealed_report import submit
from unsilenced.reports.models import Report, Scope
from unsilenced.site.jobs import serving, tasks
from unsilenced.site.jobs.settled import LEFT, settle_rows

pytestmark = pytest.mark.postgres_version

MANY = 200
CHANCE = 0.4
"""How far an order may follow another by chance: of 200 rows less than once in a million times."""

TABLES = """
SELECT relname::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
LIVES = "SELECT xmin::text, xmax::text FROM {table}"
PLACES = """
SELECT uid::text, (ctid::text::point)[0] * 1000 + (ctid::text::point)[1]
FROM {table} WHERE uid = ANY(%s)
"""
# What settling itself does comes after it, and so does this look.
LAST_USES = """
WITH used AS (
    SELECT relname::text, to_jsonb(stats) AS stats FROM pg_stat_user_tables AS stats
    UNION ALL
    SELECT indexrelname::text, to_jsonb(stats) FROM pg_stat_user_indexes AS stats
)
SELECT relname, key FROM used, jsonb_each_text(stats)
WHERE starts_with(key, 'last_') AND value IS NOT NULL OR key = 'n_tup_ins' AND value <> '0'
"""
NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS number"


def asked(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def asked_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def acts(transactional_db, project, other_project, caseworker):
    """A day of many people's acts, each in a transaction of its own; the reports in their order."""
    amara = caseworker("Amara").user
    with as_role(Role.SERVE):
        writers = [Writer.of(project if at % 3 else other_project) for at in range(MANY)]
        for writer in writers:
            submit(writer.submission(consents=["count"]))
        for at, writer in enumerate(writers[::5]):
            with separation.apart():
                separation.act_for(writer.to.project.pk)
                report = Report.objects.get(pk=writer.report)
                conversation.add_reporter_message(report, writer.seal())
                consent.record(report, Scope.COUNT, given=False, wording=consent.WORDING)
                if at % 2 and report.project_id == project.project.pk:
                    conversation.mark_opened(report)
                    assign(report, amara.pk)
    return [writer.report for writer in writers]


def order_of(query, acts, **words):
    """How far the order of what `query` gives for each report follows the order of the acts."""
    return order_in(dict(asked(query.format(**words), [str(each) for each in acts])), acts)


def order_in(found, acts):
    values = [float(found[str(each)]) for each in acts]
    places = {value: place for place, value in enumerate(sorted(values))}
    return correlation(range(len(acts)), [places[value] for value in values])


def test_before_the_night_the_order_of_the_present_day_can_be_read(acts):
    # What the threat model says is left; and that these questions find an order where there is one.
    assert order_of(PLACES, acts, table="reports_report") > 0.9
    assert order_in(numbers_of_records(), acts) > 0.9
    assert len(set(asked(LIVES.format(table="reports_report")))) > 1


def test_after_the_night_no_place_and_no_number_follows_the_order_of_the_acts(acts):
    settle_rows()
    assert abs(order_of(PLACES, acts, table="reports_report")) < CHANCE
    assert abs(order_of(PLACES, acts, table="records_record")) < CHANCE
    assert abs(order_in(numbers_of_records(), acts)) < CHANCE


def test_after_the_night_one_transaction_wrote_every_row_and_none_locks_one(acts):
    with transaction.atomic():
        # A lock is kept in the row until the row is written again.
        list(Report.objects.select_for_update())
    settle_rows()
    tables = [table for (table,) in asked(TABLES) if table not in LEFT]
    lives = {life for table in tables for life in asked(LIVES.format(table=table))}
    assert len(lives) == 1
    assert {xmax for _, xmax in lives} == {"0"}


def test_each_table_is_settled_or_left_for_a_reason(db):
    tables = {table for (table,) in asked(TABLES)}
    assert set(LEFT) <= tables
    left_by_their_apps = ("django_migrations", "django_content_type", "auth_", "procrastinate_")
    written_by_the_clock = {"site_jobsdone"}
    others = {table for table in LEFT if not table.startswith(left_by_their_apps)}
    assert others == written_by_the_clock


def test_after_the_night_no_use_of_a_table_or_an_index_has_a_moment(acts):
    asked("SELECT pg_stat_force_next_flush()")
    settle_rows()
    with psycopg.connect(**connection.get_connection_params()) as examiner:
        moments = examiner.execute(LAST_USES).fetchall()
    assert moments == []


def test_settling_changes_nothing_of_what_is_stored(acts):
    before = everything()
    settle_rows()
    assert everything() == before


def test_what_would_change_a_row_is_undone(acts, monkeypatch):
    before = everything()
    losing = settling._WRITE_AGAIN.replace("ORDER BY random()", "ORDER BY random() OFFSET 1")  # noqa: SLF001
    monkeypatch.setattr(settling, "_WRITE_AGAIN", losing)
    with pytest.raises(settling.SettlingError, match="would not have stayed the same"):
        settle_rows()
    assert everything() == before


@pytest.fixture
def changing(acts):
    """A database in which a record's first byte changes whenever it is written."""
    asked_of(CHANGE_A_BYTE)
    yield
    asked_of("DROP FUNCTION change_a_byte CASCADE")


CHANGE_A_BYTE = """
CREATE FUNCTION change_a_byte() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.body = set_byte(NEW.body, 0, 255 - get_byte(NEW.body, 0));
    RETURN NEW;
END
$$;
CREATE TRIGGER change_a_byte BEFORE INSERT ON records_record
FOR EACH ROW EXECUTE FUNCTION change_a_byte();
"""


def test_what_would_change_one_byte_is_undone(changing):
    before = everything()
    with pytest.raises(settling.SettlingError, match="records_record would not have stayed"):
        settle_rows()
    assert everything() == before


def test_who_is_busy_in_a_table_is_waited_for_and_then_left_alone(acts, monkeypatch, caplog):
    monkeypatch.setattr(settling, "PATIENCE", dt.timedelta())
    with psycopg.connect(**connection.get_connection_params()) as busy:
        busy.execute("SELECT FROM reports_report FOR UPDATE")
        tasks.settle_or_say_why()
    assert "it was busy. It is tried again next night" in caplog.text
    tasks.settle_or_say_why()
    assert len(set(asked(LIVES.format(table="reports_report")))) == 1


def hold_one_table_and_take_another(holding):
    """Do as a call does that has a report and writes a record, once settling waits for it."""
    with psycopg.connect(**connection.get_connection_params()) as writer:
        writer.execute("SELECT FROM reports_report FOR UPDATE")
        holding.set()
        while not writer.execute(IS_WAITED_FOR).fetchone()[0]:
            writer.execute("SELECT pg_sleep(0.01)")
        writer.execute("LOCK TABLE records_record IN ROW EXCLUSIVE MODE")


IS_WAITED_FOR = """
SELECT EXISTS (
    SELECT FROM pg_locks WHERE NOT granted AND relation = 'reports_report'::regclass
)
"""


def test_who_holds_one_table_and_wants_another_is_let_through_and_settling_tries_again(acts):
    holding = Event()
    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(hold_one_table_and_take_another, holding)
        holding.wait()
        settle_rows()
        writing.result()
    assert len(set(asked(LIVES.format(table="reports_report")))) == 1


def test_nothing_is_begun_that_could_fill_the_disk(acts, monkeypatch, caplog):
    monkeypatch.setattr(storage, "room", lambda: 1)
    before = asked(PLACES.format(table="reports_report"), [str(each) for each in acts])
    tasks.settle_or_say_why()
    assert "1 MiB are free" in caplog.text
    assert asked(PLACES.format(table="reports_report"), [str(each) for each in acts]) == before


class Faster:
    """asyncio for procrastinate's worker, whose pauses are a thousand times as short."""

    def __getattr__(self, name):
        return getattr(asyncio, name)

    async def sleep(self, seconds):
        await asyncio.sleep(seconds / 1000)


async def next_transactions(count):
    """Have a worker wait for jobs, and ask now and then which number a transaction would get."""
    with app.replace_connector(DjangoConnector().get_worker_connector()) as waiting:
        async with waiting.open_async():
            work = asyncio.ensure_future(waiting.run_worker_async(**serving.WORKER))
            numbers = []
            for _ in range(count):
                await asyncio.sleep(0.01)
                numbers.append(await waiting.connector.execute_query_one_async(NEXT))
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
    return [each["number"] for each in numbers]


def test_a_worker_with_nothing_to_do_begins_no_transaction(transactional_db, monkeypatch):
    monkeypatch.setattr("procrastinate.worker.asyncio", Faster())
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    with ThreadPoolExecutor(1) as thread:
        numbers = thread.submit(asyncio.run, next_transactions(40)).result()
    # The first ones are of its beginning.
    assert len(set(numbers[10:])) == 1
