"""The task list of an application: every page of the form with how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .actions.handing_in import problems
from .models import Application, Question
from .snapshots import questions_for
from .statuses import Status


class Progress(TextChoices):
    """The mark of a task."""

    OPEN = "open", gettext_lazy("open")
    BEGUN = "begun", gettext_lazy("begun")
    DONE = "done", gettext_lazy("done")
    LOCKED = "locked", gettext_lazy("not possible yet")


class Task(NamedTuple):
    """A row of the task list."""

    number: int
    slug: str
    title: str
    url: str
    note: str
    mark: Progress

    @property
    def word(self) -> str:
        return str(self.mark.label)


class TaskList(NamedTuple):
    """Groups of tasks in the order of the form, and how many are done of how many."""

    groups: list[tuple[str, list[Task]]]
    done: int
    total: int

    def tasks(self) -> list[Task]:
        return [task for _group, tasks in self.groups for task in tasks]

    def after(self, slug: str) -> Task:
        """The task that follows `slug`; the last one follows itself."""
        tasks = self.tasks()
        slugs = [task.slug for task in tasks]
        return tasks[min(slugs.index(slug) + 1, len(tasks) - 1)]


def of(application: Application) -> TaskList:
    """Ten queries, whatever the number of questions."""
    missing: dict[str, int] = {}
    for problem in problems(application):
        missing[problem.section] = missing.get(problem.section, 0) + 1
    drafts = list(_drafts(application, missing))
    grouped: list[tuple[str, list[Task]]] = []
    for number, (group, task) in enumerate(drafts, start=1):
        if not grouped or grouped[-1][0] != group:
            grouped.append((group, []))
        grouped[-1][1].append(task._replace(number=number))
    done = sum(task.mark == Progress.DONE for _group, task in drafts)
    return TaskList(grouped, done, len(drafts))


def _drafts(application: Application, missing: dict[str, int]) -> Iterator[tuple[str, Task]]:
    about, entry, end = _("About the initiative"), _("Your entry"), _("To finish")

    def task(slug: str, title: str, *, filled: bool, note: str = "", name: str = "") -> Task:
        mark = Progress.DONE if slug not in missing else Progress.OPEN
        if mark == Progress.OPEN and filled:
            mark = Progress.BEGUN
        args = [application.key] if name else [application.key, slug]
        return Task(0, slug, title, reverse(f"apply:{name or 'section'}", args=args), note, mark)

    yield about, task("initiative", _("Initiative and carrier"), filled=True, name="initiative")
    yield (
        about,
        task("contact", _("Contact person"), filled=bool(application.contact_name), name="contact"),
    )
    names = [str(row.criterion) for row in application.declared.select_related("criterion")]
    yield (
        entry,
        task("themes", _("Choose themes"), filled=False, note=", ".join(names), name="themes"),
    )
    texts = dict(application.answers.exclude(text="").values_list("question_id", "text"))
    for section, questions in _by_section(questions_for(application)):
        answered = sum(question.pk in texts for question in questions)
        note = ""
        if 0 < answered < len(questions):
            note = _("%(answered)d of %(all)d questions answered") % {
                "answered": answered,
                "all": len(questions),
            }
        optional = not any(question.required for question in questions)
        row = task(section.slug, str(section.title), filled=bool(answered), note=note)
        if optional and not answered and row.mark == Progress.DONE:
            row = row._replace(mark=Progress.OPEN)
        yield str(section.group) or entry, row
    files = application.attachments.count()
    files_note = (
        ngettext("%(n)d file", "%(n)d files", files) % {"n": files}
        if files
        else _("Optional: up to 5 pictures and 3 PDF files")
    )
    yield (
        end,
        task("files", _("Pictures and documents"), filled=True, note=files_note, name="files"),
    )
    yield (
        end,
        task(
            "declarations",
            _("Declarations"),
            filled=application.confirmations.exists(),
            name="declarations",
        ),
    )
    check = task("check", _("Check and hand in"), filled=False, name="check")
    if application.status != Status.DRAFT:
        yield end, check
    elif missing:
        yield (
            end,
            check._replace(
                mark=Progress.LOCKED, note=_("As soon as all sections are done"), url=check.url
            ),
        )
    else:
        yield end, check._replace(mark=Progress.OPEN)


def _by_section(questions: list[Question]) -> list[tuple]:
    grouped: list[tuple] = []
    for question in questions:
        if not grouped or grouped[-1][0].pk != question.section_id:
            grouped.append((question.section, []))
        grouped[-1][1].append(question)
    return grouped
