"""What ties a juror to a case, found in names and addresses alone. Knows no Django.

Every finding comes with what was found where, in German as the application is, so that people can
judge it: a finding is a question to the juror, never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from . import spelling

# Domains under which anybody gets an address; they say nothing about an employer.
FREEMAILERS = spelling.listed(
    "gmx.de gmx.net gmx.at gmx.ch web.de gmail.com googlemail.com t-online.de magenta.de freenet.de"
    " outlook.com outlook.de hotmail.com hotmail.de live.com live.de msn.com yahoo.com yahoo.de"
    " ymail.com icloud.com me.com mac.com aol.com aol.de arcor.de vodafone.de vodafonemail.de"
    " kabelmail.de unitybox.de o2mail.de online.de mail.de email.de posteo.de posteo.net"
    " mailbox.org proton.me protonmail.com pm.me tutanota.com tutanota.de tuta.io tuta.com 1und1.de"
    " ionos.de ewetel.net ewe.net netcologne.de mnet-mail.de osnanet.de versanet.de alice.de"
    " alice-dsl.net htp-tel.de kabelbw.de bluewin.ch chello.at a1.net hey.com fastmail.com zoho.com"
    ""
)
INVENTED = re.compile(r"(^|\.)example(\.(com|net|org))?$")  # RFC 2606: nobody's
LONGEST = 600  # signs of an evidence


class Juror(NamedTuple):
    """What is known of a juror; `emails` are all confirmed ones."""

    name: str
    organisation: str = ""
    emails: tuple[str, ...] = ()


class Case(NamedTuple):
    """What is known of a case: the version handed in, and who acts for the initiative.

    `texts` are (label, text); `team` are names, `emails` those of team and contact person.
    """

    name: str = ""
    carrier: str = ""
    website: str = ""
    contact: str = ""
    emails: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


class Finding(NamedTuple):
    """One tie: its kind after `Concern.Kind`, and the evidence."""

    kind: str
    evidence: str


class Known(NamedTuple):
    """A juror, folded once for all cases."""

    organisation: spelling.Organisation
    domains: frozenset[str]
    name: re.Pattern[str] | None
    last_words: tuple[str, ...]


class Read(NamedTuple):
    """A case, folded once for all jurors: places are (label, running text)."""

    carriers: tuple[tuple[str, tuple[str, ...], str], ...]
    domains: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    words: frozenset[str]


def know(juror: Juror) -> Known:
    name = spelling.person(juror.name)
    return Known(
        spelling.organisation(juror.organisation),
        frozenset(filter(None, map(domain_of, juror.emails))),
        spelling.pattern(name) if name else None,
        (name.last[-1], f"{name.last[-1]}s") if name else (),
    )


def wanted(jurors: Iterable[Known]) -> frozenset[str]:
    """Words of which a text must hold one to tell anything of these jurors."""
    own = [{*juror.last_words, juror.organisation.rarest} for juror in jurors]
    return frozenset().union(*own) - {""}


def read(case: Case, wanted: frozenset[str] | None = None) -> Read:
    """Fold a case; texts without a word that is `wanted` are passed over, which saves most time."""
    texts = [("Name der Initiative", case.name), *case.texts]
    if wanted is not None:
        texts = [(label, text) for label, text in texts if spelling.mentions(text, wanted)]
    running = tuple((label, spelling.running(text)) for label, text in texts if text)
    people = [("Ansprechperson", case.contact), *(("Team", name) for name in case.team)]
    named = tuple((label, spelling.running(name)) for label, name in people if name)
    host = (urlsplit(case.website).hostname or "").removeprefix("www.")
    addresses = [("Website", host), *(("E-Mail", email) for email in case.emails)]
    domains = [(label, domain_of(address)) for label, address in addresses]
    carriers = tuple(
        (part, spelling.organisation(part).words, spelling.running(part))
        for part in spelling.several(case.carrier)
    )
    return Read(
        carriers,
        tuple(dict.fromkeys((label, domain) for label, domain in domains if domain)),
        named,
        running,
        frozenset(word for _label, text in (*running, *named) for word in text.split()),
    )


def between(juror: Known, case: Read) -> list[Finding]:
    """All that ties the two, one finding a kind; nothing for most pairs."""
    found = [*_organisation(juror.organisation, case), *_domains(juror.domains, case)]
    if juror.name and not case.words.isdisjoint(juror.last_words):
        places = (*case.people, *case.texts)
        labels = [label for label, text in places if juror.name.search(text)]
        found += _named("person", labels)
    return found


def _organisation(own: spelling.Organisation, case: Read) -> list[Finding]:
    """The juror's organisation as carrier, or else named in the application."""
    if not own.is_telling:
        return []
    phrase = own.phrase
    carriers = [
        f"Träger: {part}"
        for part, words, text in case.carriers
        if words == own.words or (phrase and phrase in text)
    ]
    if carriers:
        return _finding("chamber" if own.is_chamber else "carrier", carriers)
    if not phrase or not case.words.issuperset(phrase.split()):
        return []
    named = [label for label, text in case.texts if phrase in text]
    return _named("chamber" if own.is_chamber else "organisation", named)


def _domains(own: Iterable[str], case: Read) -> list[Finding]:
    """The same domain, or one below the other."""
    shared = [
        f"{label}: {theirs}"
        for mine in own
        for label, theirs in case.domains
        if mine == theirs or mine.endswith(f".{theirs}") or theirs.endswith(f".{mine}")
    ]
    return _finding("domain", sorted(set(shared)))


def _named(kind: str, labels: Sequence[str]) -> list[Finding]:
    return _finding(kind, [f"Genannt in: {', '.join(dict.fromkeys(labels))}"] if labels else [])


def _finding(kind: str, evidence: Sequence[str]) -> list[Finding]:
    said = "; ".join(dict.fromkeys(evidence))
    if len(said) > LONGEST:
        said = f"{said[: LONGEST - 1]}…"
    return [Finding(kind, said)] if said else []


def domain_of(email: str) -> str:
    """What follows the @ or is a website's host; "" where everybody has an address."""
    domain = email.rpartition("@")[2].casefold().strip()
    return "" if domain in FREEMAILERS or INVENTED.search(domain) or "." not in domain else domain
