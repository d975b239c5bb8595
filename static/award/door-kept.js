// What the phone keeps for the entrance: the list of guests, and check-ins that wait for a network.
const NAME = "einlass";

const open = () =>
  new Promise((go, stop) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => go(asked.result);
    asked.onerror = () => stop(asked.error);
  });

const inStore = async (mode, work) => {
  const base = await open();
  try {
    return await new Promise((go, stop) => {
      const step = base.transaction("kept", mode);
      const asked = work(step.objectStore("kept"));
      step.oncomplete = () => go(asked?.result);
      step.onerror = () => stop(step.error);
      step.onabort = () => stop(step.error);
    });
  } finally {
    base.close();
  }
};

export const list = () => inStore("readonly", (kept) => kept.get("list"));
export const keepList = (found) => inStore("readwrite", (kept) => kept.put(found, "list"));
export const waiting = () =>
  inStore("readonly", (kept) => kept.getAll(IDBKeyRange.bound("report:", "report:~")));
export const wait = (report) =>
  inStore("readwrite", (kept) => kept.put(report, `report:${report.once}`));
export const done = (once) => inStore("readwrite", (kept) => kept.delete(`report:${once}`));

// Puts the page and all it is made of aside, under the address without what was asked for.
export const keepPage = async () => {
  const copies = await caches.open(NAME);
  const parts = performance
    .getEntriesByType("resource")
    .map((one) => one.name)
    .filter((url) => url.startsWith(`${location.origin}/static/`));
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  const urls = new Set([...parts, ...files.map((one) => one.href || one.src)]);
  await Promise.all([...urls].map((url) => copies.add(url).catch(() => {})));
  const page = await fetch(location.pathname, { credentials: "same-origin" });
  if (page.ok && !page.redirected) await copies.put(location.pathname, page);
};

export const forget = async () => {
  await inStore("readwrite", (kept) => kept.clear());
  await caches.delete(NAME);
  for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? [])
    if (one.scope.endsWith("/einlass/")) await one.unregister();
};
