"""Words in the address bar: German, since people read them; English pages stand under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import Http404
from django.urls import include, path, re_path
from django.views.defaults import page_not_found
from django.views.generic import RedirectView

from initiatives.views import claims, proposing, receipts
from jury.views import exclusions

from .announcing import PRESS_PAGE
from .seals.drawing import Style
from .views import (
    account,
    calls,
    demo,
    directory,
    entrance,
    feedback,
    feeds,
    gallery,
    hall,
    health,
    honours,
    invited,
    leaving,
    open_data,
    own_data,
    own_portrait,
    pictures,
    press,
    press_reader,
    previews,
    public,
    seals,
)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("demo/post/", demo.post, name="demo_post"),
    path("demo/post.json", demo.post_json, name="demo_post_json"),
    path("demo/galerie/", gallery.gallery, name="gallery"),
    path("favicon.ico", RedirectView.as_view(url="/static/award/favicon.svg")),
    re_path(
        r"^bilder/(?P<name>[0-9a-f]{32})\.(?P<ending>avif|webp|jpg)$",
        pictures.picture,
        name="picture",
    ),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("api/v1/", include("awards.api.urls")),
    path("admin/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("", public.start, name="start"),
    path("vorschau.png", previews.site, name="site_picture"),
    path("auslobung/", calls.call, name="call"),
    path("auslobung/termine.ics", feeds.calendar, name="all_dates"),
    path("auslobung/<int:year>/", calls.call_of, name="call_of"),
    path("auslobung/<int:year>/vorschau.png", previews.call, name="call_picture"),
    path("auslobung/<int:year>/termine.ics", calls.calendar, name="calendar"),
    path("auslobung/<int:year>/fragebogen.pdf", calls.questionnaire_pdf, name="questionnaire_pdf"),
    path("auslobung/<int:year>/teilnahme-pruefen/", calls.eligibility, name="eligibility"),
    path("vorschlagen/", proposing.propose, name="propose"),
    path("vorschlagen/danke/", proposing.proposed, name="proposed"),
    path("vorschlagen/geloescht/", proposing.deleted, name="proposal_deleted"),
    path("vorschlagen/bestaetigen/<str:secret>/", proposing.confirm, name="confirm_proposal"),
    path("preistraeger/", public.years, name="years"),
    path("preistraeger/feed.atom", feeds.feed, name="feed"),
    path("preistraeger/<int:year>/", public.announcement, name="announcement"),
    path(f"preistraeger/<int:year>/{PRESS_PAGE}/", press.press, name="press"),
    path(
        f"preistraeger/<int:year>/{PRESS_PAGE}/pressemappe.zip", press.press_kit, name="press_kit"
    ),
    path(
        f"preistraeger/<int:year>/{PRESS_PAGE}/pressemitteilung.<slug:which>",
        press.press_file,
        name="press_file",
    ),
    path("presse/vorab/<str:secret>/", press_reader.read, name="press_reader"),
    path(
        "presse/vorab/<str:secret>/pressemappe.zip", press_reader.read_kit, name="press_reader_kit"
    ),
    path(
        "presse/vorab/<str:secret>/pressemitteilung.<slug:which>",
        press_reader.read_file,
        name="press_reader_file",
    ),
    path(
        "preistraeger/<int:year>/vorschau.png", previews.announcement, name="announcement_picture"
    ),
    path("preistraeger/<int:year>/<slug:slug>/", public.laureate, name="laureate"),
    path(
        "preistraeger/<int:year>/<slug:slug>/vorschau.png",
        previews.laureate,
        name="laureate_picture",
    ),
    path("offene-daten/", open_data.open_data, name="open_data"),
    path("siegel/", seals.holders, name="seals"),
    path("siegel/<str:code>/", seals.proof, name="seal"),
    path("siegel/<str:code>/qr.svg", seals.qr, name="seal_qr"),
    path("siegel/<str:code>/bild.svg", seals.picture, name="seal_svg"),
    path("siegel/<str:code>/bild.png", seals.picture, {"kind": "png"}, name="seal_png"),
    path(
        "siegel/<str:code>/bild-dunkel.svg",
        seals.picture,
        {"style": Style.DARK},
        name="seal_dark_svg",
    ),
    path(
        "siegel/<str:code>/bild-dunkel.png",
        seals.picture,
        {"style": Style.DARK, "kind": "png"},
        name="seal_dark_png",
    ),
    path("initiativen/", directory.directory, name="directory"),
    path("initiativen/<slug:slug>/", directory.initiative, name="initiative"),
    path("initiativen/<slug:slug>/vorschau.png", previews.initiative, name="initiative_picture"),
    path("preisverleihung/<int:year>/einladung/<str:secret>/", invited.invited, name="invited"),
    path(
        "preisverleihung/<int:year>/einladung/<str:secret>/termin.ics",
        invited.invited_calendar,
        name="invited_calendar",
    ),
    path("leinwand/", hall.hall, name="hall"),
    path("leinwand/bild/", hall.hall_screen, name="hall_screen"),
    path("leinwand/bilder.json", hall.hall_pictures, name="hall_pictures"),
    path("leinwand/stand.json", hall.hall_state, name="hall_state"),
    path("leinwand/dienst.js", hall.hall_worker, name="hall_worker"),
    path("bewerbungen/<uuid:key>/rueckmeldung/", feedback.read, name="feedback"),
    path("bewerbungen/<uuid:key>/portraet/", own_portrait.portrait, name="portrait"),
    path("bewerbungen/<uuid:key>/auszeichnung/", honours.honours, name="honours"),
    path(
        "bewerbungen/<uuid:key>/auszeichnung/urkunde.pdf", honours.certificate, name="certificate"
    ),
    path(
        "bewerbungen/<uuid:key>/auszeichnung/siegel/<str:name>", honours.seal_file, name="seal_file"
    ),
    path("pruefen/", receipts.check, name="check_receipt"),
    path("initiativen/<slug:slug>/vertreten/", claims.claim, name="claim"),
    path("bewerbungen/<uuid:key>/herunterladen/", own_data.application, name="own_application"),
    path("bewerbungen/<uuid:key>/befangenheit/", exclusions.exclusions, name="exclusions"),
    path(
        "bewerbungen/<uuid:key>/befangenheit/<uuid:concern>/zuruecknehmen/",
        exclusions.take_back,
        name="take_back_exclusion",
    ),
    path("bewerbungen/", include("initiatives.urls", namespace="apply")),
    path("jury/", include("awards.jury_urls", namespace="jury")),
    path("verwaltung/", include("awards.office_urls", namespace="office")),
    path("konto/uebersicht/", account.account, name="account"),
    path("konto/sprache/", account.language, name="account_language"),
    path("konto/erinnerungen/", account.reminders, name="account_reminders"),
    path("konto/daten/", own_data.overview, name="own_data"),
    path("konto/daten/herunterladen/", own_data.everything, name="own_data_zip"),
    path("konto/loeschen/", leaving.leave, name="leave"),
    path("konto/geloescht/", leaving.left, name="left"),
    path("konto/weiter/", account.onward, name="onward"),
    path("konto/login/", RedirectView.as_view(pattern_name=settings.LOGIN_URL, query_string=True)),
    re_path(r"^konto/password/", page_not_found, {"exception": Http404("There are no passwords.")}),
    path("konto/login/code/", entrance.request_code, name="account_request_login_code"),
    path("konto/login/code/confirm/", entrance.confirm_code, name="account_confirm_login_code"),
    path("konto/signup/", entrance.sign_up, name="account_signup"),
    path("konto/signup/passkey/", entrance.sign_up_by_passkey, name="account_signup_by_passkey"),
    path("konto/signup/ohne-passkey/", entrance.without_passkey, name="without_passkey"),
    path("konto/2fa/webauthn/add/", entrance.add_passkey, name="mfa_add_webauthn"),
    path("konto/2fa/webauthn/login/", entrance.by_passkey, name="mfa_login_webauthn"),
    path("konto/", include("allauth.urls")),
    re_path(r"^(?P<slug>[a-z]+(?:-[a-z]+)?)/$", public.page, name="page"),
    prefix_default_language=False,
)
