"""Normalising: one spelling for each identifier, as docs/check.md says."""

from unsilenced.oblivious.normalise.kinds import Identifier, Kind

__all__ = ["Identifier", "Kind"]
