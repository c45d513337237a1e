"""Sealing: who can open what, in the formats of docs/formats.md."""
