// A select marked data-narrowed-by="other" offers only the group whose label is what the other select has chosen.
// Without this script all groups are there, each under its label, and the server asks that both fit.
"use strict";
for (const select of document.querySelectorAll("select[data-narrowed-by]")) {
  const other = select.form.elements[select.dataset.narrowedBy];
  if (!other || !other.options) continue;
  const groups = [...select.querySelectorAll("optgroup")];
  const narrow = () => {
    const chosen = other.value ? other.selectedOptions[0].text : "";
    for (const group of groups) {
      const fits = !chosen || group.label === chosen;
      // Taken out, not hidden: a hidden group still shows in some browsers.
      if (fits && !group.isConnected) select.append(group);
      if (!fits && group.isConnected) {
        if (group.contains(select.selectedOptions[0])) select.value = "";
        group.remove();
      }
    }
  };
  other.addEventListener("change", narrow);
  narrow();
}
