"""Roles: the PostgreSQL accounts of a site, and what each may do."""
