// Buttons that copy a number or a hash. Hidden until this script runs.
"use strict";
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = false;
  words.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = "已复制";
    } catch {
      words.textContent = "未能复制，请手动选取";
    }
    setTimeout(() => (words.textContent = before), 2500);
  });
}
