"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "awards.settings")
os.environ.setdefault("STATEMENT_TIMEOUT", "15s")  # nobody waits longer for a page
application = get_wsgi_application()
