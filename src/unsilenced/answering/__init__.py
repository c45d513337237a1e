"""Answering: what both sites say of a call that fails, and the headers of every answer."""
