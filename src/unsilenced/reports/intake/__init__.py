"""Intake: taking in what is sealed, and how much of it."""
