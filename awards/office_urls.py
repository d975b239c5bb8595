"""Addresses of the office's pages, below /verwaltung/; their views stand with what they show."""

from django.urls import path

from initiatives.views import claims, granting, proposals
from initiatives.views import office as records
from initiatives.views.setting_up import dates, form, listed, lists, questions, sketching, texts
from jury.views import case, concerns, criteria, planning, progress, rules, standings, swapping

from .views import feedback, office, setting_up

app_name = "office"
CALL = "auslobungen/<int:year>/"
QUESTION = f"{CALL}fragen/frage/<slug:code>/"
CRITERION = f"{CALL}kriterien/kriterium/<slug:code>/"
SECTION = f"{CALL}abschnitte/abschnitt/<slug:slug>/"
urlpatterns = [
    path("", office.today, name="today"),
    path("bewerbungen/", records.applications, name="applications"),
    path("bewerbungen/frist/", granting.extend, name="extend"),
    path("bewerbungen/<uuid:key>/", case.application, name="application"),
    path("bewerbungen/<uuid:key>/zulassen/", case.admit, name="admit"),
    path("bewerbungen/<uuid:key>/ausschliessen/", case.exclude, name="exclude"),
    path("bewerbungen/<uuid:key>/befangenheit/", concerns.establish, name="establish_conflict"),
    path("bewerbungen/<uuid:key>/zuteilen/", case.assign, name="assign"),
    path("bewerbungen/<uuid:key>/lesende/<uuid:reading>/", swapping.reader, name="reader"),
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
    path("jury/", progress.jury, name="jury"),
    path("jury/befangenheit/", concerns.overview, name="concerns"),
    path("jury/befangenheit/suchen/", concerns.search, name="search_concerns"),
    path("jury/befangenheit/antrag/<uuid:key>/", concerns.decide, name="concern"),
    path("jury/befangenheit/<int:number>/aufheben/", concerns.lift, name="lift_conflict"),
    path("jury/zuteilung/", planning.allocation, name="allocation"),
    path("jury/zuteilung/stand.csv", planning.standing_table, name="allocation_standing"),
    path("jury/zuteilung/tabelle/", planning.upload, name="allocation_upload"),
    path("jury/zuteilung/<uuid:key>/", planning.plan, name="allocation_plan"),
    path("jury/zuteilung/<uuid:key>/plan.csv", planning.plan_table, name="allocation_table"),
    path("jury/zuteilung/<uuid:key>/uebernehmen/", planning.apply, name="allocation_apply"),
    path("jury/zuteilung/<uuid:key>/neu/", planning.again, name="allocation_again"),
    path("ergebnis/", standings.standings, name="standings"),
    path("beschluesse/", office.decisions, name="decisions"),
    path("beschluesse/<uuid:key>/zuruecknehmen/", office.retract, name="retract"),
    path("veroeffentlichung/", office.release, name="release"),
    path("veroeffentlichung/bestaetigen/", office.confirm, name="confirm"),
    path("veroeffentlichung/anhalten/", office.revoke, name="revoke"),
    path("rueckmeldungen/", feedback.overview, name="feedback"),
    path("rueckmeldungen/freigeben/", feedback.release, name="release_feedback"),
    path("rueckmeldungen/<uuid:key>/", feedback.write, name="feedback_of"),
    path("auslobungen/", setting_up.calls, name="calls"),
    path("auslobungen/neu/", setting_up.new, name="call_new"),
    path("auslobungen/neu/termine/", setting_up.new_dates, name="call_new_dates"),
    path("auslobungen/neu/vorschau/", setting_up.new_preview, name="call_new_dates_preview"),
    path(f"{CALL}", setting_up.call, name="call"),
    path(f"{CALL}bekannt-machen/", setting_up.announce, name="call_announce"),
    path(f"{CALL}oeffentlich/", setting_up.as_public, name="call_as_public"),
    path(f"{CALL}formular/", sketching.as_applicant, name="call_as_applicant"),
    path(f"{CALL}termine/", dates.dates, name="call_dates"),
    path(f"{CALL}termine/vorschau/", dates.preview, name="call_dates_preview"),
    path(f"{CALL}texte/", texts.texts, name="call_texts"),
    path(f"{CALL}kriterien/", criteria.criteria, name="call_criteria"),
    path(f"{CALL}kriterien/neu/", criteria.criterion, name="call_criterion_new"),
    path(f"{CALL}kriterien/vorschau/", criteria.sketch, name="call_criterion_sketch_new"),
    path(f"{CALL}kriterien/ansicht/", criteria.as_juror, name="call_as_juror"),
    path(
        f"{CALL}kriterien/vorlage/<slug:which>/", criteria.template, name="call_criteria_template"
    ),
    path(f"{CALL}kriterien/zaehlweise/", rules.counted, name="call_counting"),
    path(
        f"{CALL}kriterien/zaehlweise/vorschau/", rules.counted_sketch, name="call_counting_sketch"
    ),
    path(f"{CALL}kriterien/massstab.pdf", rules.for_office, name="call_yardstick"),
    path(f"{CRITERION}", criteria.criterion, name="call_criterion"),
    path(f"{CRITERION}vorschau/", criteria.sketch, name="call_criterion_sketch"),
    path(f"{CRITERION}verschieben/", criteria.move, name="call_criterion_move"),
    path(f"{CRITERION}entfernen/", criteria.remove, name="call_criterion_remove"),
    path(f"{CALL}jury/", rules.procedure, name="call_jury"),
    path(f"{CALL}fragen/", form.questions, name="call_questions"),
    path(f"{CALL}fragen/vorschau/", questions.sketch, name="call_question_sketch_new"),
    path(f"{CALL}fragen/neu/", questions.question, name="call_question_new"),
    path(f"{QUESTION}", questions.question, name="call_question"),
    path(f"{QUESTION}vorschau/", questions.sketch, name="call_question_sketch"),
    path(f"{QUESTION}verschieben/", questions.move_question, name="call_question_move"),
    path(f"{QUESTION}entfernen/", questions.remove_question, name="call_question_remove"),
    path(f"{CALL}abschnitte/neu/", form.section, name="call_section_new"),
    path(f"{SECTION}", form.section, name="call_section"),
    path(f"{SECTION}verschieben/", form.move_section, name="call_section_move"),
    path(f"{SECTION}entfernen/", form.remove_section, name="call_section_remove"),
    *lists.paths(listed.DECLARATIONS),
    *lists.paths(listed.ELIGIBILITY),
    *lists.paths(listed.FAQ),
    *lists.paths(setting_up.PRIZES),
    path("briefe/", records.letters, name="letters"),
    path("briefe/<uuid:key>/", records.letter, name="letter"),
    path("briefe/<uuid:key>/erneut/", records.send_again, name="send_again"),
    path("journal/", records.journal_page, name="journal"),
]
