"""Roles: the accounts of PostgreSQL that a site works under, and what each may do."""
