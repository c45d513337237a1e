"""Tables too large to read: counted where they are, so that only sums come back.

A table is a file or stands in a database; what is counted is an Ibis expression, and so the same
on DuckDB, PostgreSQL and Spark.
"""
