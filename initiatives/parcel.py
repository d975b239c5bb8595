"""Everything of a person, or of one application, in one ZIP file that grows on disk."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile

from . import own_data, receipts
from .berlin import BERLIN
from .models import Application, Attachment, Letter, User
from .records import documents

UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
LONGEST = 120  # of a file's name: with its folder it fits everywhere
PACKED = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


def of_person(
    user: User,
    *,
    at: datetime,
    feedback: Mapping[int, Any] | None = None,
    portraits: Mapping[int, Any] | None = None,
    jury: Any = None,
    award: Any = None,
) -> IO[bytes]:
    """The account, the letters to it, and every application of its initiatives.

    `feedback` holds what the office released to each, by application, `portraits` what it asked
    this person to agree to, `jury` what the person does in juries and `award` what around an award,
    for those who know of it. The caller closes the file; that removes it.
    """
    parcel = Parcel(at)
    parcel.add_text("README.txt", _readme())
    parcel.add_json("konto.json", own_data.account(user))
    if jury:
        parcel.add_json("jury.json", jury)
    if award:
        parcel.add_json("auszeichnung.json", award)
    for number, letter in enumerate(_letters(user), start=1):
        parcel.add_text(f"briefe/{number:04d}-{letter.kind}.txt", _as_text(letter))
        if letter.attachment:
            name = safe_name(letter.attachment_name)
            parcel.add_bytes(f"briefe/{number:04d}-{name}", bytes(letter.attachment))
    for case in applications_of(user):
        extras = {
            "rueckmeldung.json": (feedback or {}).get(case.pk),
            "portraet.json": (portraits or {}).get(case.pk),
        }
        _add(parcel, case, f"bewerbung-{case.number}/", extras, to=user)
    return parcel.done()


def of_application(
    case: Application, *, to: User, at: datetime, feedback: Any = None, portrait: Any = None
) -> IO[bytes]:
    parcel = Parcel(at)
    parcel.add_text("README.txt", _readme())
    extras = {"rueckmeldung.json": feedback, "portraet.json": portrait}
    _add(parcel, case, f"bewerbung-{case.number}/", extras, to=to)
    return parcel.done()


def applications_of(user: User) -> QuerySet[Application]:
    """As a member: what the office or the jury may read besides is not theirs."""
    own = Application.objects.filter(initiative__memberships__user=user)
    return own.select_related("call", "initiative").order_by("pk")


class Parcel:
    """A ZIP file that grows on disk; every entry has the time it was made at."""

    def __init__(self, at: datetime) -> None:
        self.moment = at.astimezone(BERLIN).timetuple()[:6]
        self.file = tempfile.TemporaryFile()  # noqa: SIM115  closed by whoever reads it
        self.zip = zipfile.ZipFile(self.file, "w")

    def add_json(self, path: str, value: Any) -> None:
        self.add_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def add_text(self, path: str, text: str) -> None:
        self.add_bytes(path, text.encode())

    def add_bytes(self, path: str, content: bytes) -> None:
        self.zip.writestr(self._entry(path), content)

    def add_stored(self, path: str, file: FieldFile, *, packed: bool) -> bool:
        """A file of ours, chunk by chunk; False where it is gone."""
        try:
            source = file.storage.open(str(file.name), "rb")
        except OSError:
            return False
        with source, self.zip.open(self._entry(path, packed=packed), "w") as target:
            shutil.copyfileobj(source, target, 64 * 1024)
        return True

    def _entry(self, path: str, *, packed: bool = False) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(path, self.moment)
        entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return entry

    def done(self) -> IO[bytes]:
        self.zip.close()
        self.file.seek(0)
        return self.file


def _add(
    parcel: Parcel, case: Application, folder: str, extras: Mapping[str, Any], *, to: User
) -> None:
    files = list(case.attachments.order_by("position", "pk"))
    paths = {file.pk: path for file, path in zip(files, _paths(files), strict=True)}
    parcel.add_json(f"{folder}bewerbung.json", own_data.application(case, paths))
    parcel.add_json(f"{folder}verlauf.json", own_data.journal(case))
    for name, value in extras.items():
        if value:
            parcel.add_json(f"{folder}{name}", value)
    sums = []
    for snapshot in case.snapshots.select_related("submitted_by").order_by("version").iterator():
        snapshot.application = case
        name = f"fassung-{snapshot.version}"
        parcel.add_bytes(f"{folder}eingereicht/{name}.json", receipts.frozen(snapshot))
        parcel.add_bytes(f"{folder}eingereicht/{name}.pdf", documents.receipt(snapshot))
        sums.append(f"{snapshot.sha256}  {name}.json\n")
    if sums:
        parcel.add_text(f"{folder}eingereicht/SHA256SUMS", "".join(sums))
    readable = set(case.attachments.readable_to(to).values_list("pk", flat=True))
    for file in files:
        _add_file(parcel, folder + paths[file.pk], file, is_readable=file.pk in readable)


def _add_file(parcel: Parcel, path: str, file: Attachment, *, is_readable: bool) -> None:
    packed = file.media_type in PACKED
    if not is_readable:  # to a member: what the virus scanner has blocked
        parcel.add_text(f"{path}.txt", "Enthält Schadsoftware / holds malware\n")
    elif not parcel.add_stored(path, file.file, packed=packed):
        parcel.add_text(f"{path}.txt", "Liegt nicht mehr vor / no longer there\n")


def _paths(files: Iterable[Attachment]) -> Iterable[str]:
    """Where each file lies: names differ also where capitals do not count."""
    taken: set[str] = set()
    for file in files:
        name = safe_name(file.name)
        stem, dot, ending = name.rpartition(".")
        copy = 2
        while name.casefold() in taken:
            name = f"{stem or ending} ({copy}){dot}{ending if stem else ''}"
            copy += 1
        taken.add(name.casefold())
        yield f"dateien/{name}"


def safe_name(name: str) -> str:
    """A name that unpacks on every system, and never into another folder."""
    plain = UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(plain) > LONGEST and len(ending) < LONGEST:
        plain = stem[: LONGEST - len(ending) - 1] + dot + ending
    plain = plain[:LONGEST] or "datei"
    return f"_{plain}" if RESERVED.fullmatch(plain) else plain


def _letters(user: User) -> Iterable[Letter]:
    """What we wrote to this person; never a letter with a code."""
    to_them = Q()
    for email in sorted(own_data.addresses(user)):
        to_them |= Q(to__iexact=email)
    return Letter.objects.filter(to_them, is_secret=False).order_by("pk").iterator()


def _as_text(letter: Letter) -> str:
    written = letter.written_at.astimezone(BERLIN).isoformat()
    return f"An: {letter.to}\nGeschrieben: {written}\nBetreff: {letter.subject}\n\n{letter.text}"


def _readme() -> str:
    return (settings.BASE_DIR / "initiatives" / "data" / "parcel.txt").read_text(encoding="utf-8")
