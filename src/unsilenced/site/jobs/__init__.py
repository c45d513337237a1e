"""What the jobs process does by itself."""
