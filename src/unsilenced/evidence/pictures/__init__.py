"""Pictures that need no script: drawn once, read by eyes and by screen readers alike."""
