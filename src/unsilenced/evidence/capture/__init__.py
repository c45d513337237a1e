"""Capture-recapture: how many people no list holds, from how the lists overlap."""
