// Takes the SHA-256 of a file chosen by the reader; the file itself goes nowhere. Without this script it is typed.
"use strict";
const part = document.querySelector("[data-hash-file]");
if (part && crypto.subtle) {
  const input = part.querySelector("input");
  const words = part.querySelector("[role=status]");
  part.hidden = false;
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    words.textContent = "正在计算…";
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      document.querySelector("[name=sha256]").value = hex;
      words.textContent = "已算出并填入，请点击核对。";
    } catch {
      words.textContent = "读不出这个文件，请重新选择，或自行计算后粘贴。";
    }
  });
}
