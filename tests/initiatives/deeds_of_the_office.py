"""What the office does with an application, each deed with what is believed to come of it."""

from __future__ import annotations

from datetime import timedelta

from initiatives import actions

from ..make import DAY
from .belief import NEXT, Asked
from .deeds import Deeds, Pick

MINUTE = timedelta(minutes=1)
PAGES = ("themes", "declarations", "contact", "files")
POINTS = ("section:title", "section:summary", "section:dk-frage", *PAGES)


class OfficeDeeds(Deeds):
    """Besides those of the initiative."""

    def extend(self, who: str, pick: Pick) -> None:
        belief = self.belief
        until = belief.deadline() + pick(MINUTE * 10, DAY, DAY * 3, DAY * 30, -DAY, DAY * 0)
        reason = pick("Hochwasser", "Hochwasser", " ")
        again = (belief.own, belief.own_reason) == (until, reason)
        in_time = belief.deadline() < until <= belief.judging and until > self.now
        writes = bool(reason.strip()) and belief.status in ("draft", "submitted")
        allowed = who == "office" and writes and (in_time or again)
        self.attempt(
            allowed,
            lambda: actions.extend(self.application, until=until, reason=reason, **self.by(who)),
            entry="extended",
            again=again,
        )
        if allowed:
            belief.own, belief.own_reason = until, reason

    def ask(self, who: str, pick: Pick) -> None:
        belief = self.belief
        asked = Asked(
            self.now + pick(MINUTE, DAY, DAY * 3, DAY * 30, DAY * 0),
            frozenset({pick(*POINTS), pick(*POINTS)}),
        )
        again = belief.asked == asked
        questions = {question.code: question for question in self.call.questions.all()}
        points = [
            actions.Point(page, questions.get(code), "Bitte genauer")
            for page, _colon, code in (point.partition(":") for point in sorted(asked.points))
        ]
        in_time = self.now < asked.until <= belief.judging
        free = belief.status == "submitted" and (belief.asked is None or again)
        allowed = who == "office" and free and in_time
        self.attempt(
            allowed,
            lambda: actions.request_changes(
                self.application, points, until=asked.until, **self.by(who)
            ),
            entry="changes_requested",
            again=again,
        )
        belief.asked = asked if allowed else belief.asked

    def take_back(self, who: str, pick: Pick) -> None:
        request = self.application.change_requests.last()
        if request is None:
            return
        again = request.withdrawn_at is not None
        allowed = who == "office" and (again or self.belief.asked is not None)
        self.attempt(
            allowed,
            lambda: actions.take_back_request(request, **self.by(who)),
            entry="changes_taken_back",
            again=again,
        )
        self.belief.asked = None if allowed else self.belief.asked

    def decide(self, who: str, pick: Pick) -> None:
        belief, target = self.belief, pick("admitted", "excluded")
        reason = pick("Kein Verbund", "Kein Verbund", " ") if target == "excluded" else ""
        settled = belief.is_settled(self.now) and target in NEXT[belief.status]
        allowed = who == "office" and settled and (bool(reason.strip()) or target == "admitted")
        exclude = lambda: actions.exclude(self.application, reason=reason, **self.by(who))  # noqa: E731
        admit = lambda: actions.admit(self.application, **self.by(who))  # noqa: E731
        self.attempt(allowed, admit if target == "admitted" else exclude, entry=target)
        if allowed:
            belief.status, belief.reopened = target, False
