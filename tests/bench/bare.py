"""What a public page is measured against: Django without anything, one query, 20 kB of text."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.bare_settings"

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

TEXT = b"x" * 20_000


def page(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, headline FROM awards_release ORDER BY id")
        cursor.fetchall()
    return HttpResponse(TEXT, headers={"Content-Length": str(len(TEXT))})


urlpatterns = [path("readyz", page), path("bare/", page)]
application = get_wsgi_application()
