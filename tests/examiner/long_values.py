"""The numbers of long values: PostgreSQL stores these beside their table, numbered as they come."""

from django.db import connection

ASIDE = "SELECT reltoastrelid::regclass::text FROM pg_class WHERE oid = 'records_record'::regclass"
# Each record's number is found by how it begins: what is sealed is stored as it is.
NUMBERS = """
SELECT uid::text, chunk_id::text::bigint FROM {aside} JOIN records_record
    ON chunk_seq = 0 AND starts_with(encode(chunk_data, 'hex'), encode(substr(body, 1, 64), 'hex'))
"""


def numbers_of_records():
    """The number of each record's body, of all that are long."""
    with connection.cursor() as cursor:
        cursor.execute(ASIDE)
        ((aside,),) = cursor.fetchall()
        cursor.execute(NUMBERS.format(aside=aside))
        return dict(cursor.fetchall())
