"""What still keeps a call from being announced, as a list that is computed and never stored.

Each point is a question with one answer, and the link that mends it. A floor above adds its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import milestones, rules
from .actions.setting_up.form import PUBLISHED
from .actions.setting_up.texts import TEXTS
from .models import (
    Call,
    Criterion,
    Declaration,
    EligibilityQuestion,
    FrequentQuestion,
    Letter,
    LetterStatus,
    OfficeMember,
    Question,
    Section,
)

DONE, WARNS, BLOCKS = "done", "warns", "blocks"
DECLARED = ("terms", "privacy", "pictures")
LIMITS = range(20, 5001)  # characters that one can answer in, and wants to read


class Item(NamedTuple):
    """A point of the check list: what is looked at, how it stands, and where it is mended."""

    what: str
    mark: str  # done, warns or blocks
    text: str
    url: str

    @property
    def blocks(self) -> bool:
        return self.mark == BLOCKS


class Edition(NamedTuple):
    """A call with all that makes it up; nothing in here asks the database again."""

    call: Call
    criteria: list[Criterion]
    sections: list[Section]
    questions: list[Question]
    declarations: list[Declaration]
    faq: list[FrequentQuestion]
    eligibility: list[EligibilityQuestion]


def read(call: Call) -> Edition:
    """Seven queries, whatever the number of rows."""
    return Edition(
        call=call,
        criteria=list(call.criteria.prefetch_related("anchors")),
        sections=list(call.sections.all()),
        questions=list(
            call.questions.select_related("section", "criterion").order_by(
                "section__position", "section_id", "position", "pk"
            )
        ),
        declarations=list(call.declarations.current()),
        faq=list(call.faq.all()),
        eligibility=list(call.eligibility.all()),
    )


def of(edition: Edition, *, at: datetime) -> list[Item]:
    """All points in the order of the pages. Two queries."""
    return [
        _dates(edition, at),
        *_texts(edition),
        *_criteria(edition),
        *_form(edition),
        *_declarations(edition),
        *_help(edition),
        *_languages(edition),
        *_house(at),
    ]


def link(page: str, call: Call) -> str:
    return reverse(f"office:{page}", args=[call.year])


def item(what: str, url: str, *, good: object, yes: str, no: str, otherwise: str = BLOCKS) -> Item:
    """A point that is `good` or says `no`; then it blocks, unless it only warns."""
    return Item(what, DONE if good else otherwise, yes if good else no, url)


def _dates(edition: Edition, at: datetime) -> Item:
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


def _label(name: str) -> str:
    """What a text of the call is called, at the start of a line."""
    label = str(Call._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _texts(edition: Edition) -> Iterator[Item]:
    call = edition.call
    missing = [
        _label(name)
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


def _criteria(edition: Edition) -> Iterator[Item]:
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


def _form(edition: Edition) -> Iterator[Item]:
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
    silent = [q.code for q in edition.questions if not (_said(q.prompt) and _said(q.label))]
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


def _said(text: dict[str, str]) -> bool:
    return bool(text.get("de", "").strip())


def _declarations(edition: Edition) -> Iterator[Item]:
    url = link("call_declarations", edition.call)
    rows = {row.code: row for row in edition.declarations}
    names = {
        # Translators: de: „Teilnahmebedingungen“
        "terms": _("Terms of participation"),
        # Translators: de: „Datenschutz“
        "privacy": _("Privacy"),
        # Translators: de: „Bildrechte“
        "pictures": _("Rights to pictures"),
    }
    lacking = [
        names[code]
        for code in DECLARED
        if code not in rows or not rows[code].required or not _said(rows[code].text)
    ]
    yield item(
        # Translators: de: „Erklärungen“
        _("Declarations"),
        url,
        good=not lacking,
        # Translators: de: „Bedingungen, Datenschutz und Bildrechte werden bestätigt.“
        yes=_("Terms, privacy and rights to pictures are confirmed."),
        # Translators: de: „Als Pflicht fehlt noch: %(what)s.“
        no=_("Still missing as required: %(what)s.") % {"what": ", ".join(lacking)},
    )
    terms, version = rows.get("terms"), edition.call.terms_version
    if terms and version and terms.version != version:
        yield Item(
            # Translators: de: „Fassung in der Erklärung“
            _("Version in the declaration"),
            BLOCKS,
            # Translators: de: „Bestätigt wird Fassung %(one)s, die Auslobung nennt Fassung
            # %(other)s.“
            _("Version %(one)s is confirmed, the call names version %(other)s.")
            % {"one": terms.version, "other": version},
            url,
        )


def _help(edition: Edition) -> Iterator[Item]:
    call = edition.call
    n, m = len(edition.faq), len(edition.eligibility)
    yield item(
        # Translators: de: „Häufige Fragen“
        _("Frequent questions"),
        link("call_faq", call),
        good=n,
        # Translators: de: „%(n)d Frage mit Antwort.“, „%(n)d Fragen mit Antwort.“
        yes=ngettext("%(n)d question with its answer.", "%(n)d questions with answers.", n)
        % {"n": n},
        # Translators: de: „Noch keine. Sie ersparen Ihnen Rückfragen.“
        no=_("None yet. They spare you enquiries."),
        otherwise=WARNS,
    )
    yield item(
        # Translators: de: „Selbsteinschätzung“
        _("Check of eligibility"),
        link("call_eligibility", call),
        good=m,
        # Translators: de: „%(n)d Frage mit Ja oder Nein.“, „%(n)d Fragen mit Ja oder Nein.“
        yes=ngettext("%(n)d yes-or-no question.", "%(n)d yes-or-no questions.", m) % {"n": m},
        # Translators: de: „Noch keine Fragen, mit denen eine Initiative prüft, ob sie sich bewerben
        # kann.“
        no=_("No questions yet by which an initiative sees whether it can apply."),
        otherwise=WARNS,
    )


def texts_of(edition: Edition) -> Iterator[tuple[str, dict[str, str], str]]:
    """Every text of the call: what it is called, its languages, the page where it is changed."""
    for name in TEXTS:
        if name != "terms_version":
            yield _label(name), getattr(edition.call, name), "call_texts"
    for section in edition.sections:
        for text in (section.title, section.group, section.hint):
            yield str(section.title), text, "call_questions"
    for question in edition.questions:
        for text in (question.label, question.prompt, question.help):
            yield str(question.label), text, "call_questions"
    for row in edition.declarations:
        yield _("Declarations"), row.text, "call_declarations"
    for entry in edition.faq:
        yield _("Frequent questions"), entry.question, "call_faq"
        yield _("Frequent questions"), entry.answer, "call_faq"
    for asked in edition.eligibility:
        for text in (asked.question, asked.help, asked.reason):
            yield _("Check of eligibility"), text, "call_eligibility"


def _languages(edition: Edition) -> Iterator[Item]:
    texts = list(texts_of(edition))
    half = [row for row in texts if _said(row[1]) and not row[1].get("en", "").strip()]
    places = ", ".join(dict.fromkeys(where for where, _text, _page in half))
    yield item(
        # Translators: de: „Englisch“
        _("English"),
        link(half[0][2] if half else "call_texts", edition.call),
        good=not half,
        # Translators: de: „Alle Texte gibt es auch auf Englisch.“
        yes=_("All texts exist in English, too."),
        no=ngettext(
            # Translators: de: „%(n)d Text fehlt; dort lesen alle Deutsch: %(what)s.“, „%(n)d Texte
            # fehlen; dort lesen alle Deutsch: %(what)s.“
            "%(n)d text is missing; there everybody reads German: %(what)s.",
            "%(n)d texts are missing; there everybody reads German: %(what)s.",
            len(half),
        )
        % {"n": len(half), "what": places},
        otherwise=WARNS,
    )
    year = edition.call.year
    dated = [row for row in texts if _names_year_before(row[1], year)]
    if dated:
        yield Item(
            # Translators: de: „Frühere Jahreszahlen“
            _("Earlier years"),
            WARNS,
            # Translators: de: „Hier steht noch ein früheres Jahr: %(what)s.“
            _("An earlier year is still named in: %(what)s.")
            % {"what": ", ".join(dict.fromkeys(where for where, _text, _page in dated))},
            link(dated[0][2], edition.call),
        )


def _names_year_before(text: dict[str, str], year: int) -> bool:
    """Whether it names the year before: the trace of a copy."""
    return any(re.search(rf"\b{year - 1}\b", words) for words in text.values())


def _house(at: datetime) -> Iterator[Item]:
    last = Letter.objects.exclude(status=LetterStatus.QUEUED).order_by("-pk").first()
    failed = last is not None and last.status == LetterStatus.FAILED
    yield item(
        # Translators: de: „Versand von Briefen“
        _("Sending of letters"),
        reverse("office:letters"),
        good=last is not None and not failed,
        # Translators: de: „Der letzte Brief ist hinausgegangen.“
        yes=_("The last letter went out."),
        # Translators: de: „Der letzte Brief ging nicht hinaus.“
        no=_("The last letter did not go out.")
        if failed
        # Translators: de: „Es ging noch kein Brief hinaus.“
        else _("No letter has gone out yet."),
        otherwise=BLOCKS if failed else WARNS,
    )
    members = OfficeMember.objects.filter(role__in=rules.WRITING, user__is_active=True).count()
    yield item(
        # Translators: de: „Zwei Personen“
        _("Two people"),
        reverse("office:today"),
        good=members >= 2,
        # Translators: de: „Vorbereiten und bestätigen können verschiedene Personen.“
        yes=_("Different people can prepare and confirm."),
        # Translators: de: „Die Bekanntgabe braucht zwei Personen, die bearbeiten oder leiten.“
        no=_("The release needs two people who edit or lead."),
        otherwise=WARNS,
    )
