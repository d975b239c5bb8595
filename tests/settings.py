"""The product's settings, for tests: a demonstration's database, nothing slow, no real mail."""

import os

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("LOG_LEVEL", "ERROR")
# Playwright runs a loop in the main thread; tests of the database may come after it there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from awards.settings import *  # noqa: F403  the environment must be set first

WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # What a test changes it wants to see; see test_page_cache.py.
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
# What a crash of the server would lose is of no value here.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # noqa: F405
# A machine that has other things to do may let a test wait in its transaction.
DATABASES["default"]["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=0"  # noqa: F405
