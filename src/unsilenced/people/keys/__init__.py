"""The keys of an organisation: granted to its people, rotated, and restored with its sheet."""
