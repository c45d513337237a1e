"""Claims of the report. Each is a test that runs on data, in a module of its own."""
