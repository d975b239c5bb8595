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
    const takes = items.map((item) => item.querySelector("[data-do=take]")).filter(Boolean);
    const all = takes.length > 1 ? () => takes.forEach((button) => button.click()) : null;
    const box = note("offers", "offers", {}, { all });
    items.forEach((item, place) => this.shown.set(item, copies[place]));
    box.querySelector("[data-items]").append(...items);
    return box;
  }

  item(copy) {
    const field = this.fieldOf(copy);
    const writable = field && this.queue && field.held !== "closed";
    const newer = writable && copy.base.version !== field.base.version;
    const other = writable && (newer || (copy.base.seen && copy.base.seen !== field.base.seen));
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

  text(copy) {
    return [copy.value].flat().join(", ");
  }

  async take(item, copy, field) {
    field.value = copy.value;
    field.focus();
    await this.settle(item, copy, field);
    this.queue.run({ urgent: true });
  }

  compare(item, copy, field) {
    const found = { theirs: field.known, ...field.base };
    const chosen = () => this.settle(item, copy, field);
    showBoth(field, this.queue, found, { mine: copy.value, chosen })
      .querySelector("[data-do]")
      .focus();
  }

  // The copy goes once what was chosen lies on the device as the text of this page.
  async settle(item, copy, field) {
    await this.queue.keep(field);
    if (!field.dirty || this.queue.isKept(field)) await forget(keyOf(copy));
    this.remove(item);
  }

  remove(item) {
    item.remove();
    this.shown.delete(item);
    if (!this.shown.size) note("offers", "");
  }
}
