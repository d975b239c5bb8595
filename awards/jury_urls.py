"""Addresses below /jury/: of judging, and of the jury's meeting behind the same door."""

from django.urls import path

from jury import door
from jury.urls import app_name
from jury.urls import urlpatterns as judging

from .views import meeting_juror, meeting_live, minutes

__all__ = ["app_name", "urlpatterns"]

MEETING = "sitzung/<uuid:key>/"
urlpatterns = [
    *judging,
    *door.behind(
        [
            path("sitzung/", meeting_juror.meetings, name="meeting"),
            path(MEETING, meeting_juror.meeting, name="meeting_one"),
            path(f"{MEETING}stand.json", meeting_live.of_juror, name="meeting_state"),
            path(f"{MEETING}fall/", meeting_juror.case, name="meeting_case"),
            path(f"{MEETING}stimme/<uuid:vote>/", meeting_juror.ballot, name="meeting_ballot"),
            path(
                f"{MEETING}stichentscheid/<uuid:vote>/",
                meeting_juror.casting_vote,
                name="meeting_casting_vote",
            ),
            path(f"{MEETING}rang/<uuid:vote>/", meeting_juror.order, name="meeting_order"),
            path(f"{MEETING}niederschrift/", minutes.for_juror, name="minutes"),
            path(f"{MEETING}niederschrift.pdf", minutes.juror_pdf, name="minutes_pdf"),
            path(f"{MEETING}niederschrift/unterzeichnen/", minutes.juror_sign, name="minutes_sign"),
        ]
    ),
]
