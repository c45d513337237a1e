"""Mailing: handing messages to the mail server, and telling what is wrong with it."""
