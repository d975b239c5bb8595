// Sends files one after the other, shows how far each is, lets one cancel, and try again when the
// network breaks. A refused file says why beside its name; everything else on the page stays.
// Without script the form sends one file by itself. Words come from the page.
import { refresh, say } from "./files.js";

const box = document.querySelector("[data-upload]");
const form = box?.querySelector("form");
if (form) {
  const words = box.dataset;
  const input = form.elements.file;
  const said = box.querySelector("[data-for-one]");
  const several = box.querySelector("[data-for-several]");
  const items = box.querySelector("[data-items]");
  const language = document.documentElement.lang;
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const megabytes = (bytes) => `${number.format(Math.max(bytes / 1024 ** 2, 0.1))} MB`;
  const waiting = [];
  let running = null; // the item that is being sent
  let stored = ""; // the id of what is to be filled in when all are through

  input.multiple = true;
  const chosen = () => {
    several.hidden = input.files.length < 2;
    if (said) said.hidden = input.files.length > 1;
  };
  input.addEventListener("change", chosen);
  chosen();

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return; // the server says what is missing
    event.preventDefault();
    const files = [...input.files];
    const alone = files.length === 1;
    for (const file of files) waiting.push(item(file, alone ? new FormData(form) : forAll()));
    input.value = "";
    chosen();
    run();
  });

  // What is said once and goes along with each of several files.
  const forAll = () => {
    const data = new FormData();
    for (const field of form.querySelectorAll("[data-for-all] [name]")) {
      data.set(field.name, field.value);
    }
    return data;
  };

  // ---------- one file in the list ----------
  const item = (file, data) => {
    const made = box.querySelector("template").content.cloneNode(true).firstElementChild;
    const parts = { file, data, row: made, bar: made.querySelector("progress") };
    made.querySelector("[data-name]").textContent = file.name;
    parts.bar.setAttribute("aria-label", file.name);
    for (const button of made.querySelectorAll("[data-do]")) {
      const about = document.createElement("span");
      about.className = "kern-sr-only";
      about.textContent = ` – ${file.name}`;
      button.append(about);
    }
    made.querySelector("[data-do=cancel]").addEventListener("click", () => cancel(parts));
    made.querySelector("[data-do=retry]").addEventListener("click", () => {
      waiting.unshift(parts);
      show(parts, words.waits, "cancel");
      parts.row.querySelector("[data-do=cancel]").focus();
      run();
    });
    made.querySelector("[data-do=drop]").addEventListener("click", () => drop(parts));
    data.set("file", file);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    show(parts, words.waits, "cancel");
    items.append(made);
    return parts;
  };
  const show = (parts, text, ...buttons) => {
    const failed = buttons.includes("drop");
    const state = parts.row.querySelector("[data-state]");
    state.textContent = text;
    state.classList.toggle("ap-sending__why", failed);
    parts.bar.hidden = failed;
    for (const button of parts.row.querySelectorAll("[data-do]")) {
      button.hidden = !buttons.includes(button.dataset.do);
    }
  };
  const drop = (parts) => {
    parts.row.remove();
    input.focus();
  };
  const cancel = (parts) => {
    if (parts === running?.parts) return running.abort();
    waiting.splice(waiting.indexOf(parts), 1);
    say(words.cancelled.replace("%name%", parts.file.name));
    drop(parts);
  };
  const refuse = (parts, text, ...buttons) => {
    show(parts, text, "drop", ...buttons);
    say(`${parts.file.name}: ${text}`);
    if (box.contains(document.activeElement) || document.activeElement === document.body) {
      parts.row.querySelector("[data-do]:not([hidden])").focus();
    }
  };

  // ---------- one after the other ----------
  const run = () => {
    if (running) return;
    const parts = waiting.shift();
    if (!parts) return finish();
    const large = words[parts.file.type.startsWith("image/") ? "largePicture" : "largePdf"];
    const limit = parts.file.type.startsWith("image/") ? words.picture : words.pdf;
    if (parts.file.size > Number(limit)) {
      refuse(parts, large);
      return run();
    }
    send(parts);
  };
  const send = (parts) => {
    const request = new XMLHttpRequest();
    running = { parts, abort: () => request.abort() };
    let heard = 0;
    const progress = (done, all) => {
      const share = all ? done / all : 0;
      parts.bar.value = share * 100;
      const text = words.sends
        .replace("%percent%", percent.format(share))
        .replace("%done%", megabytes(done))
        .replace("%all%", megabytes(all));
      show(parts, text, "cancel");
      if (share >= heard + 0.25) say(`${parts.file.name}: ${percent.format((heard = share))}`);
    };
    const ended = (after) => {
      running = null;
      after();
    };
    request.upload.addEventListener("progress", (event) => progress(event.loaded, event.total));
    request.upload.addEventListener("load", () => {
      parts.bar.removeAttribute("value");
      show(parts, words.checks, "cancel");
      say(`${parts.file.name}: ${words.checks}`);
    });
    request.addEventListener("load", () => ended(() => answered(parts, request)));
    request.addEventListener("error", () => ended(() => broken(parts, words.broken)));
    request.addEventListener("abort", () =>
      ended(() => {
        say(words.cancelled.replace("%name%", parts.file.name));
        drop(parts);
        refresh(); // it may have arrived before
        run();
      }),
    );
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    progress(0, parts.file.size);
    say(`${parts.file.name}: ${parts.row.querySelector("[data-state]").textContent}`);
    request.send(parts.data);
  };
  const answered = async (parts, request) => {
    const told = () => JSON.parse(request.responseText);
    if (request.status === 201) {
      stored = told().field;
      parts.row.remove();
      for (const name of ["caption", "credit", "alt_text"]) {
        const field = form.elements[name];
        if (field && parts.data.get(name) === field.value) field.value = "";
      }
      if (form.elements.rights && parts.data.has("rights")) form.elements.rights.checked = false;
      await refresh();
      say(words.stored.replace("%name%", told().name));
    } else if (request.status === 409 || request.status === 422) {
      refuse(parts, Object.values(told().errors).flat().join(" "));
    } else if (request.status === 413) {
      refuse(parts, words.largePdf);
    } else {
      return broken(parts, request.status === 403 ? words.signedOut : words.failed);
    }
    run();
  };
  // What failed waits for a click; what waits behind it would fail too.
  const broken = (parts, text) => refuse(parts, text, "retry");
  const finish = () => {
    const next = document.getElementById(stored);
    const free = box.contains(document.activeElement) || document.activeElement === document.body;
    if (next && free && !items.children.length) next.focus();
    stored = "";
  };

  window.addEventListener("beforeunload", (event) => {
    if (running || waiting.length) event.preventDefault();
  });
}
