// Passkeys: what needs them appears only where the browser has them, and says in words what failed.
for (const part of document.querySelectorAll("[data-passkey]")) {
  part.hidden = !window.PublicKeyCredential;
}

const WORDS = { NotAllowedError: "ended", InvalidStateError: "known", SecurityError: "place" };
const said = document.querySelector("[data-passkey-said]");

document.addEventListener("allauth.error", (event) => {
  if (!said) return;
  event.preventDefault();
  said.querySelector("p").textContent =
    said.dataset[WORDS[event.detail.exception?.name] ?? "failed"];
  said.hidden = false;
});
