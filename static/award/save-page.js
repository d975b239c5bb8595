// What the page says about saving: the mark beside each field, notes above the form, and what is
// read aloud. All words and parts come from templates/initiatives/saving.html.
const root = document.querySelector("[data-saving]");
const parts = new Map(
  [...(root?.querySelectorAll("template") ?? [])].map((one) => [one.dataset.part, one.content]),
);
const notes = root?.querySelector("[data-notes]");
const aloud = root?.querySelector("[data-aloud]");
const words = root?.dataset ?? {};
const SVG = "http://www.w3.org/2000/svg";

export { root, words };

// A copy of a part; `slots` are texts by name, `doings` what its buttons do, `hrefs` where its
// links lead. What is not given is not there.
export const part = (name, slots = {}, doings = {}, hrefs = {}) => {
  const made = parts.get(name).cloneNode(true).firstElementChild;
  for (const [slot, text] of Object.entries(slots)) {
    const place = made.querySelector(`[data-slot=${slot}]`);
    if (text) place.textContent = text;
    else place.remove();
  }
  for (const button of made.querySelectorAll("[data-do]")) {
    const doing = doings[button.dataset.do];
    if (doing) button.addEventListener("click", () => doing(button));
    else button.remove();
  }
  for (const link of made.querySelectorAll("a[data-href]")) {
    if (hrefs[link.dataset.href]) link.href = hrefs[link.dataset.href];
    else link.remove();
  }
  return made;
};

// One note of each kind at a time; without `name` it goes.
export const note = (kind, name, ...more) => {
  const before = notes.querySelector(`[data-kind=${kind}]`);
  if (before?.dataset.part === name) return before;
  before?.remove();
  if (!name) return null;
  const made = part(name, ...more);
  made.dataset.kind = kind;
  made.dataset.part = name;
  notes.append(made);
  say(made.querySelector("[data-title]").textContent);
  return made;
};

export const say = (text) => {
  aloud.textContent = text;
};

const ICONS = { saved: "#sd", saves: "#so", local: "#sb", waits: "#sb" };

// The mark under a field; „saved“ without a text is what was said last.
export const mark = (field, kind, text) => {
  const place = placeOf(field);
  const said = kind === "saved" ? (text ?? place.dataset.said) : text;
  if (kind === "saved") place.dataset.said = said;
  place.className = kind === "local" || kind === "waits" ? "aw-saved aw-saved--local" : "aw-saved";
  if (!said) return place.replaceChildren();
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", ICONS[kind]);
  icon.append(use);
  return place.replaceChildren(icon, said);
};

const placeOf = (field) => {
  const found = field.around.querySelector("[data-mark]");
  if (found) {
    found.dataset.said ??= found.textContent.trim();
    return found;
  }
  let under = field.around.querySelector(".kern-under");
  if (!under) {
    under = document.createElement("div");
    under.className = "kern-under";
    field.around.querySelector(".kern-error")?.before(under);
    if (!under.parentNode) field.around.append(under);
  }
  const made = document.createElement("span");
  made.dataset.mark = made.dataset.said = "";
  under.append(made);
  return made;
};

// A moment as people in Berlin read it, wherever they are.
export const moment = (at) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: "Europe/Berlin",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);

// Texts as a file of this device: the server has no part in it.
export const download = (texts) => {
  const lines = texts.flatMap(({ label, text }) => [label, "", text, "", ""]);
  const text = [words.initiative ?? "", "", "", ...lines].join("\r\n");
  const file = new Blob([text], { type: "text/plain" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = words.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
