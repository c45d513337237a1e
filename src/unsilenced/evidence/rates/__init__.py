"""Exact intervals for shares, rates, standardised ratios and ratios of rates."""
