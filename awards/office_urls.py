"""Addresses of the office's pages, below /verwaltung/; their views stand with what they show."""

from django.urls import path

from initiatives.views import claims, granting, proposals
from initiatives.views import office as records
from jury.views import office as judging

from .views import feedback, office

app_name = "office"
urlpatterns = [
    path("", office.today, name="today"),
    path("bewerbungen/", records.applications, name="applications"),
    path("bewerbungen/frist/", granting.extend, name="extend"),
    path("bewerbungen/<uuid:key>/", judging.application, name="application"),
    path("bewerbungen/<uuid:key>/zulassen/", records.admit, name="admit"),
    path("bewerbungen/<uuid:key>/ausschliessen/", judging.exclude, name="exclude"),
    path("bewerbungen/<uuid:key>/zuteilen/", judging.assign, name="assign"),
    path("bewerbungen/<uuid:key>/fassungen/", granting.versions, name="versions"),
    path("bewerbungen/<uuid:key>/aenderungen/", granting.request_changes, name="request_changes"),
    path(
        "bewerbungen/<uuid:key>/aenderungen/zuruecknehmen/",
        granting.take_back_request,
        name="take_back_request",
    ),
    path("initiativen/anspruch/", claims.claims, name="claims"),
    path("initiativen/anspruch/<uuid:key>/", claims.office_claim, name="claim"),
    path("vorschlaege/", proposals.proposals, name="proposals"),
    path("vorschlaege/<uuid:key>/", proposals.proposal, name="proposal"),
    path("vorschlaege/<uuid:key>/anschreiben/", proposals.write, name="write_to_proposed"),
    path("vorschlaege/<uuid:key>/aufgreifen/", proposals.take_up, name="take_up_proposal"),
    path("vorschlaege/<uuid:key>/zuruecklegen/", proposals.lay_aside, name="lay_aside_proposal"),
    path("vorschlaege/<uuid:key>/aufnehmen/", proposals.bring_back, name="bring_back_proposal"),
    path("jury/", judging.jury, name="jury"),
    path("ergebnis/", judging.standings, name="standings"),
    path("beschluesse/", office.decisions, name="decisions"),
    path("beschluesse/<uuid:key>/zuruecknehmen/", office.retract, name="retract"),
    path("veroeffentlichung/", office.release, name="release"),
    path("veroeffentlichung/bestaetigen/", office.confirm, name="confirm"),
    path("veroeffentlichung/anhalten/", office.revoke, name="revoke"),
    path("rueckmeldungen/", feedback.overview, name="feedback"),
    path("rueckmeldungen/freigeben/", feedback.release, name="release_feedback"),
    path("rueckmeldungen/<uuid:key>/", feedback.write, name="feedback_of"),
    path("briefe/", records.letters, name="letters"),
    path("briefe/<uuid:key>/", records.letter, name="letter"),
    path("briefe/<uuid:key>/erneut/", records.send_again, name="send_again"),
    path("journal/", records.journal_page, name="journal"),
]
