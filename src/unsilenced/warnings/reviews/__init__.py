"""Reviews: somebody asks the projects to look again at a warning about them."""
