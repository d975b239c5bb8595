// A field of the form as saving sees it: what it holds, what the server is known to hold, and from
// which version on somebody has been writing.
import { clean } from "./texts.js";

const plain = (value) => (Array.isArray(value) ? [...value].sort().join("\n") : clean(value ?? ""));

export const same = (one, other) => plain(one) === plain(other);

export class Field {
  // `info` comes with the page: label, version, seen, and `value` where the page shows another one
  // than is stored.
  constructor(form, name, info) {
    this.form = form;
    this.name = name;
    this.label = info.label;
    this.controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    this.several = this.controls[0].type === "checkbox";
    this.one = this.controls[0].type === "radio";
    this.around = this.controls[0].closest("fieldset") ?? this.controls[0].closest("[id^=div_]");
    this.known = info.value ?? this.shown();
    this.base = { version: info.version ?? 0, seen: info.seen ?? "" };
    this.held = ""; // why it is not sent: waits, conflict, invalid, closed
    this.unsure = null; // what was sent, and nobody knows whether it arrived
    this.typedAt = 0;
    this.since = 0; // when it began to differ from what is known
  }

  get value() {
    if (this.one) return this.controls.find((one) => one.checked)?.value ?? "";
    if (!this.several) return this.controls[0].value;
    return this.controls.filter((one) => one.checked).map((one) => one.value);
  }

  set value(value) {
    if (this.several) for (const one of this.controls) one.checked = value.includes(one.value);
    else if (this.one) for (const one of this.controls) one.checked = value === one.value;
    else this.controls[0].value = value;
    this.controls[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What the page came with, before anybody or the browser itself filled in anything.
  shown() {
    const [first] = this.controls;
    if (this.several) return this.controls.filter((c) => c.defaultChecked).map((c) => c.value);
    if (this.one) return this.controls.find((c) => c.defaultChecked)?.value ?? "";
    if (!first.options) return first.defaultValue;
    return [...first.options].find((option) => option.defaultSelected)?.value ?? "";
  }

  get dirty() {
    return !same(this.value, this.known);
  }

  get lines() {
    return this.controls[0].type === "textarea";
  }

  get chosen() {
    return this.several || this.one || Boolean(this.controls[0].options);
  }

  // The value as people read it.
  words(value) {
    if (this.several || this.one) {
      const ticked = this.controls.filter((one) => [value].flat().includes(one.value));
      return ticked.map((one) => one.labels[0].textContent.trim()).join(", ");
    }
    const options = [...(this.controls[0].options ?? [])];
    return options.find((option) => option.value === value)?.textContent ?? value;
  }

  // From now on somebody writes on top of this; the form says the same when it is sent whole.
  rest(base, pageSeen) {
    this.base = { version: base.version ?? 0, seen: base.seen ?? "" };
    const hidden = (name, value) => {
      const input = this.form.elements.namedItem(name);
      if (input && value !== undefined) input.value = value;
    };
    hidden(`${this.name}-version`, this.base.version);
    hidden(`${this.name}-seen`, this.base.seen);
    hidden("seen", pageSeen);
  }

  lock() {
    for (const one of this.controls) {
      if (this.chosen) one.disabled = true;
      else one.readOnly = true;
    }
  }

  focus() {
    (this.controls.find((one) => this.one && one.checked) ?? this.controls[0]).focus();
  }
}
