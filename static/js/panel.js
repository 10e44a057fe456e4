// The decision panel follows the officer's ticks and opinion. The server wrote the first state and decides at the end.
"use strict";
for (const panel of document.querySelectorAll(".decision")) {
  const form = panel.querySelector("form");
  const line = (own) => panel.querySelector(`[data-own="${own}"]`);
  if (!form || !line("all")) continue;
  const ticks = [...form.querySelectorAll('input[type="checkbox"][name^="item_"]')];
  const opinion = form.elements.opinion;
  const icons = { done: '<path d="m5 12.5 4.5 4.5L19 7.5"/>', open: '<circle cx="12" cy="12" r="8"/>' };
  const say = (own, done, words) => {
    const row = line(own);
    if (!row) return;
    row.className = done ? "done" : "open";
    const icon = row.querySelector("svg");
    if (icon) icon.innerHTML = icons[row.className];
    const hidden = row.querySelector(".hide");
    const text = row.querySelector("a") || row.querySelector("span");
    text.firstChild.nodeValue = words;
    if (hidden) hidden.textContent = done ? "（已完成）" : "（未完成）";
  };
  const follow = () => {
    const open = ticks.filter((tick) => !tick.checked).length;
    const written = !line("opinion") || Boolean(opinion?.value.trim());
    say("ticks", !open, open ? `还缺您的核对：${open} 项` : "您已逐项核对");
    say("opinion", written, written ? "您已写明意见" : "还缺您的意见");
    say("all", !open && written, !open && written ? "本环节要求已满足" : "本环节要求尚未满足");
  };
  for (const kind of ["input", "change", "restored"]) form.addEventListener(kind, follow);
  follow();
}
