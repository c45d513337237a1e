"""Print, as JSON, every route that the key holder's URL resolver knows.

A program of its own: the key holder is another site than the one that the tests' Django is set up
for.
"""

import json
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "unsilenced.keyholder.settings"
django.setup()

from fuzz.routes import every_route  # noqa: E402

print(json.dumps([route.pattern for route in every_route()]))  # noqa: T201
