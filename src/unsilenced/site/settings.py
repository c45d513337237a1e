"""Django's settings, derived from the configuration."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from unsilenced import locale
from unsilenced.http import log_lines
from unsilenced.process.database.settings import databases
from unsilenced.records import routines as records
from unsilenced.reports import routines as reports
from unsilenced.reports.intake import routines as intake
from unsilenced.site import static_files
from unsilenced.site.configuration import configuration
from unsilenced.site.secret import secret_key
from unsilenced.site.table_policies import POLICIES
from unsilenced.site.table_rights import FORMER, RIGHTS
from unsilenced.warnings.check import routines as check
from unsilenced.warnings.reviews import routines as reviews

CONFIGURATION = configuration()
HERE = Path(__file__).parent

DEBUG = False
SECRET_KEY = secret_key(CONFIGURATION.secret_key, CONFIGURATION.data_dir)
ALLOWED_HOSTS = [*CONFIGURATION.site_hosts, *filter(None, [CONFIGURATION.onion_host])]
ROOT_URLCONF = "unsilenced.site.urls"
WSGI_APPLICATION = "unsilenced.site.wsgi.application"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    "unsilenced.people",
    "unsilenced.evaluator",
    "unsilenced.records",
    "unsilenced.reports",
    "unsilenced.cases",
    "unsilenced.warnings",
    "unsilenced.site",
]

# Only the desk has sessions and CSRF. The public pages set and read no cookie, so the middleware
# for cookies is on the desk's views (people.gate), not here.
MIDDLEWARE = [
    "unsilenced.site.onion.onion_service",
    "unsilenced.http.headers.security_headers",
    "unsilenced.site.policy.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "unsilenced.http.compression.CompressedPages",
    "unsilenced.http.errors.plain_errors",
    "django.middleware.locale.LocaleMiddleware",
    "unsilenced.site.origin.same_origin_only",
    "unsilenced.http.call_language.call_language",
    "django.middleware.common.CommonMiddleware",
    "unsilenced.people.accounts.session_middleware.SessionMiddleware",
    "unsilenced.people.accounts.session_middleware.AuthenticationMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "unsilenced.http.context.site",
            ],
        },
    },
]

DATABASES = databases(CONFIGURATION.database)
TABLE_RIGHTS = RIGHTS
TABLE_POLICIES = POLICIES
ROUTINES = [
    *records.ROUTINES,
    *reports.ROUTINES,
    *intake.ROUTINES,
    *check.ROUTINES,
    *reviews.ROUTINES,
]
FORMER_TABLES = FORMER
PROCRASTINATE_IMPORT_PATHS = ["unsilenced.site.jobs.tasks"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
# The input is already an Argon2id output of 256 bits. So one fast pass is enough, and a flood of
# log-ins cannot exhaust the server.
PASSWORD_HASHERS = ["unsilenced.people.accounts.hasher.LogInSecretHasher"]
LOGIN_URL = "/desk/log-in/"

SESSION_ENGINE = "unsilenced.people.accounts.session_store"
SESSION_COOKIE_NAME = "s"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CONFIGURATION.site_https
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "unsilenced.http.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.site_https else None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, "'strict-dynamic'"],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    },
}

_mail = CONFIGURATION.mail_server
EMAIL_BACKEND = (
    "unsilenced.process.mailing.backend.EmailBackend"
    if _mail
    else "unsilenced.site.printed_mail.EmailBackend"
)
EMAIL_HOST = _mail.host if _mail else ""
EMAIL_PORT = _mail.port if _mail else 0
EMAIL_HOST_USER = _mail.user if _mail else ""
EMAIL_HOST_PASSWORD = _mail.password if _mail else ""
EMAIL_USE_SSL = _mail is not None and _mail.tls_from_start
EMAIL_USE_TLS = _mail is not None and not _mail.tls_from_start
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = CONFIGURATION.email_from

LANGUAGE_CODE = locale.SOURCE_LANGUAGE
LANGUAGES = locale.languages()
LOCALE_PATHS = [locale.FOLDER]
USE_I18N = True
FORMAT_MODULE_PATH = "unsilenced.locale"
TIME_ZONE = CONFIGURATION.places.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = static_files.folders()
# Otherwise Django would look again in an app's own folder, which is the same.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"/built/.+\.[0-9A-Z]{8}\.\w+$"

CHECK_EVALUATOR = "platform"
CHECK_KEYS_FILE = CONFIGURATION.keys_file

# A sealed report is at most 350 KiB as JSON, a chunk of a photo 256 KiB and a header.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
FILE_UPLOAD_HANDLERS: list[str] = []

LOGGING = log_lines.LOGGING
