"""The claims of the report's executive summary: one module each, with its wording and its rule."""
