// The entrance: find a guest by camera, code or name, and note that they came. Everything is noted
// on the phone first and told to the server when it answers, so that no network is no trouble.
import * as kept from "./door-kept.js";

const root = document.querySelector("[data-door]");
const words = root.dataset;
const place = (name) => root.querySelector(`[data-part=${name}]`);
const DAY = 24 * 3600 * 1000;
const EVERY = 10_000;
const READ_AS = { O: "0", I: "1", L: "1", U: "V" };

let found = null; // the list as it was fetched last
let outside = false; // whether the server did not answer last time

const say = (kind, text) => {
  const made = place("said");
  made.className = `aw-door__said aw-door__said--${kind}`;
  made.textContent = text;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
const clock = (at) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit",
  }).format(new Date(at));

// ---------- what is known ----------
const codeOf = (text) => {
  const plain = text.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[OILU]/g, (sign) => READ_AS[sign]);
  return plain.length === 8 ? plain : "";
};
const byCode = async (code) => {
  const bytes = new TextEncoder().encode(`${found.ceremony}:${code}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return found.guests.find((one) => one.code === hex);
};
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const byName = (text) => {
  const wanted = plain(text).split(/\s+/).filter(Boolean);
  return found.guests
    .filter((one) => wanted.every((word) => plain(`${one.name} ${one.with}`).includes(word)))
    .slice(0, 20);
};

// ---------- letting somebody in ----------
const letIn = async (guest) => {
  if (guest.here) {
    say("double", fill(words.double, { name: guest.name, time: clock(guest.here) }));
    return show();
  }
  guest.here = new Date().toISOString();
  await kept.wait({ once: crypto.randomUUID(), guest: guest.key, name: guest.name, at: guest.here });
  await kept.keepList(found);
  say("in", `${fill(words.come, { name: guest.name })} ${guest.table}`.trim());
  place("search").value = "";
  await show();
  send();
};

const result = (guest) => {
  const made = place("row").content.cloneNode(true).firstElementChild;
  made.querySelector("[data-name]").textContent = guest.name;
  const more = [guest.with, guest.table];
  if (guest.here) more.push(fill(words.since, { time: clock(guest.here) }));
  made.querySelector("[data-more]").textContent = more.filter(Boolean).join(" · ");
  const button = made.querySelector("button");
  button.setAttribute("aria-label", fill(words.admit, { name: guest.name }));
  button.hidden = Boolean(guest.here);
  button.addEventListener("click", () => letIn(guest));
  return made;
};

const show = async () => {
  const text = place("search").value.trim();
  const code = found && codeOf(text) ? await byCode(codeOf(text)) : null;
  const rows = code ? [code] : text && found ? byName(text) : [];
  place("results").replaceChildren(...rows.map(result));
  place("none").hidden = !text || rows.length > 0;
  const reports = await kept.waiting();
  const here = found ? found.guests.filter((one) => one.here).length : 0;
  place("count").textContent = found ? fill(words.count, { here, all: found.guests.length }) : "";
  place("waits").textContent = reports.length ? fill(words.waits, { n: reports.length }) : "";
  place("outside").hidden = !outside;
};

const take = async (text) => {
  const code = codeOf(text);
  const guest = code && found ? await byCode(code) : null;
  if (guest) return letIn(guest);
  say("unknown", words.unknown);
};

// ---------- telling the server ----------
const ask = async (url, options = {}) => {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  place("signed-out").hidden = !answer.redirected && answer.status !== 403;
  if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

let sending = null;
const send = () => (sending ??= sendAll().finally(() => (sending = null)));
const sendAll = async () => {
  try {
    const reports = await kept.waiting();
    if (reports.length) {
      const body = JSON.stringify({ reports: reports.slice(0, 200) });
      const headers = { "Content-Type": "application/json", "X-CSRFToken": words.token };
      const { results } = await ask(words.report, { method: "POST", body, headers });
      for (const one of results) {
        await kept.done(one.once);
        if (one.state !== "in") tell(one.words);
      }
    }
    await fetchList();
    outside = false;
  } catch {
    outside = place("signed-out").hidden;
  }
  await show();
};

const fetchList = async () => {
  const fresh = await ask(words.list);
  const mine = new Map((await kept.waiting()).map((one) => [one.guest, one.at]));
  for (const guest of fresh.guests) guest.here ??= mine.get(guest.key) ?? null;
  found = fresh;
  await kept.keepList(found);
};

// What must not be overlooked stays until somebody has read it.
const tell = (text) => {
  const made = place("told-row").content.cloneNode(true).firstElementChild;
  made.querySelector("[data-text]").textContent = text;
  made.querySelector("button").addEventListener("click", () => made.remove());
  place("told").append(made);
};

// ---------- the camera, where there is a reader for codes ----------
const scan = async () => {
  const video = place("video");
  const reader = new BarcodeDetector({ formats: ["qr_code"] });
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return say("unknown", words.nocamera);
  }
  video.hidden = false;
  await video.play();
  let last = "";
  const look = async () => {
    if (video.hidden) return;
    const [seen] = await reader.detect(video).catch(() => []);
    if (seen && seen.rawValue !== last) await take(seen.rawValue);
    last = seen?.rawValue ?? "";
    setTimeout(look, 250);
  };
  look();
};
const stopScan = () => {
  const video = place("video");
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.hidden = true;
};

// ---------- begin ----------
const begin = async () => {
  root.querySelector("[data-plain]").remove();
  place("live").hidden = false;
  found = (await kept.list()) ?? null;
  if (found && Date.now() - Date.parse(found.ends) > DAY && (await kept.waiting()).length === 0) {
    await kept.forget();
    found = null;
  }
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(words.worker, { scope: words.scope }).catch(() => {});
    kept.keepPage().catch(() => {});
  }
  place("search").addEventListener("input", show);
  place("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = place("search").value;
    if (codeOf(text)) return take(text);
    const buttons = place("results").querySelectorAll("button:not([hidden])");
    if (buttons.length === 1) buttons[0].focus();
  });
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    const button = place("scan");
    button.hidden = false;
    button.addEventListener("click", () => (place("video").hidden ? scan() : stopScan()));
  }
  place("forget").addEventListener("click", async () => {
    if ((await kept.waiting()).length) return say("unknown", words.unsent);
    await kept.forget();
    found = null;
    say("in", words.forgotten);
    await show();
  });
  addEventListener("online", send);
  await show();
  await send();
  setInterval(send, EVERY);
};

begin();
