"""Reviews: somebody asks to look at a warning about them once more."""
