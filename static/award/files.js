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
// The row of a form that was refused comes as the server shows it, with what was typed since.
const replace = (here, row, data) => {
  const fresh = document.importNode(row, true);
  const [old, form] = [here, fresh].map((one) => one.querySelector("[data-describes]"));
  const focus = here.contains(document.activeElement) ? document.activeElement : null;
  const caret = [focus?.selectionStart, focus?.selectionEnd];
  here.replaceWith(fresh);
  if (!old || !form) return fresh;
  const now = new FormData(old);
  for (const input of old.elements) {
    const there = form.elements.namedItem(input.name);
    if (!there || now.get(input.name) === data.get(input.name)) continue;
    there.value = input.value;
    if (input.type === "checkbox") there.checked = input.checked;
  }
  dirty.add(form); // nothing of it is stored
  const again = focus && document.getElementById(focus.id);
  again?.focus();
  if (typeof caret[0] === "number") again?.setSelectionRange?.(...caret);
  return fresh;
};
// What others have stored since, in a form in which nobody is typing.
const refill = (old, form) => {
  for (const input of old.elements) {
    const there = input.name && form.elements.namedItem(input.name);
    if (!there || input.type === "hidden") continue;
    if (input.value !== there.value) input.value = there.value;
    if (input.type === "checkbox") input.checked = there.checked;
  }
};
// Rows keep what is typed in them. `sent` is the form this is the answer to, with its `data` if it
// was refused.
export const take = (page, sent = null, data = null) => {
  const wanted = rows(page).map((row) => {
    const here = document.getElementById(row.id);
    if (!here) return document.importNode(row, true);
    if (data && here.contains(sent)) return replace(here, row, data);
    renewTools(here, row);
    renew(here, row, "[data-marks]");
    renew(here, row, "[data-scan]");
    const [old, fresh] = [here, row].map((one) => one.querySelector("input[name=seen]"));
    if (!old || !fresh) return here;
    if (old.form === sent || !dirty.has(old.form)) old.value = fresh.value;
    if (!dirty.has(old.form)) refill(old.form, fresh.form);
    return here;
  });
  wanted.forEach((row, place) => {
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
  while (list.children.length > wanted.length) list.lastElementChild.remove();
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  for (const here of document.querySelectorAll("[data-renewed]")) {
    const fresh = page.getElementById(here.id);
    if (fresh) here.replaceWith(document.importNode(fresh, true));
  }
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
  dirty.delete(form);
  HTMLFormElement.prototype.submit.call(form); // the server's own page says what is wrong
};
// Who has signed in again meanwhile has another token; the page as it is now tells it.
const tokenNow = async () => {
  const page = parsed(await (await fetch(location.pathname)).text());
  const writer = (one) => one.querySelector("[data-saving]")?.dataset.writer;
  const token = page.querySelector("[data-files] [name=csrfmiddlewaretoken]")?.value;
  if (!token || writer(page) !== writer(document)) return "";
  for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = token;
  return token;
};
const post = async (form, data) => {
  const answer = await fetch(form.action, { method: "POST", body: data });
  const token = answer.status === 403 && (await tokenNow());
  if (!token) return answer;
  data.set("csrfmiddlewaretoken", token);
  return fetch(form.action, { method: "POST", body: data });
};
const send = async (form, button) => {
  const row = form.closest("[data-row]");
  if (!row?.isConnected) return;
  const next = (row.nextElementSibling ?? row.previousElementSibling)?.id;
  const data = new FormData(form, button);
  dirty.delete(form);
  const answer = await post(form, data);
  const page = parsed(await answer.text());
  if (!(answer.ok || answer.status === 409) || !page.querySelector("[data-files]")) {
    const others = [...dirty].some((one) => one !== form); // would go with this page
    if (button && !others) return natively(form, button);
    return unsent(form, answer.status === 403 ? list.dataset.signedOut : list.dataset.failed);
  }
  const wrong = answer.status === 409 || page.querySelector(`#${CSS.escape(row.id)} .kern-error`);
  take(page, form, form.matches("[data-describes]") && wrong ? data : null);
  const words = page.querySelector(".aw-messages, .kern-error-summary")?.textContent.trim() ?? "";
  tell(form, words.replace(/\s+/g, " "));
  if (!button) return;
  const place = document.getElementById(button.id) ?? document.getElementById(next) ?? box;
  place?.focus();
};
const unsent = (form, words) => {
  const describes = form.closest("[data-row]")?.querySelector("[data-describes]");
  if (form === describes) dirty.add(form);
  tell(describes ?? form, words);
};
const tell = (form, words) => {
  const mark = form.querySelector("[data-said]");
  if (mark) mark.textContent = words;
  say(words);
};

// One after the other: the next one has seen what the one before has stored, and hears its own words.
let sending = Promise.resolve();
const inTurn = (form, button) => {
  sending = sending.then(() => send(form, button)).catch(() => unsent(form, list.dataset.broken));
};
if (list) {
  list.addEventListener("submit", (event) => {
    if (event.target.matches("[data-natively]")) return; // changes more than its row
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
