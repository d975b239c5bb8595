// What operator and screen share: asking the server, and keeping both pages at hand without it.
const PATIENCE = 4000;

// Its answer as JSON with `status`; null where nobody answers, or somebody else than our server.
export const ask = async (url, options = {}) => {
  try {
    const answer = await fetch(url, {
      ...options,
      headers: { Accept: "application/json", ...options.headers },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status >= 500) return null;
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.redirected ? 403 : answer.status, ...(isJson ? await answer.json() : {}) };
  } catch {
    return null;
  }
};

// This page, what it needs and `more` stay at hand when the server is away.
export const keep = async (worker, more) => {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(worker);
    const ready = await navigator.serviceWorker.ready;
    const needed = performance
      .getEntriesByType("resource")
      .map((one) => one.name)
      .filter((name) => name.includes("/static/"));
    ready.active.postMessage({ keep: [...new Set([location.href, ...needed, ...more])] });
  } catch {
    // Without it all works but a reload while the server is away.
  }
};

export const forget = async () => {
  const ready = await navigator.serviceWorker?.getRegistration();
  ready?.active?.postMessage({ forget: true });
};

export const stayAwake = () => {
  const hold = () => {
    if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", hold);
  hold();
};

// What a key or a presenter's button asks for; "" for nothing.
const KEYS = {
  PageDown: "next",
  ArrowRight: "next",
  ArrowDown: "next",
  " ": "next",
  PageUp: "back",
  ArrowLeft: "back",
  ArrowUp: "back",
  b: "black",
  B: "black",
  ".": "black",
};
export const wish = (event) =>
  event.altKey || event.ctrlKey || event.metaKey || event.repeat ? "" : (KEYS[event.key] ?? "");
