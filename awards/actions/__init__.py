"""What comes of the judging: decisions, and their release at a second that was set before."""

from .deciding import decide, retract
from .releasing import confirm, gaps, prepare, revoke

__all__ = ["confirm", "decide", "gaps", "prepare", "retract", "revoke"]
