"""The views of the people app's calls and pages."""
