"""The doctor: it examines a site, each check by itself, and says what has to be done."""
