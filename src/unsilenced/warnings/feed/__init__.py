"""The feed: what members read, always as a whole."""
