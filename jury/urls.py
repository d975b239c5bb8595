"""Addresses of the jury's pages, below /jury/."""

from django.urls import path

from . import door
from .views import (
    after,
    calibration,
    conflicts,
    discussion,
    finishing,
    joining,
    pack,
    progress,
    rules,
    saving,
    sheet,
    statement,
    worklist,
)

app_name = "jury"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("weiter/", worklist.following, name="following"),
    path("fortschritt/", progress.for_chair, name="progress"),
    path("befangenheit/", conflicts.conflicts, name="conflicts"),
    path("massstab/", rules.yardstick_page, name="yardstick"),
    path("massstab.pdf", rules.for_jurors, name="yardstick_pdf"),
    path("kalibrierung/", calibration.calibration, name="calibration"),
    path("kalibrierung/faelle/<uuid:key>/", calibration.sheet, name="sample"),
    path("kalibrierung/faelle/<uuid:key>/oeffnen/", calibration.reopen, name="sample_reopen"),
    path("kalibrierung/kriterien/<slug:code>/", discussion.discussion, name="discussion"),
    path(
        "kalibrierung/wortmeldungen/<int:number>/zurueckziehen/",
        discussion.withdraw,
        name="withdraw_remark",
    ),
    path("abschliessen/", finishing.finish_all, name="finish_all"),
    path("verteilung/", after.distribution, name="distribution"),
    path("lesemappe.pdf", pack.whole, name="pack"),
    path("faelle/<uuid:key>/lesen.pdf", pack.single, name="read"),
    path("faelle/<uuid:key>/", sheet.sheet, name="sheet"),
    path("faelle/<uuid:key>/speichern/", saving.saving, name="save"),
    path("faelle/<uuid:key>/oeffnen/", sheet.reopen, name="reopen"),
    path("faelle/<uuid:key>/fassungen/", after.history, name="history"),
    path("faelle/<uuid:key>/andere/", after.nameless, name="others"),
    path("faelle/<uuid:key>/andere/ansehen/", after.look, name="look"),
    path("faelle/<uuid:key>/anlage/<uuid:file>/", sheet.attachment, name="attachment"),
]

# Before somebody is a member, and the one page that opens all others.
OUTSIDE = [
    path("einladung/<uuid:key>/", joining.invitation, name="invitation"),
    path("einladung/<uuid:key>/annehmen/", joining.accept, name="accept"),
    path("einladung/<uuid:key>/ablehnen/", joining.decline, name="decline"),
    path("erklaerung/", statement.statement, name="statement"),
]
urlpatterns = [*OUTSIDE, *door.behind(urlpatterns)]
