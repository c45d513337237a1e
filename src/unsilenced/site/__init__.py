"""The site: settings, addresses, pages that belong to no domain, and the command line."""
