// Copies on this device of what was typed and not acknowledged yet: one row for each writer, place
// (an application, or "new"), page, field and open tab. Nothing here is ever sent by itself.
const STORE = "copies";
const KEPT = 60 * 24 * 3600 * 1000; // 60 days, as the privacy notice says

let opened;
const open = () =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("award", 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, {
        keyPath: ["writer", "place", "page", "field", "tab"],
      });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }));

// Runs `work` on the store; what it returns is a request, and its result the answer.
const inStore = async (mode, work) => {
  const transaction = (await open()).transaction(STORE, mode, { durability: "strict" });
  return new Promise((resolve, reject) => {
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
};

export const put = (copy) => inStore("readwrite", (store) => store.put(copy));

// All copies of one person: nobody else's are ever read.
export const of = (writer) =>
  inStore("readonly", (store) => store.getAll(IDBKeyRange.bound([writer], [writer, []])));

// Deletes, of the copies below `key`, those that `acknowledged` says yes to, in one transaction.
export const forget = (key, acknowledged = () => true) =>
  inStore("readwrite", (store) => {
    store.openCursor(IDBKeyRange.bound(key, [...key, []])).onsuccess = (event) => {
      const cursor = event.target.result;
      if (!cursor) return;
      if (acknowledged(cursor.value)) cursor.delete();
      cursor.continue();
    };
  });

export const keyOf = (copy) => [copy.writer, copy.place, copy.page, copy.field, copy.tab];

export const tidy = () =>
  inStore("readwrite", (store) => {
    store.openCursor().onsuccess = (event) => {
      const cursor = event.target.result;
      if (!cursor) return;
      if (Date.now() - cursor.value.at > KEPT) cursor.delete();
      cursor.continue();
    };
  });
