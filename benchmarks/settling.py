"""How long the nightly settling takes with a million reports, beside its limit of ten minutes.

The reports are rows of random bytes in a PostgreSQL of its own, which syncs to disk as in service.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time

from measure import show

from unsilenced.process.django_site import migrate
from unsilenced.site.configuration import configuration
from unsilenced.site.prepared import SITE

LIMIT = 600.0
BODY = 4_096 + 31
PLACES = 2**20
"""How many places of a string of random bytes a body can begin at: no body can be compressed."""

REPORTS = """
INSERT INTO reports_report (uid, project_id, sealed_by, lookup_hash, reporter_public_key,
    sent_hash, received_on, opened_on)
SELECT gen_random_uuid(), %s, 'browser', sha256(at::text::bytea), sha256('k'), sha256('s'),
    current_date - (at %% 365), NULL
FROM generate_series(1, %s) AS at
"""
RECORDS = """
INSERT INTO records_record (uid, subject, organisation_id, position, kind, body, day)
SELECT uid, uid, project_id, 0, 'report',
    substring(%(random)s::bytea FROM 1 + (random() * %(places)s)::int FOR %(length)s), received_on
FROM reports_report
"""
WRAPS = """
INSERT INTO records_wrap (id, record_id, recipient, key_id, sealed)
SELECT gen_random_uuid(), uid, recipient, key, sha256(recipient::bytea)
FROM reports_report, (VALUES ('project', %s::uuid), ('reporter', NULL)) AS wrap (recipient, key)
"""
CONSENTS = """
INSERT INTO reports_consent (id, report_id, scope, step, given, wording, day)
SELECT gen_random_uuid(), uid, scope, 0, true, '2026-11', received_on
FROM reports_report, unnest(ARRAY['warn', 'count']) AS scope
"""


def fill(reports: int) -> None:
    """Store that many reports, each with its record, two wraps and two consents."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from unsilenced.demo.invented_people import invent_project  # noqa: PLC0415

    project = invent_project("A project of a benchmark (invented)", "benchmark")
    with connection.cursor() as cursor:
        cursor.execute(REPORTS, [project.project.pk, reports])
        cursor.execute(
            RECORDS,
            {
                "random": os.urandom(PLACES + BODY),
                "places": PLACES,
                "length": BODY,
            },
        )
        cursor.execute(WRAPS, [project.key.pk])
        cursor.execute(CONSENTS)
        cursor.execute("CHECKPOINT")


def size() -> float:
    """The size of the database in GiB."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 2**30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unsilenced-benchmark-") as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ["DATA_DIR"] = f"{folder}/data"
        with SITE.database(configuration(), makes=True):
            from unsilenced.site.jobs.settled import settle_rows  # noqa: PLC0415

            migrate()
            fill(asked.reports)
            before = size()
            started = time.perf_counter()
            settle_rows()
            took = time.perf_counter() - started
            after = size()
    result = {
        "reports": asked.reports,
        "GiB before": before,
        "GiB after": after,
        "seconds": took,
        "limit": LIMIT,
        "share of the limit": took / LIMIT,
    }
    show(result, as_json=asked.json)


if __name__ == "__main__":
    main()
