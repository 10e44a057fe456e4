// Two versions of one field, somebody else's and the reader's own: both stand at the field, two buttons choose. Used by
// autosave.js, and by itself on a page the server sent back with 409 (data-versions; the hidden inputs was-… hold theirs).
"use strict";

const versions = {
  // An input's values as they are posted: empty ones do not count, line ends and outer spaces are alike.
  plain: (values) => values.map((value) => value.replace(/\r\n?/g, "\n").trim()).filter(Boolean),
  same: (one, other) =>
    JSON.stringify(versions.plain(one).sort()) === JSON.stringify(versions.plain(other).sort()),

  inputs: (form, name) =>
    [...form.elements].filter((input) => input.name === name && input.type !== "hidden"),
  was: (form, name) =>
    [...form.elements].filter((input) => input.name === `was-${name}`).map((input) => input.value),

  setWas(form, name, values) {
    const old = [...form.elements].filter((input) => input.name === `was-${name}`);
    const place = versions.inputs(form, name)[0]?.parentElement || form;
    for (const value of versions.plain(values)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: `was-${name}`, value });
      place.append(input);
    }
    old.forEach((input) => input.remove());
  },

  fill(form, name, values) {
    for (const input of versions.inputs(form, name)) {
      if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
      else if (input.multiple)
        for (const option of input.options) option.selected = values.includes(option.value);
      else input.value = values[0] ?? "";
    }
  },

  place(form, name) {
    const input = versions.inputs(form, name)[0];
    return input && (input.closest(".field") || input.closest("td") || input.parentElement);
  },

  // Builds the box; `choose("theirs" | "mine")` is called once.
  box(name, label, words, theirs, mine, choose) {
    const box = document.createElement("div");
    box.className = "versions";
    box.dataset.versions = name;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `“${label}”有两份内容`);
    const says = document.createElement("p");
    says.setAttribute("role", "alert");
    says.textContent = words;
    const list = document.createElement("dl");
    for (const [term, text] of [
      ["已保存的内容", theirs],
      ["您填写的内容", mine],
    ]) {
      const pair = document.createElement("div");
      pair.append(
        Object.assign(document.createElement("dt"), { textContent: term }),
        Object.assign(document.createElement("dd"), { textContent: text || "空" }),
      );
      list.append(pair);
    }
    box.append(says, list, versions.buttons(box, choose));
    return box;
  },

  buttons(box, choose) {
    const row = document.createElement("div");
    row.className = "buttons";
    for (const [which, words] of [
      ["theirs", "采用已保存的内容"],
      ["mine", "改用我填写的内容"],
    ]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button plain small", textContent: words });
      button.addEventListener("click", () => {
        box.remove();
        choose(which);
      });
      row.append(button);
    }
    return row;
  },
};

// Sent back by the server: the inputs hold what the reader typed, the hidden ones what is stored.
for (const box of document.querySelectorAll("[data-versions]")) {
  const form = box.closest("form");
  const name = box.dataset.versions;
  if (!form) continue;
  const row = versions.buttons(box, (which) => {
    box.remove();
    const first = versions.inputs(form, name)[0];
    versions
      .place(form, name)
      ?.querySelectorAll(".error")
      .forEach((error) => error.remove());
    versions.inputs(form, name).forEach((input) => input.removeAttribute("aria-invalid"));
    if (which === "theirs") versions.fill(form, name, versions.was(form, name));
    first?.focus();
    if (which === "mine") first?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  box.querySelector("fieldset")?.remove(); // the same choice without script
  box.append(row);
}
