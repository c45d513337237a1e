"""The WSGI application that the server runs."""

import os

import django

from unsilenced.http.handler import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unsilenced.site.settings")
django.setup(set_prefix=False)

from unsilenced.process.serving.preloading import preload  # noqa: E402 - needs Django set up

preload()

application = Application()
