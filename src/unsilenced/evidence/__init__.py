"""The evidence engine: claims as tests on public counts. A library of its own; docs/evidence.md."""
