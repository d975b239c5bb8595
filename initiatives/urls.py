"""Addresses of the applicant's pages, below /bewerbungen/."""

from django.urls import path

from .views import (
    after,
    applying,
    data,
    files,
    joining,
    questions,
    receipts,
    saving,
    sections,
    team,
)

app_name = "apply"
urlpatterns = [
    path("", applying.overview, name="list"),
    path("neu/", applying.start, name="start"),
    path("anlage/<uuid:key>/", applying.attachment, name="attachment"),
    path("anlage/<uuid:key>/beschreiben/", files.describe_file, name="describe_file"),
    path("anlage/<uuid:key>/verschieben/", files.move_file, name="move_file"),
    path("anlage/<uuid:key>/entfernen/", files.remove_file, name="remove_file"),
    path("eingang/<uuid:key>/", after.receipt, name="receipt"),
    path("eingang/<uuid:key>/pdf/", after.receipt_pdf, name="receipt_pdf"),
    path("eingang/<uuid:key>/json/", receipts.frozen, name="receipt_json"),
    path("initiative/<uuid:key>/team/", team.team, name="team"),
    path("initiative/<uuid:key>/team/uebergeben/", team.hand_over, name="hand_over"),
    path("initiative/<uuid:key>/team/verlassen/", team.leave, name="leave"),
    path("initiative/<uuid:key>/team/<uuid:person>/", team.member, name="member"),
    path("initiative/<uuid:key>/team/<uuid:person>/entfernen/", team.remove, name="remove"),
    path("einladung/<uuid:key>/", joining.invitation, name="invitation"),
    path("einladung/<uuid:key>/annehmen/", joining.accept, name="accept"),
    path("einladung/<uuid:key>/ablehnen/", joining.decline, name="decline"),
    path("einladung/<uuid:key>/erneut/", joining.invite_again, name="invite_again"),
    path(
        "einladung/<uuid:key>/zurueckziehen/",
        joining.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("<uuid:key>/", applying.tasks, name="tasks"),
    path("<uuid:key>/verlauf/", data.who_did_what, name="history"),
    path("<uuid:key>/uebernehmen/", data.copy, name="copy"),
    path("<uuid:key>/loeschen/", data.delete, name="delete"),
    path("<uuid:key>/initiative/", sections.initiative, name="initiative"),
    path("<uuid:key>/ansprechperson/", sections.contact, name="contact"),
    path("<uuid:key>/themen/", sections.themes, name="themes"),
    path("<uuid:key>/abschnitt/<slug:slug>/", questions.section, name="section"),
    path("<uuid:key>/anlagen/", files.files, name="files"),
    path("<uuid:key>/erklaerungen/", sections.declarations, name="declarations"),
    path("<uuid:key>/speichern/", saving.saving, name="save"),
    path("<uuid:key>/pruefen/", applying.check, name="check"),
    path("<uuid:key>/einreichen/", applying.submit, name="submit"),
    path("<uuid:key>/weiter-bearbeiten/", after.reopen, name="reopen"),
    path("<uuid:key>/zurueckziehen/", after.withdraw, name="withdraw"),
    path("<uuid:key>/fassungen/", after.versions, name="versions"),
]
