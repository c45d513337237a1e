"""The demo's invented reports: what they say, and how they get into the database."""
