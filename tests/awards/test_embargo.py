"""The check of the embargo: silent while all is shut, red when any one surface is open."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from awards import photo_querysets, structured
from awards.embargo import canaries
from awards.embargo.check import BY_LINK, ROLES, check
from awards.models import Decision, Invitee, Laureate, Portrait, PressReader, Release, Role
from awards.portrait_querysets import PortraitQuerySet
from awards.querysets import LaureateQuerySet, ReleaseQuerySet, SealQuerySet
from awards.views import invited
from initiatives.models import Letter
from initiatives.records import letters

from .. import evenings
from ..make import DAY, NOON
from .photos.shots import pictured

# What asks for public rows and yet shows nothing to anybody but the office before its time.
NOT_SEEN = {
    ("awards.actions.agreeing", "_hold"): "refuses a form once all is public",
    ("awards.actions.giving_feedback", "release_feedback"): "the office writes letters by it",
    ("awards.actions.sealing", "accept_terms"): "takes a form, of a page that is not there yet",
    ("awards.actions.sealing", "seals_to_remind"): "of seals that were accepted a year ago",
    ("awards.actions.telling_results", "letters_to_others"): "the worker writes letters by it",
    ("awards.actions.telling_results", "tell_other"): "the worker writes a letter by it",
    ("awards.api.endpoints", "public_calls"): "of years of the archive, which have no embargo",
    ("awards.minutes.reading", "for_public"): "what of a record may be read, not when",
    ("awards.press.pictures", "marks"): "of a press page that has opened already",
    ("awards.templatetags.honours", "honoured_once"): "of what was public and was taken back",
    ("awards.views.corrections", "_is_public"): "a page of the office",
    ("awards.views.feedback", "overview"): "a page of the office",
}
QUERYSETS = (
    ReleaseQuerySet,
    LaureateQuerySet,
    SealQuerySet,
    photo_querysets.PhotoQuerySet,
    photo_querysets.RenditionQuerySet,
)


def surfaces() -> Iterator[tuple[str, str]]:
    """Modules and functions that ask for what is public, as the source has them."""
    for file in sorted((settings.BASE_DIR / "awards").rglob("*.py")):
        if "querysets" in file.stem:
            continue  # they pass the time on
        module = ".".join(file.relative_to(settings.BASE_DIR).with_suffix("").parts)
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(map(_asks, ast.walk(function))):
                yield module, function.name


def _asks(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("public", "announced", "newest")
    )


@pytest.fixture
def release(make) -> Release:
    """Confirmed and under embargo: two laureates with photo and seal, and a jury."""
    call = make.call(meeting_at=NOON - DAY)
    prize = make.prize(call=call, places=2)
    for name in ("Bündnis Geheim", "Allianz Still"):
        case = make.admitted(call=call, initiative__name=name)
        type(case.initiative).objects.filter(pk=case.initiative_id).update(is_listed=True)
        make.member(case.initiative, "owner")
        make.decision(prize=prize, application=case, is_portrayed=False)
        make.portrait(case, asked=True)
    make.member(make.admitted(call=call).initiative, "owner")
    make.juror(call=call)
    make.juror(call=call, is_chair=True)
    evening = evenings.ceremony(call=call)
    evenings.item(evening)
    Role.objects.create(ceremony=evening, kind="laudator", name="Ada Lob")
    release = make.release(call=call, confirmed=True, place="Berlin")
    Role.objects.update(release=release)
    for laureate in release.laureates.all():
        make.seal(laureate)
        pictured(release, owner=str(laureate.key))
    return release


def test_nothing_is_given_away(release):
    report = check(release)
    assert report.findings == []
    assert set(report.asked) == set(ROLES)
    assert min(n for role, n in report.asked.items() if role not in BY_LINK) > 40
    assert (report.asked["guest"], report.asked["press"]) == (6, 10)


def test_a_laureate_who_was_asked_reads_the_own_portrait_and_no_other(release, client):
    mine, other = Portrait.objects.order_by("pk")
    client.force_login(mine.application.initiative.memberships.first().user)
    assert client.get(page_of(mine)).status_code == 200
    assert client.get(page_of(other)).status_code == 404


def test_another_ones_portrait_that_is_shown_is_found(release, monkeypatch):
    monkeypatch.setattr(PortraitQuerySet, "visible_to", lambda self, user: self)
    monkeypatch.setattr(canaries, "plant", planting_all(canaries.plant))
    findings = check(release, roles=["laureate"]).findings
    shown = {page_of(one) for one in Portrait.objects.all()}
    assert shown <= {finding.surface for finding in findings if "portrait.text" in finding.why}


def planting_all(plant):
    """As if nobody read a portrait by right."""
    return lambda release, spared: plant(release)


def page_of(portrait: Portrait) -> str:
    return f"/bewerbungen/{portrait.application.key}/portraet/"


def test_what_the_jury_decided_is_no_earlier_out_than_who_is_announced(release, monkeypatch):
    """The page says it from the decision itself: no laureate, no release is asked."""
    monkeypatch.setattr(structured, "award", lambda: str(Decision.objects.first().jury_statement))
    (finding, *_others) = check(release, roles=["anonymous"], only_first=True).findings
    assert finding.why.startswith("says decision.jury_statement ")


def test_a_count_of_what_was_decided_is_found(release, monkeypatch):
    monkeypatch.setattr(structured, "award", lambda: f"{Decision.objects.count()} Preise")
    (finding,) = check(release, roles=["anonymous"], only_first=True).findings
    assert (finding.surface, finding.why[:7]) == ("/", "differs")


def test_a_guest_is_told_nothing_by_the_own_page(release, monkeypatch):
    def nobody_won(guest, at):
        return not Laureate.objects.exists()

    monkeypatch.setattr(invited, "is_answerable", nobody_won)
    (finding, *_others) = check(release, roles=["guest"]).findings
    assert (finding.role, finding.why) == ("guest", "differs in Content-Length")


def test_a_journalist_reads_nothing_before_the_promise(release, monkeypatch):
    monkeypatch.setattr(PressReader, "has_agreed", True)
    found = check(release, roles=["press"]).findings
    assert {one.role for one in found} == {"press"}
    assert any(one.why.startswith("says release.headline") for one in found)


def test_it_changes_nothing(release):
    before = list(Laureate.objects.order_by("pk").values())
    check(release, roles=BY_LINK)
    assert list(Laureate.objects.order_by("pk").values()) == before
    release.refresh_from_db()
    assert release.confirmed_at
    assert not PressReader.objects.exists()
    assert not Invitee.objects.exists()


def test_a_release_that_is_prepared_only_is_checked_as_if_confirmed(make):
    decision = make.decision()
    release = make.release(call=decision.prize.call)
    assert check(release, roles=["anonymous"]).findings == []
    release.refresh_from_db()
    assert release.confirmed_at is None


@pytest.mark.parametrize(
    "surface", [one for one in surfaces() if one not in NOT_SEEN], ids=".".join
)
def test_a_surface_that_is_open_is_found(release, surface, monkeypatch):
    open_up(surface, monkeypatch)
    role = "laureate" if surface[0].endswith(("honours", "own_portrait")) else "anonymous"
    assert check(release, roles=[role], only_first=True).findings


def open_up(surface, monkeypatch) -> None:
    for queryset in QUERYSETS:
        for name in {"public", "announced"} & set(vars(queryset)):
            monkeypatch.setattr(queryset, name, _opened(getattr(queryset, name), surface))


def _opened(shut, surface):
    """Forgets the time when it is asked by this function, or by one within it."""

    def public(self, at):
        frame = sys._getframe(1)
        for _step in range(4):
            if frame is None:
                break
            if (frame.f_globals.get("__name__"), frame.f_code.co_name) == surface:
                at = release_of_far_future
            frame = frame.f_back
        return shut(self, at)

    return public


release_of_far_future = NOON + 3650 * DAY


def test_a_letter_that_names_a_laureate_is_found(release):
    letters.post(
        "invitation",
        to="presse@zeitung.example",
        subject="Einladung",
        text="Es gewinnt: Bündnis Geheim.",
        at=release.prepared_at,
    )
    (finding,) = check(release, roles=[]).findings
    assert finding.role == "letters"
    assert finding.why == "names a laureate to presse@zeitung.example"
    assert Letter.objects.filter(kind="invitation").count() == 1


def test_the_command_says_that_nothing_is_given_away(release, capsys):
    call_command("embargo_check", "--call", str(release.call.year), "--role", "guest")
    assert capsys.readouterr().out.endswith("Nothing gives a laureate away.\n")


def test_the_command_ends_red_and_names_what_is_open(release, monkeypatch, capsys):
    open_up(("awards.views.public", "announcement"), monkeypatch)
    with pytest.raises(CommandError, match="surfaces give something away"):
        call_command("embargo_check", "--call", str(release.call.year), "--role", "anonymous")
    said = capsys.readouterr().err
    assert f"/preistraeger/{release.call.year}/  says release.headline" in said


@pytest.mark.parametrize("year", [1999, 2023])
def test_the_command_refuses_a_year_without_a_release_of_its_own(make, year):
    make.call(year=2023, is_archive=True)
    with pytest.raises(CommandError, match=f"There is no release of {year}"):
        call_command("embargo_check", "--call", str(year))


def test_the_command_says_what_keeps_a_release_from_being_confirmed(make):
    release = make.release()
    with pytest.raises(CommandError, match="cannot be confirmed yet: "):
        call_command("embargo_check", "--call", str(release.call.year))
