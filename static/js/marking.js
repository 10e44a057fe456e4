// Dragging over a sample picture fills the next free row of marks with the place. Without this script the officer types
// the field of the grid that is drawn over the picture.
"use strict";
const part = document.querySelector("[data-marking]");
const rows = [...document.querySelectorAll("[data-mark]")];
const SVG = "http://www.w3.org/2000/svg";
if (part && rows.length) {
  part.querySelector("[data-how]").hidden = false;
  const value = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const percent = (share) => Math.round(Math.min(Math.max(share, 0), 1) * 1000) / 10;
  for (const figure of part.querySelectorAll("[data-picture]")) {
    const svg = figure.querySelector("svg");
    const [width, height] = [Number(figure.dataset.width), Number(figure.dataset.height)];
    let begun = null;
    let shape = null;
    svg.classList.add("open");

    const at = (event) => {
      const box = svg.getBoundingClientRect();
      return [
        percent((event.clientX - box.left) / box.width),
        percent((event.clientY - box.top) / box.height),
      ];
    };
    const between = (one, other) => {
      const [left, top] = [Math.min(one[0], other[0]), Math.min(one[1], other[1])];
      return [left, top, Math.max(one[0], other[0]) - left, Math.max(one[1], other[1]) - top];
    };
    const draw = ([left, top, wide, high]) => {
      for (const [name, share] of [
        ["x", left * width],
        ["y", top * height],
        ["width", wide * width],
        ["height", high * height],
      ])
        shape.setAttribute(name, share / 100);
    };
    svg.addEventListener("pointerdown", (event) => {
      begun = at(event);
      shape = svg.appendChild(document.createElementNS(SVG, "rect"));
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    svg.addEventListener("pointermove", (event) => {
      if (begun) draw(between(begun, at(event)));
    });
    svg.addEventListener("pointercancel", () => {
      shape?.remove();
      begun = null;
    });
    svg.addEventListener("pointerup", (event) => {
      if (!begun) return;
      const area = between(begun, at(event));
      begun = null;
      const row = rows.find((one) => !value(one, "area").value);
      if (!row || area[2] < 0.5 || area[3] < 0.5) return shape.remove();
      value(row, "picture").value = figure.dataset.picture;
      value(row, "area").value = area.map((share) => share.toFixed(1)).join(",");
      row.closest("details")?.setAttribute("open", "");
      value(row, "text").focus();
      const own = shape;
      value(row, "area").addEventListener("input", () => own.remove(), { once: true });
    });
  }
}
