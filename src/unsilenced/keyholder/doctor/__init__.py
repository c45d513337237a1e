"""The doctor of the key holder's site: what it looks at, in order."""
