"""An evaluator of the private check: its keys, spent tokens and calls. Both sites have one."""
