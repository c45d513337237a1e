"""Members: people whom a project invited to its warnings and the private check."""
