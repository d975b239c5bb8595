"""Who changes something by a form: everybody who may not sends what those who may would send."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from .. import make
from . import policy
from .filling import Filled, collected, undone
from .routes import ask, own
from .test_doors_of_all_routes import AREAS, TABLE, area_of
from .world import APPLYING, JUDGING, World

OUT = ("anonymous", "stranger", "owner", "juror")
REFUSED = {302, 403, 404, 422}  # 422: what was sent makes no sense, whatever it is about
WRITERS = {  # who is offered the forms of an area, and when
    "office:call": [("office lead", JUDGING)],
    "office:": [("office lead", JUDGING), ("office lead", APPLYING)],
    "jury:": [(who, JUDGING) for who in ("juror", "finished", "undeclared", "silent", "candidate")],
    "apply:": [("owner", APPLYING), ("owner", JUDGING), ("invited", JUDGING)],
    "": [("stranger", JUDGING), ("owner", APPLYING)],
}
# What this world offers no form for, or one whose blanks need more than any word, or that would say
# the same again. What is offered is refused to all others here, too; that it works for whom it is
# for, is shown by tests of its own.
IN_VAIN = {
    "account_language",
    "account_reminders",
    "account_request_login_code",
    "account_signup",
    "account_signup_by_passkey",
    "jury:meeting_casting_vote",
    "jury:meeting_order",
    "mfa_add_webauthn",
    "hall",
    "honours",
    "invited",
    "portrait",
    "propose",
    "apply:contact",
    "apply:copy",
    "apply:declarations",
    "apply:files",
    "apply:hand_over",
    "apply:leave",
    "apply:member",
    "apply:remove",
    "apply:save",
    "jury:look",
    "jury:minutes_sign",
    "jury:save",
    "office:corrections",
    "office:door",
    "office:door_report",
    "office:guests_file",
    "office:call_announce",
    "office:call_counting",
    "office:call_criterion_new",
    "office:call_dates",
    "office:call_declarations_move",
    "office:call_declarations_new",
    "office:call_eligibility_move",
    "office:call_faq_move",
    "office:call_new",
    "office:person_add",
    "office:photo_focus",
    "office:photo_move",
    "office:photo_redraw",
    "office:photo_replace",
    "office:photos",
    "office:portrait",
    "office:portrait_note",
    "office:portraits_ask",
    "office:press_invite",
    "office:press_invite_again",
    "office:result_letter_take_back",
    "office:result_letters_send",
    "office:call_new_dates",
    "office:call_prizes_move",
    "office:call_question",
    "office:call_question_new",
    "office:call_question_remove",
    "office:call_section_move",
    "office:call_section_remove",
    "office:allocation_upload",
    "office:extend",
    "office:feedback_of",
    "office:jury_file",
    "office:jury_invite",
    "office:jury_member",
    "office:jury_replace",
    "office:jury_statement",
    "office:minutes_sign",
    "office:release_feedback",
    "office:reopen_entry",
    "office:confirm",
    "office:confirm_decisions",
    "office:meeting_call_off",
    "office:meeting_decide",
    "office:meeting_notes",
    "office:meeting_step",
    "office:request_changes",
    "office:revoke",
    "office:search_concerns",
    "office:send_again",
    "office:stage_keys",
    "office:stage_state",
    "office:write_to_proposed",
}
# Shown again with what is refused; who looks at the ranking stands in the journal.
LOOKED_AT = {
    "office:decisions": {"initiatives_journalentry"},
    "office:withhold": {"initiatives_journalentry"},
}


def pages(world: World, area: str, role: str) -> Iterator[str]:
    for name, line in TABLE.items():
        if area_of(name) != area or line.forms or "pdf" in own()[name].pattern:
            continue
        for label, thing in world.about(line.kind).items():
            if policy.is_in(line.door, role, label):
                yield own()[name].at(thing)


def forms(world: World, clients, area: str) -> dict[str, list[tuple[Filled, object]]]:
    """By route, each with the moment at which it was offered."""
    found = defaultdict(list)
    for writer, moment in WRITERS[area]:
        with make.at(moment):
            for form in collected(clients, writer, pages(world, area, writer)):
                if area_of(form.route) == area:
                    found[form.route].append((form, moment))
    return found


def nothing_filled_in(world: World, area: str, name: str) -> tuple[Filled, object]:
    """Where no form is offered something is sent all the same."""
    writer, moment = WRITERS[area][0]
    thing = next(iter(world.about(TABLE[name].kind).values()))
    return Filled(own()[name].at(thing), name, thing, writer, {}), moment


def send(client, form: Filled) -> tuple[int, frozenset[str]]:
    with undone() as change:
        answer = ask(client, form.address, "post", form.data)
    return answer.status_code, change.tables


@pytest.mark.parametrize("area", AREAS)
def test_who_may_not_changes_nothing(world, clients, plain_404, area):
    wrong, works = [], set()
    writing = {name for name, line in TABLE.items() if line.writes != "-" and area_of(name) == area}
    offers = forms(world, clients, area)
    for name in writing - set(offers):
        offers[name] = [nothing_filled_in(world, area, name)]
    for route, offered in offers.items():
        line, best = TABLE[route], offered[0]
        for form, moment in offered:
            with make.at(moment):
                if send(clients[form.found_by], form)[1]:
                    works.add(route)
                    best = form, moment
                    break
        form, moment = best
        label = label_of(world, form)
        with make.at(moment):
            for role, inside in others(world, line, label):
                status, changed = send(clients[role], form)
                changed -= LOOKED_AT.get(route, set()) if inside else set()
                if changed or (not inside and status not in REFUSED):
                    wrong.append(f"{route} [{label}] {role}: {status} {set(changed)}")
    assert not wrong, "\n".join(wrong)
    in_vain = IN_VAIN & writing
    assert works & in_vain == set(), "these work by now: take them out of IN_VAIN"
    assert writing - works == in_vain, "no form for these worked"


def label_of(world: World, sent: Filled) -> str:
    things = world.about(TABLE[sent.route].kind)
    return next((label for label, thing in things.items() if thing == sent.thing), "")


def others(world: World, line: policy.Line, label: str) -> list[tuple[str, bool]]:
    """Those who get in and may only read, and some who do not get in; whether they do."""
    if "all" in line.writes or "signed" in line.writes:
        return []
    reading = [
        role
        for role in world.people
        if policy.is_in(line.door, role, label) and not policy.is_in(line.writes, role, label)
    ]
    out = [role for role in OUT if not policy.is_in(line.door, role, label)]
    return [*((role, True) for role in reading[:3]), *((role, False) for role in out)]
