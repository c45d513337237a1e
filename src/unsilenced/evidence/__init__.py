"""The evidence engine: what the data say, with their intervals, and what may be published."""
