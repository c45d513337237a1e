"""Places: the list of places of a site, and facts about its country.

Pure: it reads files, and uses no Django and no database.
"""
