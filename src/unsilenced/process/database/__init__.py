"""Django's PostgreSQL backend, asking less often whether the server is still there."""
