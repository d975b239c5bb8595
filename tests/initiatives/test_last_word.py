"""What counts is the version handed in: not what an older page, a draft or a bystander says."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from initiatives import actions, texts
from initiatives.models import Answer, Application, Attachment
from jury import results
from jury.actions import judged
from jury.models import Assignment, Score

from ..make import DAY, NOON, SECOND, at, refused

OLDER = (
    "This page is older than what has happened since; nothing was handed in just now. "
    "Check once more, then hand in."
)
OWN = "You belong to this initiative; somebody else of the office decides on it."


# -- An older page -------------------------------------------------------------------------------


def test_the_page_of_the_first_version_hands_in_no_second_and_says_so(make):
    application = make.submitted(call__closes_at=NOON + DAY)
    first, owner = application.snapshots.get(), make.owner(application)
    again = {"by": owner, "at": NOON, "once": first.idempotency_key}
    assert actions.submit(application, **again) == first
    actions.reopen(application, by=owner, at=NOON)
    with refused(OLDER):
        actions.submit(application, **again)
    application.answers.update(text="Besser gesagt.")
    second = actions.submit(application, by=owner, at=NOON, once=uuid4())
    with refused(OLDER):
        actions.submit(application, **again)
    assert second.version == 2


def test_a_withdrawn_application_is_not_acknowledged_again(make):
    application = make.submitted()
    first, owner = application.snapshots.get(), make.owner(application)
    actions.withdraw(application, by=owner, at=NOON)
    with refused(OLDER):
        actions.submit(application, by=owner, at=NOON, once=first.idempotency_key)


# -- A deadline moved for all ---------------------------------------------------------------------


def test_an_own_deadline_never_ends_before_that_of_all(make):
    application = make.application(
        call__closes_at=NOON, own_closes_at=NOON + DAY, own_closes_reason="Krankheit."
    )
    assert (application.deadline(), application.has_own_deadline()) == (NOON + DAY, True)
    application.call.closes_at = NOON + 9 * DAY
    application.call.checked_until = NOON + 12 * DAY
    application.call.save()
    assert (application.deadline(), application.has_own_deadline()) == (NOON + 9 * DAY, False)
    assert Application.objects.written_at(NOON + 8 * DAY).get() == application


# -- A line of one's own, and another's -----------------------------------------------------------


@pytest.mark.parametrize(("before", "typed"), [("abc", "abc "), ("", " ")])
def test_a_text_left_as_it_was_does_not_see_what_others_stored(make, before, typed):
    draft = make.application()
    owner, question = make.owner(draft), draft.call.questions.get(code="title")
    Answer.objects.filter(application=draft, question=question).delete()
    version = 0

    def save(text, version, seen):
        return actions.save_answer(
            draft.key, "title", text, version, by=owner, at=NOON, seen=texts.digest(seen)
        )

    if before:
        version = save(before, 0, "").version
    save("Von jemand anderem", version, before)
    left = save(typed, version, before)
    assert (left.version, left.conflict) == (version, None)
    assert save("abc und mehr", left.version, before).conflict
    assert Answer.objects.get(question=question).text == "Von jemand anderem"


# -- What was chosen and never handed in -----------------------------------------------------------


def test_the_jury_judges_the_themes_that_were_handed_in(make, client):
    application = make.submitted(declared=("dk",), call__closes_at=NOON)
    owner = make.owner(application)
    actions.reopen(application, by=owner, at=NOON - SECOND)
    actions.declare(application, ["dm"], by=owner, at=NOON - SECOND)
    client.force_login(make.office())
    with at(NOON):
        page = client.get(f"/verwaltung/bewerbungen/{application.key}/")
    assert [criterion.code for criterion in page.context["declared"]] == ["dk"]
    actions.admit(application, by=make.office(), at=NOON)
    assert [criterion.code for criterion in judged(application)] == ["dk"]


PAGES = ["", "speichern/", "verlauf/", "pruefen/", "anlagen/", "ansprechperson/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_what_is_written_after_handing_in_is_not_the_office_s_business(make, client, role, path):
    application = make.submitted(call__closes_at=NOON + DAY)
    actions.reopen(application, by=make.owner(application), at=NOON)
    client.force_login(make.office(role))
    with at(NOON):
        assert client.get(f"/bewerbungen/{application.key}/{path}").status_code == 404


def test_a_file_no_version_names_is_not_the_office_s_either(make, client):
    application = make.submitted(call__closes_at=NOON + DAY)
    file = Attachment.objects.create(
        application=application, kind="document", name="a.pdf", size=1, uploaded_at=NOON
    )
    client.force_login(make.office())
    assert client.get(f"/bewerbungen/anlage/{file.key}/").status_code == 404


# -- Who belongs to the initiative -----------------------------------------------------------------


def test_a_juror_who_joins_later_loses_the_case_and_its_scores(make):
    sheet = make.sheet({"dk": 5})
    sheet.scores.update(for_applicant="Von mir an mich")
    case, juror = sheet.application, sheet.juror
    assert Score.objects.that_count(case.call).exists()
    make.member(case.initiative, user=juror.user)
    assert not Assignment.objects.visible_to(juror.user).exists()
    assert not Score.objects.that_count(case.call).exists()
    assert results.feedback_of(case) == {}


def test_nobody_of_the_office_decides_on_an_own_initiative(make):
    application = make.submitted(call__closes_at=NOON)
    office = make.office()
    make.member(application.initiative, user=office, role="reader")
    later = {"until": NOON + timedelta(days=3), "by": office, "at": NOON}
    for decide in (
        lambda: actions.admit(application, by=office, at=NOON),
        lambda: actions.exclude(application, reason="Grund.", by=office, at=NOON),
        lambda: actions.extend(application, reason="Grund.", **later),
        lambda: actions.request_changes(
            application, [actions.Point("contact", None, "Bitte neu.")], **later
        ),
    ):
        with refused(OWN):
            decide()
