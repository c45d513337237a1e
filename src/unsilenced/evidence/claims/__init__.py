"""Claims of the report, each a test that runs on data: one module a claim."""
