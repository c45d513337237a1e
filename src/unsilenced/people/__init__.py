"""Accounts, organisations, invitations and the keys that are granted to people."""
