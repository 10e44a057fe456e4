// Drag and drop and a progress bar for the upload form. Without this script the form is sent as it is.
"use strict";
for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  const box = form.querySelector("[data-progress]");
  const bar = box.querySelector("progress");
  const words = box.querySelector("span");
  const limit = Number(form.dataset.maxBytes) || 0;

  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });

  const say = (text, wrong) => {
    box.hidden = false;
    bar.hidden = wrong;
    words.className = wrong ? "error" : "small";
    words.textContent = text;
  };

  form.addEventListener("submit", (event) => {
    const file = [...input.files].find((one) => (limit && one.size > limit) || one.size === 0);
    event.preventDefault();
    if (file)
      return say(
        file.size
          ? `“${file.name}”超过 ${Math.floor(limit / 1048576)} MB，请压缩或拆分后再上传。`
          : `“${file.name}”是空文件，请重新选择。`,
        true,
      );
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    // Followed here, a redirect would show its page, and use up its message, where nobody sees it.
    request.setRequestHeader("X-Follow", "script");
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.value = Math.round((step.loaded / step.total) * 100);
      say(bar.value < 100 ? `已上传 ${bar.value}%` : "正在检查文件…", false);
    });
    request.addEventListener("load", () => {
      delete form.dataset.sent;
      // Taken: the address to go to (or, after the session ended, the page to sign in). Not taken: the form with its error.
      const kind = request.getResponseHeader("Content-Type") || "";
      if (request.status < 400)
        return location.assign(
          kind.includes("json")
            ? JSON.parse(request.responseText).location
            : request.responseURL || location.href,
        );
      let text = request.status === 413 ? "文件太大，请压缩或拆分后再上传。" : "";
      const answer = request.getResponseHeader("Content-Type") || "";
      if (answer.includes("json"))
        text = Object.values(JSON.parse(request.responseText).errors || {})
          .flat()
          .join(" ");
      else
        text ||= new DOMParser()
          .parseFromString(request.responseText, "text/html")
          .querySelector("form[data-upload] .error, .summary li, [role=alert], .errorlist li")
          ?.textContent.trim();
      say(text || "没有上传成功，请稍后再试。", true);
    });
    request.addEventListener("error", () => {
      delete form.dataset.sent;
      say("网络中断，文件没有上传成功。请检查网络后再试。", true);
    });
    say("正在上传…", false);
    request.send(new FormData(form));
  });
}
