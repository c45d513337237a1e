"""Warnings: composed beside a report, approved, released, shown to members, and checked."""
