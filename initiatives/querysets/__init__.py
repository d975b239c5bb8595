"""Reads, in the words of the field. `visible_to(user)` is the only way from a request to a row."""

from .applications import ApplicationQuerySet, SnapshotQuerySet
from .attachments import AttachmentQuerySet
from .calls import CallQuerySet, DeclarationQuerySet
from .initiatives import InitiativeQuerySet, matches
from .joining import ClaimQuerySet, InvitationQuerySet
from .proposals import ProposalQuerySet

__all__ = [
    "ApplicationQuerySet",
    "AttachmentQuerySet",
    "CallQuerySet",
    "ClaimQuerySet",
    "DeclarationQuerySet",
    "InitiativeQuerySet",
    "InvitationQuerySet",
    "ProposalQuerySet",
    "SnapshotQuerySet",
    "matches",
]
