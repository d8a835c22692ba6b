// A button for a passkey: asks the browser to make one or to sign with one, puts its answer into the form and sends it.
//
// What is asked stands in the form's data-options, as WebAuthn's JSON. Where the form has a field "prf" and data-prf, 32
// bytes that the passkey makes of it, and no other passkey can, go into that field.
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  const letters = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  // The options as the browser takes them: bytes where JSON has letters.
  function options(form) {
    const told = JSON.parse(form.dataset.options);
    const asked = { ...told, challenge: bytes(told.challenge) };
    if (told.user) asked.user = { ...told.user, id: bytes(told.user.id) };
    if (told.excludeCredentials) asked.excludeCredentials = named(told.excludeCredentials);
    if (told.allowCredentials) asked.allowCredentials = named(told.allowCredentials);
    const salt = form.dataset.prf;
    asked.extensions = { prf: salt ? { eval: { first: bytes(salt) } } : {} };
    return asked;
  }

  function answer(made) {
    const response = { clientDataJSON: letters(made.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = letters(made.response[name]);
    }
    if (made.response.getTransports) response.transports = made.response.getTransports();
    return { id: made.id, rawId: letters(made.rawId), type: made.type, response, clientExtensionResults: {} };
  }

  async function ask(form) {
    const way = form.dataset.passkey;
    const made = await navigator.credentials[way]({ publicKey: options(form) });
    form.elements.namedItem("answer").value = JSON.stringify(answer(made));
    const secret = made.getClientExtensionResults().prf?.results?.first;
    const field = form.elements.namedItem("prf");
    if (secret && field) field.value = letters(secret);
    form.submit();
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!navigator.credentials) continue;
    const button = form.querySelector("button");
    const problem = form.querySelector(".problem");
    button.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      button.disabled = true;
      problem.hidden = true;
      ask(form).catch(() => {
        button.disabled = false;
        problem.hidden = false;
      });
    });
  }
})();
