"""Unsilenced: sealed reports, consent for every share, and evidence on policing."""

__version__ = "0.1.0"
