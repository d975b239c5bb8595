"""Addresses of the jury's pages, below /jury/."""

from django.urls import path

from .views import judging

app_name = "jury"
urlpatterns = [
    path("", judging.worklist, name="worklist"),
    path("befangenheit/", judging.conflicts, name="conflicts"),
    path("faelle/<uuid:key>/", judging.sheet, name="sheet"),
    path("faelle/<uuid:key>/oeffnen/", judging.reopen, name="reopen"),
    path("faelle/<uuid:key>/anlage/<uuid:file>/", judging.attachment, name="attachment"),
]
