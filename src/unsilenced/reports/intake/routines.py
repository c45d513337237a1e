"""Database functions of the owner: what a stranger's call needs beyond the rows it may see.

A stranger who sends a report can see no rows of reports. Still the report must be stored, once, and
counted among those of its project. Each function does one such thing, and answers no more than its
caller needs.
"""

from __future__ import annotations

from unsilenced.process.roles.routines import Routine

TAKE_IN = Routine(
    name="unsilenced_take_in",
    takes="""
        sent_uid uuid, sent_project text, receiving_kind text, sent_key uuid, sent_body bytea,
        sent_project_wrap bytea, sent_reporter_wrap bytea, sent_public_key bytea,
        sent_lookup_hash bytea, sent_digest bytea, sent_sealed_by text, sent_consents text[],
        sent_wording text, today date
    """,
    gives="""
        made uuid, received_on_before date, is_same boolean, current_key uuid,
        current_public_key bytea
    """,
    does="""
        WITH before AS (
            SELECT received_on, sent_hash = sent_digest AS same
            FROM reports_report WHERE uid = sent_uid
        ), current AS (
            SELECT key.id, key.organisation_id AS project_id, key.public_key
            FROM people_organisationkey AS key
                JOIN people_organisation AS project ON project.id = key.organisation_id
            WHERE project.slug = sent_project AND project.kind = receiving_kind
                AND key.retired_on IS NULL
        ), made AS (
            INSERT INTO reports_report
                (uid, project_id, sealed_by, lookup_hash, reporter_public_key, sent_hash,
                received_on)
            SELECT
                sent_uid, project_id, sent_sealed_by, sent_lookup_hash, sent_public_key,
                sent_digest, today
            FROM current WHERE id = sent_key AND NOT EXISTS (SELECT FROM before)
            ON CONFLICT DO NOTHING
            RETURNING uid, project_id
        ), record AS (
            INSERT INTO records_record (uid, subject, organisation_id, kind, body, day, position)
            SELECT uid, uid, project_id, 'report', sent_body, today, 0 FROM made
        ), wraps AS (
            INSERT INTO records_wrap (id, record_id, recipient, key_id, sealed)
            SELECT gen_random_uuid(), uid, recipient, wrap_key, sealed
            FROM made, (VALUES
                ('project', sent_key, sent_project_wrap), ('reporter', NULL, sent_reporter_wrap)
            ) AS wrap (recipient, wrap_key, sealed)
        ), ledger AS (
            INSERT INTO reports_consent (id, report_id, scope, given, wording, day, step)
            SELECT gen_random_uuid(), uid, scope, true, sent_wording, today, 0
            FROM made, unnest(sent_consents) AS scope
        )
        SELECT made.uid, before.received_on, before.same, current.id, current.public_key
        FROM (SELECT) AS always
            LEFT JOIN made ON true LEFT JOIN before ON true LEFT JOIN current ON true
    """,
)

IS_HERE = Routine(
    name="unsilenced_is_here",
    takes="sent_uid uuid",
    gives="is_here boolean",
    does="SELECT EXISTS (SELECT FROM reports_report WHERE uid = sent_uid)",
)

UNSEEN = Routine(
    name="unsilenced_unseen",
    takes="project bigint, came_on date, most integer",
    gives="unseen bigint",
    does="""
        SELECT count(*) FROM (
            SELECT FROM reports_report
            WHERE project_id = project AND received_on = came_on AND NOT seen
            LIMIT most
        ) AS counted
    """,
)

PHOTOS = Routine(
    name="unsilenced_photos",
    takes="project bigint, came_on date",
    gives="begun bigint, here bigint",
    does="""
        WITH photos AS (
            SELECT record_id, chunk_count
            FROM reports_attachment
                JOIN records_record ON records_record.uid = record_id
                JOIN reports_report ON reports_report.uid = subject
            WHERE day = came_on AND project_id = project AND organisation_id = project
                AND opened_on IS NULL
        )
        SELECT
            (SELECT coalesce(sum(chunk_count), 0) FROM photos)::bigint,
            (SELECT count(*) FROM reports_chunk
                WHERE attachment_id IN (SELECT record_id FROM photos))
    """,
)

ROUTINES = (TAKE_IN, IS_HERE, UNSEEN, PHOTOS)
