"""The demo's invented reports: what they tell, and how they get into the database."""
