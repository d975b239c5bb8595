"""All rows of an application at once, so that a refusal can be shown to have changed none."""

from __future__ import annotations

from django.db import connection

from initiatives.models import Application

KINDS = ("answer", "declaredcriterion", "confirmation", "attachment", "changerequest", "snapshot")
ROWS = " UNION ALL ".join(
    (
        "SELECT to_jsonb(a)::text FROM initiatives_application a WHERE a.id = %(pk)s",
        *(
            f"SELECT to_jsonb(o)::text FROM initiatives_{kind} o WHERE application_id = %(pk)s"  # noqa: S608  our own words only
            for kind in KINDS
        ),
    )
)
COUNTS = " UNION ALL ".join(
    f"SELECT '{table}' || count(*) FROM {table}"  # noqa: S608
    for table in ("initiatives_journalentry", "initiatives_letter", "procrastinate_jobs")
)


def stored(application: Application | None, *, also: str = COUNTS) -> list:
    """All rows of the application, and how much is written down in all."""
    asked = " UNION ALL ".join(filter(None, [ROWS if application else "", also]))
    with connection.cursor() as cursor:
        cursor.execute(asked, {"pk": application.pk if application else None})
        return sorted(cursor.fetchall())
