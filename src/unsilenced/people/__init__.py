"""Accounts, projects, invitations and the keys that are granted to people."""
