"""Who relies on a criterion, so that it stays."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.actions.setting_up import is_locked
from initiatives.models import Criterion, DeclaredCriterion

from ..models import Agreement, Remark, Sample, SampleScore


def choice_stands() -> str:
    return _(
        # Translators: de: „Die erste Bewerbung ist eingereicht. Seitdem steht fest, welche
        # Kriterien sich wählen lassen.“
        "The first application has been handed in. Which criteria can be chosen is fixed since "
        "then."
    )


def hindrance_to(criterion: Criterion) -> str:
    """Why this criterion cannot be removed; "" if it can. Six queries."""
    if criterion.is_optional and is_locked(criterion.call):
        return choice_stands()
    if why := chosen(criterion) or asked(criterion):
        return why
    if SampleScore.objects.filter(criterion=criterion).exists():
        return _(
            # Translators: de: „Jurymitglieder haben in einem Musterfall schon Punkte zu diesem
            # Kriterium vergeben. Es bleibt.“
            "Jurors have given points on this criterion in a sample case already. It stays."
        )
    return spoken(criterion) or sampled(criterion)


def spoken(criterion: Criterion) -> str:
    """What was said and agreed on in the calibration would go without a word."""
    said = Remark.objects.filter(criterion=criterion).exists()
    if not said and not Agreement.objects.filter(criterion=criterion).exists():
        return ""
    return _(
        # Translators: de: „Zu diesem Kriterium gibt es Wortmeldungen oder eine Verabredung der
        # Jury. Es bleibt.“
        "Something was said or agreed on about this criterion in the calibration. It stays."
    )


def sampled(criterion: Criterion) -> str:
    asking = Sample.objects.filter(criteria=criterion)
    if asking.opened().exists():
        return _(
            # Translators: de: „Ein geöffneter Musterfall fragt nach diesem Kriterium. Es bleibt.“
            "A sample case that was opened asks for this criterion. It stays."
        )
    names = ", ".join(str(sample.title) for sample in asking)
    return (
        _(
            # Translators: de: „Diese Musterfälle fragen nach dem Kriterium: %(names)s. Nehmen Sie
            # es dort zuerst heraus.“
            "These sample cases ask for the criterion: %(names)s. Take it out there first."
        )
        % {"names": names}
        if names
        else ""
    )


def chosen(criterion: Criterion) -> str:
    n = DeclaredCriterion.objects.filter(criterion=criterion).count()
    return (
        ngettext(
            # Translators: de: „%(n)d Bewerbung hat dieses Kriterium schon gewählt. Es bleibt, und
            # es bleibt wählbar.“, „%(n)d Bewerbungen haben dieses Kriterium schon gewählt. Es
            # bleibt, und es bleibt wählbar.“
            "%(n)d application has chosen this criterion already. It stays, and it can be chosen.",
            "%(n)d applications have chosen this criterion already. It stays, and it can be "
            "chosen.",
            n,
        )
        % {"n": n}
        if n
        else ""
    )


def asked(criterion: Criterion) -> str:
    names = ", ".join(str(question.label) for question in criterion.questions.all())
    return (
        _(
            # Translators: de: „Diese Fragen werden nur gestellt, wenn jemand das Kriterium wählt:
            # %(names)s. Ordnen Sie sie vorher allen zu, oder entfernen Sie sie.“
            "These questions are asked only of those who choose the criterion: %(names)s. Let "
            "everybody be asked them first, or remove them."
        )
        % {"names": names}
        if names
        else ""
    )
