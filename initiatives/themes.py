"""The four D's of the directory, in their fixed order; the criteria of a call are its own rows."""

from django.utils.translation import gettext_lazy as _

THEMES = {
    "dk": _("Decarbonisation"),
    "dg": _("Digitalisation"),
    "dv": _("Diversification"),
    "dm": _("Demography"),
}
