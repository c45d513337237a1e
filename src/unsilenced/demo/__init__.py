"""The demo: an invented world, and the command that serves it."""
