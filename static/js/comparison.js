// The comparison table as a form: adds rows from the empty one and shows the verdict while typing. The server decides.
"use strict";
// As the server reads: full-width forms folded, true groups of thousands, the row's unit repeated; nothing guessed.
const NUMBER = /^([+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?) *(.*)$/;
const FOLDED = { "＋": "+", "－": "-", "−": "-", "．": ".", "，": "," };
const WORDS = { better: "优于", equal: "等同", worse: "低于", none: "无可比值" };

function read(text, unit) {
  const folded = text
    .trim()
    .replace(/[０-９]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[＋－−．，]/g, (sign) => FOLDED[sign]);
  const found = folded.match(NUMBER);
  return found && (found[2] === "" || found[2] === unit) ? Number(found[1].replaceAll(",", "")) : null;
}

// Against the standards given, the own value is as good as its worst comparison.
function verdict(own, standards, direction) {
  if (own === null || !standards.length || !["higher", "lower"].includes(direction)) return "none";
  const sign = direction === "lower" ? -1 : 1;
  const differences = standards.map((value) => Math.sign((own - value) * sign));
  return ["worse", "equal", "better"][Math.min(...differences) + 1];
}

function watch(row) {
  const cell = (name) => row.querySelector(`[data-name="${name}"] :is(input, select)`);
  const show = () => {
    const place = row.querySelector("[data-verdict]");
    const own = cell("own");
    const direction = cell("direction");
    if (!place || !own || !direction) return;
    const value = (input) => (input ? input.value.trim() : "");
    const unit = value(cell("unit"));
    const standards = ["international", "national", "industry"]
      .map((name) => read(value(cell(name)), unit))
      .filter((number) => number !== null);
    say(verdict(read(value(own), unit), standards, value(direction)));
  };
  const say = (kind) => {
    const place = row.querySelector("[data-verdict]");
    if (!place || !(kind in WORDS)) return;
    const chip = document.createElement("span");
    chip.className = `verdict ${kind}`;
    chip.textContent = WORDS[kind];
    place.replaceChildren(chip);
  };
  row.addEventListener("input", show);
  row.addEventListener("change", show);
  // The server's word replaces the preview.
  row
    .closest("form")
    ?.addEventListener("autosaved", (event) => say(event.detail.data.verdicts?.[row.dataset.row]));
}

for (const table of document.querySelectorAll("[data-comparison]")) {
  const prefix = table.dataset.comparison;
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const limit = Number(document.getElementById(`id_${prefix}-MAX_NUM_FORMS`)?.value) || 1000;
  const empty = document.querySelector(`template[data-empty-row="${CSS.escape(prefix)}"]`);
  for (const row of table.querySelectorAll("[data-row]")) watch(row);
  for (const button of document.querySelectorAll(`[data-add-row="${CSS.escape(prefix)}"]`)) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (Number(total.value) >= limit) return;
      const host = document.createElement("tbody");
      host.innerHTML = empty.innerHTML.replaceAll("__prefix__", total.value);
      const row = host.querySelector("[data-row]");
      table.tBodies[0].append(row);
      total.value = String(Number(total.value) + 1);
      watch(row);
      row.querySelector("input:not([type=hidden]), select")?.focus();
    });
  }
}
