"""Places: the list of places that a site names, and what its country brings with it.

Pure: it reads files, and knows no Django and no database.
"""
