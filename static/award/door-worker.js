// Answers for the entrance when the server or the network is away: with what the page put aside.
// Whatever the server says counts; a copy is used only if it says nothing within a few seconds.
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const copyOf = (request) =>
  caches.match(request, { ignoreSearch: request.mode === "navigate", ignoreVary: true });

const answer = async (request) => {
  const copy = await copyOf(request);
  if (!copy) return fetch(request);
  const late = new Promise((go) => setTimeout(() => go(copy), PATIENCE));
  return Promise.race([fetch(request).catch(() => copy), late]);
};

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
