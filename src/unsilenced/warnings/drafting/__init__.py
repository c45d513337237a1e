"""Drafting: a caseworker writes a warning beside a report."""
