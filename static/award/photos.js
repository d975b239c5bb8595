// The focus of a picture: a ring that follows a click and the arrow keys, and how the crops will be.
// Without this module two numbers do the same. Also looks now and then whether a worker is done.
import { refresh } from "./files.js";

const STEP = 1; // per cent a key press
const LEAP = 10; // with Shift
const WAIT = 3000;

const box = document.querySelector("[data-focus]");
const ring = box?.querySelector("[data-ring]");
if (ring) {
  const picture = box.querySelector("[data-picture]");
  const image = picture.querySelector("img");
  const form = box.querySelector("[data-numbers]");
  const [x, y] = [form.elements.x, form.elements.y];
  const said = box.querySelector("[data-focus-at]");
  const within = (value) => Math.max(0, Math.min(100, Math.round(Number(value) || 0)));
  let pause;

  const [wide, high] = [Number(image.getAttribute("width")), Number(image.getAttribute("height"))];
  // As awards/photo_drawing.box: the focus in the middle, as far as the edges allow. Answers the
  // place of the part for object-position: 0 % is one edge, 100 % the other.
  const place = (whole, part, focus) => {
    if (whole <= part) return 50;
    const start = Math.max(0, Math.min(whole - part, (whole * focus) / 100 - part / 2));
    return (start / (whole - part)) * 100;
  };
  const show = () => {
    const [left, top] = [within(x.value), within(y.value)];
    ring.style.left = `${left}%`;
    ring.style.top = `${top}%`;
    for (const crop of box.querySelectorAll("[data-crop]")) {
      const [across, down] = crop.dataset.crop.split(":").map(Number);
      const sketch = crop.querySelector("[data-sketch]");
      if (!sketch) continue;
      const part = [Math.min(wide, (high * across) / down), Math.min(high, (wide * down) / across)];
      const spot = [place(wide, part[0], left), place(high, part[1], top)];
      sketch.style.objectPosition = `${spot[0]}% ${spot[1]}%`;
    }
  };
  // From the first change on the crops are sketched from the whole picture.
  const sketch = () => {
    for (const crop of box.querySelectorAll("[data-crop]")) {
      if (crop.querySelector("[data-sketch]")) continue;
      const drawn = crop.querySelector("img").cloneNode();
      for (const name of ["srcset", "sizes", "loading"]) drawn.removeAttribute(name);
      drawn.src = box.dataset.address;
      drawn.dataset.sketch = "";
      const [across, down] = crop.dataset.crop.split(":").map(Number);
      drawn.style.aspectRatio = `${across} / ${down}`;
      drawn.style.objectFit = "cover";
      crop.querySelector(".aw-photo").replaceChildren(drawn);
    }
  };
  const tell = () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      said.textContent = box.dataset.told
        .replace("%x%", within(x.value))
        .replace("%y%", within(y.value));
    }, 300);
  };
  const move = (left, top) => {
    x.value = within(left);
    y.value = within(top);
    sketch();
    show();
    tell();
  };
  picture.addEventListener("click", (event) => {
    if (event.target === ring && event.detail === 0) return; // Enter on the ring moves nothing
    const frame = image.getBoundingClientRect();
    move(
      ((event.clientX - frame.left) / frame.width) * 100,
      ((event.clientY - frame.top) / frame.height) * 100,
    );
    ring.focus();
  });
  ring.addEventListener("keydown", (event) => {
    const by = event.shiftKey ? LEAP : STEP;
    const [dx, dy] =
      { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[
        event.key
      ] ?? [];
    if (dx === undefined) return;
    event.preventDefault(); // the page would scroll
    move(Number(x.value) + dx, Number(y.value) + dy);
  });
  form.addEventListener("input", () => {
    sketch();
    show();
    tell();
  });
  ring.hidden = false;
  for (const one of document.querySelectorAll("[data-with-script]")) one.hidden = false;
  show();
}

// ---------- what is being processed ----------
// The list takes over what has changed; the page of one picture is loaded anew, unless somebody is
// at work on it: then the state alone says that it is done.
const look = async () => {
  if (!document.querySelector("[data-working]")) return;
  const state = document.querySelector("[data-state]");
  try {
    if (!state) await refresh();
    else {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (answer.ok) renew(state, new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    // no network: the next time
  }
  setTimeout(look, WAIT);
};
const renew = (state, page) => {
  const fresh = page.querySelector("[data-state]");
  if (!fresh || fresh.querySelector("[data-working]")) return;
  state.replaceChildren(...document.importNode(fresh, true).childNodes);
  for (const crop of document.querySelectorAll("[data-crop]")) {
    const there = page.querySelector(`[data-crop="${crop.dataset.crop}"] .aw-photo`);
    const here = crop.querySelector(".aw-photo");
    if (there && !here.querySelector("[data-sketch]")) {
      here.replaceWith(document.importNode(there, true));
    }
  }
};
setTimeout(look, WAIT);
new MutationObserver(() => {
  const empty = document.querySelector("[data-no-rows]");
  if (empty && document.querySelector("[data-row]")) empty.remove();
  if (document.querySelector("[data-working]")) setTimeout(look, WAIT);
}).observe(document.querySelector("[data-files]") ?? document.body, { childList: true });
