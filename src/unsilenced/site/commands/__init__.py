"""The command line: `unsilenced`."""
