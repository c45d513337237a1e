"""The private check: nobody learns what was asked, in the formats of docs/check.md."""
