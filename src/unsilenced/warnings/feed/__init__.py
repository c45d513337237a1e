"""The feed: what members read, whole."""
