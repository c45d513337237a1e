"""Running: what both sites start and stop: PostgreSQL, processes and their lifelines."""
