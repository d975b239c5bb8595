"""Work in the background: of the meeting, the release, the ceremony, and of seals that end."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from initiatives import clock
from initiatives.tasks import BRIEFLY, PATIENCE

from .actions import draw_photo as draw
from .actions import (
    draw_what_waits,
    forget_guests_of_the_past,
    forget_links,
    forget_portrait_remarks,
    forget_press_links,
    forget_press_readers,
    letters_to_others,
    portraits_to_remind_of,
    remind_before_the_end,
    remind_of_portrait,
    remind_of_seal,
    seals_to_remind,
    tell_other,
)
from .models import Portrait, Seal


@app.periodic(cron="20 * * * *")
@app.task(name="remind_voters", pass_context=False)
def remind_voters(timestamp: int) -> None:
    remind_before_the_end(at=clock.now())


@app.periodic(cron="35 3 * * *")
@app.task(name="forget_guests", pass_context=False)
def forget_guests(timestamp: int) -> None:
    forget_guests_of_the_past(at=clock.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="forget_press", pass_context=False)
def forget_press(timestamp: int) -> None:
    forget_press_readers(at=clock.now())


@app.periodic(cron="45 3 * * *")
@app.task(name="forget_remarks_on_portraits", pass_context=False)
def forget_remarks_on_portraits(timestamp: int) -> None:
    forget_portrait_remarks(at=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="forget_links", pass_context=False)
def forget_links_of_guests(timestamp: int) -> None:
    forget_links()
    forget_press_links()


@app.task(name="draw_photo", retry=BRIEFLY, pass_context=False)
def draw_photo(*, photo_id: int) -> None:
    draw(photo_id, at=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="draw_photos_that_wait", pass_context=False)
def draw_photos_that_wait(timestamp: int) -> None:
    draw_what_waits(at=clock.now())


@app.periodic(cron="25 * * * *")
@app.task(name="remind_of_seals", pass_context=False)
def remind_of_seals(timestamp: int) -> None:
    """One job a seal, so that one that fails keeps nobody else from a letter."""
    for seal in seals_to_remind(at=clock.now()):
        app.configure_task("remind_of_one_seal").defer(code=seal.code)


@app.task(name="remind_of_one_seal", retry=PATIENCE, pass_context=False)
def remind_of_one_seal(*, code: str) -> None:
    seal = Seal.objects.filter(code=code).first()
    if seal is not None:  # else it went with its laureate
        remind_of_seal(seal, at=clock.now())


@app.periodic(cron="15 * * * *")
@app.task(name="remind_of_portraits", pass_context=False)
def remind_of_portraits(timestamp: int) -> None:
    """One job a portrait, like the seals'."""
    for portrait in portraits_to_remind_of(at=clock.now()):
        app.configure_task("remind_of_one_portrait").defer(key=str(portrait.key))


@app.task(name="remind_of_one_portrait", retry=PATIENCE, pass_context=False)
def remind_of_one_portrait(*, key: str) -> None:
    portrait = Portrait.objects.with_case().filter(key=UUID(key)).first()
    if portrait is not None:
        remind_of_portrait(portrait, at=clock.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="tell_results", pass_context=False)
def tell_results(timestamp: int) -> None:
    """Letters to all others, once the announcement is public; one job each, like the seals'."""
    for key in letters_to_others(at=clock.of_database()):
        app.configure_task("tell_result").defer(key=str(key))


@app.task(name="tell_result", retry=PATIENCE, pass_context=False)
def tell_result(*, key: str) -> None:
    tell_other(UUID(key), at=clock.of_database())
