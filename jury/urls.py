"""Addresses of the jury's pages, below /jury/."""

from django.urls import path

from .views import conflicts, rules, sheet, worklist

app_name = "jury"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("befangenheit/", conflicts.conflicts, name="conflicts"),
    path("massstab/", rules.yardstick_page, name="yardstick"),
    path("massstab.pdf", rules.for_jurors, name="yardstick_pdf"),
    path("faelle/<uuid:key>/", sheet.sheet, name="sheet"),
    path("faelle/<uuid:key>/oeffnen/", sheet.reopen, name="reopen"),
    path("faelle/<uuid:key>/anlage/<uuid:file>/", sheet.attachment, name="attachment"),
]
