"""Organisations: adding one, setting it up, inviting people, and listing its people."""
