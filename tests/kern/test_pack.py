"""What the pack promises beside its looks: ids that exist, nothing unescaped, one summary."""

from __future__ import annotations

import re
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, Div, Fieldset, Layout, Reset, Row, Submit
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field, as_crispy_form
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from .fields import KINDS, STATES, PlainForm, Stored, form_with

ATTACK = '<script>alert("x")</script>'
ESCAPED = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def references(html: str, attribute: str) -> list[str]:
    return " ".join(re.findall(rf'\b{attribute}="([^"]*)"', html)).split()


def field(kind: str, state: str = "plain", **more: Any) -> str:
    return str(as_crispy_field(form_with(kind, state, **more)["answer"]))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_id_that_is_named_exists_once(kind: str, state: str) -> None:
    html = field(kind, state, help_text="Hilfe")
    found = ids(html)
    assert len(found) == len(set(found))
    assert set(references(html, "aria-describedby")) <= set(found)
    assert set(references(html, "for")) <= set(found)


@pytest.mark.parametrize("kind", KINDS)
def test_hint_and_error_are_tied_to_the_control(kind: str) -> None:
    html = field(kind, "error", help_text="Hilfe")
    described = references(html, "aria-describedby")
    assert described[0] == "id_answer_helptext"
    assert described[-1] == "id_answer_error"


@pytest.mark.parametrize("kind", KINDS)
def test_label_hint_and_error_are_escaped(kind: str) -> None:
    html = field(kind, "error", label=ATTACK, help_text=ATTACK, error_messages={"required": ATTACK})
    assert "<script>" not in html
    assert html.count(ESCAPED) == 3


def test_choices_are_escaped() -> None:
    for kind in ("select", "radios", "checkboxes"):
        html = field(kind, choices=[(ATTACK, ATTACK)])
        assert "<script>" not in html


def test_what_is_marked_safe_stays() -> None:
    assert "<em>wichtig</em>" in field("text", help_text=mark_safe("<em>wichtig</em>"))


def test_errors_do_not_shout() -> None:
    assert all('role="alert"' not in field(kind, "error") for kind in KINDS)


def test_only_what_is_optional_says_so() -> None:
    with override("en"):
        assert "– optional" in field("text", "optional")
        assert "optional" not in field("text")


def test_a_form_may_keep_quiet_about_it() -> None:
    form = form_with("text", "optional")
    form.hide_optional = True
    assert "kern-label__optional" not in as_crispy_field(form["answer"])


def test_the_fields_of_a_group_have_a_legend_and_no_label_of_their_own_name() -> None:
    html = field("radios")
    assert re.search(r'<legend class="kern-label">\s*Träger', html)
    assert "Träger</label>" not in html


def test_a_widget_is_not_changed_by_being_shown() -> None:
    form = form_with("text", "error")
    before = dict(form.fields["answer"].widget.attrs)
    as_crispy_field(form["answer"])
    assert form.fields["answer"].widget.attrs == before


def test_the_counter_counts_a_line_break_as_one() -> None:
    field_, options = KINDS["textarea"]
    form_class = type("Typed", (PlainForm,), {"answer": field_(label="Text", **options)})
    with override("en"):
        html = as_crispy_field(form_class({"answer": "äh\r\nja"})["answer"])
    assert "5 of 1,200 characters" in html


def test_what_is_over_the_limit_is_marked() -> None:
    widget = forms.Textarea(attrs={"data-limit": 3})
    form_class = type("Typed", (PlainForm,), {"answer": forms.CharField(widget=widget)})
    assert "kern-count--over" in as_crispy_field(form_class({"answer": "vier"})["answer"])
    assert "kern-count--over" not in as_crispy_field(form_class({"answer": "vie"})["answer"])


def test_a_file_that_is_there_can_be_seen_and_removed() -> None:
    form_class = type("Sent", (PlainForm,), {"answer": forms.FileField(required=False)})
    html = as_crispy_field(form_class(initial={"answer": Stored()})["answer"])
    assert '<a class="kern-link" href="/anlage/1/">wärme netz.jpg</a>' in html
    assert 'name="answer-clear"' in html


def test_a_file_that_is_needed_can_only_be_replaced() -> None:
    form_class = type("Sent", (PlainForm,), {"answer": forms.FileField()})
    html = as_crispy_field(form_class(initial={"answer": Stored()})["answer"])
    assert "/anlage/1/" in html
    assert "answer-clear" not in html


def test_no_placeholder_is_shown() -> None:
    widget = forms.TextInput(attrs={"placeholder": "Muster"})
    assert "Muster" not in field("text", widget=widget)


class Two(PlainForm):
    name = forms.CharField(error_messages={"required": "Nennen Sie den Namen"})
    kind = forms.ChoiceField(
        choices=[("a", "A"), ("b", "B")],
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie eine Art"},
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        self.add_error(None, ATTACK)


def test_the_summary_links_to_the_first_control_with_the_same_words() -> None:
    html = render_to_string("kern/error_summary.html", {"form": Two({})})
    assert '<a href="#id_name">Nennen Sie den Namen</a>' in html
    assert '<a href="#id_kind_0">Wählen Sie eine Art</a>' in html
    assert f"<li>{ESCAPED}</li>" in html


def test_the_summary_says_how_many_and_can_be_focused() -> None:
    with override("en"):
        html = render_to_string("kern/error_summary.html", {"form": Two({})})
    assert "Three entries still need something" in html
    assert 'tabindex="-1"' in html
    assert "data-focus-on-load" in html


def test_no_summary_without_errors() -> None:
    assert "kern-error-summary" not in render_to_string("kern/error_summary.html", {"form": Two()})


def test_a_whole_form_has_one_summary_and_leaves_checking_to_the_server() -> None:
    form = Two({})
    form.helper = FormHelper()
    form.helper.add_input(Submit("send", "Bewerbung einreichen"))
    html = render_crispy_form(form)
    assert html.count("data-focus-on-load") == 1
    assert " novalidate" in html
    assert 'class="kern-btn kern-btn--primary"' in html


def test_a_page_with_its_own_summary_still_shows_errors_at_the_fields() -> None:
    form = Two({})
    form.helper = FormHelper()
    form.helper.form_show_errors = False
    html = render_crispy_form(form)
    assert "data-focus-on-load" not in html
    assert 'id="id_name_error"' in html


def test_layouts_keep_their_order_and_their_words() -> None:
    form = Two()
    form.helper = FormHelper()
    form.helper.layout = Layout(
        Fieldset("Über Sie", Row(Div("kind"), "name")), Button("b", "Zurück"), Reset("r", "Leeren")
    )
    html = render_crispy_form(form)
    assert '<legend class="kern-label">Über Sie</legend>' in html
    assert html.index("id_kind_0") < html.index('id="id_name"')
    assert "kern-btn--secondary" in html
    assert "kern-btn--tertiary" in html


def test_a_formset_is_written_with_its_management_form() -> None:
    html = as_crispy_form(forms.formset_factory(Two, extra=2)())
    assert 'name="form-TOTAL_FORMS"' in html
    assert 'id="id_form-1-name"' in html
