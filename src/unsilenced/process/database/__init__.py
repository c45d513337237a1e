"""Django's PostgreSQL backend; it asks less often whether the server is still there."""
