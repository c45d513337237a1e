"""Days before months."""

DATE_FORMAT = "j F Y"
