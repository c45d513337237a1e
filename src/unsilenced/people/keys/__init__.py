"""The keys of an organisation: given to its people, replaced, and restored with its sheet."""
