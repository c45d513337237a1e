"""What each role may do, as written here by hand: statement by statement, whoever tries it.

What it may do with the rows of a table is not here but in the program (`table_rights`), which the
tests read; that the ledgers are in it as append-only is tested apart.
"""

from unsilenced.process.roles.names import Role

OWNER, SERVE, JOBS, NIGHTLY, BACKUP = Role
EVERYBODY = {SERVE, JOBS, NIGHTLY, BACKUP}
NOBODY = set()
OWNERS = {NIGHTLY}
LOGS = {JOBS, NIGHTLY}

# With the table's name for {table}; beside the owner, who may do these with it.
ON_A_TABLE = {
    "TRUNCATE {table}": OWNERS,
    "DROP TABLE {table} CASCADE": OWNERS,
    "ALTER TABLE {table} DISABLE TRIGGER USER": OWNERS,
    "ALTER TABLE {table} ADD COLUMN another int": OWNERS,
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY": OWNERS,
    "ALTER TABLE {table} RENAME TO another": OWNERS,
    "ALTER TABLE {table} SET UNLOGGED": OWNERS,
    "CREATE RULE another AS ON INSERT TO {table} DO INSTEAD NOTHING": OWNERS,
    "CREATE INDEX another ON {table} ((1))": OWNERS,
    "COMMENT ON TABLE {table} IS ''": OWNERS,
    "VACUUM FULL {table}": OWNERS,
    "GRANT ALL ON {table} TO PUBLIC": OWNERS,
    "COPY {table} TO '/tmp/another'": NOBODY,
    "COPY {table} FROM '/tmp/another'": NOBODY,
    "COPY {table} TO PROGRAM 'cat'": NOBODY,
}

# Only the foreign keys of a table are triggers that its owner may not switch off.
SYSTEM_TRIGGERS = "ALTER TABLE {table} DISABLE TRIGGER ALL"

ANYWHERE = {
    "SET session_replication_role = replica": NOBODY,
    "SET ROLE {owner}": OWNERS,
    "SET ROLE {serve}": {SERVE},
    "SET ROLE {jobs}": {JOBS},
    "SET ROLE {nightly}": {NIGHTLY},
    "SET ROLE {backup}": {BACKUP},
    "SET ROLE postgres": NOBODY,
    "RESET ROLE": EVERYBODY,
    "SET SESSION AUTHORIZATION DEFAULT": EVERYBODY,
    "SET SESSION AUTHORIZATION postgres": NOBODY,
    "SET SESSION AUTHORIZATION {owner}": NOBODY,
    "GRANT {owner} TO {self}": NOBODY,
    "GRANT pg_read_all_data TO {self}": NOBODY,
    "GRANT CREATE ON SCHEMA public TO {self}": NOBODY,
    "GRANT TEMPORARY ON DATABASE {database} TO {self}": NOBODY,
    "CREATE TABLE another ()": OWNERS,
    "CREATE TEMPORARY TABLE another ()": OWNERS,
    "CREATE SCHEMA another": NOBODY,
    "CREATE VIEW another AS SELECT 1": OWNERS,
    "CREATE SEQUENCE another": OWNERS,
    "CREATE TYPE another AS ENUM ('x')": OWNERS,
    "CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1'": OWNERS,
    "CREATE FUNCTION pg_temp.another() RETURNS int LANGUAGE sql AS 'SELECT 1'": OWNERS,
    "ALTER FUNCTION refuse_ledger_change() RENAME TO another": OWNERS,
    "DROP FUNCTION refuse_ledger_change() CASCADE": OWNERS,
    "CREATE EXTENSION {extension}": NOBODY,
    "CREATE DATABASE another": NOBODY,
    "DROP DATABASE template1": NOBODY,
    "ALTER DATABASE {database} SET session_replication_role = replica": NOBODY,
    "ALTER DATABASE {database} OWNER TO {self}": NOBODY,
    "ALTER SCHEMA public OWNER TO {self}": NOBODY,
    "CREATE ROLE another": NOBODY,
    "DROP ROLE {backup}": NOBODY,
    "ALTER ROLE {owner} LOGIN": NOBODY,
    "ALTER ROLE {nightly} PASSWORD 'x'": {NIGHTLY},
    "ALTER ROLE {self} SUPERUSER": NOBODY,
    "ALTER ROLE {self} CREATEROLE": NOBODY,
    "ALTER ROLE {self} BYPASSRLS": NOBODY,
    "ALTER ROLE {self} REPLICATION": NOBODY,
    "ALTER ROLE {self} SET session_replication_role = replica": NOBODY,
    # PostgreSQL lets every role do these two; `migrate` undoes the second.
    "ALTER ROLE {self} PASSWORD 'x'": EVERYBODY,
    "ALTER ROLE {self} SET work_mem = '1MB'": EVERYBODY,
    "ALTER SYSTEM SET fsync = off": NOBODY,
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT ALL ON TABLES TO {self}": OWNERS,
    "CREATE EVENT TRIGGER another ON sql_drop EXECUTE FUNCTION refuse_ledger_change()": NOBODY,
    "CREATE PUBLICATION another FOR ALL TABLES": NOBODY,
    "COPY (SELECT 1) TO '/tmp/another'": NOBODY,
    "COPY (SELECT 1) TO PROGRAM 'cat'": NOBODY,
    "SELECT pg_read_file('PG_VERSION')": NOBODY,
    "SELECT pg_ls_dir('.')": NOBODY,
    "SELECT lo_import('/etc/hostname')": NOBODY,
    "SELECT lo_export(1, '/tmp/another')": NOBODY,
    "SELECT pg_reload_conf()": NOBODY,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'": NOBODY,
    "SELECT rolpassword FROM pg_authid": NOBODY,
    "SELECT pg_switch_wal()": LOGS,
    "CHECKPOINT": LOGS,
    "LOAD 'auto_explain'": NOBODY,
}
