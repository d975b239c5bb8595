"""The pages of an application's form in their order, and how far each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .actions.handing_in import problems_in
from .filled import Filled
from .models import Application, Question
from .statuses import Status


class Progress(TextChoices):
    """The mark of a task."""

    OPEN = "open", gettext_lazy("Open")
    OPTIONAL = "optional", gettext_lazy("Optional")
    BEGUN = "begun", gettext_lazy("Begun")
    DONE = "done", gettext_lazy("Done")
    LOCKED = "locked", gettext_lazy("Not possible yet")


class Task(NamedTuple):
    """A page of the form as a row of the task list.

    `page` is its name in our addresses; pages of the questionnaire share one and have a section.
    """

    number: int
    group: str
    page: str
    section: str
    title: str
    url: str
    note: str = ""
    mark: Progress = Progress.OPEN

    @property
    def word(self) -> str:
        return str(self.mark.label)


class TaskList(NamedTuple):
    """All pages of the form, numbered from 1."""

    tasks: list[Task]

    @property
    def total(self) -> int:
        return len(self.tasks)

    @property
    def done(self) -> int:
        return sum(task.mark == Progress.DONE for task in self.tasks)

    @property
    def groups(self) -> list[tuple[str, list[Task]]]:
        """The tasks below the headings of the list."""
        grouped: list[tuple[str, list[Task]]] = []
        for task in self.tasks:
            if not grouped or grouped[-1][0] != task.group:
                grouped.append((task.group, []))
            grouped[-1][1].append(task)
        return grouped

    def find(self, page: str, section: str = "") -> Task | None:
        return next((t for t in self.tasks if (t.page, t.section) == (page, section)), None)

    def after(self, page: str, section: str = "") -> Task:
        """The page that follows; the last one follows itself."""
        task = self.find(page, section)
        return self.tasks[min(task.number if task else 0, len(self.tasks) - 1)]


def outline(application: Application, questions: Iterable[Question]) -> TaskList:
    """The pages alone, without saying how far they are. No query."""
    return TaskList(
        [
            task._replace(number=number)
            for number, task in enumerate(_pages(application, questions), start=1)
        ]
    )


def _pages(application: Application, questions: Iterable[Question]) -> Iterator[Task]:
    about, entry, end = _("About the initiative"), _("Your entry"), _("To finish")
    sections = {question.section.pk: question.section for question in questions}.values()

    def task(group: str, page: str, title: str, section: str = "") -> Task:
        address = [application.key, section] if section else [application.key]
        return Task(0, group, page, section, title, reverse(f"apply:{page}", args=address))

    first = next((str(section.group) for section in sections), "") or entry
    yield task(about, "initiative", _("Initiative and carrier"))
    yield task(about, "contact", _("Contact person"))
    yield task(first, "themes", _("Choose themes"))
    for section in sections:
        yield task(str(section.group) or entry, "section", str(section.title), section.slug)
    yield task(end, "files", _("Pictures and documents"))
    yield task(end, "declarations", _("Declarations"))
    yield task(end, "check", _("Check and hand in"))


def of(what: Filled) -> TaskList:
    """The pages with how far each of them is. No query."""
    pages = outline(what.application, what.questions)
    missing = {(problem.page, problem.section) for problem in problems_in(what)}
    return TaskList([_marked(task, what, missing) for task in pages.tasks])


def _marked(task: Task, what: Filled, missing: set[tuple[str, str]]) -> Task:
    if task.page == "check":
        return _check(task, what, ready=not missing)
    if task.page == "section":
        return _section(task, what, wanting=(task.page, task.section) in missing)
    note, begun = "", True
    if task.page == "contact":
        begun = bool(what.application.contact_name)
    elif task.page == "themes":
        note, begun = ", ".join(str(row) for row in what.declared), False
    elif task.page == "files":
        if not what.attachments:
            note = _("Up to 5 pictures and 3 PDF files")
            return task._replace(note=note, mark=Progress.OPTIONAL)
        files = len(what.attachments)
        note = ngettext("%(n)d file", "%(n)d files", files) % {"n": files}
    elif task.page == "declarations":
        begun = bool(what.confirmed)
    if (task.page, "") not in missing:
        return task._replace(note=note, mark=Progress.DONE)
    return task._replace(note=note, mark=Progress.BEGUN if begun else Progress.OPEN)


def _section(task: Task, what: Filled, *, wanting: bool) -> Task:
    questions = [q for q in what.questions if q.section.slug == task.section]
    answered = sum(bool(what.texts.get(question.pk, "").strip()) for question in questions)
    if not answered:
        optional = not any(question.required for question in questions)
        return task._replace(mark=Progress.OPTIONAL if optional else Progress.OPEN)
    note = ""
    if answered < len(questions):
        note = _("%(answered)d of %(all)d questions answered") % {
            "answered": answered,
            "all": len(questions),
        }
    return task._replace(note=note, mark=Progress.BEGUN if wanting else Progress.DONE)


def _check(task: Task, what: Filled, *, ready: bool) -> Task:
    if what.application.status != Status.DRAFT and what.application.reopened_at is None:
        return task._replace(mark=Progress.DONE)
    if ready:
        return task
    note = _("As soon as all sections are done")
    return task._replace(mark=Progress.LOCKED, note=note)
