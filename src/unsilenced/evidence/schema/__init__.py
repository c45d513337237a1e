"""Tables described once, as Frictionless Table Schemas, and read by that description.

`descriptor` reads a schema, `field` and `rules` say what a column must hold, `reading` reads a
CSV file by it, `record` one row that a form or a call brings, and `package` several tables that
point at each other. Tables that are too large for this are checked where they are, by the same
rules, in `unsilenced.evidence.tables`. Nothing here needs a package beside Python's own.
"""
