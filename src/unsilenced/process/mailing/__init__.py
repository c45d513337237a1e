"""Mailing: handing messages to the mail server, and saying what is wrong with it."""
