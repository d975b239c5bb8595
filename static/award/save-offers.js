// Text that lies on this device and not on the server, offered back. Never sent before somebody
// says so: whoever opens a page sees what is stored, and decides.
import { forget, keyOf, of } from "./save-copies.js";
import { same } from "./save-fields.js";
import { showBoth } from "./save-conflict.js";
import { clean } from "./texts.js";
import { download, moment, note, part, words } from "./save-page.js";

// What the server has, by page and field, of one application; null if nobody can say.
const stored = async (address) => {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
};

const oneLine = (text) => clean(text).replace(/[^\S\u00a0\u202f]+/g, " ").trim();

export class Offers {
  // `place` may lack a page and fields: then copies are only named, with the way to them.
  constructor(place, fields = [], queue = null) {
    Object.assign(this, { place, fields, queue });
    this.shown = new Map();
  }

  fieldOf(copy) {
    const here = copy.place === this.place.place && copy.page === this.place.page;
    return here ? this.fields.find((field) => field.name === copy.field) : undefined;
  }

  async copies() {
    const { writer, place, tab } = this.place;
    const mine = await of(writer);
    return mine.filter((copy) => copy.tab !== tab && (!place || copy.place === place));
  }

  async any() {
    return (await this.copies()).length > 0;
  }

  // An application has been begun with what was typed on the page for new ones: it is there.
  async begun(name, started) {
    const { writer } = this.place;
    const typed = (await of(writer)).filter((copy) => copy.place === "new");
    const isIt = (copy) =>
      copy.field === "name" &&
      Number(copy.since) <= Number(started) &&
      oneLine(copy.value) === name;
    if (started && typed.some(isIt)) await forget([writer, "new"]);
  }

  async look() {
    const copies = await this.copies();
    const saves = new Set(copies.filter((c) => c.save && !this.fieldOf(c)).map((c) => c.save));
    const known = new Map();
    for (const save of saves) known.set(save, await stored(save));
    const open = [];
    for (const copy of copies) {
      const field = this.fieldOf(copy);
      if (this.isDone(copy, known.get(copy.save))) await forget(keyOf(copy));
      else if (!field || !same(copy.value, field.value)) open.push(copy);
    }
    this.show(open);
  }

  // Whether the server, or the application begun with it, has exactly this.
  isDone(copy, found) {
    const field = this.fieldOf(copy);
    if (field) return same(copy.value, field.known);
    if (!found) return false;
    const there = found[copy.page]?.[copy.field];
    return same(copy.value, there?.value ?? "");
  }

  show(copies) {
    this.shown.clear();
    if (!copies.length) return note("offers", "");
    note("offers", "");
    const items = copies.map((copy) => this.item(copy));
    // Of two copies of one field only one can be taken: these stay for somebody to choose.
    const fields = copies.map((copy) => this.fieldOf(copy));
    const single = items.filter((_, place) => fields.filter((f) => f === fields[place]).length < 2);
    const takes = single.map((item) => item.querySelector("[data-do=take]")).filter(Boolean);
    const all = takes.length > 1 ? () => takes.forEach((button) => button.click()) : null;
    const box = note("offers", "offers", {}, { all });
    items.forEach((item, place) => this.shown.set(item, copies[place]));
    box.querySelector("[data-items]").append(...items);
    return box;
  }

  item(copy) {
    const field = this.fieldOf(copy);
    const writable = field && this.queue && field.held !== "closed";
    const other = writable && this.isOther(copy, field);
    const isHere = field || copy.address === location.pathname;
    const href = isHere ? "" : `${copy.address}#id_${copy.field}`;
    const item = part(
      "offer",
      {
        label: copy.label,
        time: words.written.replace("%time%", moment(copy.at)),
        differs: other ? words.differs : "",
      },
      {
        take: writable && !other ? () => this.take(item, copy, field) : null,
        compare: writable ? () => this.compare(item, copy, field) : null,
        download: writable ? null : () => download([{ label: copy.label, text: this.text(copy) }]),
        discard: async () => {
          if (!confirm(words.sure)) return;
          await forget(keyOf(copy));
          this.remove(item);
        },
      },
      { field: href },
    );
    return item;
  }

  // Whether something else is stored than what the copy was written on top of.
  isOther({ base }, field) {
    return base.version !== field.base.version || (base.seen && base.seen !== field.base.seen);
  }

  text(copy) {
    return [copy.value].flat().join(", ");
  }

  // Since it was offered somebody may have written there: that is not replaced unseen.
  async take(item, copy, field) {
    if (field.dirty || this.isOther(copy, field)) return this.compare(item, copy, field);
    field.value = copy.value;
    field.focus();
    await this.settle(item, copy, field, copy.value);
    this.queue.run({ urgent: true });
  }

  compare(item, copy, field) {
    const chosen = () => this.settle(item, copy, field, field.value);
    showBoth(field, this.queue, null, { mine: copy.value, chosen })
      .querySelector("[data-do]")
      .focus();
  }

  // The copy goes once what was taken lies on the device as the text of this page.
  async settle(item, copy, field, taken) {
    await this.queue.keep(field);
    const isThere = !field.dirty || this.queue.isKept(field);
    if (isThere && same(field.value, taken)) await forget(keyOf(copy));
    this.remove(item);
  }

  remove(item) {
    item.remove();
    this.shown.delete(item);
    if (!this.shown.size) note("offers", "");
  }
}
