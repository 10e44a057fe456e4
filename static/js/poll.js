// Waits for something the worker makes (receipt, certificate): asks data-poll every 2 s, then 5 s, and reloads the page when it is ready.
// The address answers 200 {"ready": true|false, "message": "…", "failed": bool}. Without this script: the page has a link 刷新.
"use strict";
for (const place of document.querySelectorAll("[data-poll]")) {
  let tries = 0;
  const ask = async () => {
    tries += 1;
    try {
      const answer = await fetch(place.dataset.poll, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const data = answer.ok ? await answer.json() : {};
      if (data.ready) return location.reload();
      const words = place.querySelector("[data-poll-words]");
      if (data.message && words) words.textContent = data.message;
      if (data.failed) return;
    } catch {
      // Offline for a moment: ask again.
    }
    if (tries < 120) setTimeout(ask, tries < 15 ? 2000 : 5000);
  };
  setTimeout(ask, 1500);
}
