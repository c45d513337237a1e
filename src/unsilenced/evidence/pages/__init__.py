"""What the evidence engine writes for browsers: one look, templates that escape, languages."""
