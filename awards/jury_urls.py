"""Addresses below /jury/: of judging, and of the jury's meeting behind the same door."""

from django.urls import path

from jury import door
from jury.urls import app_name
from jury.urls import urlpatterns as judging

from .views import minutes

__all__ = ["app_name", "urlpatterns"]

MEETING = "sitzung/<uuid:key>/"
urlpatterns = [
    *judging,
    *door.behind(
        [
            path(f"{MEETING}niederschrift/", minutes.for_juror, name="minutes"),
            path(f"{MEETING}niederschrift.pdf", minutes.juror_pdf, name="minutes_pdf"),
            path(f"{MEETING}niederschrift/unterzeichnen/", minutes.juror_sign, name="minutes_sign"),
        ]
    ),
]
