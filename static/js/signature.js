// A name written with the finger becomes the picture that the form around it, or the upload form below, sends. Without this script a photo of the
// signed paper is uploaded instead.
"use strict";
for (const pad of document.querySelectorAll("[data-signature]")) {
  const form = pad.closest("form") ?? pad.parentElement.querySelector("form[data-upload]");
  const input = form.querySelector("input[type=file]");
  const canvas = pad.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let drawn = false;
  let last = null;
  pad.hidden = false;

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 4;
    pen.lineCap = "round";
    drawn = false;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = at(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
    drawn = true;
  });
  for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, () => (last = null));
  pad.querySelector("[data-clear]").addEventListener("click", clear);
  pad.querySelector("[data-use]").addEventListener("click", () => {
    if (!drawn) return canvas.focus();
    canvas.toBlob((picture) => {
      const files = new DataTransfer();
      files.items.add(new File([picture], "签字.png", { type: "image/png" }));
      input.files = files.files;
      form.requestSubmit();
    }, "image/png");
  });
  clear();
}
