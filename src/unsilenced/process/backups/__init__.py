"""Backup and restore of a site's whole database, with PostgreSQL's own programs."""
