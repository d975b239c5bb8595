"""Where files from outside lie: one is there as a whole, also after a power cut, or is not."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

PART = ".part"


class DurableStorage(FileSystemStorage):
    """Writes beside the place, to the disk, and only then gives the file its name.

    Django's own writes under the name itself and leaves the rest to the operating system: a row
    could be committed whose file is lost or cut.
    """

    def _save(self, name: str, content: File) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(place.name + PART)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(part, flags, self.file_permissions_mode or 0o666), "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.rename(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return name
