// For the page of a web shop: writes what an authorization number is worth at this moment beside its link.
// <div data-mark-number="TFMP-…"><a href="…/V/TFMP-…">…</a></div><script src="…/embed.js" async></script>
// What cannot be read is never called valid: then the link stands alone, with a word that says so.
"use strict";
(() => {
  const { origin } = new URL(document.currentScript.src);
  const MINUTE = 60_000;
  const COLOURS = { active: "#23694c", suspended: "#8a5a00" };

  const line = (words, style = {}) => {
    const made = document.createElement("div");
    made.textContent = words;
    Object.assign(made.style, style);
    return made;
  };
  const show = (place, lines, colour) => {
    const link = place.querySelector("a");
    place.replaceChildren(...lines, ...(link ? [link] : []));
    Object.assign(place.style, {
      borderInlineStart: `6px solid ${colour}`,
      paddingInlineStart: "12px",
      lineHeight: "1.6",
    });
  };
  const answered = (place, said) => {
    const colour = COLOURS[said.answer] ?? "#b3392b";
    const lines = [
      line(said.word, { color: colour, fontSize: "1.4em", fontWeight: "600" }),
      line(said.sentence),
    ];
    if (said.brand)
      lines.push(
        line(`${said.brand.product_name}，${said.brand.holder_name}，有效期至 ${said.brand.ends_on}`),
      );
    const at = new Date(said.answered_at).toLocaleString("zh-CN", {
      timeZone: "Asia/Shanghai",
      hour12: false,
    });
    show(place, [...lines, line(`${at} 北京时间`, { fontSize: ".85em" })], colour);
  };
  const ask = async (place) => {
    const number = encodeURIComponent(place.dataset.markNumber);
    try {
      const answer = await fetch(`${origin}/api/v1/verify/${number}/`, { credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      answered(place, await answer.json());
    } catch {
      show(place, [line("暂时读不到授权状态，请点击查验。")], "#51606d");
    }
  };
  const start = () => {
    for (const place of document.querySelectorAll("[data-mark-number]")) {
      ask(place);
      setInterval(() => document.hidden || ask(place), MINUTE);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
