// A form marked data-once is sent once: further clicks wait for the answer. The server is safe without this (idempotency key, revision).
"use strict";
const openAgain = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.label) button.lastChild.textContent = button.dataset.label;
  }
};
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    // After the event: a button disabled at once would not be part of what is sent.
    setTimeout(() => {
      for (const other of form.querySelectorAll("button[type=submit]"))
        other.setAttribute("aria-disabled", "true");
      if (button) button.dataset.label = button.lastChild.textContent;
      if (button)
        button.lastChild.textContent = form.dataset.download === undefined ? "正在提交…" : "正在准备下载…";
    });
    // The answer is a file: this page stays, and nothing says when the file has come.
    if (form.dataset.download !== undefined) setTimeout(() => openAgain(form), 4000);
  });
}
// Back from the next page by the browser's own cache: the form may be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) openAgain(form);
});
// The error summary takes the focus, also where the autofocus attribute is not honoured on it.
document.querySelector("[data-focus]")?.focus();
