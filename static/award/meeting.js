// Follows a meeting: asks every few seconds whether something is newer, and exchanges the parts that
// changed. Whoever is typing keeps what was typed. Without it every screen works by reloading.
import { watch } from "./count.js";

const PAUSE = 3000;
const root = () => document.querySelector("[data-meeting]");
let revision = root()?.dataset.revision;

const say = (words) => {
  const told = root().querySelector("[data-told]");
  if (told.textContent === words && told.hidden === !words) return;
  told.textContent = words;
  told.hidden = !words;
};

// ---------- what somebody has typed and not sent ----------
const isTyped = (control) => {
  if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") {
    const before = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex !== Math.max(before, 0);
  }
  return control.type !== "hidden" && control.value !== control.defaultValue;
};
const isBusy = (part) =>
  [...part.querySelectorAll("input, textarea, select")].some(isTyped) ||
  (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));

// ---------- exchanging what changed ----------
const parts = (from) => [...from.querySelectorAll("[data-live]")];
const shape = (from) =>
  [...from.querySelectorAll("[data-live], form[data-typed]")]
    .map((one) => one.dataset.live ?? one.getAttribute("action"))
    .join(" ");
const without = (part) => part.innerHTML.replaceAll(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");

const exchange = (page) => {
  const main = document.querySelector("main");
  const fresh = page.querySelector("main");
  if (shape(main) !== shape(fresh)) {
    // Other forms than before: the whole, unless somebody would lose a text by it.
    if (isBusy(main)) return false;
    const focused = document.activeElement?.id;
    main.replaceChildren(...fresh.childNodes);
    watch(main);
    if (focused) document.getElementById(focused)?.focus();
    return true;
  }
  let all = true;
  for (const part of parts(main)) {
    const other = parts(fresh).find((one) => one.dataset.live === part.dataset.live);
    if (!other || without(part) === without(other)) continue;
    if (isBusy(part)) all = false;
    else part.replaceChildren(...other.childNodes);
  }
  return all;
};

const renew = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = page.querySelector("[data-meeting]");
  if (!place) return location.reload();
  if (exchange(page)) {
    revision = place.dataset.revision;
    arrange();
    say("");
  } else say(root().dataset.changed);
};

const look = async () => {
  try {
    if (!document.hidden) {
      const answer = await fetch(`${root().dataset.meeting}?revision=${revision}`, {
        headers: { Accept: "application/json" },
      });
      if (answer.status === 200) await renew();
      else if (answer.status === 204) say("");
      else return;
    }
  } catch {
    say(root().dataset.lost);
  }
  setTimeout(look, PAUSE);
};

// ---------- an order is made by buttons instead of numbers ----------
const arrange = () => {
  for (const form of document.querySelectorAll("form[data-order]:not([data-arranged])")) {
    form.dataset.arranged = "";
    const list = form.querySelector("ol");
    const number = () => {
      [...list.children].forEach((row, place) => {
        row.querySelector("select").value = String(place + 1);
      });
    };
    for (const row of list.children) {
      const name = row.querySelector("label").textContent;
      for (const [sign, step] of [["↑", -1], ["↓", 1]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "aw-linkbtn aw-order__move";
        button.textContent = sign;
        button.setAttribute("aria-label", `${sign} ${name}`);
        button.addEventListener("click", () => {
          const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
          if (!other) return;
          if (step < 0) other.before(row);
          else other.after(row);
          number();
          button.focus();
        });
        row.append(button);
      }
    }
  }
};

if (root()) {
  arrange();
  setTimeout(look, PAUSE);
}
