// Passkeys: asks the browser for one (data-passkey="use") or to make one ("add"), puts its answer into the form and sends it.
// The options stand on the page (data-options: id of a JSON element) or are asked for (data-url). The server checks the answer.
"use strict";
{
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    buffer &&
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const WORDS = {
    NotAllowedError: "没有完成：您取消了操作，或等待时间已过。请再试一次。",
    InvalidStateError: "这台设备上已经有本账号的通行密钥，不用重复添加。",
    SecurityError: "通行密钥只能在平台的正式网址上使用，请检查地址栏里的网址。",
    NotSupportedError: "这台设备不支持需要的通行密钥，请换一台设备或改用验证器应用。",
    AbortError: "操作已中断，请再试一次。",
  };
  const OTHER = "没有完成，请检查网络后再试一次。";

  const add = async ({ publicKey }) => {
    const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    const options = {
      ...publicKey,
      user,
      challenge: bytes(publicKey.challenge),
      excludeCredentials: known(publicKey.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey: options });
    const { clientDataJSON, attestationObject } = made.response;
    return {
      ...frame(made),
      response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) },
    };
  };

  const use = async ({ publicKey }) => {
    const options = {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    };
    const shown = await navigator.credentials.get({ publicKey: options });
    const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
    return {
      ...frame(shown),
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: text(userHandle),
      },
    };
  };

  const frame = (one) => ({
    id: one.id,
    rawId: text(one.rawId),
    type: one.type,
    authenticatorAttachment: one.authenticatorAttachment,
    clientExtensionResults: one.getClientExtensionResults(),
  });

  const options = async (place) => {
    if (place.dataset.options) return JSON.parse(document.getElementById(place.dataset.options).textContent);
    const answer = await fetch(place.dataset.url, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  };

  for (const place of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    const form = place.closest("form");
    const button = place.querySelector("button");
    const problem = place.querySelector("[data-problem]");
    place.querySelector("[data-unsupported]").hidden = true;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (!form.checkValidity()) return form.reportValidity();
      problem.hidden = true;
      button.disabled = true;
      try {
        const answer = await (place.dataset.passkey === "add" ? add : use)(await options(place));
        place.querySelector("input").value = JSON.stringify(answer);
        form.submit();
      } catch (error) {
        problem.textContent = WORDS[error.name] || OTHER;
        problem.hidden = false;
        button.disabled = false;
      }
    });
  }
}
