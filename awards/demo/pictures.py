"""Pictures of nobody: figures before a wall, drawn here, so that no real person is ever shown."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

SIZE = (2100, 1400)
WALLS = ("#d9d4c7", "#cfd6dc", "#d8cfd2")
FLOOR = "#8d8778"
DRESSED = ("#17212b", "#0d8070", "#7c8087", "#34269c", "#86173f", "#8a6410")
SKIN = ("#e2b593", "#a8714a", "#f0cdb0", "#7d5138")
CERTIFICATE = "#fbfaf5"


def group(persons: Sequence[str], turn: int) -> SimpleUploadedFile:
    """As many figures as persons, one of them with a certificate; `turn` changes the colours."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE, WALLS[turn % len(WALLS)])
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 0.86, width, height), fill=FLOOR)
    step = width // (len(persons) + 1)
    for index in range(len(persons)):
        x, lift = step * (index + 1), (0, 45, -25, 30)[(index + turn) % 4]
        top, half = 560 + lift, 150
        color = DRESSED[(index + turn) % len(DRESSED)]
        pen.rounded_rectangle((x - half, top, x + half, height * 0.93), radius=half, fill=color)
        skin = SKIN[(index + turn) % len(SKIN)]
        pen.ellipse((x - 95, top - 225, x + 95, top - 5), fill=skin)
        pen.chord((x - 100, top - 235, x + 100, top - 60), 180, 360, fill="#3a2d24")
        if index == len(persons) // 2:
            pen.rectangle((x - 130, top + 250, x + 130, top + 430), fill=CERTIFICATE)
            pen.rectangle((x - 90, top + 290, x + 60, top + 300), fill="#17212b")
            pen.rectangle((x - 90, top + 330, x + 90, top + 336), fill="#7c8087")
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=88)
    return SimpleUploadedFile(f"Verleihung-{turn + 1}.jpg", target.getvalue())
