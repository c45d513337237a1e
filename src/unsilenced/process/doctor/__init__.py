"""The doctor: looking a site over, each check by itself, and saying what has to be done."""
