"""All settings; what a deployment may change is read from the environment in the first section."""

from __future__ import annotations

import os
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from kpfield.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

# -- what a deployment may change ----------------------------------------------------------------------------------
# `make demo` writes var/demo.env, so that manage.py runs with nothing set; the real environment always wins.
env = Environment.read(BASE_DIR / "var" / "demo.env", os.environ)

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
# After a change, what it was before: by it the server still speaks to tablets that were away meanwhile.
SECRET_KEY_FALLBACKS = env.former_secrets("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
DATABASE = env.database("DATABASE_URL")
# Set only where a proxy ends TLS and rewrites X-Forwarded-Proto; otherwise anyone could claim to be secure.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
# The number of proxies in front, so that a client cannot evade a throttle by writing X-Forwarded-For.
PROXIES = env.number("PROXIES", default=0)
DEMO = env.flag("DEMO", default=False)
PLAIN_HTTP = env.flag("PLAIN_HTTP", default=DEBUG)
MEDIA_ROOT = env.folder("MEDIA", default=BASE_DIR / "media")
# Photos stand under MEDIA, or in a bucket: s3://key:secret@host/bucket (with django-storages[s3] installed).
FILES = env.bucket("FILES_AT")
# How many days without contact a tablet still shows its registers.
LEASE_DAYS = env.number("LEASE_DAYS", default=30)
# How many days a digger's card is good for.
CARD_DAYS = env.number("CARD_DAYS", default=730)
# Whether staff show a code from their telephone after the password; a demonstration and tests may do without.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=not DEBUG)
env.finish()

# -- the house ------------------------------------------------------------------------------------------------------
# Highest first: Django takes the first template, static file or command of a name.
INSTALLED_APPS = [
    "apps.demo",
    "apps.field",
    "apps.inventories",
    "apps.returns",
    "apps.figures",
    "apps.persons",
    "apps.sync",
    "apps.inspections",
    "apps.ledger",
    "apps.registry",
    "apps.review",
    "apps.files",
    "apps.maps",
    "apps.accounts",
    "apps.places",
    "apps.forms",
    "apps.columns",
    "apps.journal",
    "apps.quantities",
    "kpfield.apps.DeskConfig",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kpfield.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kpfield.signing_in.seen.SeenMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kpfield.urls"
WSGI_APPLICATION = "kpfield.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "kpfield" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# -- databases ------------------------------------------------------------------------------------------------------
# The WAL-reset bug was fixed in SQLite 3.51.3; before it, only the rollback journal is safe.
SAFE_WAL = sqlite3.sqlite_version_info >= (3, 51, 3)
SQLITE_OPTIONS: dict[str, Any] = {
    # The write lock is taken up front, so that the timeout is honoured.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what a tablet was told is safe must survive a power cut. recursive_triggers: without it INSERT OR REPLACE
    # slips past the triggers that keep the journal append-only.
    "init_command": (
        f"PRAGMA journal_mode={'WAL' if SAFE_WAL else 'TRUNCATE'}; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
        "PRAGMA cache_size=-20000; PRAGMA recursive_triggers=ON"
    ),
}
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "pool": {"min_size": 1, "max_size": 20, "timeout": 20},
    # A page reads few rows by their index, from memory or a disk without arms: PostgreSQL's own guess is of a disk that
    # seeks, and it would compile a statement for longer than that runs.
    "options": (
        "-c statement_timeout=600000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=60000 "
        "-c random_page_cost=1.1 -c jit=off"
    ),
}
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASE["OPTIONS"] = POSTGRESQL_OPTIONS
DATABASES = {"default": DATABASE}

# -- people ---------------------------------------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_ENGINE = "apps.accounts.sessions"
# Without a page; how long a session lasts at most stands in the engine.
SESSION_COOKIE_AGE = 2 * 3600
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Five wrong passwords for a name from one address, and it waits there; from elsewhere its owner still comes in.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# To try once more while waiting does not make the wait longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "kpfield.signing_in.locked.address_of"
AXES_LOCKOUT_CALLABLE = "kpfield.signing_in.locked.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# -- languages and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "kpfield" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["kpfield.formats"]

# -- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "kpfield" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": FILES or {"BACKEND": "apps.files.storage.OnDisk"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# An upload of a paper register may be 20 MB; a push is bounded by its own envelope.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_PERMISSIONS = 0o600

# -- the door -------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["kpfield.json.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kpfield.json.OrjsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "kpfield.json.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "NUM_PROXIES": PROXIES,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "kpfield sync",
    "DESCRIPTION": "How a tablet enrols, pushes what an officer wrote and pulls what its posting may know.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# -- secure by default ----------------------------------------------------------------------------------------------
SECURE = not PLAIN_HTTP
# The API answers 400 on plain HTTP, it never redirects a token (kpfield.headers).
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^api/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# A demonstration must not teach a browser that localhost is HTTPS for a year.
SECURE_HSTS_SECONDS = 31_536_000 if SECURE and not DEMO else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
# The __Host- prefix is refused by browsers on plain HTTP.
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "kpfield.logs.Line", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
