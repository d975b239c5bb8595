from .ceremony import Role
from .laureate import Laureate, Photo
from .prize import Decision, Prize
from .release import Release

__all__ = ["Decision", "Laureate", "Photo", "Prize", "Release", "Role"]
