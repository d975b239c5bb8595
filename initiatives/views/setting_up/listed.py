"""The lists of a call that live on this floor: frequent questions, eligibility, declarations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions import setting_up
from ...models import Call, Declaration, EligibilityQuestion, FrequentQuestion, User
from ...set_up_forms import (
    DeclarationForm,
    EligibilityForm,
    FrequentQuestionForm,
    NewDeclarationForm,
)
from .lists import Listing


def _adds(model: Any) -> Callable[..., Any]:
    def add(call: Call, values: dict[str, Any], *, by: User, at: datetime) -> Any:
        return setting_up.add_row(call, model, values, by=by, at=at)

    return add


def _add_declaration(call: Call, values: dict[str, Any], *, by: User, at: datetime) -> Declaration:
    """Those that are about something else are numbered."""
    code = values.pop("code")
    if code == "other":
        used = set(call.declarations.values_list("code", flat=True))
        code = setting_up.free_name("other", used, "other", joint="-")
    return setting_up.add_declaration(call, values, code=code, by=by, at=at)


def _told_declaration(row: Declaration) -> tuple[str, str]:
    # Translators: de: „Fassung %(version)s“
    version = _("Version %(version)s") % {"version": row.version}
    # Translators: de: „– freiwillig“
    voluntary = _("– voluntary")
    return str(row.text), version if row.required else f"{version} {voluntary}"


def _told_eligibility(row: EligibilityQuestion) -> tuple[str, str]:
    # Translators: de: „Bewerben kann sich, wer mit %(answer)s antwortet.“
    words = _("Whoever answers %(answer)s can apply.")
    return str(row.question), words % {"answer": _("Yes") if row.wanted else _("No")}


FAQ = Listing(
    name="faq",
    address="haeufige-fragen",
    rows=lambda call: call.faq.all(),
    form=FrequentQuestionForm,
    new_form=FrequentQuestionForm,
    add=_adds(FrequentQuestion),
    told=lambda row: (str(row.question), str(row.answer)),
    # Translators: de: „Häufige Fragen“
    heading=gettext_lazy("Frequent questions"),
    # Translators: de: „Sie stehen auf der Seite der Auslobung und lassen sich jederzeit ergänzen.“
    lead=gettext_lazy("They stand on the page of the call and can be added to at any time."),
    # Translators: de: „Neue Frage mit Antwort“
    new=gettext_lazy("New question with answer"),
    # Translators: de: „Häufige Frage“
    one=gettext_lazy("Frequent question"),
    change=setting_up.change_row,
    move=setting_up.move_row,
    remove=setting_up.remove_row,
)
ELIGIBILITY = Listing(
    name="eligibility",
    address="selbsteinschaetzung",
    rows=lambda call: call.eligibility.all(),
    form=EligibilityForm,
    new_form=EligibilityForm,
    add=_adds(EligibilityQuestion),
    told=_told_eligibility,
    # Translators: de: „Selbsteinschätzung“
    heading=gettext_lazy("Check of eligibility"),
    lead=gettext_lazy(
        # Translators: de: „Mit diesen Fragen sieht eine Initiative vor der Anmeldung, ob sie sich
        # bewerben kann. Gespeichert wird nichts davon.“
        "By these questions an initiative sees before registering whether it can apply. Nothing of "
        "it is stored."
    ),
    # Translators: de: „Neue Ja-Nein-Frage“
    new=gettext_lazy("New yes-or-no question"),
    # Translators: de: „Ja-Nein-Frage“
    one=gettext_lazy("Yes-or-no question"),
    change=setting_up.change_row,
    move=setting_up.move_row,
    remove=setting_up.remove_row,
)
DECLARATIONS = Listing(
    name="declarations",
    address="erklaerungen",
    rows=lambda call: call.declarations.current(),
    form=DeclarationForm,
    new_form=NewDeclarationForm,
    add=_add_declaration,
    change=setting_up.change_declaration,
    move=setting_up.move_declaration,
    remove=setting_up.remove_declaration,
    told=_told_declaration,
    heading=gettext_lazy("Declarations"),
    lead=gettext_lazy(
        # Translators: de: „Diese Sätze bestätigt, wer einreicht. Text, Fassung, Sprache und Zeit
        # werden mit der Bestätigung gespeichert.“
        "Whoever hands in confirms these sentences. Text, version, language and time are stored "
        "with the confirmation."
    ),
    # Translators: de: „Neue Erklärung“
    new=gettext_lazy("New declaration"),
    # Translators: de: „Erklärung“
    one=gettext_lazy("Declaration"),
    is_fixed=True,
)
