"""Approval: who may let a warning out, what leaves the desk, and its end."""
