"""An evaluator of the private check: its keys, its spent tokens, its calls. Both sites have one."""
