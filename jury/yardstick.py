"""The yardstick: all by which a jury judges, to be printed before it begins.

It says nothing of any case and not whether anybody has scored yet: everybody on a jury may read it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from initiatives.berlin import BERLIN
from initiatives.models import Call, Criterion
from initiatives.records import canonical, documents

from . import counting
from .counting import Example
from .levels import written

KEPT = 24 * 60 * 60  # seconds; what it says is part of its name in the cache


def pdf(call: Call) -> bytes:
    """The document in the language of the moment. Two queries; made once for what it says."""
    data = content(call)
    name = f"yardstick-{canonical.sha256(data)}"
    made: Any = cache.get_or_set(name, lambda: documents.render("yardstick", data), KEPT)
    return bytes(made)


def content(call: Call) -> dict[str, Any]:
    """All that the document says, in one language."""
    criteria = list(call.criteria.select_related("agreement").prefetch_related("anchors"))
    shares = counting.shares(criteria)
    example = counting.example(criteria, call.points_max)
    since: Any = call.announced_at or call.judging_from
    since = since.astimezone(BERLIN)
    return {
        "lang": (get_language() or "de").split("-")[0],
        # Translators: de: „Bewertungsmaßstab %(year)d“
        "title": _("Yardstick %(year)d") % {"year": call.year},
        # Translators: de: „Wonach die Jury bewertet“
        "heading": _("How the jury judges"),
        "call": str(call.title),
        "demo": call.is_demo,
        "moment": [since.year, since.month, since.day, since.hour, since.minute, since.second],
        # Translators: de: „Skala“
        "scale": _("Scale"),
        "scale_lines": scale(call),
        # Translators: de: „Kriterien“
        "criteria_word": _("Criteria"),
        # Translators: de: „Punkte“
        "points": _("Points"),
        # Translators: de: „So hat es die Jury verabredet“
        "agreed": _("What the jury agreed on"),
        # Translators: de: „Bedeutung“
        "meaning": _("Meaning"),
        "criteria": [
            {
                "code": row.code,
                "name": str(row.name),
                "question": str(row.question),
                "weight": weighs(row, shares[row.pk]),
                "agreement": agreed(row),
                "anchors": [
                    {"points": anchor.points, "text": str(anchor.text)}
                    for anchor in row.anchors.all()
                ],
            }
            for row in criteria
        ],
        # Translators: de: „Wie gezählt wird“
        "counted": _("How it is counted"),
        "rule": str(call.counting_rule),
        # Translators: de: „Ein Beispiel mit den Gewichten dieser Auslobung“
        "example_word": _("An example with the weights of this call"),
        "example": worked(example, call.points_max) if example else [],
        # Translators: de: „Was feststeht“
        "fixed": _("What is fixed"),
        "fixed_lines": fixed(),
    }


def agreed(row: Criterion) -> str:
    """What the jury agreed on for a criterion in the calibration; "" if it did not."""
    found = getattr(row, "agreement", None)
    return str(found.text) if found else ""


def scale(call: Call) -> list[str]:
    """What can be given, in sentences."""
    return [
        # Translators: de: „Vergeben werden ganze Punkte von 0 bis %(max)d, je Kriterium.“
        _("Whole points from 0 to %(max)d are given for each criterion.")
        % {"max": call.points_max},
        # Translators: de: „Punkte, zu denen keine Bedeutung steht, liegen zwischen den Stufen
        # darunter und darüber.“
        _("Points without a meaning of their own lie between the levels below and above."),
        # Translators: de: „Zu jeder Punktzahl gehört eine Begründung. Sie bleibt in der Jury.“
        _("Every number of points needs a reason. It stays with the jury.")
        if call.reason_required
        # Translators: de: „Eine Begründung ist erwünscht, aber nicht Pflicht. Sie bleibt in der
        # Jury.“
        else _("A reason is welcome, but not required. It stays with the jury."),
        # Translators: de: „„Kein Urteil möglich“ ist etwas anderes als null Punkte.“
        _("“No judgement possible” is something else than zero points."),
    ]


def weighs(row: Criterion, share: float) -> str:
    """The weight of a criterion, its share, and who is judged by it."""
    # Translators: de: „Gewicht %(weight)s, das sind %(share)s %% aller Gewichte“
    words = _("Weight %(weight)s, which is %(share)s %% of all weights") % {
        "weight": _number(row.weight),
        "share": number_format(round(share, 1)),
    }
    # Translators: de: „nur für Bewerbungen, die dieses Thema wählen“
    some = _("only for applications that choose this theme")
    # Translators: de: „für alle Bewerbungen“
    everybody = _("for all applications")
    return f"{words}; {some if row.is_optional else everybody}"


def _number(value: Decimal) -> str:
    return str(number_format(written(value)))


def _value(value: float) -> str:
    """7,0 or 3,25: as it is in print, where two decimals do."""
    exact = round(value, 2)
    return str(number_format(exact, 1 if round(exact, 1) == exact else 2))


def worked(example: Example, points_max: int) -> list[str]:
    """The example in sentences, the sum as people write it."""
    given = [
        ngettext(
            # Translators: de: „%(points)d Punkt für %(name)s (Gewicht %(weight)s)“, „%(points)d
            # Punkte für %(name)s (Gewicht %(weight)s)“
            "%(points)d point for %(name)s (weight %(weight)s)",
            "%(points)d points for %(name)s (weight %(weight)s)",
            term.points,
        )
        % {"points": term.points, "name": term.criterion.name, "weight": _number(term.weight)}
        for term in example.terms
    ]
    products = " + ".join(f"{_number(term.weight)} × {term.points}" for term in example.terms)
    value, other = _value(example.value), min(example.value + 1, float(points_max))
    # Translators: de: „und“, before the last of a list
    last = _("and")
    lines = [
        # Translators: de: „Ein Jurymitglied gibt einer Bewerbung %(given)s.“
        _("A juror gives an application %(given)s.") % {"given": get_text_list(given, last)},
        # Translators: de: „Der Wert dieses Bogens: (%(products)s) : %(total)s = %(value)s.“
        _("The value of this sheet: (%(products)s) ÷ %(total)s = %(value)s.")
        % {"products": products, "total": _number(example.total), "value": value},
    ]
    if example.undeclared:
        names = get_text_list([str(one.name) for one in example.undeclared], last)
        lines.append(
            _(
                # Translators: de: „Nicht gewählt: %(names)s. Was nicht gewählt ist, hat keinen Wert
                # und zählt nicht als null. Als null gezählt kämen %(zero)s heraus; so wird nie
                # gerechnet.“
                "Not chosen: %(names)s. What is not chosen has no value and does not count as "
                "zero. Counted as zero it would be %(zero)s; it is never counted so."
            )
            % {"names": names, "zero": _value(example.as_zero)}
        )
    return [
        *lines,
        _(
            # Translators: de: „Der Wert der Bewerbung ist das Mittel ihrer fertigen Bögen: Aus
            # %(one)s und %(other)s wird %(mean)s.“
            "The value of the application is the mean of its finished sheets: %(one)s and "
            "%(other)s make %(mean)s."
        )
        % {"one": value, "other": _value(other), "mean": _value((example.value + other) / 2)},
        _(
            # Translators: de: „Ist bei einem Kriterium kein Urteil möglich, geht dieser Bogen nicht
            # in das Mittel ein; die anderen bleiben.“
            "Where no judgement is possible on a criterion, this sheet does not enter the mean; "
            "the others stay."
        ),
    ]


def fixed() -> list[str]:
    """What nobody changes any more, and from when on."""
    return [
        _(
            # Translators: de: „Mit dem ersten Punkt, den ein Jurymitglied vergibt, stehen fest:
            # Kriterien, Leitfragen, Stufen, Gewichte, Skala und Zählregel. Auch die Geschäftsstelle
            # kann sie dann nicht mehr ändern.“
            "With the first score that a juror gives these are fixed: criteria, leading questions, "
            "levels, weights, scale and the rule of counting. The office cannot change them then, "
            "either."
        ),
        _(
            # Translators: de: „Nur Tippfehler werden noch berichtigt; alter und neuer Wortlaut
            # stehen mit dem Grund im Journal.“
            "Only typing mistakes are still corrected; the old and the new wording stand in the "
            "journal with the reason."
        ),
    ]
