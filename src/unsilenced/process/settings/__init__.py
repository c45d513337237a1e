"""What an administrator sets: environment variables, the data folder, addresses."""
