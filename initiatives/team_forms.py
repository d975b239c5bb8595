"""Forms of the team: whom to invite as what, whose role to change, to whom to hand over; claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import PlainForm, TextField
from .models import Membership

Role = Membership.Role


class RoleLabel(str):
    """A role as the label of a choice, with what it may do as its hint."""

    hint: str

    @classmethod
    def of(cls, role: Role) -> RoleLabel:
        label = cls(role.label)
        label.hint = str(MAY[role])
        return label


MAY = {
    Role.OWNER: _(
        # Translators: de: „Darf alles, was Mitschreibende dürfen; lädt außerdem Personen ein,
        # ändert Rollen, übergibt die Initiative und zieht die Bewerbung zurück.“
        "May do all that editors may; besides invites people, changes roles, hands the "
        "initiative over and withdraws the application."
    ),
    # Translators: de: „Schreibt die Bewerbung und reicht sie ein.“
    Role.EDITOR: _("Writes the application and hands it in."),
    # Translators: de: „Liest alles und ändert nichts.“
    Role.READER: _("Reads everything and changes nothing."),
}


class RoleForm(PlainForm):
    """Which role somebody has from now on."""

    role = forms.ChoiceField(
        # Translators: de: „Rolle“
        label=_("Role"),
        widget=forms.RadioSelect,
        # Translators: de: „Wählen Sie eine Rolle“
        error_messages={"required": _("Choose a role")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, RoleLabel.of(role)) for role in Role
        ]


class InvitationForm(RoleForm):
    """Whom to invite as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        # Translators: de: „Die Einladung gilt nur für diese Adresse.“
        help_text=_("The invitation is valid for this address only."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the e-mail address"),
            "invalid": _("Enter an address such as name@beispiel.de"),
        },
    )
    field_order = ["email", "role"]


class HandOverForm(PlainForm):
    """Who owns the initiative from now on: the key of a member."""

    to = forms.ChoiceField(
        # Translators: de: „Wer soll für die Initiative verantwortlich sein?“
        label=_("Who shall own the initiative?"),
        widget=forms.RadioSelect,
        # Translators: de: „Wählen Sie eine Person“
        error_messages={"required": _("Choose a person"), "invalid_choice": _("Choose a person")},
    )

    def __init__(self, others: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (str(member.user.key), str(member.user)) for member in others
        ]


class ClaimForm(PlainForm):
    """Why the office should believe that somebody acts for an initiative."""

    reason = TextField(
        # Translators: de: „In welcher Funktion vertreten Sie die Initiative?“
        label=_("In what function do you act for the initiative?"),
        help_text=_(
            # Translators: de: „Etwa „Leitung des Clusterbüros“. Nennen Sie auch, wer das bestätigen
            # kann.“
            "Such as “head of the cluster's office”. Also name somebody who can confirm it."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        # Translators: de: „Schreiben Sie, in welcher Funktion Sie die Initiative vertreten“
        error_messages={"required": _("Write in what function you act for the initiative")},
    )


class RefusalForm(PlainForm):
    """Why the office does not confirm a claim."""

    answer = TextField(
        # Translators: de: „Grund der Ablehnung“
        label=_("Reason for refusing"),
        # Translators: de: „Die Person liest ihn im Wortlaut.“
        help_text=_("The person reads it word by word."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        # Translators: de: „Nennen Sie den Grund“
        error_messages={"required": _("Give the reason")},
    )
