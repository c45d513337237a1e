"""The doctor of the platform's site: what it looks at, in order."""
