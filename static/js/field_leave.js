// Signing out takes an inspector's field work off this device: the next person who holds the phone finds nothing of it. What
// was not sent yet is named first, and may still be sent. Needs field_store.js.
"use strict";
{
  const user = document.body.dataset.user || "";
  const ask = (form, count) => {
    const box = document.createElement("div");
    box.className = "notice warning offline";
    box.setAttribute("role", "alert");
    const button = (words, kind, act) => {
      const made = Object.assign(document.createElement("button"), {
        type: "button",
        className: `button ${kind} small`,
        textContent: words,
      });
      made.addEventListener("click", act);
      return made;
    };
    const words = document.createElement("p");
    words.textContent = `本机还有 ${count} 项现场记录没有发送，退出后将从本机清除，不能恢复。请先连接网络，打开检查任务发送。`;
    box.append(
      words,
      button("先不退出", "plain", () => box.remove()),
      " ",
      button("清除并退出", "link", () => leave(form)),
    );
    document.body.append(box);
    box.querySelector("button").focus();
  };
  const leave = async (form) => {
    await fieldStore.clear(user).catch(() => {});
    form.submit();
  };
  for (const form of user ? document.querySelectorAll('form[action="/account/logout/"]') : []) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const rows = await fieldStore.of(user).catch(() => []);
      const count = rows.length + fieldStore.texts(user).filter((key) => key.startsWith("autosave:")).length;
      if (count) ask(form, count);
      else leave(form);
    });
  }
}
