"""Reporting and returning without JavaScript: the server seals and opens in memory."""
