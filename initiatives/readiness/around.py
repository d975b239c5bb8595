"""Declarations, help, languages, and whether the house can do what a call asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import rules
from ..models import Letter, LetterStatus, OfficeMember
from .edition import Edition, said, texts_of
from .items import BLOCKS, WARNS, Item, item, link

DECLARED = ("terms", "privacy", "pictures")


def declarations(edition: Edition) -> Iterator[Item]:
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
        if code not in rows or not rows[code].required or not said(rows[code].text)
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


def help_texts(edition: Edition) -> Iterator[Item]:
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


def languages(edition: Edition) -> Iterator[Item]:
    texts = list(texts_of(edition))
    half = [row for row in texts if said(row[1]) and not row[1].get("en", "").strip()]
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


def house() -> Iterator[Item]:
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
