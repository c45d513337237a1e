"""Pictures that need no script: drawn once, for eyes and for screen readers."""
