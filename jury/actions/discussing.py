"""What the jury says about the anchors of a criterion, and what it agrees on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from initiatives import rules as office
from initiatives import shown, texts
from initiatives.actions.setting_up import rows
from initiatives.models import Criterion, Local, User
from initiatives.records import journal
from initiatives.refusals import check

from ..models import Agreement, Juror, Remark, Sample, SampleSheet
from .calibrating import seat_in
from .fixing import hold_rules, is_scored

REMARK_LIMIT = 1000
REMARK_KEPT_AFTER = timedelta(minutes=10)


@transaction.atomic
def remark(criterion: Criterion, text: str, *, by: User, at: datetime) -> Remark:
    """Say something about a criterion's anchors, for the jury and the office to read with the name.

    The same words twice in a row are one remark. Raises NotAllowed while no sample case that asks
    for the criterion is open, and for jurors whose own points are not given yet.
    """
    juror = _speaker(criterion, by=by, at=at)
    text = texts.clean(text).strip()
    # Translators: de: „Schreiben Sie, was Sie zu den Stufen sagen möchten.“
    check(text, _("Write what you want to say about the levels."))
    # Translators: de: „Kürzen Sie die Wortmeldung auf %(limit)d Zeichen.“
    words = _("Shorten the remark to %(limit)d characters.") % {"limit": REMARK_LIMIT}
    check(len(text) <= REMARK_LIMIT, words)
    last = criterion.remarks.filter(juror=juror).order_by("-said_at", "-pk").first()
    if last and last.text == text:
        return last
    said = Remark.objects.create(criterion=criterion, juror=juror, text=text, said_at=at)
    _record("calibration.remarked", criterion, by=by, at=at)
    return said


def _speaker(criterion: Criterion, *, by: User, at: datetime) -> Juror | None:
    """The seat of who speaks, None for the office; raises NotAllowed for whoever may not now."""
    running = Sample.objects.running().filter(criteria=criterion)
    words = _(
        # Translators: de: „Über dieses Kriterium wird gesprochen, solange ein Musterfall dazu
        # geöffnet ist.“
        "This criterion is spoken about while a sample case that asks for it is open."
    )
    if office.is_office(by):
        check(office.may_administer(by), _("Your role reads and does not decide."))
        check(running.exists(), words)
        return None
    juror = seat_in(criterion.call, by=by, at=at)
    # Nobody closes the round between this and the remark.
    check(list(running.select_for_update(of=("self",), no_key=True)), words)
    check(not owes(criterion, juror), why_not_yet())
    return juror


def owes(criterion: Criterion, juror: Juror) -> bool:
    """Whether the juror has still to finish a sheet that what others say could bend. One query."""
    own = SampleSheet.objects.filter(sample=OuterRef("pk"), juror=juror, finished_at__isnull=False)
    return Sample.objects.running().filter(~Exists(own), criteria=criterion).exists()


def why_not_yet() -> str:
    return _(
        # Translators: de: „Schließen Sie zuerst Ihre Bögen zu den geöffneten Musterfällen ab, die
        # nach diesem Kriterium fragen. So urteilen Sie, bevor Sie andere hören.“
        "First finish your sheets on the open sample cases that ask for this criterion. So you "
        "judge before you hear others."
    )


@transaction.atomic
def withdraw_remark(said: Remark, *, by: User, at: datetime) -> None:
    """Take back one's own words, for ten minutes; then others may have answered them."""
    seat = said.juror
    # Translators: de: „Zurückziehen kann eine Wortmeldung nur, wer sie geschrieben hat.“
    own = _("Only who wrote a remark can take it back.")
    check(seat.user_id == by.pk if seat else office.may_administer(by), own)
    check(
        at < said.said_at + REMARK_KEPT_AFTER,
        # Translators: de: „Die Wortmeldung steht länger als zehn Minuten. Andere können sich schon
        # darauf beziehen; ergänzen Sie lieber eine neue.“
        _("The remark is older than ten minutes. Others may refer to it; better add a new one."),
    )
    if seat is not None:
        seat_in(seat.call, by=by, at=at)
    if Remark.objects.filter(pk=said.pk).delete()[0]:
        _record("calibration.remark_withdrawn", said.criterion, by=by, at=at)


@transaction.atomic
def agree(
    criterion: Criterion,
    text: Mapping[str, str],
    *,
    by: User,
    at: datetime,
    reason: str = "",
    seen: str | None = None,
) -> bool:
    """Write down what the jury agreed on; from now on it stands beside the anchors. Whether it is
    news. Without words there is no agreement any more.

    It explains the levels and changes none, so it may come after the first score; but then it says
    why, for sheets written before did not know it. Raises Stale if it was changed meanwhile.
    """
    call = hold_rules(criterion.call, by=by, at=at)
    stored = Agreement.objects.filter(criterion=criterion).first()
    before = said_agreement(stored)
    new = Local({code: words for code, words in text.items() if words.strip()})
    after = {"text": rows.plain(new)}
    if not shown.is_news(seen, stored=before, given=after) or before == after:
        return False
    # Translators: de: „Schreiben Sie die Verabredung auf Deutsch.“
    check(not new or new.get("de"), _("Write the agreement in German."))
    check(
        reason.strip() or not is_scored(call),
        _(
            # Translators: de: „Es gibt schon Bögen mit Punkten. Nennen Sie den Grund; er steht im
            # Journal.“
            "There are sheets with points already. Name the reason; it stands in the journal."
        ),
    )
    if new:
        values = {"text": new, "agreed_at": at}
        Agreement.objects.update_or_create(criterion=criterion, defaults=values)
    else:
        Agreement.objects.filter(criterion=criterion).delete()
    because = {"reason": reason.strip()} if reason.strip() else {}
    _record("calibration.agreed", criterion, by=by, at=at, before=before, after=after, **because)
    return True


def said_agreement(stored: Agreement | None) -> dict[str, object]:
    return {"text": rows.plain(stored.text) if stored else {}}


def _record(action: str, criterion: Criterion, *, by: User, at: datetime, **data: object) -> None:
    journal.record(action, about=criterion.call, by=by, at=at, name=criterion.code, **data)
