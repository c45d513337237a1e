"""Answering: what both sites say, show and refuse alike, and the headers of every answer."""
