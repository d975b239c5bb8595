"""Tags for the template pack "kern": KERN UX classes and ids for Django's form fields.

Knows only django.forms, so that the pack can move to a package of its own.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from django import forms, template
from django.forms import BoundField, Widget
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

register = template.Library()

TEXT = "text"
UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\x00"), None)
CLASSES = {
    TEXT: "kern-form-input__input",
    "textarea": "kern-form-input__input",
    "file": "kern-form-input__input",
    "select": "kern-form-input__select",
    "checkbox": "kern-form-check__checkbox",
    "checkboxes": "kern-form-check__checkbox",
    "radios": "kern-form-check__radio",
}


class Link(NamedTuple):
    """One line of the error summary; `href` is "" for an error of the form as a whole."""

    href: str
    text: str


def _kind(widget: Widget) -> str:
    """Which of the pack's shapes a widget takes; subclasses are asked before their bases."""
    shapes = (
        ("checkboxes", forms.CheckboxSelectMultiple),
        ("radios", forms.RadioSelect),
        ("several", (forms.MultiWidget, forms.SelectDateWidget)),
        ("select", forms.Select),
        ("checkbox", forms.CheckboxInput),
        ("textarea", forms.Textarea),
        ("file", forms.FileInput),
    )
    return next((name for name, kind in shapes if isinstance(widget, kind)), TEXT)


@register.filter
def kern_kind(field: BoundField) -> str:
    """text, textarea, select, checkbox, checkboxes, radios, several or file."""
    return _kind(field.field.widget)


@register.filter
def kern_limit(field: BoundField) -> int | None:
    """The limit in signs that a counter shows; from the widget's `data-limit`."""
    limit = field.field.widget.attrs.get("data-limit")
    return int(limit) if limit else None


@register.filter
def kern_used(field: BoundField) -> int:
    """Signs in the field as people see them: a line break is one, an umlaut is one.

    What word processors leave behind and nobody sees is none; count.js counts alike.
    """
    text = str(field.value() or "").replace("\r\n", "\n").replace("\r", "\n")
    return len(unicodedata.normalize("NFC", text.translate(UNSEEN)))


def _classes(widget: Widget, kind: str, *, wrong: bool) -> str:
    own = [CLASSES[kind]] + ([f"{CLASSES[kind]}--error"] if wrong else [])
    return " ".join(dict.fromkeys([*own, *widget.attrs.get("class", "").split()]))


def _described_by(field: BoundField) -> str:
    """Hint, counter, error, in reading order. Ids are those of Django's own BoundField.

    An id that the widget brings along is kept and stands first.
    """
    base = field.auto_id
    ids = field.field.widget.attrs.get("aria-describedby", "").split()
    if base:
        ids += [f"{base}_helptext"] * bool(field.help_text)
        ids += [f"{base}_count"] * bool(kern_limit(field))
        ids += [f"{base}_error"] * bool(field.errors)
    return " ".join(dict.fromkeys(ids))


@register.filter
def kern_described_by(field: BoundField) -> str:
    return _described_by(field)


@register.simple_tag
def kern_widget(field: BoundField, *also_described_by: str) -> SafeString:
    """The control itself, with KERN's classes; the field's widget is left as it was."""
    widget = field.field.widget
    kind = _kind(widget)
    # No placeholders: they vanish while one types, and look like an answer. A hint says it.
    attrs: dict[str, str | bool] = {
        "class": _classes(widget, kind, wrong=bool(field.errors)),
        "placeholder": False,
    }
    described_by = " ".join([*also_described_by, _described_by(field)]).strip()
    if described_by:
        attrs["aria-describedby"] = described_by
    if kind != "file":
        return field.as_widget(attrs=attrs)
    # Django's template for files brings the present file along; field_file.html shows it itself.
    attrs = field.build_widget_attrs({"id": field.auto_id, **attrs} if field.auto_id else attrs)
    context = widget.get_context(field.html_name, None, attrs)
    return widget._render("django/forms/widgets/file.html", context, field.form.renderer)


class CurrentFile(NamedTuple):
    """What a file field holds already."""

    name: str
    url: str
    clear_name: str
    clear_id: str


@register.filter
def kern_file(field: BoundField) -> CurrentFile | None:
    """The file that was sent before, with the checkbox that removes it; None if there is none.

    A field that must be filled cannot be emptied: `clear_name` is "".
    """
    widget, value = field.field.widget, field.initial
    url = getattr(value, "url", "") if value else ""
    if not url:
        return None
    clear = ""
    if isinstance(widget, forms.ClearableFileInput) and not field.field.required:
        clear = widget.clear_checkbox_name(field.html_name)
    name = str(value).rsplit("/", 1)[-1]
    return CurrentFile(name, url, clear, widget.clear_checkbox_id(clear) if clear else "")


@register.filter
def kern_button(control) -> str:
    """KERN's classes for crispy's Submit, Button and Reset, in place of Bootstrap's.

    Submit is filled, the others are not, unless they name a kind of button themselves.
    """
    own = [name for name in control.field_classes.split() if not name.startswith("btn")]
    if not any(name.startswith("kern-btn--") for name in own):
        kind = {"submit": "primary", "reset": "tertiary"}.get(control.input_type, "secondary")
        own.insert(0, f"kern-btn--{kind}")
    return " ".join(dict.fromkeys(["kern-btn", *own]))


class Option(NamedTuple):
    """One radio button or checkbox of a group."""

    tag: SafeString
    id: str
    label: str
    group: str
    hint: str


@register.filter
def kern_options(field: BoundField) -> list[Option]:
    """The controls of a radio or checkbox group, each to stand before its own label.

    `aria-invalid` and `aria-describedby` belong to the fieldset, not to each control.
    A choice's hint is its label's attribute `hint`, if it has one.
    """
    widget = field.field.widget
    kind = _kind(widget)
    id_ = widget.attrs.get("id") or field.auto_id
    attrs = field.build_widget_attrs({"id": id_} if id_ else {})
    attrs.pop("aria-invalid", None)
    attrs["class"] = _classes(widget, kind, wrong=bool(field.errors))
    context = widget.get_context(field.html_name, field.value(), attrs)
    options = []
    for group, subwidgets, _index in context["widget"]["optgroups"]:
        for data in subwidgets:
            tag = widget._render(
                data["template_name"],
                {"widget": {**data, "wrap_label": False}},
                field.form.renderer,
            )
            options.append(
                Option(
                    tag,
                    data["attrs"].get("id", ""),
                    data["label"],
                    group or "",
                    getattr(data["label"], "hint", ""),
                )
            )
    return options


class Part(NamedTuple):
    """One control of a field that has several, such as day, month, year."""

    tag: SafeString
    id: str
    label: str
    kind: str


@register.filter
def kern_parts(field: BoundField) -> list[Part]:
    """The controls of a MultiWidget or SelectDateWidget with their labels.

    A label comes from the subwidget's `aria-label`, so that the same word is seen and heard.
    """
    widget = field.field.widget
    id_ = widget.attrs.get("id") or field.auto_id
    attrs = field.build_widget_attrs({"id": id_} if id_ else {})
    context = widget.get_context(field.html_name, field.value(), attrs)
    parts = []
    for data in context["widget"]["subwidgets"]:
        kind = "select" if "optgroups" in data else TEXT
        error = f" {CLASSES[kind]}--error" if field.errors else ""
        label = data["attrs"].pop("aria-label", "")
        data["attrs"] = {**data["attrs"], "class": CLASSES[kind] + error}
        tag = widget._render(data["template_name"], {"widget": data}, field.form.renderer)
        parts.append(Part(tag, data["attrs"].get("id", ""), label, kind))
    return parts


def _target(field: BoundField) -> str:
    """The id of the control that a link to the field focuses: the first one of a group."""
    kind = kern_kind(field)
    if kind in ("radios", "checkboxes"):
        return next((option.id for option in kern_options(field)), field.auto_id)
    if kind == "several":
        return next((part.id for part in kern_parts(field)), field.auto_id)
    return field.id_for_label


@register.simple_tag
def kern_error_links(form: forms.BaseForm | BaseFormSet | None, forms_=None) -> list[Link]:
    """All errors in the order of the page, with the words that stand at the fields."""
    given = [] if form is None else [form]
    links: list[Link] = []
    for item in [*given, *(forms_ or ())]:
        if isinstance(item, BaseFormSet):
            links += [Link("", str(error)) for error in item.non_form_errors()]
            links += kern_error_links(None, item.forms)
            continue
        links += [Link("", str(error)) for error in item.non_field_errors()]
        for field in item:
            href = "" if field.is_hidden else f"#{_target(field)}"
            links += [Link(href, str(error)) for error in field.errors]
    return links


NUMBERS = {
    1: pgettext_lazy("number at the start of a sentence", "One"),
    2: pgettext_lazy("number at the start of a sentence", "Two"),
    3: pgettext_lazy("number at the start of a sentence", "Three"),
    4: pgettext_lazy("number at the start of a sentence", "Four"),
    5: pgettext_lazy("number at the start of a sentence", "Five"),
    6: pgettext_lazy("number at the start of a sentence", "Six"),
    7: pgettext_lazy("number at the start of a sentence", "Seven"),
    8: pgettext_lazy("number at the start of a sentence", "Eight"),
    9: pgettext_lazy("number at the start of a sentence", "Nine"),
    10: pgettext_lazy("number at the start of a sentence", "Ten"),
    11: pgettext_lazy("number at the start of a sentence", "Eleven"),
    12: pgettext_lazy("number at the start of a sentence", "Twelve"),
}


@register.filter
def number_word(value: int) -> str:
    """A number that opens a sentence: in words up to twelve, else in figures."""
    return str(NUMBERS.get(value, value))
