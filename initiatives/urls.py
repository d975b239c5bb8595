"""Addresses of the applicant's pages, below /bewerbungen/."""

from django.urls import path

from .views import applying, data, files, receipts, saving, sections

app_name = "apply"
urlpatterns = [
    path("", applying.overview, name="list"),
    path("neu/", applying.start, name="start"),
    path("anlage/<uuid:key>/", applying.attachment, name="attachment"),
    path("anlage/<uuid:key>/beschreiben/", files.describe_file, name="describe_file"),
    path("anlage/<uuid:key>/entfernen/", files.remove_file, name="remove_file"),
    path("eingang/<uuid:key>/", applying.receipt, name="receipt"),
    path("eingang/<uuid:key>/pdf/", applying.receipt_pdf, name="receipt_pdf"),
    path("eingang/<uuid:key>/json/", receipts.frozen, name="receipt_json"),
    path("<uuid:key>/", applying.tasks, name="tasks"),
    path("<uuid:key>/verlauf/", data.who_did_what, name="history"),
    path("<uuid:key>/initiative/", sections.initiative, name="initiative"),
    path("<uuid:key>/ansprechperson/", sections.contact, name="contact"),
    path("<uuid:key>/themen/", sections.themes, name="themes"),
    path("<uuid:key>/abschnitt/<slug:slug>/", sections.section, name="section"),
    path("<uuid:key>/anlagen/", files.files, name="files"),
    path("<uuid:key>/erklaerungen/", sections.declarations, name="declarations"),
    path("<uuid:key>/speichern/", saving.saving, name="save"),
    path("<uuid:key>/pruefen/", applying.check, name="check"),
    path("<uuid:key>/einreichen/", applying.submit, name="submit"),
]
