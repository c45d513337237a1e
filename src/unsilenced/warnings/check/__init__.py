"""The check: entries, epochs and the day's tokens."""
