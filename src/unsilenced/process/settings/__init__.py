"""The settings of an administrator: environment variables, the data folder, addresses."""
