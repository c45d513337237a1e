"""Whether visits by police keep people from support: outreach contacts before and after them."""
