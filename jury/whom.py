"""Who is to be asked to judge, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.models import Call, OfficeMember, User

from .models import Juror, JurorInvitation


class Invited(NamedTuple):
    """Whom to invite as what: what the form and the file ask for."""

    name: str
    email: str
    salutation: str = ""
    organisation: str = ""
    is_chair: bool = False
    term_from: date | None = None
    term_until: date | None = None
    deputy_of: Juror | None = None
    successor_of: Juror | None = None
    expertise: dict[str, int] = {}  # level by the code of the criterion


class Known(NamedTuple):
    """What is known of some addresses, so that a file costs no more queries than one person."""

    office: set[str]
    members: set[str]
    waiting: set[str]  # with an open invitation
    chair: Juror | None
    asked_chair: JurorInvitation | None

    @classmethod
    def of(cls, call: Call, emails: Iterable[str], *, at: datetime) -> Known:
        """Six queries, however many addresses."""
        wanted = {email.strip().lower() for email in emails}
        owners = dict(User.objects.filter(email__in=wanted).values_list("email", "pk"))
        proved = EmailAddress.objects.filter(verified=True, email__in=wanted)
        owners |= {email.lower(): user for email, user in proved.values_list("email", "user")}
        office = set(OfficeMember.objects.values_list("user", flat=True))
        members = set(call.jurors.filter(left_at=None).values_list("user", flat=True))
        waiting = call.juror_invitations.open_at(at).select_related("call")
        chairs = call.jurors.filter(is_chair=True, left_at=None).select_related("user")
        invited = {one.email: one for one in waiting}
        return cls(
            {email for email, user in owners.items() if user in office},
            {email for email, user in owners.items() if user in members},
            set(invited),
            chairs.first(),
            next((one for one in invited.values() if one.is_chair), None),
        )

    def hindrance(self, whom: Invited) -> str:
        """Why this person cannot be invited, in words; "" if nothing hinders."""
        email = whom.email.strip().lower()
        if email in self.office:
            # Translators: de: „%(email)s gehört zur Geschäftsstelle. Sie sieht alle Punkte und kann
            # nicht bewerten.“
            words = _("%(email)s is of the award office, which sees all scores, and cannot judge.")
            return words % {"email": email}
        if email in self.members:
            # Translators: de: „%(email)s gehört schon zur Jury.“
            return _("%(email)s is in the jury already.") % {"email": email}
        if email in self.waiting:
            # Translators: de: „An %(email)s ist schon eine Einladung offen. Sie können sie noch
            # einmal senden.“
            words = _("There is an open invitation to %(email)s already. You can send it again.")
            return words % {"email": email}
        if whom.deputy_of and whom.successor_of:
            # Translators: de: „Wählen Sie Vertretung oder Nachfolge, nicht beides.“
            return _("Choose deputy or successor, not both.")
        return self._second_chair(whom) if whom.is_chair else ""

    def _second_chair(self, whom: Invited) -> str:
        if self.chair and self.chair != whom.successor_of:
            # Translators: de: „Den Vorsitz hat schon %(name)s.“
            return _("%(name)s is in the chair already.") % {"name": self.chair}
        if self.asked_chair:
            # Translators: de: „Für den Vorsitz ist schon %(name)s eingeladen.“
            words = _("%(name)s is invited into the chair already.")
            return words % {"name": self.asked_chair.name}
        return ""


def has_address(email: str) -> Q:
    """Of accounts: by their own address, or by any other that the person has confirmed."""
    return Q(email=email) | Q(emailaddress__email__iexact=email, emailaddress__verified=True)
