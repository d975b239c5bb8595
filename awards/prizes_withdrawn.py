"""Prizes that were taken back after the announcement: of which case, why, and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum, nonmember
from typing import NamedTuple

from .models import Correction, Release, Seal
from .seals.validity import day_of


class SealThen(StrEnum):
    """What a letter on a prize taken back has to say of the seal."""

    do_not_call_in_templates = nonmember(True)

    NONE = "none"  # there is none, or it had ended anyway
    ENDS = "ends"
    TOLD = "told"  # it was withdrawn before, by a letter of its own
    NOT_ACCEPTED = "not_accepted"


class Withdrawal(NamedTuple):
    """The note that everybody reads, and the seal of the one case. `is_whole`: the announcement
    with all its prizes was withdrawn.
    """

    note: Correction
    seal: Seal | None
    is_whole: bool

    @property
    def at(self) -> datetime:
        return self.note.made_at

    @property
    def seal_then(self) -> SealThen:
        seal = self.seal
        if seal is None:
            return SealThen.NONE
        if seal.accepted_at is None:
            return SealThen.NOT_ACCEPTED
        if seal.withdrawn_at and seal.withdrawn_at <= self.at:
            return SealThen.TOLD
        ended = seal.valid_until is not None and seal.valid_until < day_of(self.at)
        return SealThen.NONE if ended else SealThen.ENDS


def of(release: Release, laureates: Iterable[int]) -> dict[int, Withdrawal]:
    """By the application, of those whose keys are given. Whoever lost the prize before the whole
    announcement was withdrawn has lost it then. No query for a draft, else one; two where something
    was taken back.
    """
    if not release.confirmed_at:
        return {}
    notes = Correction.objects.filter(release=release, field="").select_related("laureate")
    single: dict[int | None, Correction] = {}
    whole: Correction | None = None
    for note in notes:
        if note.laureate is None:
            whole = note
        else:
            single[note.laureate.application_id] = note
    if not notes:
        return {}
    seals = Seal.objects.filter(laureate__release=release).select_related("laureate")
    by_case = {seal.laureate.application_id: seal for seal in seals}
    return {
        case: Withdrawal(found, by_case.get(case), found.laureate is None)
        for case in laureates
        if (found := single.get(case, whole)) is not None
    }
