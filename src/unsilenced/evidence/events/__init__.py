"""What an event did to counts, by Poisson fixed effects, and what else could be answered."""
