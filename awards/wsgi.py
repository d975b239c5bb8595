"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "awards.settings")
os.environ.setdefault("STATEMENT_TIMEOUT", "15s")  # nobody waits longer for a page
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  loads all views, which else the first visitor waits for

# What is there now stays: looking through it for garbage over and over took every tenth millisecond
# of a page. What a page leaves behind is looked through less often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
