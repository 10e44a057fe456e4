// Every field saves itself. The form names its endpoint in data-autosave-url and the reader in data-user; a hidden input
// was-<field> for each value says what the page showed. Needs versions.js.
// Sent: field, value and was (repeated for several). Answers: 200 saved, with the values now stored; 422 with errors; 401 session over;
// 409 with both versions when somebody changed the field meanwhile (the reader chooses), with the code `gone` when it is no more, else locked.
// What cannot be sent stays on this device, in localStorage under address and reader, and is sent when the way is free again.
// After 409 it is set aside: the fresh page shows it beside the other person's version and lets the reader put it back.
"use strict";

const DELAY = 1200; // ms after the last key…
const LONGEST = 2000; // …and at most this long after the first
const OFFLINE = "网络中断，已为您保存在本机。恢复后自动补交。";
const EXPIRED = "登录已过期，已为您保存在本机。重新登录后自动补交。";

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.store = `autosave:${form.dataset.user || ""}:${this.url}`;
    this.timers = new Map(); // field → timer
    this.since = new Map(); // field → when its first unsaved key was pressed
    this.queue = Promise.resolve(); // one request at a time, in order
    this.blocked = false; // after 409 for the whole part: the page is stale, nothing more is sent
    this.composing = new Set(); // fields whose input method has not finished a word
    this.open = new Map(); // field → box with two versions, until the reader has chosen
    // Pinyin on its way to a character is not yet a value: nothing is sent before the word is finished.
    form.addEventListener("compositionstart", (event) => this.compose(event.target.name));
    form.addEventListener("compositionend", (event) => {
      this.composing.delete(event.target.name);
      this.touched(event.target, DELAY);
    });
    form.addEventListener("input", (event) => event.isComposing || this.touched(event.target, DELAY));
    form.addEventListener("change", (event) => this.touched(event.target, 0));
    form.addEventListener("focusout", (event) => this.flush(event.target.name));
    form.addEventListener("submit", () => this.leaving());
    form.addEventListener("formdata", (event) => this.onlyTouched(event.formData));
    addEventListener("pagehide", () => this.sendLast());
    document.addEventListener("visibilitychange", () =>
      document.visibilityState === "hidden" ? this.sendLast() : this.replay(),
    );
    addEventListener("online", () => this.replay());
    addEventListener("focus", () => this.replay());
    this.restore();
  }

  inputs(name) {
    return versions.inputs(this.form, name);
  }

  values(name) {
    const inputs = this.inputs(name);
    this.reading = true; // our own look at the form is no press of its button: nothing is left out of it
    const values = new FormData(this.form).getAll(name).filter((value) => typeof value === "string");
    this.reading = false;
    return values.length || !inputs.length ? values : [""];
  }

  watched(input) {
    return (
      input.name &&
      input.type !== "file" &&
      input.type !== "hidden" &&
      input.type !== "submit" &&
      !input.closest("[data-no-autosave]") &&
      input.name !== "csrfmiddlewaretoken"
    );
  }

  compose(name) {
    this.composing.add(name);
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
    this.since.delete(name);
  }

  touched(input, delay) {
    if (!this.watched(input) || this.composing.has(input.name)) return;
    clearTimeout(this.timers.get(input.name));
    this.keep(input.name, this.values(input.name)); // first on this device, then on the wire
    if (this.open.has(input.name)) return; // two versions wait for the reader's choice
    this.tick(input.name, "pending", "正在保存…");
    if (!this.since.has(input.name)) this.since.set(input.name, Date.now());
    const left = Math.max(0, this.since.get(input.name) + LONGEST - Date.now());
    this.timers.set(
      input.name,
      setTimeout(() => this.flush(input.name), Math.min(delay, left)),
    );
  }

  flush(name) {
    if (!this.timers.has(name)) return;
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
    this.since.delete(name);
    this.queue = this.queue.then(() => this.send(name, this.values(name)));
  }

  // ---- this device
  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.store)) || {};
    } catch {
      return {};
    }
  }

  keep(name, values, was = versions.was(this.form, name)) {
    this.write({ ...this.kept(), [name]: { values, was } });
  }

  // The button sends what was touched here and nothing else.
  onlyTouched(data) {
    if (this.reading) return;
    for (const name of new Set(
      [...this.form.elements].filter((input) => this.watched(input)).map((input) => input.name),
    )) {
      if (!versions.same(data.getAll(name), versions.was(this.form, name))) continue;
      data.delete(name);
      data.delete(`was-${name}`);
    }
  }

  forget(name, values) {
    const kept = this.kept();
    // Typed on while the request was under way: the newer value is still to be sent.
    if (JSON.stringify(kept[name]?.values) !== JSON.stringify(values)) return;
    delete kept[name];
    this.write(kept);
  }

  write(kept) {
    try {
      if (Object.keys(kept).length) localStorage.setItem(this.store, JSON.stringify(kept));
      else localStorage.removeItem(this.store);
    } catch {
      // Private mode or full: the form itself still holds the value.
    }
  }

  restore() {
    for (const [name, entry] of Object.entries(this.kept())) {
      const values = Array.isArray(entry) ? entry : entry.values; // kept by an earlier version of this script
      // Sent while the last page was closing, and arrived.
      if (versions.same(values, this.values(name))) this.forget(name, values);
      else versions.fill(this.form, name, values);
      if (Array.isArray(entry) && name in this.kept()) this.keep(name, values, []);
    }
    this.showAside();
    this.replay();
  }

  replay() {
    for (const name of Object.keys(this.kept())) {
      if (this.timers.has(name) || this.open.has(name) || this.composing.has(name)) continue;
      this.queue = this.queue.then(() =>
        name in this.kept() ? this.send(name, this.kept()[name].values, this.kept()[name].was) : null,
      );
    }
  }

  // ---- the wire
  body(name, values, was) {
    const body = new URLSearchParams({ field: name });
    for (const value of values) body.append("value", value);
    for (const value of was) body.append("was", value);
    // Signing in again (in another window) renews the token: the cookie has the new one, this page the old.
    const fresh = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/);
    if (fresh)
      for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]"))
        input.value = fresh[1];
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken?.value || "");
    return body;
  }

  async send(name, values, was = versions.was(this.form, name)) {
    if (this.blocked || this.open.has(name)) return;
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        body: this.body(name, values, was),
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        credentials: "same-origin",
        redirect: "manual",
      });
    } catch {
      this.waiting(name, OFFLINE);
      return;
    }
    // A redirect or a refused token also means that the session is over: signing in again renews both.
    if (answer.status === 401 || answer.type === "opaqueredirect" || answer.headers.get("X-Session-Expired"))
      return this.expired(name, answer);
    const data = await answer.json().catch(() => null);
    if (answer.ok && data) return this.savedAs(name, values, data);
    if (answer.status === 422 && data) return this.refused(name, values, data);
    if (answer.status === 409 && data?.theirs) return this.differs(name, values, data);
    if (answer.status === 409 && data?.error?.code === "gone")
      return this.refused(name, values, { errors: { [name]: [data.error.message] } });
    if (answer.status === 409) return this.stale(data);
    if (answer.status === 403) return this.expired(name, answer);
    if (answer.status === 404)
      return this.waiting(
        name,
        "当前登录的账户不能修改这份资料。您输入的内容已保存在本机，请换回原来的账户。",
      );
    this.waiting(name, "暂时无法保存，已为您保存在本机，稍后自动重试。");
    setTimeout(() => this.replay(), 10000);
  }

  savedAs(name, values, data) {
    versions.setWas(this.form, name, data.values || values);
    // Cleaned by the server, or changed by somebody else and left as it was here: shown once the reader is elsewhere.
    const idle = !this.inputs(name).includes(document.activeElement);
    if (data.values && idle && versions.same(this.values(name), values))
      versions.fill(this.form, name, data.values);
    this.forget(name, values);
    this.complain(name, []);
    this.tick(name, "", `已保存 ${data.saved_at || ""}`);
    if (!Object.keys(this.kept()).length) this.banner(null);
    this.display(data.display);
    const missing = document.querySelector("[data-missing]");
    if (missing && data.missing) {
      missing.textContent = data.missing.length ? `还缺：${data.missing.join("、")}` : "本部分已填写完整";
      missing.classList.toggle("gap", data.missing.length > 0);
    }
    this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: { name, data } }));
  }

  display(texts) {
    for (const [key, text] of Object.entries(texts || {})) {
      for (const place of document.querySelectorAll(`[data-display="${CSS.escape(key)}"]`))
        place.textContent = text;
    }
  }

  // What was read from an earlier value says nothing about the one that stands there now and was not taken.
  unread(name) {
    this.display({ [`understood-${name}`]: "" });
  }

  refused(name, values, data) {
    this.forget(name, values); // it is in the form, and the server will never take it
    this.unread(name);
    this.display(data.display);
    this.tick(name, "kept", data.saved ? "已保存，请修改" : "未保存，请修改");
    this.complain(name, data.errors?.[name] || Object.values(data.errors || {}).flat());
  }

  // Somebody changed this field since the page was read: both versions, and the reader chooses. Other fields go on.
  differs(name, values, data) {
    this.unread(name);
    this.tick(name, "kept", "尚未保存，请选择");
    this.open.get(name)?.remove();
    const box = versions.box(
      name,
      data.label,
      data.error.message,
      data.theirs.text,
      data.mine.text,
      (which) => {
        this.open.delete(name);
        versions.setWas(this.form, name, data.theirs.values);
        if (which === "theirs") versions.fill(this.form, name, data.theirs.values);
        this.forget(name, this.kept()[name]?.values);
        this.inputs(name)[0]?.focus();
        if (which === "mine") this.touched(this.inputs(name)[0], 0);
        else this.tick(name, "", "已采用已保存的内容");
      },
    );
    this.open.set(name, box);
    this.place(name)?.append(box);
  }

  async expired(name, answer) {
    const data = await answer.json().catch(() => null);
    const login = data?.login || `/account/login/?next=${encodeURIComponent(location.pathname)}`;
    this.waiting(name, EXPIRED, login);
  }

  waiting(name, words, login) {
    this.unread(name);
    this.tick(name, "kept", "已存在本机，尚未提交");
    this.banner(words, login);
  }

  stale(data) {
    this.blocked = true;
    try {
      const typed = Object.fromEntries(
        Object.entries(this.kept()).map(([name, entry]) => [name, entry.values]),
      );
      sessionStorage.setItem(`${this.store}:aside`, JSON.stringify(typed));
      this.write({});
    } catch {
      // The words are still in this page.
    }
    this.banner(
      data?.error?.message ||
        "这份资料刚被其他人修改过。请刷新查看最新内容；您刚才输入的内容会列在页面上，由您决定是否放回。",
      null,
      true,
    );
  }

  showAside() {
    const key = `${this.store}:aside`;
    let aside;
    try {
      aside = JSON.parse(sessionStorage.getItem(key)) || {};
      sessionStorage.removeItem(key);
    } catch {
      return;
    }
    for (const [name, values] of Object.entries(aside)) {
      const place = this.place(name);
      if (!place || JSON.stringify(values) === JSON.stringify(this.values(name))) continue;
      const line = document.createElement("p");
      line.className = "saved kept";
      line.textContent = `您刚才输入、尚未保存的内容：“${values.join("、")}”`;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button link small";
      button.textContent = "放回";
      button.addEventListener("click", () => {
        versions.fill(this.form, name, values);
        this.touched(this.inputs(name)[0], 0);
        line.remove();
      });
      line.append(" ", button);
      place.append(line);
    }
  }

  sendLast() {
    // The page may be going away: send what waits, and let the request outlive it.
    for (const name of [...this.timers.keys()]) {
      clearTimeout(this.timers.get(name));
      this.timers.delete(name);
      const values = this.values(name);
      if (this.blocked || this.open.has(name)) continue;
      fetch(this.url, {
        method: "POST",
        body: this.body(name, values, versions.was(this.form, name)),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        keepalive: true,
        redirect: "manual",
      })
        .then(
          async (answer) =>
            answer.ok && answer.type !== "opaqueredirect" && this.savedAs(name, values, await answer.json()),
        )
        .catch(() => {});
    }
  }

  leaving() {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear(); // the form itself carries every value
  }

  // ---- what the reader sees
  place(name) {
    return versions.place(this.form, name);
  }

  tick(name, kind, words) {
    const place = this.place(name);
    if (!place) return;
    let line = place.querySelector(":scope > span.saved");
    if (!line) {
      line = document.createElement("span");
      line.className = "saved";
      line.setAttribute("role", "status");
      place.append(line);
    }
    line.className = `saved ${kind}`;
    line.textContent = kind === "" ? `✓ ${words}` : words;
  }

  complain(name, messages) {
    const place = this.place(name);
    if (!place) return;
    place.querySelector(":scope .error[data-live]")?.remove();
    place.classList.toggle("wrong", messages.length > 0);
    const inputs = this.inputs(name);
    if (!messages.length) {
      place.querySelectorAll(":scope .error").forEach((error) => error.remove());
      inputs.forEach((input) => input.removeAttribute("aria-invalid"));
      return;
    }
    const box = document.createElement("div");
    box.className = "error";
    box.dataset.live = "";
    box.id = `${inputs[0].id || name}_live_error`;
    box.setAttribute("role", "alert");
    box.textContent = messages.join(" ");
    const control = place.querySelector(".control");
    if (control) control.before(box);
    else place.append(box);
    inputs.forEach((input) => {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute(
        "aria-describedby",
        [...new Set([...(input.getAttribute("aria-describedby") || "").split(" "), box.id])].join(" ").trim(),
      );
    });
  }

  banner(words, login, reload) {
    let box = document.getElementById("autosave-banner");
    if (!words) return void box?.remove();
    if (!box) {
      box = document.createElement("div");
      box.id = "autosave-banner";
      box.className = "notice warning offline";
      box.setAttribute("role", "alert");
      this.form.append(box);
    }
    if (box.dataset.words === words) return;
    box.dataset.words = words;
    box.replaceChildren(document.createTextNode(words));
    if (login) box.append(" ", this.link(login, "重新登录（新窗口）", true));
    if (reload) box.append(" ", this.link(location.href, "刷新本页", false));
  }

  link(href, words, fresh) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = words;
    if (fresh) Object.assign(link, { target: "_blank", rel: "noopener" });
    return link;
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) form.autosave = new Autosave(form);
