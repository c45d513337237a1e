"""The doctor of the platform's site: its checks, in order."""
