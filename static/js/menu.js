// Menus: a <details class="menu"> closes on Escape and on a click elsewhere; on a phone a long menu folds behind a button.
"use strict";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
for (const nav of document.querySelectorAll(".portal .nav-bar, .console .nav-bar")) {
  const button = document.createElement("button");
  const list = nav.querySelector("ul");
  const here = list.querySelector("[aria-current]");
  button.type = "button";
  button.className = "nav-fold";
  button.textContent = here ? `菜单 · ${here.firstChild.textContent.trim()}` : "菜单";
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const open = nav.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
  nav.classList.add("folds");
  nav.prepend(button);
}
