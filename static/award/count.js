// The counter under a text: what texts.js counts, and so the server. The words come from the page,
// so that no language stands here.
import { length } from "./texts.js";

const PAUSE = 1500; // of typing, before a screen reader is told

// Counts below all texts in `root`; called again for what is put into the page later.
export const watch = (root) => {
  for (const area of root.querySelectorAll("textarea[data-limit], input[data-limit]")) {
    const out = document.getElementById(`${area.id}_count`);
    if (!out) continue;
    const limit = Number(area.dataset.limit);
    const grouped = new Intl.NumberFormat(area.closest("[lang]").lang);
    const aloud = document.createElement("span");
    aloud.className = "kern-sr-only";
    aloud.setAttribute("role", "status");
    out.after(aloud);
    let pause;
    const show = () => {
      const used = length(area.value);
      out.textContent = out.dataset.words
        .replace("%used%", grouped.format(used))
        .replace("%limit%", grouped.format(limit));
      out.classList.toggle("kern-count--over", used > limit);
      return used;
    };
    area.addEventListener("input", () => {
      const used = show();
      clearTimeout(pause);
      pause = setTimeout(() => {
        aloud.textContent = used > limit * 0.9 ? out.textContent : "";
      }, PAUSE);
    });
    show();
  }
};

watch(document);
