"""What the reading pack itself says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from initiatives.models import Call, Snapshot
from initiatives.templatetags.award import full_time, last_minute

from .actions import REASON_LIMIT
from .models import Juror


def cover(juror: Juror, number: int, *, at: datetime) -> list[tuple[str, str]]:
    """Whose pack it is, of when, and until when it is judged."""
    return [
        # Translators: de: „Jurymitglied“
        (_("Member of the jury"), str(juror)),
        # Translators: de: „Fälle“
        (_("Cases"), str(number)),
        # Translators: de: „Bewertung ab“
        (_("Judging from"), full_time(juror.call.judging_from)),
        # Translators: de: „Bewertung bis“
        (_("Judging until"), full_time(last_minute(juror.call.judging_until))),
        # Translators: de: „Stand“, when a document was made
        (_("As of"), full_time(at)),
    ]


def sheet_facts(juror: Juror, frozen: Snapshot) -> list[tuple[str, str]]:
    """Whose sheet it is, and on what."""
    return [
        (_("Number"), frozen.content["number"]),
        (_("Version"), str(frozen.version)),
        (_("Member of the jury"), str(juror)),
    ]


def words(call: Call, *, at: datetime) -> dict[str, Any]:
    """The rest, in one language."""
    until = {"time": full_time(last_minute(call.judging_until))}
    return {
        # Translators: de: „Vertraulich“
        "secret": _("Confidential"),
        "secret_lines": [
            _(
                # Translators: de: „Diese Mappe ist nur für Sie. Geben Sie sie nicht weiter, lassen
                # Sie sie nicht liegen, und vernichten Sie sie nach der Sitzung der Jury.“
                "This pack is for you alone. Do not pass it on, do not leave it lying about, and "
                "destroy it after the meeting of the jury."
            ),
            _(
                # Translators: de: „Darin stehen die Fälle, zu denen Sie sich bis %(time)s
                # unbefangen erklärt hatten. Merken Sie beim Lesen, dass Sie doch befangen sind,
                # legen Sie den Fall weg und zeigen Sie es online an.“
                "It holds the cases in which you had declared to be impartial by %(time)s. If you "
                "notice while reading that you are not impartial after all, lay the case aside and "
                "declare it online."
            )
            % {"time": full_time(at)},
        ],
        # Translators: de: „So benutzen Sie die Mappe“
        "use": _("How to use the pack"),
        "use_lines": [
            _(
                # Translators: de: „Jeder Fall beginnt auf einer rechten Seite, sein Bogen ebenso:
                # Drucken Sie beidseitig, dann lässt sich jeder Bogen für sich herausnehmen.“
                "Each case begins on a right-hand page, and so does its sheet: print on both "
                "sides, and every sheet can be taken out by itself."
            ),
            _(
                # Translators: de: „Am sichersten tragen Sie Ihre Punkte selbst online ein, bis
                # %(time)s.“
                "It is safest to enter your points online yourself, until %(time)s."
            )
            % until,
            _(
                # Translators: de: „Geht das nicht, füllen Sie den Bogen auf Papier aus,
                # unterschreiben ihn bis dahin und geben ihn der Geschäftsstelle. Sie trägt ihn in
                # Ihrem Namen ein und schreibt Ihnen, sobald das geschehen ist.“
                "If you cannot, fill in the sheet on paper, sign it by then and give it to the "
                "office. It enters the sheet on your behalf and writes to you once that is done."
            ),
            _(
                # Translators: de: „Bilder sind hier verkleinert, andere Anlagen nur genannt. Online
                # sehen Sie beides neben dem Bogen; die Adresse steht bei jedem Fall.“
                "Pictures are made smaller here, other attachments only named. Online you see both "
                "beside the sheet; the address stands with each case."
            ),
            # Translators: de: „Zeichen, die diese Schrift nicht kennt, erscheinen als ■.“
            _("Signs that this font does not know appear as ■."),
        ],
        # Translators: de: „Inhalt“, of a document
        "contents": _("Contents"),
        "themes": _("Themes"),
        # Translators: de: „Zur Initiative“
        "about": _("About the initiative"),
        "not_answered": _("Not answered"),
        # Translators: de: „Bilder und Anlagen“
        "files": _("Pictures and documents"),
        # Translators: de: „Keine.“
        "none": _("None."),
        # Translators: de: „Online zu lesen unter“
        "read_at": _("To be read online at"),
        # Translators: de: „Weitere Dateien werden noch auf Viren geprüft oder sind gesperrt.“
        "withheld": _("Further files are still being scanned for viruses, or blocked."),
        # Translators: de: „Bogen auf Papier“
        "sheet": _("Sheet on paper"),
        "sheet_help": _(
            # Translators: de: „Kreuzen Sie je Kriterium ein Feld an. „Kein Urteil möglich“ ist
            # etwas anderes als 0 Punkte. Unterschreiben Sie bis %(time)s, und geben Sie den Bogen
            # der Geschäftsstelle.“
            "Tick one box for each criterion. “No judgement possible” is something else than 0 "
            "points. Sign by %(time)s, and give the sheet to the office."
        )
        % until,
        "points": _("Points"),
        # Translators: de: „Bedeutung“
        "meaning": _("Meaning"),
        "no_judgement": _("No judgement possible"),
        # Translators: de: „Begründung – nur für die Jury“
        "reason": _("Reason – for the jury only"),
        "feedback": _(
            # Translators: de: „Rückmeldung an die Initiative – freiwillig, ohne Ihren Namen, durch
            # die Geschäftsstelle redigiert“
            "Feedback to the initiative – voluntary, without your name, edited by the office"
        ),
        # Translators: de: „Höchstens %(limit)d Zeichen, etwa fünf Zeilen“
        "limit": _("At most %(limit)d characters, some five lines") % {"limit": REASON_LIMIT},
        # Translators: de: „Ort, Datum“
        "place": _("Place, date"),
        # Translators: de: „Unterschrift“
        "signature": _("Signature"),
    }
