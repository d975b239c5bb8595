// Two versions of one text: both are shown, and nothing is sent until somebody has chosen.
import { part, say, words } from "./save-page.js";

const CONTROL =
  ".kern-fieldset__body, .aw-scale, .kern-form-input__select-wrapper, .kern-form-input__input";

// `found` has theirs, version and seen, and who and when if that is known. Without it `mine` is a
// text from elsewhere, and the other one is what stands in the field. `chosen` is called once
// something was taken.
export const showBoth = (field, queue, found, { mine, chosen = () => {} } = {}) => {
  field.around.querySelector("[data-conflict]")?.remove();
  field.held = "conflict";
  const yours = () => mine ?? field.value;
  const theirs = () => (found ? found.theirs : field.value);
  const take = (value) => {
    if (found) {
      field.rest(found);
      field.known = found.theirs;
    }
    field.held = "";
    panel.remove();
    field.value = value;
    field.focus();
    chosen();
    queue.run({ urgent: true });
  };
  const who = found?.at && words.both.replace("%who%", found.by).replace("%time%", found.at);
  const panel = part(
    "conflict",
    { who: who ?? words.two },
    {
      mine: () => take(yours()),
      theirs: () => take(theirs()),
      merge: field.chosen && !field.several ? null : () => take(merged(field, yours(), theirs())),
    },
  );
  panel.dataset.conflict = "";
  const fill = (name, value) => {
    panel.querySelector(`[data-text=${name}]`).textContent = field.words(value) || words.empty;
  };
  const follow = () => {
    fill("theirs", theirs());
    fill("mine", yours());
    if (!panel.isConnected) field.form.removeEventListener("input", follow);
  };
  follow();
  field.form.addEventListener("input", follow);
  field.around.querySelector(".ap-conflict")?.remove();
  field.controls[0].closest(CONTROL).before(panel);
  say(panel.querySelector("[data-slot=who]").textContent);
  return panel;
};

const merged = (field, mine, theirs) => {
  if (field.several) return [...new Set([...mine, ...theirs])];
  if (!field.lines) return `${mine} / ${theirs}`;
  return `${mine}\n\n${words.divider}\n\n${theirs}`;
};
