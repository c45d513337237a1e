"""The key holder's Django settings: no accounts, no sessions, and only a page for errors."""

import secrets

from unsilenced import locale
from unsilenced.http import log_lines
from unsilenced.keyholder.configuration import configuration
from unsilenced.keyholder.table_rights import RIGHTS
from unsilenced.process.database.settings import databases

CONFIGURATION = configuration()

DEBUG = False
# Nothing is signed with it.
SECRET_KEY = secrets.token_urlsafe(48)
ALLOWED_HOSTS = list(CONFIGURATION.hosts)
ROOT_URLCONF = "unsilenced.keyholder.urls"
WSGI_APPLICATION = "unsilenced.keyholder.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = ["unsilenced.evaluator", "unsilenced.keyholder"]

MIDDLEWARE = [
    "unsilenced.keyholder.headers.open_to_browsers",
    "unsilenced.http.errors.plain_errors",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["unsilenced.http.context.site"]},
    },
]

DATABASES = databases(CONFIGURATION.database)
TABLE_RIGHTS = RIGHTS
TABLE_POLICIES: dict[str, object] = {}
ROUTINES: list[object] = []
FORMER_TABLES = ()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHECK_EVALUATOR = "keyholder"
CHECK_KEYS_FILE = CONFIGURATION.keys_file

LANGUAGE_CODE = locale.SOURCE_LANGUAGE
LANGUAGES = locale.languages()
LOCALE_PATHS = [locale.FOLDER]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
FILE_UPLOAD_HANDLERS: list[str] = []

LOGGING = log_lines.LOGGING
