// Moves the focus to the error summary, so that keyboard and screen reader start where
// something is to be done. Without script the summary still comes first in the page.
const summary = document.querySelector("[data-focus-on-load]");
if (summary) summary.focus();
