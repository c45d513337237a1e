"""Sealed records of every kind: one shape, one set of rules for storing them only once."""
