"""Drafting: a warning is written beside a report."""
