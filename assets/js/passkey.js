// Passkeys. Without this file they cannot be shown, and the link by mail works as before. A form with data-passkey ("get" or "create") asks the
// server for a challenge, lets the browser do its part, and is sent with what came of it; the answer is a page like any other.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const able = Boolean(window.PublicKeyCredential && navigator.credentials && window.fetch);
  all(able ? '[data-passkeys-on]' : '[data-passkeys-off]').forEach((one) => { one.hidden = false; });
  if (!able || !all('form[data-passkey]').length) return;

  // RFC 4648 §5. Browsers that do this themselves are newer than many phones.
  const bytes = (text) => Uint8Array.from(atob(text.replace(/[-_]/g, (c) => (c === '-' ? '+' : '/'))), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/[+/=]/g, (c) => ({ '+': '-', '/': '_', '=': '' })[c]);

  const ask = async (form) => {
    const answer = await fetch(form.dataset.options, { method: 'POST' });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const show = (form, options, more) => {
    const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    if (form.dataset.passkey === 'get') return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: known(options.allowCredentials) }, ...more });
    const user = { ...options.user, id: bytes(options.user.id) };
    return navigator.credentials.create({ publicKey: { ...publicKey, user, excludeCredentials: known(options.excludeCredentials) }, ...more });
  };

  const send = (form, made) => {
    const response = {};
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
      if (made.response[name]) response[name] = text(made.response[name]);
    if (made.response.getTransports) response.transports = made.response.getTransports();
    const back = document.querySelector('input[name="back"]:not([value=""])');
    if (back && !form.elements.back.value) form.elements.back.value = back.value;
    form.elements.response.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() });
    form.submit();
  };

  let offer;
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.matches('form[data-passkey]')) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = 'yes';
    offer?.abort();
    const said = form.querySelector('[data-failed]');
    if (said) said.textContent = '';
    try {
      send(form, await show(form, await ask(form), {}));
    } catch (failed) {
      if (said) said.textContent = (failed.name === 'InvalidStateError' && said.dataset.known) || said.dataset.failed;
    }
    delete form.dataset.busy;
  });

  // The browser offers passkeys in the field of the address, and waits there. A challenge is good for five minutes, so it is changed in time.
  const wait = async (form) => {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    for (let again = true; again;) {
      const mine = offer = new AbortController();
      again = false;
      const timer = setTimeout(() => { again = true; mine.abort(); }, 4 * 60 * 1000);
      try {
        send(form, await show(form, await ask(form), { mediation: 'conditional', signal: mine.signal }));
      } catch { /* taken back, or not wanted: the page is as it was */ }
      clearTimeout(timer);
    }
  };
  all('form[data-conditional]').forEach(wait);
})();
