"""Accounts, organisations, invitations and the keys that people are given."""
