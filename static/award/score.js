// The score sheet: shows figure and meaning while choosing, and lets keys give points; save.js saves.
// Without it every part works by the two buttons. Words come from the page, so that no language
// stands here.
const sheet = document.querySelector("[data-sheet]");
if (sheet) {
  const criteria = [...sheet.querySelectorAll("[data-criterion]")];
  const cells = (criterion) => [...criterion.querySelectorAll("input[type=radio]")];

  // ---------- figure and meaning of what is chosen ----------
  const meaning = (criterion, points) => {
    const anchors = [...criterion.querySelectorAll("[data-anchors] li")];
    const at = (li) => Number(li.dataset.points);
    const exact = anchors.filter((li) => at(li) === points);
    const between = [
      ...anchors.filter((li) => at(li) < points).slice(-1),
      ...anchors.filter((li) => at(li) > points).slice(0, 1),
    ];
    const lines = (exact.length ? exact : between).map((li) => {
      const line = document.createElement("p");
      line.append(...[...li.childNodes].map((node) => node.cloneNode(true)));
      return line;
    });
    if (lines.length < 2) return lines;
    const words = document.createElement("p");
    words.textContent = criterion
      .querySelector("[data-meaning]")
      .dataset.between.replace("%points%", String(points));
    return [words, ...lines];
  };
  const show = (criterion) => {
    const value = cells(criterion).find((cell) => cell.checked)?.value;
    const figure = criterion.querySelector("[data-figure]");
    const given = value !== undefined && value !== "-";
    figure.textContent = given ? value : value === "-" ? figure.dataset.none : figure.dataset.open;
    figure.classList.toggle("aw-crit__v--open", !given);
    criterion
      .querySelector("[data-meaning]")
      .replaceChildren(...(given ? meaning(criterion, Number(value)) : []));
    criterion.querySelector("[data-take-back]").hidden = value === undefined;
  };

  // ---------- how many criteria have something ----------
  const scored = sheet.querySelector("[data-scored]");
  const count = () => {
    const done = criteria.filter((one) => cells(one).some((cell) => cell.checked)).length;
    const mark = scored.querySelector(".aw-st");
    const state = done === criteria.length ? "done" : done ? "begun" : "open";
    mark.className = `aw-st aw-st--${state}`;
    mark.querySelector("use").setAttribute("href", { done: "#sd", begun: "#sb", open: "#so" }[state]);
    mark.lastChild.textContent = scored.dataset.scored
      .replace("%done%", String(done))
      .replace("%all%", String(criteria.length));
  };
  sheet.addEventListener("input", (event) => {
    const criterion = event.target.closest("[data-criterion]");
    if (!criterion || event.target.type !== "radio") return;
    show(criterion);
    count();
  });

  // ---------- saving leads back to where one was ----------
  const place = `sheet:${location.pathname}`;
  const columns = [document.scrollingElement, sheet, document.querySelector("[data-document]") ?? sheet];
  sheet.addEventListener("submit", () => {
    sessionStorage.setItem(place, JSON.stringify(columns.map((column) => column.scrollTop)));
  });
  const left = JSON.parse(sessionStorage.getItem(place) ?? "null");
  sessionStorage.removeItem(place);
  if (left && !sheet.querySelector("[data-focus-on-load]")) {
    requestAnimationFrame(() => columns.forEach((column, i) => (column.scrollTop = left[i])));
  }

  // ---------- keys, only outside text fields, and only while they are wanted ----------
  const OFF = "score-keys-off";
  const dialog = document.querySelector("[data-keys-dialog]");
  const used = dialog.querySelector("[data-keys-used]");
  used.checked = localStorage.getItem(OFF) === null;
  const shown = () => {
    for (const part of sheet.querySelectorAll("[data-keys-on]")) part.hidden = !used.checked;
  };
  sheet.querySelector("[data-keys]").hidden = false;
  shown();
  used.addEventListener("change", () => {
    if (used.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    shown();
  });
  sheet.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());

  const writes = (element) => element.closest("textarea, select, input:not([type=radio], [type=checkbox])");
  // Where the focus is; while reading, the first criterion without points, and none when all have.
  const inside = () => document.activeElement?.closest("[data-criterion]");
  const here = () =>
    inside() ?? criteria.find((one) => !cells(one).some((cell) => cell.checked));
  const focus = (criterion) => {
    const all = cells(criterion);
    (all.find((cell) => cell.checked) ?? all[0]).focus();
    criterion.scrollIntoView({ block: "nearest" });
  };
  const give = (points) => {
    const criterion = here();
    const cell = criterion && cells(criterion).find((one) => one.value === String(points));
    if (!cell) return false;
    cell.checked = true;
    for (const kind of ["input", "change"]) cell.dispatchEvent(new Event(kind, { bubbles: true }));
    focus(criterion);
    return true;
  };
  // Points become open again: nothing is chosen, and that is saved.
  const takeBack = (criterion) => {
    const cell = criterion && cells(criterion).find((one) => one.checked && !one.disabled);
    if (!cell) return false;
    cell.checked = false;
    for (const kind of ["input", "change"]) cell.dispatchEvent(new Event(kind, { bubbles: true }));
    focus(criterion);
    return true;
  };
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-back]");
    if (button && takeBack(button.closest("[data-criterion]"))) event.preventDefault();
  });
  const step = (by) => {
    const next = inside() ? criteria[criteria.indexOf(inside()) + by] : (here() ?? criteria[0]);
    if (next) focus(next);
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (!used.checked || dialog.open || event.ctrlKey || event.altKey || event.metaKey) return;
    if (writes(event.target)) return;
    const reading = event.target.closest("[data-document]");
    let done = false;
    if (/^[0-9]$/.test(event.key)) done = give(event.key);
    else if (event.key.toLowerCase() === "x") done = give(10);
    else if (event.key === "Delete" || event.key === "Backspace") done = takeBack(inside());
    else if (event.key === "ArrowDown" && !reading) done = step(1);
    else if (event.key === "ArrowUp" && !reading) done = step(-1);
    else if (event.key === "?") {
      dialog.showModal();
      done = true;
    }
    if (done) event.preventDefault();
  });
}
