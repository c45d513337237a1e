"""What every process shares: PostgreSQL, starting and stopping, settings, the UTC day."""
