"""The key holder: an evaluator and a log of releases, run by another organisation."""
