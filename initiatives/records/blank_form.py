"""The blank questionnaire of a call as a document: to be read, talked over and printed."""

from __future__ import annotations

from math import ceil
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import questionnaire
from ..berlin import BERLIN
from ..models import Call, Question
from ..phases import milestones
from ..questionnaire import Entry
from ..templatetags.award import full_time, lines
from . import canonical, documents

SIGNS_A_LINE = 110  # of print; whoever writes by hand needs more than the room given, and a page
KEPT = 24 * 60 * 60  # seconds; what it says is part of its name in the cache


def pdf(call: Call) -> bytes:
    """The document in the language of the moment. Four queries; made once for what it says."""
    data = content(call)
    name = f"blank-form-{canonical.sha256(data)}"
    made: Any = cache.get_or_set(name, lambda: documents.render("questionnaire", data), KEPT)
    return bytes(made)


def content(call: Call) -> dict[str, Any]:
    """All that the document says, in one language."""
    asked = questionnaire.read(call)
    since: Any = call.announced_at or call.opens_at
    since = since.astimezone(BERLIN)
    # Translators: de: „Fragebogen %(year)d“
    title = _("Questionnaire %(year)d") % {"year": call.year}
    # Translators: de: „Ausgezeichnete regionale Industrieinitiative“
    award = _("Distinguished Regional Industry Initiative")
    # Translators: de: „freiwillig“
    voluntary = _("voluntary")
    return {
        "lang": (get_language() or "de").split("-")[0],
        "title": f"{title} – {award}",
        "call": str(call.title),
        "demo": call.is_demo,
        "moment": [since.year, since.month, since.day, since.hour, since.minute, since.second],
        "dates": [{"label": row.label, "text": row.text} for row in milestones(call)],
        "who": lines(call.who_may_apply),
        "address": str(settings.BASE_URL).rstrip("/") + reverse("call_of", args=[call.year]),
        "counting_rule": str(call.counting_rule),
        "criteria": [
            {
                "code": criterion.code,
                "name": str(criterion.name),
                "question": str(criterion.question),
                "anchors": [
                    {"points": anchor.points, "text": str(anchor.text)}
                    for anchor in criterion.anchors.all()
                ],
            }
            for criterion in asked.criteria
        ],
        "profile": [_entry(entry) for entry in asked.profile],
        "contact": [_entry(entry) for entry in asked.contact],
        "sections": [
            {
                "title": str(section.title),
                "hint": str(section.hint),
                "questions": [_question(question) for question in questions],
            }
            for section, questions in asked.sections
        ],
        "declarations": [
            str(row.text) if row.required else f"{row.text} ({voluntary})"
            for row in asked.declarations
        ],
        "words": _words(call),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "label": entry.label,
        "meta": "" if entry.required else _("voluntary"),
        "help": entry.help,
        "choices": entry.choices,
    }


def _question(question: Question) -> dict[str, Any]:
    limit = {"limit": number_format(question.limit, force_grouping=True)}
    # Translators: de: „höchstens %(limit)s Zeichen“
    meta = [_("at most %(limit)s characters") % limit]
    if question.criterion:
        # Translators: de: „nur bei %(theme)s“
        meta.append(_("only for %(theme)s") % {"theme": question.criterion.name})
    if not question.required:
        meta.append(_("voluntary"))
    return {
        "prompt": str(question.prompt) or str(question.label),
        "meta": " · ".join(meta),
        "help": str(question.help),
        "lines": ceil(question.limit / SIGNS_A_LINE),
    }


def _words(call: Call) -> dict[str, Any]:
    """What the document itself says."""
    last = {"time": full_time(call.last_minute())}
    return {
        # Translators: de: „Fragebogen zum Vorbereiten“
        "heading": _("Questionnaire, to prepare with"),
        "intro": [
            _(
                # Translators: de: „Dieser Bogen enthält alles, was die Bewerbung fragt. Er hilft
                # beim Lesen, Absprechen und Sammeln.“
                "This document holds all that the application asks. "
                "It helps you to read, to talk things over and to collect."
            ),
            _(
                # Translators: de: „Eingereicht wird nur online, bis %(time)s. Die volle Minute
                # zählt. Auf Papier oder per E-Mail nehmen wir keine Bewerbung an.“
                "Applications are handed in online only, until %(time)s. The full minute counts. "
                "We accept no application on paper or by e-mail."
            )
            % last,
        ],
        # Translators: de: „Termine“
        "dates": _("Dates"),
        # Translators: de: „Wer sich bewerben kann“
        "who": _("Who can apply"),
        # Translators: de: „So bewerben Sie sich“
        "how": _("How to apply"),
        "steps": [
            # Translators: de: „Melden Sie sich mit Ihrer E-Mail-Adresse an. Sie erhalten einen
            # Code; ein Passwort gibt es nicht.“
            _("Sign in with your e-mail address. You receive a code; there is no password."),
            # Translators: de: „Nennen Sie Ihre Initiative, und laden Sie ein, wer mitschreiben
            # soll.“
            _("Name your initiative, and invite those who are to write with you."),
            # Translators: de: „Beantworten Sie die Fragen in beliebiger Reihenfolge. Ihr Text wird
            # gespeichert; Sie können jederzeit unterbrechen.“
            _("Answer the questions in any order. Your text is saved; you can stop at any time."),
            # Translators: de: „Prüfen Sie Ihre Antworten und reichen Sie ein. Sie erhalten sofort
            # eine Eingangsbestätigung.“
            _("Check your answers and hand in. You receive a receipt at once."),
        ],
        # Translators: de: „Alle Angaben zur Auslobung:“
        "address": _("All about the call:"),
        # Translators: de: „Wonach die Jury bewertet“
        "judged": _("How the jury judges"),
        # Translators: de: „Punkte“
        "points": _("Points"),
        # Translators: de: „Bedeutung“
        "meaning": _("Meaning"),
        # Translators: de: „Zur Initiative“
        "profile": _("About the initiative"),
        # Translators: de: „Ansprechperson“
        "contact": _("Contact person"),
        # Translators: de: „Themen wählen“
        "themes": _("Choose themes"),
        # Translators: de: „Bewertet werden nur die gewählten Themen. Mehr Themen sind kein
        # Vorteil.“
        "themes_help": _("You are judged on these only. More themes are no advantage."),
        # Translators: de: „Worauf die Jury achtet“
        "hint": _("What the jury looks for"),
        # Translators: de: „Bilder und Anlagen“
        "files": _("Pictures and documents"),
        "files_help": [
            _(
                # Translators: de: „Bis zu 5 Bilder und 3 PDF-Dateien, keine davon ist Pflicht. Die
                # Jury sieht sie neben Ihren Antworten.“
                "Up to 5 pictures and 3 PDF files, none of them required. "
                "The jury sees them beside your answers."
            ),
            # Translators: de: „PDF bis 20 MB; JPEG, PNG oder WebP bis 15 MB.“
            _("PDF up to 20 MB; JPEG, PNG or WebP up to 15 MB."),
            _(
                # Translators: de: „Zu jedem Bild gehört ein Satz für Menschen, die es nicht sehen;
                # auf Wunsch Bildunterschrift und Bildnachweis.“
                "Each picture needs one sentence for people who do not see it; "
                "caption and credit if you like."
            ),
        ],
        # Translators: de: „Erklärungen“
        "declarations": _("Declarations"),
        "declarations_help": _(
            # Translators: de: „Das bestätigen Sie vor dem Einreichen online. Die Organisation, die
            # unterzeichnet, sollte es vorher lesen.“
            "You confirm this online before handing in. "
            "The organisation that signs should read it beforehand."
        ),
        # Translators: de: „So geht es weiter“
        "next": _("What happens next"),
        "next_help": [
            _(
                # Translators: de: „Die Geschäftsstelle prüft die Form. Danach lesen und bewerten
                # die Jurymitglieder, denen Ihr Fall zugeteilt ist, und die Jury entscheidet in
                # ihrer Sitzung.“
                "The office checks the form. Then the members of the jury to whom your case is "
                "assigned read and score, and the jury decides in its meeting."
            ),
            # Translators: de: „Das Ergebnis erfahren alle Bewerberinnen und Bewerber, so oder so.“
            _("All applicants learn the result, whatever it is."),
        ],
    }
