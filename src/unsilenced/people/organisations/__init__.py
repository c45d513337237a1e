"""Organisations: adding one, setting it up, inviting people, and who is of it."""
