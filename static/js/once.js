// A form marked data-once is sent once: further clicks wait for the answer. The server is safe without this (idempotency key, revision).
"use strict";
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    // After the event: a button disabled at once would not be part of what is sent.
    setTimeout(() => {
      for (const other of form.querySelectorAll("button[type=submit]")) other.setAttribute("aria-disabled", "true");
      if (button) button.dataset.label = button.textContent;
      if (button) button.lastChild.textContent = "正在提交…";
    });
  });
}
// Back from the next page by the browser's own cache: the form may be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
      if (button.dataset.label) button.textContent = button.dataset.label;
    }
  }
});
// The error summary takes the focus, also where the autofocus attribute is not honoured on it.
document.querySelector("[data-focus]")?.focus();
