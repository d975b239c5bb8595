// A link to the big screen has its code behind the #, which is sent to nobody: it goes into its field.
const field = document.querySelector("[data-code]");
const code = decodeURIComponent(location.hash.slice(1));
if (field && /^[0-9A-Za-z-]{8,12}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
  field.form.querySelector("button[type=submit]").focus();
}
