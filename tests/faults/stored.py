"""What the database of a running site holds, read by a connection of the test's own."""

from collections import defaultdict
from dataclasses import dataclass

import psycopg

RECORDS = """
SELECT record.*, project.key_id, project.sealed AS project_wrap, reporter.sealed AS reporter_wrap
FROM records_record AS record
    LEFT JOIN records_wrap AS project
        ON project.record_id = record.uid AND project.recipient = 'project'
    LEFT JOIN records_wrap AS reporter
        ON reporter.record_id = record.uid AND reporter.recipient = 'reporter'
"""


@dataclass(frozen=True)
class Stored:
    """Every row about reports, as bytes and plain values."""

    reports: dict
    records: dict
    attachments: dict
    chunks: dict
    ledger: dict

    def records_of(self, report):
        return {uid: row for uid, row in self.records.items() if row["subject"] == report}


def read(address):
    """Read it all."""
    with psycopg.connect(address, row_factory=psycopg.rows.dict_row) as connection:

        def rows(query):
            return connection.execute(query).fetchall()

        ledger = defaultdict(list)
        for line in rows(
            "SELECT report_id, scope, given FROM reports_consent ORDER BY scope, step"
        ):
            ledger[line["report_id"]].append((line["scope"], line["given"]))
        chunks = rows("""
            SELECT record.uid, chunk.index, chunk.sealed FROM reports_chunk AS chunk
            LEFT JOIN reports_attachment AS file ON file.record_id = chunk.attachment_id
            LEFT JOIN records_record AS record ON record.uid = file.record_id
        """)
        attachments = rows("""
            SELECT record.uid, file.chunk_count FROM reports_attachment AS file
            LEFT JOIN records_record AS record ON record.uid = file.record_id
        """)
        return Stored(
            reports={row["uid"]: row for row in rows("SELECT * FROM reports_report")},
            records={row["uid"]: row for row in rows(RECORDS)},
            attachments={row["uid"]: row["chunk_count"] for row in attachments},
            chunks={(row["uid"], row["index"]): row["sealed"] for row in chunks},
            ledger=dict(ledger),
        )


def setting(address, name):
    """Return one of PostgreSQL's settings."""
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0]
