// Findings, photos and the signature of a field record: first kept on this device, then sent one by one, each under its own key,
// until the server has confirmed it; a key that arrives twice is one entry. Sent again when the line is back, when the page
// is looked at, and every RETRY ms. What the server refuses stays here with its sentence until the inspector lets it go.
// Needs field_store.js. A form of this kind stands inside data-kept="<what it is>"; [data-fresh] are the parts that show what
// arrived; [data-field-state] says in words what waits. Without script, or where nothing can be kept, the forms are sent plainly.
"use strict";
{
  const RETRY = 15000; // ms
  const LONGEST = 120000; // ms for one photo on a bad line; its key makes the next try safe
  const user = document.body.dataset.user || "";
  const state = document.querySelector("[data-field-state]");
  const list = document.querySelector("[data-field-waiting]");
  let running = null;
  let problem = "";

  const make = (tag, className, ...parts) => {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...parts);
    return made;
  };
  const token = () => {
    const fresh = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/);
    return fresh ? fresh[1] : document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  };
  const here = (row) => row.url.startsWith(state.dataset.fieldState);
  const own = async () => (await fieldStore.of(user)).filter(here);

  // ---- what the inspector reads
  const unsent = () =>
    fieldStore
      .texts(user)
      .filter((key) => key.startsWith("autosave:") && key.includes(state.dataset.fieldState));

  const say = async () => {
    const rows = await own().catch(() => []);
    const refused = rows.filter((row) => row.refused).length;
    const waiting = rows.length - refused + unsent().length;
    const parts = [];
    if (waiting && problem) parts.push(`${problem}还有 ${waiting} 项未发送。`);
    else if (waiting)
      parts.push(
        navigator.onLine
          ? `正在发送，还有 ${waiting} 项未发送。`
          : `已保存在本机，待网络恢复后发送：还有 ${waiting} 项未发送。`,
      );
    if (refused) parts.push(`有 ${refused} 项没有收下，请按提示处理。`);
    if (!parts.length && state.dataset.sent) parts.push("✓ 全部已送达。");
    state.hidden = !parts.length;
    state.className = `saved${waiting || refused ? " kept" : ""}`;
    state.replaceChildren(parts.join(""));
    if (waiting && state.dataset.login)
      state.append(
        " ",
        Object.assign(make("a", "", "重新登录（新窗口）"), {
          href: state.dataset.login,
          target: "_blank",
          rel: "noopener",
        }),
      );
    if (list) list.replaceChildren(...rows.map(line));
  };

  const line = (row) => {
    const item = make(
      "li",
      "",
      make("strong", "", row.label),
      "：",
      row.refused || "已保存在本机，待发送。",
      " ",
    );
    const file = row.parts.find(([, value]) => value instanceof Blob)?.[1];
    if (row.refused && file)
      item.append(
        Object.assign(make("a", "", "存到手机"), {
          href: URL.createObjectURL(file),
          download: file.name || row.label,
        }),
        " ",
      );
    const drop = Object.assign(
      make("button", "button link small", "删除", make("span", "hide", ` ${row.label}`)),
      { type: "button" },
    );
    drop.addEventListener("click", async () => {
      await fieldStore.drop(row.id);
      say();
    });
    item.append(drop);
    return item;
  };

  // The parts that show what stands, as the server has them now.
  const refresh = async () => {
    const answer = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" }).catch(
      () => null,
    );
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-fresh]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceChildren(...document.importNode(fresh, true).childNodes);
    }
  };

  // ---- the wire
  const send = async (row) => {
    const body = new FormData();
    for (const [name, value] of row.parts) body.append(name, value);
    body.append("key", row.id);
    body.append("csrfmiddlewaretoken", token());
    let answer;
    try {
      answer = await fetch(row.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Requested-With": "fetch", "X-Follow": "script" },
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(LONGEST),
      });
    } catch {
      return "已保存在本机，待网络恢复后发送：";
    }
    const data = await answer.json().catch(() => null);
    if (answer.ok && data?.said) return void (await fieldStore.drop(row.id));
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      state.dataset.login = data?.login || `/account/login/?next=${encodeURIComponent(location.pathname)}`;
      return "登录已过期，已保存在本机，重新登录后发送：";
    }
    const sentence = Object.values(data?.errors || {})
      .flat()
      .join("");
    if ([409, 413, 422].includes(answer.status) && (sentence || answer.status === 413)) {
      return void (await fieldStore.put({ ...row, refused: sentence || "文件太大，请压缩后再添加。" }));
    }
    if (answer.status === 404) return "当前登录的账户不能填写这份记录，已保存在本机，请换回原来的账户：";
    return sentence || "暂时无法发送，已保存在本机，稍后自动重试：";
  };

  const sendAll = async () => {
    let arrived = 0;
    delete state.dataset.login;
    for (const row of await own().catch(() => [])) {
      if (row.refused) continue;
      await say();
      problem = (await send(row)) || "";
      if (problem) break; // the line is down: the others would fail too
      arrived += 1;
      state.dataset.sent = "1";
    }
    if (arrived) await refresh();
    await say();
  };

  // One run at a time; what is added meanwhile is sent by the next.
  const go = () => {
    running = (running || Promise.resolve()).then(sendAll).catch(() => say());
    return running;
  };

  // ---- the forms
  const KINDS = { finding: "问题", photo: "照片", signature: "签字", sample: "样品" };
  const labelled = (form, kind, file) => {
    const what = file ? file.name : form.querySelector("textarea, input[type=text]")?.value.slice(0, 20);
    return [KINDS[kind], what].join(" ");
  };

  // A photo that cannot be one is told at once, in the basement too; the server looks at the whole of it later.
  const unfit = async (file, limit) => {
    const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
    const text = String.fromCharCode(...head);
    if (!file.size) return `“${file.name}”是空文件，请重新选择。`;
    if (limit && file.size > limit)
      return `“${file.name}”超过 ${Math.floor(limit / 1048576)} MB，请压缩后再添加。`;
    if (head[0] === 0xff && head[1] === 0xd8) return "";
    if (text.startsWith("\x89PNG")) return "";
    if (text.slice(4, 8) === "ftyp")
      return `“${file.name}”是 HEIC 图片，请在手机设置中将相机格式改为“兼容性最佳”后重拍，或另存为 JPEG 后添加。`;
    return `“${file.name}”不是 JPEG 或 PNG 照片，请重新选择。`;
  };

  const tell = (box, sentences) => {
    box.querySelector("[data-live]")?.remove();
    if (!sentences.length) return;
    const error = make("div", "error", sentences.join(""));
    error.dataset.live = "";
    error.setAttribute("role", "alert");
    box.querySelector("form").prepend(error);
  };

  const keep = async (box, form) => {
    const kind = box.dataset.kept;
    const entries = [...new FormData(form)].filter(
      ([name]) => name !== "csrfmiddlewaretoken" && name !== "kept",
    );
    const files = entries.filter(([, value]) => value instanceof File && (value.size || value.name));
    const texts = entries.filter(([, value]) => typeof value === "string");
    const wrong = [];
    const base = { user, url: new URL(form.action).pathname, at: Date.now() };
    if (form.querySelector("input[type=file]") && !files.length) wrong.push("请先选择照片。");
    for (const [name, file] of files) {
      const reason = await unfit(file, Number(form.dataset.maxBytes) || 0);
      if (reason) wrong.push(reason);
      else
        await fieldStore.put({
          ...base,
          id: crypto.randomUUID(),
          label: labelled(form, kind, file),
          parts: [...texts, [name, file]],
        });
    }
    if (!form.querySelector("input[type=file]")) {
      const blank = [...form.querySelectorAll("textarea, input[type=text]")].find(
        (input) => input.dataset.needed !== undefined && !input.value.trim(),
      );
      if (blank) wrong.push(`请填写“${form.querySelector(`label[for="${blank.id}"]`).textContent.trim()}”。`);
      else
        await fieldStore.put({
          ...base,
          id: crypto.randomUUID(),
          label: labelled(form, kind, null),
          parts: texts,
        });
    }
    tell(box, wrong);
    if (wrong.length && !files.length) return;
    form.reset();
    // What waits here now keep.js need not keep as well.
    for (const key of fieldStore.texts(user))
      if (key.startsWith(`keep:${user}:${base.url}#`)) localStorage.removeItem(key);
    go();
  };

  for (const box of state ? document.querySelectorAll("[data-kept]") : []) {
    const form = box.querySelector("form[data-field-form], form[data-upload]");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      keep(box, form).catch(() => form.submit());
    });
  }
  if (state) {
    for (const event of ["online", "focus", "pageshow"]) addEventListener(event, go);
    addEventListener("offline", say);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && go());
    document.addEventListener("autosaved", ({ detail }) => {
      say();
      const shown = document.getElementById("missing")?.dataset.count;
      if (detail.data.missing && String(detail.data.missing.length) !== shown) refresh();
    });
    document.addEventListener("input", () => setTimeout(say, 0));
    setInterval(async () => (await own().catch(() => [])).some((row) => !row.refused) && go(), RETRY);
    go();
  }
}
