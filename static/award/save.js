// Saving while typing. Without it every page saves by its buttons; with it nothing typed is lost
// when the network, the server, the session or the tab goes. See docs/decisions/0009.
import { put, tidy } from "./save-copies.js";
import { showBoth } from "./save-conflict.js";
import { Field, same } from "./save-fields.js";
import { Offers } from "./save-offers.js";
import { download, mark, note, root, say, words } from "./save-page.js";
import { Queue } from "./save-queue.js";

const form = document.querySelector("form[data-fields]");
const channel = new BroadcastChannel("award-saving");
const signIn = `${words.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;

const place = {
  writer: words.writer,
  place: words.place,
  save: words.address ?? "",
  page: form?.dataset.page,
  title: document.querySelector("h1")?.textContent.trim(),
  address: location.pathname,
  since: form?.dataset.since,
  tab: Array.from(crypto.getRandomValues(new Uint32Array(2)), String).join("-"),
  token: () => form.elements.csrfmiddlewaretoken.value,
  pageSeen: () => form.elements.namedItem("seen")?.value ?? "",
  renew(token) {
    for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = token;
  },
};

const infos = JSON.parse(form?.dataset.fields ?? "{}");
const fields = Object.entries(infos).map(([name, info]) => new Field(form, name, info));

const unsent = () =>
  fields
    .filter((field) => field.dirty)
    .map((field) => ({ label: field.label, text: field.words(field.value) }));

const told = {
  mark(field, kind, time) {
    if (!place.save) return; // nothing begun yet that could be saved
    if (kind === "saved") mark(field, kind, time && words.saved.replace("%time%", time));
    else if (kind === "local") mark(field, kind, queue.isKept(field) ? words.local : words.only);
    else mark(field, kind, words[kind]);
  },
  trouble(kind) {
    const doings = { retry: () => queue.run({ urgent: true }), download: () => download(unsent()) };
    note("trouble", kind, {}, doings, { signIn });
    if (!kind) say(words.again);
  },
  held(field, found) {
    told.mark(field, "local");
    if (found.state === "conflict") showBoth(field, queue, found);
    if (found.state === "invalid") mark(field, "waits", found.message);
    if (found.state !== "closed") return;
    field.lock();
    const slots = { message: found.message ?? words.refused };
    mark(field, "waits", slots.message); // the note may be out of sight
    note("closed", "closed", slots, { download: () => download(unsent()) });
  },
  saved(field, value, time) {
    if (!told.once) say(words.saved.replace("%time%", time));
    told.once = true;
    const { writer, page } = place;
    const { name, base } = field;
    channel.postMessage({ writer, place: place.place, page, name, value, base, time });
  },
};

const queue = new Queue(fields, place, told);
const offers = new Offers(place, fields, form ? queue : null);

// ---------- while somebody types ----------
const fieldOf = (event) => fields.find((field) => field.controls.includes(event.target));
form?.addEventListener("input", (event) => {
  const field = fieldOf(event);
  if (field) queue.typed(field);
});
form?.addEventListener("focusout", (event) => {
  if (fieldOf(event)?.dirty && !queue.trouble) queue.run({ urgent: true });
});
form?.addEventListener("change", (event) => {
  if (fieldOf(event)?.chosen) queue.run({ urgent: true });
});

// ---------- sending the page whole ----------
let leaving = false;
let waiting = false;
form?.addEventListener("submit", async (event) => {
  leaving ||= !place.save;
  if (leaving) return;
  event.preventDefault();
  if (waiting) return;
  waiting = true;
  const patience = new Promise((resolve) => setTimeout(resolve, 8000));
  await Promise.race([queue.run({ urgent: true }), patience]);
  await new Promise((resolve) => setTimeout(resolve)); // a form is deaf while it asks its listeners
  waiting = false;
  if (queue.trouble) return document.querySelector("[data-kind=trouble]").focus();
  leaving = true;
  form.requestSubmit(event.submitter);
});

// ---------- leaving, and coming back ----------
const again = () => queue.run({ urgent: true });
window.addEventListener("beforeunload", (event) => {
  if (!leaving && queue.endangered) event.preventDefault();
});
window.addEventListener("pagehide", () => queue.farewell());
window.addEventListener("pageshow", (event) => {
  leaving = false;
  if (event.persisted) again();
});
window.addEventListener("online", again);
window.addEventListener("focus", () => queue.trouble && again());
document.addEventListener("visibilitychange", again);
channel.addEventListener("message", ({ data }) => {
  if (data.writer !== place.writer) return;
  if (data.hello && queue.trouble) again();
  const mine = data.place === place.place && data.page === place.page;
  const field = mine && fields.find((one) => one.name === data.name);
  if (field && !field.dirty && !field.held) {
    field.known = data.value;
    field.rest(data.base);
    if (!same(field.value, data.value)) field.value = data.value;
    told.mark(field, "saved", data.time);
  }
  if (data.name) offers.look();
});

// ---------- as the page came ----------
const [arrival] = performance.getEntriesByType("navigation");
for (const field of fields.filter((one) => one.dirty)) {
  const { value: stored, by, ...more } = infos[field.name];
  if (stored !== undefined) {
    // Refused: what was typed stands in the field, and waits for its writer.
    field.held = by ? "conflict" : "waits";
    if (by) showBoth(field, queue, { theirs: stored, by, ...more });
    queue.keep(field);
  } else if (arrival?.type === "navigate") {
    queue.typed(field); // before this script was there
  } else {
    // The browser filled in what stood here before: that is offered, the page shows what is stored.
    put(queue.copy(field, field.value, `${place.tab}-before`))
      .then(() => (field.value = field.known))
      .catch(() => queue.typed(field));
  }
}

// ---------- what lies on this device ----------
const hello = async () => {
  await tidy();
  channel.postMessage({ writer: place.writer, hello: true });
  await offers.begun(words.initiative, words.started);
  // What another page of this browser is just sending is not worth a word.
  if (await offers.any()) await new Promise((resolve) => setTimeout(resolve, 1000));
  await offers.look();
};
hello().catch(() => {}); // a browser without a store offers nothing, and keeps nothing
