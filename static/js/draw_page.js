// The button that re-runs a draw in the visitor's browser, and the check of one object by hand: see templates/supervision/draws/algorithm/_rerun.html.
const root = document.querySelector("[data-draw]");
const part = (name) => root.querySelector(`[data-${name}]`);
const NAMES = {
  plan: "plan.json",
  objects: "objects.jsonl",
  inspectors: "inspectors.jsonl",
  values: "values.json",
  result: "result.json",
};
let report = null;

// From the page itself, from the site, or from the visitor's disk; the first that has a file is asked.
async function fileOf(name) {
  const own = document.getElementById("draw-files");
  const text = own && JSON.parse(own.textContent)[name];
  if (text) return Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
  const chosen = Array.from(part("chosen").files).find((file) => file.name === NAMES[name]);
  if (chosen) return new Uint8Array(await chosen.arrayBuffer());
  const address = JSON.parse(root.dataset.files || "{}")[name];
  if (!address) return null;
  const answer = await fetch(address);
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
}

function line(list, ok, text) {
  const item = document.createElement("li");
  item.className = ok ? "good" : "bad";
  const word = document.createElement("strong");
  word.textContent = ok ? "✓ 相符" : "✕ 不符";
  item.append(word, ` ${text}`);
  list.append(item);
}

function verdict(tone, text) {
  part("verdict").className = `verdict ${tone}`;
  part("verdict").textContent = text;
}

async function rerun() {
  part("steps").replaceChildren();
  part("after").hidden = true;
  verdict("", "正在读取文件…");
  const files = {};
  for (const name of Object.keys(NAMES)) files[name] = await fileOf(name).catch(() => null);
  const missing = ["plan", "objects", "inspectors", "values"].filter((name) => !files[name]);
  if (missing.length) {
    part("choose").open = true;
    return verdict(
      "warn",
      `还缺 ${missing.map((name) => NAMES[name]).join("、")}。请在下面选取从公示页下载的文件，再点一次按钮。`,
    );
  }
  verdict("", "正在您的浏览器中计算…");
  const { verify } = await code();
  report = await verify({ ...files, log: JSON.parse(root.dataset.log || "{}") }, async ({ ok, text }) => {
    line(part("steps"), ok, text);
    // Let the browser paint: the visitor sees each check as it is made.
    await new Promise((done) => setTimeout(done));
  });
  if (report.drawn) show(report.drawn);
  if (!report.ok)
    return verdict("bad", report.drawn ? "重新计算的结果与公布的不一致。" : "文件不成立，没有结果。");
  const compared = files.result || root.dataset.log;
  return verdict(
    "good",
    compared
      ? "全部相符：您算出的结果与公布的一致。"
      : `全部成立。您算出的结果的 SHA-256：${report.drawn.sha256}`,
  );
}

function show({ result }) {
  part("after").hidden = false;
  part("count").textContent = `共抽中 ${result.picks.length} 个对象`;
  const rows = result.picks.slice(0, 500).map((found) => {
    const row = document.createElement("tr");
    const team = found.team.length ? found.team.join("、") : `未组成：${failureWords(found.failure)}`;
    for (const text of [found.object, found.stratum, `${found.ticket.slice(0, 16)}…`, team])
      row.insertCell().textContent = text;
    return row;
  });
  part("picks").replaceChildren(...rows);
  const more = result.picks.length - rows.length;
  if (more > 0) part("count").textContent += `，下表列出前 ${rows.length} 个`;
}

// As supervision/draws/algorithm/words.py says them.
const EXCLUSIONS = {
  SUSPENDED: "已暂停",
  CHECKED_180D: "180 天内检查过",
  CAP_REACHED: "已达本年度检查次数上限",
  OPEN_CASE: "有未结案件",
};
const FAILURES = { NO_LEAD: "没有可任主检人的人员", TEAM_SHORT: "可派人员不足" };

function failureWords(code) {
  const plain = code.replace(/\+CAP$/, "");
  const text = FAILURES[plain] ?? `没有具备“${plain.replace("NO_TAG:", "")}”专长的人员`;
  return plain === code ? text : `${text}，因为有人已达任务上限`;
}

async function one(event) {
  event.preventDefault();
  const { oneTicket } = await code();
  const found = oneTicket(report, part("object").value.trim());
  part("one").hidden = false;
  part("line").textContent = found ? found.line : "";
  part("answer").textContent = found ? words(found) : "检查对象名录里没有这个编号。";
}

function words({ ticket, last, drawn, stratum, excl }) {
  if (excl)
    return `这个对象在名录里，但事先已标明不参加抽取：${EXCLUSIONS[excl] ?? excl}。它的号码是 ${ticket}`;
  const border = last ? `“${stratum}”层抽中的最大号码是 ${last}` : `“${stratum}”层没有抽取任何对象`;
  const fate = drawn ? "被抽中" : "没有被抽中";
  return `号码是 ${ticket}；${border}。号码不大于它的都被抽中，所以这个对象${fate}。`;
}

// In the one file the module stands beside this script.
const code = async () => globalThis.drawVerify ?? (await import(root.dataset.module));

part("start").addEventListener("click", async () => {
  part("start").setAttribute("aria-disabled", "true");
  try {
    await rerun();
  } catch {
    verdict("bad", "计算没有完成。请刷新页面再试，或下载文件后用命令行核对。");
  } finally {
    part("start").removeAttribute("aria-disabled");
  }
});
part("by-hand").addEventListener("submit", one);
part("start").hidden = false;
