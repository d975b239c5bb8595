// The operator's page. Its state is this machine's: it goes on without a server and tells it later what
// was shown, and when. Keys are in memory, and locked by the PIN in this browser's storage.
import { locked, opened, unlocked } from "./stage-keys.js";
import { ask, forget, keep, stayAwake, wish } from "./stage-link.js";

const PAUSE = 1500;
const LATE = 10000; // what is told so late does not move a show on that another operator has
const TWICE = 400; // a button pressed twice by mistake must not reveal a name
const KEPT = 12 * 60 * 60 * 1000;

const root = document.querySelector("[data-desk]");
const part = (name) => root.querySelector(`[data-${name}]`);
const button = (name) => root.querySelector(`[data-do="${name}"]`);
const { mode, show } = root.dataset;
const HERE = `award-stage-${mode}`;
const VAULT = `award-stage-vault-${mode}`;
const channel = new BroadcastChannel(HERE);
const lines = [...root.querySelectorAll("[data-first]")];
const last = Math.max(0, ...lines.map((line) => Number(line.dataset.name || line.dataset.first)));

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};
const fresh = { show, beat: 0, black: false, began: null, revision: -1, moved: 0, queue: [] };
let mine = read(HERE)?.show === show ? read(HERE) : fresh;
let keys = null;
let pack = null;
let token = part("token").value;

const store = () => localStorage.setItem(HERE, JSON.stringify(mine));

// ---------- what is shown ----------
const lineOf = (beat) => lines.findLast((line) => Number(line.dataset.first) <= beat);
const label = (beat) => {
  if (beat < 1) return root.dataset.idle;
  if (beat > last) return root.dataset.end;
  const line = lineOf(beat);
  if (!line.dataset.name) return line.dataset.label;
  const state = Number(line.dataset.name) === beat ? root.dataset.named : root.dataset.veiled;
  return `${line.dataset.label} – ${state}`;
};

const paint = () => {
  const next = mine.black ? mine.beat : mine.beat + 1;
  part("now").textContent = mine.black ? root.dataset.dark : label(mine.beat);
  part("next").textContent = label(next);
  const reveals = !mine.black && lines.some((line) => Number(line.dataset.name) === next);
  button("next").querySelector("[data-word]").textContent = reveals ? root.dataset.reveal : root.dataset.go;
  button("next").disabled = next > last;
  button("back").disabled = mine.beat === 0;
  button("black").setAttribute("aria-pressed", String(mine.black));
  for (const line of lines) {
    if (lineOf(mine.beat) === line) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  }
};

const broadcast = () => {
  if (!keys) return;
  const key = mine.beat ? keys[mine.beat - 1] : "";
  channel.postMessage({ kind: "show", show, beat: mine.beat, black: mine.black, key, moved: mine.moved });
};

const changed = () => {
  store();
  paint();
  broadcast();
};

const adopt = (other) => {
  mine.beat = other.beat;
  mine.black = other.black;
  changed();
};

// ---------- what the operator does ----------
let pressed = 0;
const act = (what) => {
  if (!keys || !what) return;
  const now = Date.now();
  if (what === "next") {
    if (now - pressed < TWICE) return;
    pressed = now;
    if (mine.black) mine.black = false;
    else if (mine.beat < last) mine.beat += 1;
    else return;
  } else if (what === "back") {
    if (mine.beat === 0) return;
    mine.beat -= 1;
  } else mine.black = !mine.black;
  mine.began ??= now;
  mine.moved = now;
  mine.queue.push({ beat: mine.beat, black: mine.black, seen: new Date(now).toISOString() });
  changed();
  sync();
};

// ---------- screens on other machines ----------
const others = (screens) => {
  const rows = screens.map(({ name, word, lost }) => {
    const row = document.createElement("li");
    const strong = document.createElement("b");
    const said = document.createElement("span");
    row.classList.toggle("is-gone", lost);
    strong.textContent = name;
    said.textContent = word;
    row.append(strong, " ", said);
    return row;
  });
  part("screens").replaceChildren(...rows);
  part("alone").hidden = rows.length > 0;
};

// ---------- telling the server ----------
const link = (state) => {
  const words = state === "there" ? root.dataset.there : state === "out" ? root.dataset.out : root.dataset.gone;
  const text = words.replace("{n}", mine.queue.length);
  const place = part("link");
  if (place.textContent !== text) place.textContent = text;
  place.classList.toggle("is-gone", state !== "there");
};

const tell = () =>
  ask(root.dataset.state, {
    method: "POST",
    headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
    body: JSON.stringify({
      show,
      revision: mine.revision,
      late: Date.now() - Date.parse(mine.queue[0].seen) > LATE,
      shown: mine.queue,
    }),
  });

const ended = async () => {
  localStorage.removeItem(HERE);
  localStorage.removeItem(VAULT);
  await forget();
  location.reload();
};

let busy = false;
let again = false;
const sync = async () => {
  again = busy;
  if (busy) return;
  busy = true;
  const sent = mine.queue.length;
  const answer = await (sent ? tell() : ask(root.dataset.state));
  busy = false;
  if (answer?.state === "outdated") {
    token = answer.token;
    return sync();
  }
  if (answer === null) return link("gone");
  if (answer.status !== 200 && answer.status !== 409) return link("out");
  mine.queue.splice(0, sent);
  store();
  if (answer.show !== show) return ended();
  const isNewer = answer.revision !== mine.revision;
  mine.revision = answer.revision;
  if (answer.screens) others(answer.screens);
  if (answer.elapsed !== null) mine.began ??= Date.now() - answer.elapsed * 1000;
  if (!mine.queue.length && isNewer && (answer.beat !== mine.beat || answer.black !== mine.black)) adopt(answer);
  link("there");
  if (again) sync();
};

// ---------- keys ----------
const start = async (given) => {
  keys = given;
  const answer = await ask(root.dataset.pack);
  if (answer?.show === show) pack = answer;
  part("gate").hidden = true;
  part("run").hidden = false;
  paint();
  broadcast();
  button("next").focus();
};

part("pin-new").addEventListener("submit", async (event) => {
  event.preventDefault();
  const pin = new FormData(event.target).get("pin");
  if (!/^\d{6,12}$/.test(pin)) return refuse("pin-new", root.dataset.short);
  const answer = await ask(root.dataset.keys, { method: "POST", headers: { "X-CSRFToken": token } });
  if (answer?.show !== show) return refuse("pin-new", answer ? root.dataset.out : root.dataset.away);
  localStorage.setItem(VAULT, JSON.stringify({ ...(await locked(show, answer.keys, pin)), until: Date.now() + KEPT }));
  start(answer.keys);
});

part("pin").addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = await unlocked(read(VAULT), new FormData(event.target).get("pin"));
  if (given) start(given);
  else refuse("pin", root.dataset.wrong);
});

part("anew").addEventListener("click", () => {
  localStorage.removeItem(VAULT);
  gate();
});

const refuse = (form, words) => {
  const said = part(form).querySelector("[role=alert]");
  said.textContent = words;
  said.hidden = false;
  part(form).querySelector("input").focus();
};

const gate = () => {
  const vault = read(VAULT);
  const isHere = vault?.show === show && vault.until > Date.now();
  if (!isHere) localStorage.removeItem(VAULT);
  part("gate").hidden = false;
  part("pin").hidden = !isHere;
  part("pin-new").hidden = isHere;
  part(isHere ? "pin" : "pin-new").querySelector("input").focus();
};

// ---------- looking at a name while a button is held ----------
const hold = (one) => {
  const place = one.parentElement.querySelector("[data-told]");
  let held = false;
  const look = async () => {
    held = true;
    const number = Number(one.dataset.hold);
    pack ??= await ask(root.dataset.pack);
    const content = pack?.show === show ? await opened(pack, number, keys[number - 1]) : null;
    if (held) place.textContent = content ? content.title : root.dataset.away;
  };
  const hide = () => {
    held = false;
    place.textContent = "";
  };
  const isKey = (event) => event.key === " " || event.key === "Enter";
  one.addEventListener("pointerdown", look);
  for (const kind of ["pointerup", "pointerleave", "pointercancel", "blur"]) one.addEventListener(kind, hide);
  one.addEventListener("keydown", (event) => isKey(event) && !event.repeat && look());
  one.addEventListener("keyup", (event) => isKey(event) && hide());
  one.addEventListener("contextmenu", (event) => event.preventDefault());
  addEventListener("blur", hide);
};

// ---------- beginning ----------
const two = (number) => String(number).padStart(2, "0");
const tick = () => {
  const now = new Date();
  part("clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
  const seconds = mine.began ? Math.max(0, Math.floor((now - mine.began) / 1000)) : 0;
  part("elapsed").textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
};

if (show) {
  for (const one of root.querySelectorAll("[data-do]")) {
    one.addEventListener("click", () => act(one.dataset.do));
  }
  for (const one of root.querySelectorAll("[data-hold]")) hold(one);
  addEventListener("keydown", (event) => {
    const asked = wish(event);
    const isOwn = event.key === " " && event.target.closest("button, a, input, summary");
    if (!asked || isOwn || !keys || !part("keyboard").checked) return;
    event.preventDefault();
    act(asked);
  });
  channel.addEventListener("message", ({ data }) => {
    if (data.kind === "hello") broadcast();
    else if (data.kind === "wish") act(data.wish);
    else if (data.show === show && data.moved > mine.moved) {
      mine.moved = data.moved;
      adopt(data);
    }
  });
  gate();
  paint();
  stayAwake();
  keep(root.dataset.worker, [root.dataset.pack]);
  const follow = async () => {
    await sync();
    broadcast();
    setTimeout(follow, PAUSE);
  };
  follow();
  setInterval(tick, 500);
}
