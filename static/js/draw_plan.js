// The planner's form: what is typed is counted over the directories half a second later. Without this script: 保存并核对.
"use strict";
for (const form of document.querySelectorAll("[data-draw-preview]")) {
  const place = document.getElementById("numbers");
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const mine = (asked += 1);
    try {
      const answer = await fetch(form.dataset.drawPreview, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
      });
      const text = answer.ok ? await answer.text() : "";
      // An answer that a later one has overtaken says nothing any more.
      if (text && mine === asked)
        place.replaceChildren(document.createRange().createContextualFragment(text));
    } catch {
      // Offline for a moment: the next change asks again.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 500);
  });
  // Another attribute has other strata: the server lists them.
  for (const name of ["object_kind", "region", "strata_by"]) {
    form.elements[name]?.addEventListener("change", () => {
      form.requestSubmit(form.querySelector('button[value="parts"]'));
    });
  }
}
