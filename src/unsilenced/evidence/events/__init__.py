"""What an event did to counts, by Poisson fixed effects, and which other answers are possible."""
