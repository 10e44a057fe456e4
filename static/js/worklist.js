// The work list by keyboard: j next, k previous, Enter opens.
"use strict";
for (const table of document.querySelectorAll("[data-worklist]")) {
  const rows = [...table.tBodies[0].rows];
  let here = -1;
  const go = (index) => {
    if (index < 0 || index >= rows.length) return;
    rows[here]?.classList.remove("here");
    here = index;
    rows[here].classList.add("here");
    rows[here].querySelector("a.open").focus();
  };
  table.addEventListener("focusin", (event) => {
    const index = rows.indexOf(event.target.closest("tr"));
    if (index >= 0 && index !== here) {
      rows[here]?.classList.remove("here");
      here = index;
      rows[here].classList.add("here");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.target.closest("input, select, textarea, [contenteditable]")
    )
      return;
    if (event.key === "j") go(here + 1);
    else if (event.key === "k") go(here - 1);
    else if (event.key === "Enter" && here >= 0 && document.activeElement === document.body)
      rows[here].querySelector("a.open").click();
  });
}
