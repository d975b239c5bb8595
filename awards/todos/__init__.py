"""What the office has to do, each with the one link that does it. Computed, never stored."""

from .today import of
from .todo import Todo

__all__ = ["Todo", "of"]
