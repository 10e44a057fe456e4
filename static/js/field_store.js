// What an inspector recorded in the field and the server has not confirmed yet: rows of IndexedDB on this device, each of one
// person. A row goes when the server has taken it, when its person signs out, and after KEPT days whatever happens.
"use strict";
{
  const KEPT = 7 * 86400000; // ms
  const ROWS = "waiting";
  let opened = null;

  const asked = (request) =>
    new Promise((found, failed) => {
      request.onsuccess = () => found(request.result);
      request.onerror = () => failed(request.error);
    });

  // Rejects where the browser keeps nothing (private mode): the forms then work as they do without script.
  const open = () => {
    opened ??= new Promise((found, failed) => {
      const request = indexedDB.open("field-work", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(ROWS, { keyPath: "id" });
      request.onsuccess = () => found(request.result);
      request.onerror = () => failed(request.error);
    });
    return opened;
  };
  const rows = async (mode) => (await open()).transaction(ROWS, mode).objectStore(ROWS);

  window.fieldStore = {
    async put(row) {
      return asked((await rows("readwrite")).put(row));
    },
    async drop(id) {
      return asked((await rows("readwrite")).delete(id));
    },
    // What this person still has to send, oldest first.
    async of(user) {
      const all = await asked((await rows("readonly")).getAll());
      const old = all.filter((row) => Date.now() - row.at > KEPT);
      for (const row of old) await this.drop(row.id);
      return all.filter((row) => row.user === user && !old.includes(row)).sort((a, b) => a.at - b.at);
    },
    // Fields of the form that autosave.js and keep.js keep for this person.
    texts(user) {
      try {
        return Object.keys(localStorage).filter(
          (key) =>
            /^(autosave|keep):/.test(key) &&
            key.split(":")[1] === user &&
            key.includes(":/console/inspections/"),
        );
      } catch {
        return [];
      }
    },
    async clear(user) {
      for (const row of await this.of(user).catch(() => [])) await this.drop(row.id);
      for (const key of this.texts(user)) localStorage.removeItem(key);
    },
  };
}
