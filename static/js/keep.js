// What people type stays on this device until the act has gone through; typing keeps the session alive; a warning comes in time.
// Kept per person and form, in localStorage under reader, address and place; the server says by the cookie "kept_done" what was
// handed in. Another person at the same browser never sees it. <body> carries data-user, data-alive (address), data-idle and
// data-absolute (seconds left). The server decides about the session; this only asks, warns and keeps.
"use strict";
{
  const { user, alive } = document.body.dataset;
  const BEAT = 60000; // ms between two heartbeats while somebody types
  const WARN = 120000; // ms before the end
  const FORGET = 30 * 86400000; // ms after which a text that nobody handed in goes
  const SECRET = /^(csrfmiddlewaretoken|password.*|password_or_code|kept)$/;
  const UNKEPT = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Private mode or full: the form itself still holds the text.
    }
  };
  const cookie = (name) => document.cookie.match(`(?:^|; )(?:__Host-)?${name}=([^;]+)`)?.[1] || "";
  const element = (tag, className, ...parts) => {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...parts);
    return made;
  };

  // ---- the text of one form
  class Kept {
    constructor(form, key) {
      this.form = form;
      this.key = key;
      this.store = `keep:${user}:${key}`;
      const mark = Object.assign(document.createElement("input"), {
        type: "hidden",
        name: "kept",
        value: key,
      });
      form.append(mark);
      for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.keep());
      form.addEventListener("submit", () => this.keep());
      this.restore();
    }

    fields() {
      return [...this.form.elements].filter(
        (field) => field.name && !UNKEPT.has(field.type) && !SECRET.test(field.name),
      );
    }

    values() {
      const values = {};
      for (const field of this.fields()) {
        const list = (values[field.name] ??= []);
        if (field.type === "checkbox" || field.type === "radio") field.checked && list.push(field.value);
        else if (field.multiple) list.push(...[...field.selectedOptions].map((option) => option.value));
        else list.push(field.value);
      }
      return values;
    }

    keep() {
      write(this.store, { at: Date.now(), values: this.values() });
    }

    restore() {
      const kept = read(this.store);
      if (!kept) return;
      if (Date.now() - kept.at > FORGET) return write(this.store, null);
      const before = this.values();
      if (JSON.stringify(before) === JSON.stringify(kept.values)) return;
      for (const field of this.fields()) {
        const list = kept.values[field.name];
        if (!list) continue;
        if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
        else if (field.multiple)
          for (const option of field.options) option.selected = list.includes(option.value);
        else field.value = list[0] ?? "";
      }
      this.say(kept, before);
      this.form.dispatchEvent(new Event("restored", { bubbles: true }));
    }

    say(kept, before) {
      const when = new Date(kept.at).toLocaleString("zh-CN", {
        timeZone: "Asia/Shanghai",
        month: "long",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
      });
      // A row or field that this page does not have: the words are shown, so that nothing is lost.
      const lost = Object.entries(kept.values).filter(
        ([name, list]) => !(name in before) && list.some((text) => text.trim()),
      );
      const words = element("p", "", `已恢复您 ${when} 输入、尚未提交的内容。`);
      const drop = Object.assign(element("button", "button link small", "放弃这些内容"), { type: "button" });
      const note = element(
        "div",
        "notice kept",
        element(
          "div",
          "",
          words,
          ...lost.map(([, list]) => element("p", "soft", `未能放回原处：${list.join("、")}`)),
          drop,
        ),
      );
      note.setAttribute("role", "status");
      drop.addEventListener("click", () => {
        write(this.store, null);
        this.form.reset();
        note.remove();
      });
      this.form.prepend(note);
    }
  }

  const handedIn = () => {
    for (const key of decodeURIComponent(cookie("kept_done")).split(" "))
      if (key) write(`keep:${user}:${key}`, null);
    document.cookie = "kept_done=; path=/; max-age=0; samesite=lax";
  };

  const watch = () => {
    const counted = {};
    for (const form of document.querySelectorAll("main form")) {
      if (form.method !== "post" || form.dataset.autosaveUrl || form.dataset.noKeep !== undefined) continue;
      const path = new URL(form.action, location.href).pathname;
      const place = (counted[path] = (counted[path] ?? -1) + 1);
      if (form.querySelector("textarea, input[type=text], input:not([type])"))
        new Kept(form, `${path}#${place}`);
      // Signing in again, in another window, renews the token: the cookie has the new one, this page the old.
      form.addEventListener("submit", () => {
        const fresh = cookie("csrf");
        if (fresh && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = fresh;
      });
    }
  };

  // ---- the session
  class Session {
    constructor({ idle, absolute }) {
      this.update({ idle: Number(idle), absolute: Number(absolute) });
      this.beaten = Date.now();
      this.banner = null;
      document.addEventListener("input", () => Date.now() - this.beaten > BEAT && this.beat());
      document.addEventListener(
        "visibilitychange",
        () => document.visibilityState === "visible" && this.look(),
      );
      addEventListener("focus", () => this.look());
      addEventListener(
        "storage",
        ({ key, newValue }) => key === `alive:${user}` && this.heard(Number(newValue)),
      );
      setInterval(() => this.look(), 5000);
    }

    update({ idle, absolute }) {
      this.idleEnd = Date.now() + idle * 1000;
      this.end = Date.now() + absolute * 1000;
      write(`alive:${user}`, this.idleEnd);
    }

    // Another window of this person was used.
    heard(until) {
      if (until > this.idleEnd) this.idleEnd = until;
      if (this.left() > WARN) this.show(null);
    }

    left() {
      return Math.min(this.idleEnd, this.end) - Date.now();
    }

    async ask(method) {
      let answer;
      try {
        answer = await fetch(alive, {
          method,
          headers: { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": cookie("csrf") },
          credentials: "same-origin",
          redirect: "manual",
        });
      } catch {
        return null; // no network: the next look asks again
      }
      if (answer.ok) {
        this.update(await answer.json());
        return true;
      }
      this.login = (await answer.json().catch(() => null))?.login;
      return false;
    }

    async beat() {
      this.beaten = Date.now();
      const lives = await this.ask("POST");
      if (lives === false) this.over();
      else if (lives && this.left() > WARN) this.show(null);
    }

    async look() {
      if (this.asking || this.left() > WARN) return;
      this.asking = true;
      const lives = await this.ask("GET");
      this.asking = false;
      if (lives === false) this.over();
      else if (lives && this.left() > WARN) this.show(null);
      else if (lives) this.warn();
    }

    warn() {
      const minutes = Math.max(1, Math.ceil(this.left() / 60000));
      if (this.end <= this.idleEnd)
        return this.show(
          `本次登录将在 ${minutes} 分钟内到达最长时限。请先提交；未提交的内容已保存在本机，重新登录后恢复。`,
        );
      const button = Object.assign(element("button", "button small", "继续"), { type: "button" });
      button.addEventListener("click", () => this.beat());
      this.show(`您有一段时间没有操作，将在 ${minutes} 分钟内退出登录。`, button);
    }

    over() {
      const link = Object.assign(element("a", "", "重新登录（新窗口）"), {
        href: this.login || `/account/login/?next=${encodeURIComponent(location.pathname + location.search)}`,
        target: "_blank",
        rel: "noopener",
      });
      this.show("登录已过期。您输入的内容已保存在本机；请重新登录，然后回到本页提交。", link);
    }

    show(words, ...more) {
      if (!words) {
        this.banner?.remove();
        this.banner = null;
        return;
      }
      if (this.banner?.dataset.words === words) return;
      this.banner?.remove();
      if (document.querySelector(".offline:not(.session-end)")) return; // a form that saves itself says it already
      this.banner = element("div", "notice warning offline session-end", element("p", "", words), ...more);
      this.banner.dataset.words = words;
      this.banner.setAttribute("role", "alert");
      document.body.append(this.banner);
    }
  }

  if (user && alive) {
    handedIn();
    watch();
    window.officerSession = new Session(document.body.dataset);
  }
}
