"""How many are willing to report, at each scope and over time; series that differ stay apart."""
