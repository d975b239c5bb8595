// Keeps the operator's page and the screen at hand while the server is away: asks it first, always,
// and answers from memory only where nobody does. Keeps neither keys nor the state of the show.
const MEMORY = "award-stage";
const PATIENCE = 4000;
const PAGES = /\/(buehne\/(regie\/|leinwand\/|bilder\.json)|leinwand\/(bild\/|bilder\.json))$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const keep = async (urls) => {
  const memory = await caches.open(MEMORY);
  await Promise.all(
    urls.map(async (url) => {
      try {
        const answer = await fetch(url);
        if (answer.ok && !answer.redirected) await memory.put(url, answer);
      } catch {
        // Kept as it was.
      }
    }),
  );
};

self.addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep));
  if (event.data.forget) event.waitUntil(caches.delete(MEMORY));
});

const answered = async (request) => {
  const memory = await caches.open(MEMORY);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status < 500) return answer;
    return (await memory.match(request.url)) ?? answer;
  } catch (gone) {
    const kept = await memory.match(request.url);
    if (kept) return kept;
    throw gone;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (PAGES.test(url.pathname) || url.pathname.startsWith("/static/")) event.respondWith(answered(request));
});
