// Sends what was typed, one field after the other, and keeps a copy on the device until the server
// has acknowledged exactly this text.
import { forget, put } from "./save-copies.js";
import { same } from "./save-fields.js";

const PAUSE = 800; // of typing, before it is sent
const LATEST = 5000; // even if nobody pauses
const AGAIN = [1, 2, 4, 8, 16, 30]; // seconds between attempts
const PATIENCE = 20_000;
const ELSEWHERE = new Set(["signed_out", "other_user"]);
const HELD = new Set(["conflict", "invalid", "closed"]);
const FINAL = new Set([400, 404, 413]); // trying again would change nothing
const MAY_OUTLIVE = 60_000; // bytes that a browser sends on after the page is gone

export class Queue {
  // `place` is what all copies of this page have in common; `told` is told what happens.
  constructor(fields, place, told) {
    Object.assign(this, { fields, place, told });
    this.trouble = "";
    this.attempts = 0;
    this.urgent = false;
    this.running = null;
    this.keeping = new Map();
    this.kept = new Map(); // what lies on the device, by field
  }

  typed(field) {
    const now = Date.now();
    if (field.held === "waits" || field.held === "invalid") field.held = "";
    field.typedAt = now;
    field.since = field.dirty ? field.since || now : 0;
    this.keep(field);
    if (!this.trouble && !field.held) this.told.mark(field, field.dirty ? "saves" : "saved");
    if (!this.trouble) this.later(Math.min(PAUSE, Math.max(0, field.since + LATEST - now)));
  }

  // ---------- the copy on the device ----------

  keep(field) {
    if (!this.keeping.has(field)) {
      const done = this.keepNow(field).finally(() => this.keeping.delete(field));
      this.keeping.set(field, done);
    }
    return this.keeping.get(field);
  }

  async keepNow(field) {
    try {
      let value;
      do {
        value = field.value;
        // Nobody knows what the server has while something is on its way.
        if (same(value, field.known) && field.unsure === null) {
          await this.drop(field);
          this.kept.delete(field);
        } else {
          await put(this.copy(field, value));
          this.kept.set(field, value);
        }
      } while (!same(value, field.value));
    } catch {
      this.kept.delete(field);
    }
    if (field.dirty && (this.trouble || field.held)) this.told.mark(field, "local");
  }

  copy(field, value, tab = this.place.tab) {
    const { writer, place, page, title, address, save, since } = this.place;
    const { name, label, base } = field;
    const about = { base, label, title, address, save, since, at: Date.now() };
    return { writer, place, page, field: name, tab, value, ...about };
  }

  drop(field, acknowledged) {
    const { writer, place, page, tab } = this.place;
    if (acknowledged === undefined) return forget([writer, place, page, field.name, tab]);
    const alike = (copy) => same(copy.value, acknowledged);
    return forget([writer, place, page, field.name], alike);
  }

  isKept(field) {
    return this.kept.has(field) && same(this.kept.get(field), field.value);
  }

  // Neither with the server nor on the device: only then a page must not be left without asking.
  get endangered() {
    return this.fields.some((field) => field.dirty && !this.isKept(field));
  }

  // ---------- sending ----------

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), milliseconds);
  }

  // Sends what is due; with `urgent` all that differs. Resolves once nothing more can be done.
  run({ urgent = false } = {}) {
    clearTimeout(this.timer);
    this.urgent ||= urgent;
    this.running ??= this.drain().finally(() => {
      this.running = null;
      this.urgent = false;
      const next = this.fields.filter((field) => this.waits(field));
      if (next.length && !this.trouble) this.later(PAUSE);
    });
    return this.running;
  }

  waits(field) {
    return this.place.save && !field.held && (field.dirty || field.unsure !== null);
  }

  isDue(field) {
    if (!this.waits(field)) return false;
    const now = Date.now();
    return this.urgent || now - field.typedAt >= PAUSE - 50 || now - field.since >= LATEST;
  }

  async drain() {
    for (;;) {
      const field = this.fields.find((one) => this.isDue(one));
      if (!field || !(await this.send(field))) return;
    }
  }

  // The page goes away: everything at once, and nobody waits for an answer.
  farewell() {
    if (this.running) return;
    for (const field of this.fields) {
      if (this.waits(field)) this.post(field, field.value).catch(() => {});
    }
  }

  post(field, value) {
    const { token, writer, page, save, pageSeen } = this.place;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(), writer, page, ...field.base });
    body.set("field", field.name);
    body.set("page_seen", pageSeen());
    for (const one of [value].flat()) body.append("text", one);
    return fetch(save, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: String(body).length < MAY_OUTLIVE,
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  // Whether the queue may go on.
  async send(field, { again = true } = {}) {
    // What may have arrived is sent once more as it was: else it would look like somebody else's.
    const before = field.unsure;
    const value = (field.unsure ??= field.value);
    this.told.mark(field, "saves");
    const found = await this.ask(field, value);
    const isElsewhere = ELSEWHERE.has(found.state);
    if (isElsewhere || found.state === "outdated") field.unsure = before; // it was not looked at
    if (found.state === "outdated" && again) {
      this.place.renew(found.token);
      return this.send(field, { again: false });
    }
    if (isElsewhere) return this.failed(found.state);
    if (!HELD.has(found.state) && found.state !== "saved") return this.failed("network");
    field.unsure = null;
    this.recovered();
    if (found.state === "saved") return this.acknowledged(field, value, found);
    field.held = found.state;
    this.told.held(field, found);
    return true;
  }

  // What the server answers; {} if it does not, or is not the one that answers.
  async ask(field, value) {
    try {
      const answer = await this.post(field, value);
      const found = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (found) return await answer.json();
      return FINAL.has(answer.status) ? { state: "closed" } : {};
    } catch {
      return {};
    }
  }

  acknowledged(field, value, { version, seen, page_seen: pageSeen, saved }) {
    field.known = value;
    field.since = field.dirty ? Date.now() : 0;
    field.rest({ version, seen }, pageSeen);
    this.drop(field, value).catch(() => {});
    this.kept.delete(field);
    if (field.dirty) this.keep(field);
    if (!field.dirty) this.told.mark(field, "saved", saved);
    this.told.saved(field, value, saved);
    return true;
  }

  failed(kind) {
    const seconds = AGAIN[Math.min(this.attempts, AGAIN.length - 1)];
    this.attempts += 1;
    this.trouble = kind;
    for (const field of this.fields) if (this.waits(field)) this.told.mark(field, "local");
    this.told.trouble(kind);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run({ urgent: true }), seconds * 1000);
    return false;
  }

  recovered() {
    if (!this.trouble) return;
    this.trouble = "";
    this.attempts = 0;
    this.told.trouble("");
  }
}
