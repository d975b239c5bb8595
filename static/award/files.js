// The rows of files: moved, described and removed without loading the page anew, so that nothing
// that is typed elsewhere on it is lost. Each form is sent as it is; the answer is the page, and
// what has changed is taken from it. Without script the forms work by themselves.
const list = document.querySelector("[data-files]");
const aloud = document.querySelector("[data-files-aloud]");
const box = document.querySelector("[data-upload]");
const dirty = new Set();

export const say = (text) => {
  aloud.textContent = text;
};
const rows = (page) => [...page.querySelectorAll("[data-row]")];
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

// ---------- taking over what another state of this page says ----------
const renew = (here, there, part) => {
  const [old, fresh] = [here, there].map((row) => row.querySelector(part));
  if (old && fresh) old.replaceWith(document.importNode(fresh, true));
};
const renewTools = (here, there) => {
  const [old, fresh] = [here, there].map((row) => [...row.querySelectorAll("[data-tools] button")]);
  if (old.length !== fresh.length) return renew(here, there, "[data-tools]");
  old.forEach((button, place) => {
    if (fresh[place].hasAttribute("aria-disabled")) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  });
};
// Rows keep what is typed in them; the one called `whole` comes as the server shows it.
export const take = (page, whole = "") => {
  const wanted = rows(page).map((row) => {
    const here = document.getElementById(row.id);
    if (!here || row.id === whole) {
      const fresh = document.importNode(row, true);
      here?.replaceWith(fresh);
      return fresh;
    }
    renewTools(here, row);
    renew(here, row, "[data-marks]");
    renew(here, row, "[data-scan]");
    const [old, fresh] = [here, row].map((one) => one.querySelector("input[name=seen]"));
    if (old && fresh && !dirty.has(old.form)) old.value = fresh.value;
    return here;
  });
  wanted.forEach((row, place) => {
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
  while (list.children.length > wanted.length) list.lastElementChild.remove();
  const [here, there] = [document, page].map((one) => one.querySelector("[data-full]"));
  if (here && there) {
    here.hidden = there.hidden;
    box.querySelector("form").hidden = !there.hidden;
  }
};
export const refresh = async () => {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (answer.ok) take(parsed(await answer.text()));
};

// ---------- sending the form of a row ----------
const natively = (form, button) => {
  if (button?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button.name, value: "1" });
    form.append(pressed);
  }
  dirty.clear();
  HTMLFormElement.prototype.submit.call(form); // the server's own page says what is wrong
};
const send = async (form, button) => {
  const row = form.closest("[data-row]");
  if (!row) return;
  const next = (row.nextElementSibling ?? row.previousElementSibling)?.id;
  const data = new FormData(form, button);
  dirty.delete(form);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: data });
  } catch {
    if (form.matches("[data-describes]")) dirty.add(form);
    return tell(form, list.dataset.broken);
  }
  if (!answer.ok && answer.status !== 409) return button ? natively(form, button) : undefined;
  const page = parsed(await answer.text());
  if (!rows(page).length && !page.querySelector("[data-files]")) return natively(form, button);
  const refused = answer.status === 409 || page.querySelector(`#${CSS.escape(row.id)} .kern-error`);
  take(page, refused ? row.id : "");
  const words = page.querySelector(".aw-messages, .kern-error-summary")?.textContent.trim() ?? "";
  tell(form, words.replace(/\s+/g, " "));
  if (!button) return;
  const place = document.getElementById(button.id) ?? document.getElementById(next) ?? box;
  place?.focus();
};
const tell = (form, words) => {
  const mark = form.querySelector("[data-said]");
  if (mark) mark.textContent = words;
  say(words);
};

// One after the other: the next one has seen what the one before has stored, and hears its own words.
let sending = Promise.resolve();
const inTurn = (form, button) => {
  sending = sending.then(() => send(form, button)).catch(() => tell(form, list.dataset.broken));
};
if (list) {
  list.addEventListener("submit", (event) => {
    event.preventDefault();
    inTurn(event.target, event.submitter);
  });
  list.addEventListener("input", (event) => dirty.add(event.target.form));
  list.addEventListener("change", (event) => {
    if (event.target.form.matches("[data-describes]")) inTurn(event.target.form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });
}
