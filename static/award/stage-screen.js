// The big screen. Holds locked pictures and no key but that of what is shown; it is told what to show
// by the operator's page in the same browser (BroadcastChannel), and else by the server.
import { opened } from "./stage-keys.js";
import { ask, keep, stayAwake, wish } from "./stage-link.js";

const PAUSE = 1000;
const SILENCE = 6000; // without a word of the operator's page the server is asked
const root = document.querySelector("[data-stage]");
const hint = document.querySelector("[data-hint]");
const full = document.querySelector("[data-full]");
const idle = root.firstElementChild.cloneNode(true);
const channel = new BroadcastChannel(`award-stage-${root.dataset.mode}`);

let pack = null;
let shown = "";
let heard = 0;
let turn = Promise.resolve();

const fetchPack = async () => {
  const answer = await ask(root.dataset.pack);
  if (answer?.show && answer.pictures) {
    pack = answer;
    keep(root.dataset.worker, [root.dataset.pack]);
  }
};

// ---------- drawing ----------
const words = (picture, name, text) => {
  const place = picture.querySelector(`[data-${name}]`);
  place.textContent = text ?? "";
  place.hidden = !text;
};

const theme = ([code, name]) => {
  const item = document.createElement("li");
  const letter = ["dk", "dg", "dv", "dm"].includes(code) ? code.at(1) : "x";
  item.className = `aw-d d-${letter}`;
  if (letter !== "x") {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#${code}`);
    svg.setAttribute("aria-hidden", "true");
    svg.append(use);
    item.append(svg);
  }
  item.append(name);
  return item;
};

const draw = (content) => {
  const picture = document.querySelector("template[data-picture]").content.firstElementChild.cloneNode(true);
  picture.classList.toggle("is-veiled", content.veiled);
  picture.classList.toggle("is-revealed", "themes" in content);
  picture.classList.toggle("is-long", content.title?.length > 28);
  picture.classList.toggle("is-longer", content.title?.length > 60);
  words(picture, "kicker", content.kicker);
  words(picture, "title", content.title);
  words(picture, "sub", content.sub);
  const themes = (content.themes ?? []).map(theme);
  const list = picture.querySelector("[data-themes]");
  list.replaceChildren(...themes);
  list.hidden = !themes.length;
  root.replaceChildren(picture);
};

const show = async (state) => {
  if (!state.show) {
    pack = null;
    shown = "";
    document.body.classList.remove("is-black");
    root.replaceChildren(idle.cloneNode(true));
    return;
  }
  if (pack?.show !== state.show) await fetchPack();
  document.body.classList.toggle("is-black", state.black);
  const now = `${state.show} ${state.beat}`;
  if (now === shown) return;
  if (state.beat && pack?.show !== state.show) return; // tried again with the next word
  if (state.beat) draw(await opened(pack, state.beat, state.key));
  else root.replaceChildren(idle.cloneNode(true));
  shown = now;
};

// One after the other, so that an old picture never comes after a new one.
const follow = (state) => {
  turn = turn.then(() => show(state)).catch(() => {});
  return turn;
};

// ---------- listening ----------
const say = (text) => {
  hint.textContent = text;
  hint.hidden = !text;
};

channel.addEventListener("message", ({ data }) => {
  if (data.kind !== "show") return;
  heard = Date.now();
  say("");
  follow(data);
});

const look = async () => {
  if (Date.now() - heard > SILENCE) {
    const state = await ask(root.dataset.state);
    if (Date.now() - heard > SILENCE) {
      if (state?.status === 200) {
        say("");
        await follow(state);
      } else if (state?.status === 404) {
        await follow({ show: null });
        say(root.dataset.ended);
        document.body.classList.add("is-ended");
      } else say(shown ? "" : root.dataset.lost); // a picture that stands is not written over
    }
  }
  setTimeout(look, PAUSE);
};

addEventListener("keydown", (event) => {
  if (event.key === "f" || event.key === "F") full.click();
  const asked = wish(event);
  if (!asked || event.target === full) return;
  event.preventDefault();
  channel.postMessage({ kind: "wish", wish: asked });
});

// ---------- the window ----------
let rest = 0;
const stir = () => {
  document.body.classList.add("is-stirred");
  full.hidden = Boolean(document.fullscreenElement) || !document.fullscreenEnabled;
  clearTimeout(rest);
  rest = setTimeout(() => document.body.classList.remove("is-stirred"), 3000);
};
full.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
for (const kind of ["pointermove", "fullscreenchange", "focusin"]) document.addEventListener(kind, stir);
stir();
stayAwake();
keep(root.dataset.worker, [root.dataset.pack]);
channel.postMessage({ kind: "hello" });
look();
