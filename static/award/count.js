// Counts while typing as the server counts: a sign is one code point, a line break is one.
// The words come from the page, so that no language stands here.
for (const area of document.querySelectorAll("textarea[data-limit], input[data-limit]")) {
  const out = document.getElementById(`${area.id}_count`);
  if (!out) continue;
  const limit = Number(area.dataset.limit);
  const grouped = new Intl.NumberFormat(document.documentElement.lang);
  const show = () => {
    const used = [...area.value.replaceAll("\r\n", "\n")].length;
    out.textContent = out.dataset.words
      .replace("%used%", grouped.format(used))
      .replace("%limit%", grouped.format(limit));
    out.classList.toggle("kern-count--over", used > limit);
  };
  area.addEventListener("input", show);
  show();
}
