"""What the stage still lacks, told without moving anything on it."""

from __future__ import annotations

from ..models import Decision, Release


def missing_steps(release: Release) -> list[Decision]:
    """Prizes that nobody would hear of on the stage. One query."""
    decisions = Decision.objects.filter(prize__call=release.call_id)
    without = decisions.exclude(stage_steps__release=release)
    return list(without.select_related("application__initiative", "prize"))
