// Only on forms that are open while the site is under attack. The browser looks for an answer: SHA-256 of the challenge, a point and the answer must
// begin with so many zero bits. Without this file the form may be sent a minute after it was opened.
(() => {
  const part = document.querySelector('[data-proof]');
  const form = part?.closest('form');
  if (!form || !window.crypto?.subtle) return;
  const challenge = part.dataset.proof;
  const bits = Number(part.dataset.bits);
  const said = part.querySelector('[data-working]');
  part.querySelector('[data-without]').hidden = true;

  const encoder = new TextEncoder();
  const hash = async (answer) => new DataView(await crypto.subtle.digest('SHA-256', encoder.encode(`${challenge}.${answer}`))).getUint32(0);
  // In small batches, so that the page still answers.
  const solve = async () => {
    for (let from = 0; ; from += 256) {
      const first = await Promise.all(Array.from({ length: 256 }, (_, i) => hash(from + i)));
      const at = first.findIndex((word) => Math.clz32(word) >= bits);
      if (at >= 0) return String(from + at);
    }
  };

  // Begins with the first touch of the form, so that it is often done by the time somebody sends.
  let answer;
  const begin = () => (answer ??= solve());
  form.addEventListener('focusin', begin);
  let busy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    said.textContent = said.dataset.working;
    form.elements.answer.value = await begin();
    form.submit();
  });
  // Whoever comes back to this page by the browser's button needs new work.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
})();
