// Shows what is being typed as the server would show it: the form is sent to the address it names,
// nothing is stored, and the answer takes the place of the preview. Without this module the button
// "Preview" does the same with the whole page.
import { watch } from "./count.js";

const PAUSE = 400; // of typing

for (const form of document.querySelectorAll("form[data-preview]")) {
  const into = document.getElementById(form.dataset.previewInto);
  if (!into) continue;
  let pause;
  let asked; // the request on its way; a later one replaces it

  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    into.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        signal: asked.signal,
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok) return; // signed out or away: the last preview stays, the form tells on saving
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      into.replaceChildren(...page.body.childNodes);
      watch(into);
    } catch {
      return; // no network, or a later request: the preview stays as it was
    } finally {
      into.removeAttribute("aria-busy");
    }
  };

  const soon = () => {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}
