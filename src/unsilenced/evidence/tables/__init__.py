"""Tables too large to read: we count them where they are, so that only sums come back.

A table is a file or is in a database. We count with an Ibis expression, so it is the same on
DuckDB, PostgreSQL and Spark.
"""
