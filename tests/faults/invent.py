"""Print, as JSON, an invented project that this has just stored in the site's database.

A program of its own: the site's database is not the one that the tests' Django is set up for.
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "unsilenced.site.settings"
django.setup()

from unsilenced.demo.invented_people import invent_caseworker, invent_project  # noqa: E402
from unsilenced.sealing.b64u import to_b64u  # noqa: E402
from unsilenced.sealing.passphrase import derive  # noqa: E402


def main(slug, *names):
    project = invent_project(f"{slug.title()} Project (invented)", slug)
    people = {name: invent_caseworker(project, name) for name in names}
    told = {
        "slug": slug,
        "key": str(project.key.id),
        "public_key": to_b64u(project.key.public_key),
        "private_key": to_b64u(project.private_key),
        "people": {name: told_of(person) for name, person in people.items()},
    }
    print(json.dumps(told))  # noqa: T201


def told_of(person):
    return {
        "passphrase": person.passphrase,
        "secret": to_b64u(derive(person.passphrase, bytes(person.user.salt)).log_in_secret),
        "totp": person.totp_secret,
        "recovery_codes": person.recovery_codes,
    }


main(*sys.argv[1:])
