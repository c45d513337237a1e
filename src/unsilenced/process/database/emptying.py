"""Emptying a database: it removes all of ours, and leaves what belongs to extensions."""

HELD = """
SELECT relname FROM pg_class AS thing
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = thing.oid AND deptype = 'e')
"""
"""Asks for the names of all tables and views except those of extensions."""

EMPTY = """
SET client_min_messages = warning;
DO $$
DECLARE
    statement text;
    statements text[] := ARRAY(
        SELECT format(
            'DROP %s IF EXISTS %s CASCADE',
            CASE thing.type WHEN 'statistics object' THEN 'statistics' ELSE thing.type END,
            thing.identity
        )
        FROM pg_depend AS one, pg_identify_object(one.classid, one.objid, 0) AS thing
        WHERE one.refclassid = 'pg_namespace'::regclass
            AND one.refobjid = 'public'::regnamespace AND one.deptype = 'n'
            AND NOT EXISTS (
                SELECT FROM pg_depend AS other
                WHERE other.classid = one.classid AND other.objid = one.objid
                    AND other.deptype = 'e'
            )
        -- What belongs to a table goes with it, and not without.
        ORDER BY thing.type NOT LIKE '%table', thing.type, thing.identity
    );
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
    PERFORM lo_unlink(oid) FROM pg_largeobject_metadata WHERE pg_has_role(lomowner, 'USAGE');
END
$$;
RESET client_min_messages;
"""
