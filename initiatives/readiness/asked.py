"""Dates, texts, criteria and the form: what a call must have to be announced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from .. import milestones
from ..actions.setting_up.form import PUBLISHED
from ..actions.setting_up.texts import TEXTS
from .edition import Edition, label, said
from .items import BLOCKS, WARNS, Item, item, link

LIMITS = range(20, 5001)  # characters that one can answer in, and wants to read


def dates(edition: Edition, at: datetime) -> Item:
    call = edition.call
    moments = milestones.of(call)
    wrong = milestones.problems(None, moments, at)
    if len(moments) < len(milestones.LABELS):
        # Translators: de: „Es fehlen Termine.“
        no = _("Dates are missing.")
    elif wrong:
        no = " ".join(wrong.values())
    elif moments["opens_at"] <= at:
        # Translators: de: „Die Öffnung liegt in der Vergangenheit.“
        no = _("The opening lies in the past.")
    else:
        no = ""
    return item(
        # Translators: de: „Termine“
        _("Dates"),
        link("call_dates", call),
        good=not no,
        # Translators: de: „Vollständig, in der Zukunft und in der richtigen Reihenfolge.“
        yes=_("Complete, in the future and in the right order."),
        no=no,
    )


def texts(edition: Edition) -> Iterator[Item]:
    call = edition.call
    missing = [
        label(name)
        for name in TEXTS
        if name != "terms_version" and not getattr(call, name).get("de", "").strip()
    ]
    yield item(
        # Translators: de: „Texte der Auslobung“
        _("Texts of the call"),
        link("call_texts", call),
        good=not missing,
        # Translators: de: „Titel, Vorspann, Zulassung, Leistungen und Zählregel sind da.“
        yes=_("Title, lead, who may apply, benefits and counting rule are there."),
        # Translators: de: „Auf Deutsch fehlt noch: %(what)s.“
        no=_("Still missing in German: %(what)s.") % {"what": ", ".join(missing)},
    )
    yield item(
        # Translators: de: „Fassung der Teilnahmebedingungen“
        _("Version of the terms"),
        link("call_texts", call),
        good=call.terms_version,
        yes=call.terms_version,
        # Translators: de: „Nennen Sie die Fassung, die für diese Auslobung gilt.“
        no=_("Name the version that holds for this call."),
    )


def criteria(edition: Edition) -> Iterator[Item]:
    call, criteria = edition.call, edition.criteria
    bare = [str(row) for row in criteria if len(row.anchors.all()) < 2]
    yield item(
        # Translators: de: „Kriterien“
        _("Criteria"),
        link("call_criteria", call),
        good=criteria and not bare,
        # Translators: de: „Zu jedem ist gesagt, was die Punkte bedeuten.“
        yes=_("For each it is said what the points mean."),
        # Translators: de: „Ohne Stufen: %(what)s.“
        no=_("Without levels: %(what)s.") % {"what": ", ".join(bare)}
        if criteria
        # Translators: de: „Es gibt noch kein Kriterium.“
        else _("There is no criterion yet."),
    )
    asked = {question.criterion_id for question in edition.questions}
    unasked = [str(row) for row in criteria if row.pk not in asked]
    general = [q for q in edition.questions if q.criterion_id is None and q.code not in PUBLISHED]
    yield item(
        # Translators: de: „Fragen zu den Kriterien“
        _("Questions on the criteria"),
        link("call_questions", call),
        good=criteria and (general or not unasked),
        # Translators: de: „Zu jedem Kriterium wird etwas gefragt.“
        yes=_("Something is asked on each criterion."),
        # Translators: de: „Dazu wird nichts gefragt: %(what)s.“
        no=_("Nothing is asked on: %(what)s.") % {"what": ", ".join(unasked) or "–"},
    )


def form(edition: Edition) -> Iterator[Item]:
    call, url = edition.call, link("call_questions", edition.call)
    filled = {question.section_id for question in edition.questions}
    empty = [str(row) for row in edition.sections if row.pk not in filled]
    yield item(
        # Translators: de: „Abschnitte“
        _("Sections"),
        url,
        good=edition.sections and not empty,
        # Translators: de: „In jedem steht mindestens eine Frage.“
        yes=_("There is a question in each."),
        # Translators: de: „Ohne Fragen: %(what)s.“
        no=_("Without questions: %(what)s.") % {"what": ", ".join(empty)}
        if edition.sections
        # Translators: de: „Es gibt noch keinen Abschnitt.“
        else _("There is no section yet."),
    )
    codes = {question.code for question in edition.questions}
    yield item(
        # Translators: de: „Titel und Kurzfassung“
        _("Title and summary"),
        url,
        good=codes.issuperset(PUBLISHED),
        # Translators: de: „Beide werden gefragt; die Bekanntgabe braucht sie.“
        yes=_("Both are asked; the announcement needs them."),
        # Translators: de: „Die Bekanntgabe braucht beide. Übernehmen Sie sie aus einem früheren
        # Jahr.“
        no=_("The announcement needs both. Copy them from an earlier year."),
    )
    odd = [str(q.label) for q in edition.questions if q.limit not in LIMITS]
    silent = [q.code for q in edition.questions if not (said(q.prompt) and said(q.label))]
    yield item(
        # Translators: de: „Umfang der Antworten“
        _("Length of the answers"),
        url,
        good=not odd,
        # Translators: de: „Zusammen höchstens %(n)s Zeichen.“
        yes=_("At most %(n)s characters in all.") % {"n": _total(edition)},
        # Translators: de: „Sehr kurz oder sehr lang: %(what)s.“
        no=_("Very short or very long: %(what)s.") % {"what": ", ".join(odd)},
        otherwise=WARNS,
    )
    if silent:
        yield Item(
            # Translators: de: „Wortlaut der Fragen“
            _("Wording of the questions"),
            BLOCKS,
            _("Still missing in German: %(what)s.") % {"what": ", ".join(silent)},
            link("call_questions", call),
        )


def _total(edition: Edition) -> str:
    return f"{sum(question.limit for question in edition.questions):,}".replace(",", "\u202f")
