"""Answers: what both sites have in common when they answer and refuse, and all headers."""
