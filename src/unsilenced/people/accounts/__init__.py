"""Accounts: names, passphrases, log-in and its sessions, and a brake on guessing."""
