"""Serving requests: processes, workers, and what stands between the server and Django."""
